"""The same task on a cluster: whatever becomes of its workers, every file ends as it would have on one machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from office_task import mixed_task, run

from formkit import cluster, engine, journal, workers
from formkit.arrivals import Arrival
from formkit.cluster import ClusterError, inside
from formkit.runner import Runner
from formkit.taken import Container, taken
from formkit.task import expectation, inbox, open_task
from formkit.workers import Limits

SLOW = Limits(seconds=60, wall=60, megabytes=2000)
SHORT = Limits(seconds=1, wall=60, megabytes=300)


@pytest.fixture(scope="module")
def runner() -> Iterator[Any]:
    """A runner on a local cluster of two workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "available", lambda: 2)
        with cluster.running(cluster.LOCAL) as found:
            yield found


@pytest.fixture(autouse=True)
def _forked() -> None:
    """Here the threads of a client are there in earnest, as in every command on a cluster."""


def client_of(runner: Any) -> Any:
    return runner.client


def act(task: object) -> object:
    """Something that takes a moment; what harms, by the name of it."""
    match task:
        case "abort":
            os.abort()
        case "fault":
            raise ValueError("379999197001010011")
        case "loop":
            while True:
                pass
        case "memory":
            bytearray(10**10)
    time.sleep(0.01)
    return task


def test_what_a_worker_that_fails_says_of_it_holds_nothing_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "_end", lambda: None)
    orders = inside.packed([("fault", SHORT)])
    with pytest.raises(inside.UndoneError) as found:
        inside.answer(inside.packed(act), orders, inside.version())
    assert found.value.args[0].startswith("ValueError cluster/inside.py:")
    assert (found.value.__context__, found.value.__cause__, repr(orders)) == (None, None, "Parcel()")


def test_tasks_that_harm_every_worker_are_told_alone(runner: Runner) -> None:
    harms = {13: "abort", 30: "fault", 47: "loop", 64: "memory"}
    found = list(runner(act, [(harms.get(number, number), SHORT) for number in range(80)]))
    assert [one for one in found if not isinstance(one, workers.Died)] == [number for number in range(80) if number not in harms]
    assert [found[place] for place in harms] == list(workers.run(act, [(harm, SHORT) for harm in harms.values()]))


def test_a_file_is_in_memory_only_a_little_before_it_is_told(runner: Runner) -> None:
    taken: list[int] = []

    def feed() -> Iterator[tuple[int, Limits]]:
        for number in range(400):
            taken.append(number)
            yield number, SLOW

    behind = [len(taken) - number for number, _ in enumerate(runner(act, feed()))]
    assert len(behind) == 400
    assert max(behind) < 250


def test_a_batch_is_bounded_by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = iter([(Arrival(str(number), bytes(1_500_000)), SLOW) for number in range(7)])
    assert [len(cluster._measured(feed, 100)) for _ in range(4)] == [2, 2, 2, 1]


def test_tasks_are_batched_by_the_time_they_take() -> None:
    pace = cluster._Pace()
    for seconds, files in ((0.5, 5), (0.001, 240), (0.000001, 256)):
        for _ in range(20):
            pace.learn(seconds * pace.files, pace.files)
        assert pace.files == max(1, min(256, files)) or abs(pace.files - int(0.25 / seconds)) <= 1


class Counted:
    """A function that notes in a file each time it is unpickled."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        with self.log.open("a") as file:
            file.write("x")

    def __call__(self, task: int) -> int:
        return int(act(task) == task)


def test_the_function_is_read_once_by_each_worker_and_not_kept(runner: Any, tmp_path: Path) -> None:
    assert sum(runner(Counted(tmp_path / "log"), [(number, SLOW) for number in range(300)])) == 300
    assert len((tmp_path / "log").read_text()) <= 2
    held = client_of(runner).run(known)
    assert set(held.values()) == {0}


def known() -> int:
    return len(inside._functions)


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task in which one filing is faulty, one is no workbook and one is an archive."""
    return mixed_task(tmp_path_factory.mktemp("cluster"))


def test_a_worker_killed_in_the_middle_costs_no_file_and_counts_none_twice(runner: Any, task: Path, tmp_path: Path) -> None:
    files = [path for path, _ in inbox(open_task(task))]
    paths = [(shutil.copy(files[number % len(files)], tmp_path / f"{number}.xlsx"), f"{number}.xlsx") for number in range(60)]
    expected = expectation(open_task(task), journal.Journal())
    work = partial(taken, expected=expected)
    alone = engine.each(paths, work)
    before = set(client_of(runner).run(os.getpid).values())
    told: list[str] = []

    def kill(name: str) -> None:
        told.append(name)
        if len(told) == 5:
            os.kill(min(before), signal.SIGKILL)

    assert engine.each(paths, work, tick=kill, run=runner) == alone
    assert sorted(told) == sorted(one.file if isinstance(one, Container) else getattr(one, "read", one).file for one in alone)
    client_of(runner).wait_for_workers(2, timeout=30)
    assert min(before) not in client_of(runner).run(os.getpid).values()


def dies(arrival: Arrival) -> str:
    if arrival.data and arrival.data.startswith(b"kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    return arrival.shown


def test_a_file_that_kills_every_worker_ends_in_its_outcome_and_alone(runner: Runner, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(60)]
    for name in names:
        (tmp_path / name).write_bytes(b"kill" if name == "30.txt" else name.encode())
    found = engine.each([(tmp_path / name, name) for name in names], dies, run=runner)
    assert [one for one in found if isinstance(one, str)] == [name for name in names if name != "30.txt"]
    guilty: Any = found[30]
    assert (guilty.outcome, guilty.code) == ("refused", "file-killed-memory")


def result(task: Path, where: Path, *more: object) -> tuple[str, str, dict[str, bytes]]:
    """What check and merge give on a copy of the task: both documents, and every file they write but the journal."""
    copy = where / "task"
    shutil.copytree(task, copy)
    said = [run(command, copy, "--json", "--now", "2020-04-01", *more) for command in ("check", "merge")]
    assert [each.exit_code for each in said] == [1, 1], said[0].output + said[1].output
    files = {path.relative_to(copy).as_posix(): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    shutil.rmtree(copy)
    return said[0].stdout, said[1].stdout, files


def test_one_worker_two_workers_and_a_cluster_give_the_same_bytes(
    runner: Any, task: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_FEW", 1)      # return copies and roll-ups too are written by workers
    found = []
    for count in (1, 2):
        monkeypatch.setattr(workers, "available", lambda count=count: count)
        found.append(result(task, tmp_path))
    assert (runner.near, cluster.Spread(client_of(runner)).near) == (True, False)
    found.append(result(task, tmp_path, "--cluster", client_of(runner).scheduler.address))
    assert found[0] == found[1] == found[2]
    assert any(name.startswith("rollup/") for name in found[0][2])


@contextmanager
def elsewhere(first: str, **options: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A cluster in a process of its own, which begins with a line of Python; its address."""
    lines = (
        f"import sys, time; sys.path.insert(0, {str(Path(__file__).parent)!r})", first, "from distributed import LocalCluster",
        f"options = dict(processes=False, protocol='tcp', host='127.0.0.1', threads_per_worker=1, **{options!r})",
        "made = LocalCluster(dashboard_address='127.0.0.1:0', **options)",
        "print(made.scheduler_address, flush=True)", "time.sleep(600)",
    )  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", "\n".join(lines)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    with process:
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def refused(address: str, function: Any = act) -> tuple[str, str]:
    """The sentence with which a run on a cluster ends before anything is told."""
    with pytest.raises(ClusterError) as found, cluster.running(address) as runner:
        next(iter(runner(function, [(1, SLOW)])))
    return found.value.code, found.value.said.get("found", "")


def test_a_cluster_without_formkit_is_told() -> None:
    with elsewhere("sys.modules['formkit'] = None", n_workers=1) as (address, _):
        assert refused(address) == ("cluster-without", "")


def test_a_cluster_with_another_formkit_is_told(runner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = inside.version()
    monkeypatch.setattr(inside, "version", lambda: "formkit 0.0")
    assert refused(client_of(runner).scheduler.address) == ("cluster-stranger", found)
    assert found.startswith("formkit 0.1.0 (")
    assert found.endswith(f"Python {sys.version_info[0]}.{sys.version_info[1]}")


def test_a_cluster_without_workers_is_told_at_the_start_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with elsewhere("", n_workers=0) as (address, _):
        assert refused(address) == ("cluster-empty", "")
    monkeypatch.setattr(cluster, "_LOOK", 0.1)
    client = SimpleNamespace(status="running", nthreads=dict)
    with pytest.raises(ClusterError, match="cluster-empty"):
        cluster._answer(client, SimpleNamespace(add_done_callback=lambda _: None))


def test_a_scheduler_that_goes_away_is_told() -> None:
    with elsewhere("", n_workers=1) as (address, process), cluster.running(address) as runner:
        told = iter(runner(act, [(number, SLOW) for number in range(5000)]))
        assert next(told) == 0
        process.kill()
        with pytest.raises(ClusterError, match="cluster-lost"):
            list(told)


def test_commands_end_in_a_sentence_where_there_is_no_cluster(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    for address in ("tcp://127.0.0.1:9", "what://is.it"):
        done = run("check", task, "--cluster", address)
        assert (done.exit_code, address in done.stderr, "去掉 --cluster" in done.stderr) == (3, True, True)
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("merge", task, "--cluster", "local")
    assert (done.exit_code, "formkit[cluster]" in done.stderr) == (3, True)


def test_without_an_address_the_cluster_is_of_this_machine(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @contextmanager
    def running(address: str) -> Iterator[Runner]:
        asked.append(address)
        yield workers.run

    monkeypatch.setattr(cluster, "running", running)
    for more in (["--cluster"], ["--cluster", "local"], ["--cluster", "tcp://10.0.0.1:8786"], ["--cluster", "--json"], []):
        assert run("status", task, *more).exit_code == 1
    assert asked == ["local", "local", "tcp://10.0.0.1:8786", "local"]


def test_dask_is_loaded_by_nobody_who_does_not_ask_for_it(task: Path) -> None:
    command = ["check", str(task / "inbox" / "坏.xlsx")]
    code = f"import sys; from formkit.cli import main\ntry: main({command!r})\nfinally: print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "False"
