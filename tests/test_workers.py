"""Work in processes that may die: each death is one named answer, the others go on, nobody stays behind."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import EAST_A, household, new_task, send

from formkit import engine, journal, workers
from formkit.task import expectation, inbox, open_task
from formkit.words import SENTENCES
from formkit.workers import Died, Limits

SHORT = Limits(seconds=1, wall=2, megabytes=200)
SLOW = Limits(seconds=30, wall=60, megabytes=200)
DEATHS = {
    "loop": "file-killed-time", "sleep": "file-killed-time", "memory": "file-killed-memory", "killed": "file-killed-memory",
    "abort": "file-killed", "fault": "file-killed", "exit": "file-killed", "silent": "file-killed", "raise": "file-killed",
    "panic": "file-killed", "local": "file-killed",
}  # fmt: skip


class PanicException(BaseException):
    """What a native reader raises when it panics: no Exception."""


def loop() -> None:
    """Never give the processor back."""
    while True:
        pass


def fail(error: BaseException) -> None:
    """Raise what holds something personal."""
    raise error


ACTS = {
    "loop": loop, "sleep": lambda: time.sleep(600), "nap": lambda: time.sleep(0.3), "memory": lambda: len(bytearray(2_000_000_000)),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL), "abort": os.abort, "fault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3), "silent": lambda: os._exit(0), "raise": lambda: fail(KeyError("张甲一的身份证号")),
    "panic": lambda: fail(PanicException("张甲一的身份证号")),
}  # fmt: skip


def act(task: str) -> object:
    """Do to this process what a file may make a reader do."""
    if task in ACTS:
        ACTS[task]()
    return (lambda: 0) if task == "local" else task.upper()


def mine() -> list[multiprocessing.process.BaseProcess]:
    """Workers of this process that are still there."""
    return multiprocessing.active_children()


def limit(task: str) -> Limits:
    return SHORT if task in ("loop", "sleep") else SLOW


@pytest.mark.parametrize("death", DEATHS)
def test_each_death_is_one_answer_and_the_others_go_on(death: str) -> None:
    tasks = ["a", death, "b", "c"]
    first, died, *rest = workers.run(act, [(task, limit(task)) for task in tasks], 2)
    assert (first, rest) == ("A", ["B", "C"])
    assert isinstance(died, Died)
    assert (died.code, died.code in SENTENCES) == (DEATHS[death], True)
    assert "张甲一" not in died.why
    assert mine() == []


def test_what_failed_is_named_by_its_kind_and_place() -> None:
    died = workers.call(pickle.loads, b"no pickle", SLOW)
    assert isinstance(died, Died)
    assert died.why.startswith("UnpicklingError")


QUICK = sorted(set(DEATHS) - {"loop", "sleep", "fault", "abort"})


@given(st.lists(st.sampled_from(["a", "b", *QUICK]), max_size=12), st.integers(1, 3))
@settings(max_examples=12, deadline=None)
def test_answers_come_in_the_order_given_whoever_dies(tasks: list[str], most: int) -> None:
    found = list(workers.run(act, [(task, SLOW) for task in tasks], most))
    assert [each.code if isinstance(each, Died) else each for each in found] == [DEATHS.get(each, each.upper()) for each in tasks]


def test_tasks_are_taken_up_as_they_can_be_done_and_answers_do_not_pile_up() -> None:
    taken: list[int] = []

    def feed() -> Iterator[tuple[str, Limits]]:
        for number in range(500):
            taken.append(number)
            yield ("nap" if number == 0 else "x", SLOW)

    behind = [len(taken) - number for number, _ in enumerate(workers.run(act, feed(), 2))]
    assert len(behind) == 500
    assert max(behind) <= workers.AHEAD + 1


def test_there_are_no_more_workers_than_processors_and_one_task_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def pids(count: int) -> set[object]:
        return set(workers.run(whoami, [(number, SLOW) for number in range(count)]))

    monkeypatch.setattr(workers, "available", lambda: 3)
    assert len(pids(1)) == 1
    assert 1 <= len(pids(40)) <= 3
    assert os.getpid() not in pids(40)


def whoami(_: int) -> int:
    time.sleep(0.005)
    return os.getpid()


def test_small_tasks_wait_behind_the_one_a_worker_is_at_and_large_ones_do_not() -> None:
    """A worker at a long task is given more to do after it, but never so much that sending would have to wait for it."""
    for size, ahead in ((10, 1 + workers._BEHIND + 1), (workers._SMALL, 1 + 1 + 1)):  # one done, those behind, one held ready
        taken: list[int] = []
        tasks = (taken.append(number) or ("nap" if number == 0 else "x" * size, SLOW) for number in range(20))
        next(running := workers.run(act, tasks, 1))
        running.close()  # type: ignore[attr-defined]
        assert len(taken) == ahead


def test_what_waited_behind_a_task_that_killed_its_worker_is_done_once(tmp_path: Path) -> None:
    tasks = [f"{tmp_path}/{number}" if number != 3 else "killed" for number in range(12)]
    found = list(workers.run(touched, [(task, SLOW) for task in tasks], 2))
    assert [isinstance(each, Died) for each in found] == [number == 3 for number in range(12)]
    assert {path.name: path.read_text("ascii") for path in tmp_path.iterdir()} == {str(number): "x" for number in range(12) if number != 3}


def touched(task: str) -> None:
    """Leave a sign at a place, each time this is done; or die."""
    if task == "killed":
        act(task)
    with Path(task).open("a", encoding="ascii") as file:
        file.write("x")


def test_a_run_that_is_given_up_leaves_nobody() -> None:
    running = workers.run(act, [("a", SLOW), ("sleep", SLOW), ("sleep", SLOW)], 3)
    assert next(running) == "A"
    assert mine()
    running.close()  # type: ignore[attr-defined]
    assert mine() == []


def test_where_there_are_threads_workers_start_afresh_and_forms_reach_them(tmp_path: Path) -> None:
    """As on Windows: nothing is inherited, all that is needed pickles."""
    folder = new_task(tmp_path)
    send(folder, EAST_A, {"marginal": [household(1)]})
    task = open_task(folder)
    expected = expectation(task, journal.Journal())
    assert pickle.loads(pickle.dumps(expected)) == expected
    (here,) = engine.examine_all(inbox(task), expected, defaultdict(str))
    HERE.append(1)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        (there,) = engine.examine_all(inbox(task), expected, defaultdict(str))
        inherited = workers.call(seen_here, "", SLOW)
    finally:
        done.set()
        other.join()
    assert here == there
    assert here.outcome == "accepted"
    assert (inherited, workers.call(seen_here, "", SLOW)) == (False, True)      # alone again, a worker is forked


HERE: list[int] = []


def seen_here(_: str) -> bool:
    return bool(HERE)


def test_a_worker_cannot_write_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    workers.call(print_it, "379999197001010011", SLOW)
    assert capfd.readouterr() == ("", "")


def print_it(text: str) -> None:
    os.write(1, text.encode())
    os.write(2, text.encode())


def test_limits_are_those_of_each_task_not_of_the_worker() -> None:
    """A worker that has worked for long has as much time for the next file as a new one."""
    busy = [("busy", Limits(seconds=1, wall=30, megabytes=200))] * 5
    assert list(workers.run(burn, busy, 1)) == ["done"] * 5


def burn(_: str) -> str:
    until = time.process_time() + 0.42
    while time.process_time() < until:
        pass
    return "done"
