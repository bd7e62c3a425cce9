"""Killing the program at any moment leaves whole files or none, nobody running, and the next run ends as if nothing had been.

FORMKIT_KILLS=200 makes it a longer run.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from office_task import EAST_A, EAST_B, WEST_C, answer, household, new_task, send

from formkit import engine, gate
from formkit.cli import main

KILLS = int(os.environ.get("FORMKIT_KILLS", "12"))
NOW = ("--now", "2020-04-01")
COMMANDS = ("check", "generate", "merge")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with one filing to accept, one to return, one zero report in an archive and one broken file."""
    folder = tmp_path_factory.mktemp("killed")
    task = new_task(folder)
    send(task, EAST_A, {"marginal": [household(1)]}, "一.xlsx")
    send(task, EAST_B, {"marginal": [household(3, risk="因懒")]}, "二.xlsx")
    zero = send(task, WEST_C, {}, "三.xlsx", zero=True)
    with zipfile.ZipFile(task / "inbox" / "西镇.zip", "w") as archive:
        archive.write(zero, "三.xlsx")
    zero.unlink()
    (task / "inbox" / "坏.xlsx").write_bytes((task / "inbox" / "一.xlsx").read_bytes()[:3000])
    return task


def started(*arguments: str) -> int:
    """A command in a process group of its own, forked, so that its time is spent on the work and not on starting."""
    process = os.fork()
    if process == 0:
        os.setsid()
        code = CliRunner().invoke(main, list(arguments)).exit_code
        os._exit(code)
    return process


def group(leader: int) -> list[int]:
    """Processes of a group that are running."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == leader and state != "Z":
            found.append(int(entry.name))
    return found


def gone(leader: int, within: float = 60.0) -> bool:
    """Whether nobody of a group is left soon."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not group(leader):
            return True
        time.sleep(0.02)
    return False


def whole(task: Path) -> set[str]:
    """The names of everything made; each opens, each line of the journal but a torn last one is an entry."""
    made = {path.relative_to(task).as_posix(): path for name in ("outbox", "returns", "rollup") for path in (task / name).rglob("*.*")}
    books = {name: path for name, path in made.items() if not path.name.startswith(".formkit-")}
    for name, path in books.items():
        if path.suffix == ".xlsx":
            assert gate.inspect(path.read_bytes(), name).outcome is None, name
            with zipfile.ZipFile(path) as book:
                assert book.testzip() is None, name
        elif path.suffix == ".html":
            assert path.read_text("utf-8").rstrip().endswith("</html>"), name
    journal = task / "journal.jsonl"
    lines = journal.read_bytes().split(b"\n") if journal.exists() else [b""]
    for line in lines[:-1]:
        json.loads(line)
    return set(books)


def prints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def results(task: Path) -> tuple[object, set[str]]:
    """What the commands end with, and what they make."""
    found = [answer("check", task, *NOW), answer("merge", task, *NOW)]
    for rollup in found[1]["rollups"]:
        rollup["file"] = Path(rollup["file"]).name
    return found, whole(task)


def timed(task: Path, command: str) -> float:
    begun = time.monotonic()
    os.waitpid(started(command, str(task)), 0)
    return time.monotonic() - begun


def test_killed_at_any_moment_nothing_is_half_done(drawn: Path, tmp_path: Path) -> None:
    never = tmp_path / "never"
    shutil.copytree(drawn, never)
    lengths = {command: timed(never, command) for command in COMMANDS}
    expected = results(never)
    originals = prints(drawn / "inbox")
    dice = random.Random(4)
    task = tmp_path / "never2" / "task"
    for number in range(KILLS):
        if number % 6 == 0:
            shutil.rmtree(task, ignore_errors=True)
            shutil.copytree(drawn, task)
        command = COMMANDS[number % len(COMMANDS)]
        process = started(command, str(task), *(NOW if command != "generate" else ()))
        time.sleep(dice.random() * lengths[command])
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        assert gone(process), "a worker outlived the program"
        whole(task)
        assert prints(task / "inbox") == originals
        if number % 6 == 5 or number == KILLS - 1:
            assert results(task) == expected
            assert prints(task / "inbox") == originals


def test_what_a_killed_run_left_is_no_file_and_goes_in_time(drawn: Path, tmp_path: Path) -> None:
    task = tmp_path / "task"
    shutil.copytree(drawn, task)
    old, new = (task / place / f".formkit-{place}.tmp" for place in ("returns", "rollup"))
    others = task / "returns" / ".formkit-notes.txt"
    for path in (old, new, others):
        path.write_bytes(b"half")
    for path in (old, others):
        os.utime(path, (time.time() - 3600,) * 2)
    filings = answer("check", task, *NOW)["filings"]
    assert len(filings) == 4
    assert [path.exists() for path in (old, new, others)] == [False, True, True]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_stopped_at_a_reader_that_hangs_leaves_no_worker(
    drawn: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(engine, "examine_file", hang)
    process = started("check", str(drawn))
    until = time.monotonic() + 60
    while len(group(process)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(group(process)) >= 2
    os.killpg(process, number) if number == signal.SIGINT else os.kill(process, number)
    assert os.waitpid(process, 0)[1] != 0
    assert gone(process)


def hang(*_: object, **__: object) -> None:
    time.sleep(600)


def test_the_program_itself_is_killed_and_runs_again(drawn: Path, tmp_path: Path) -> None:
    task = tmp_path / "task"
    shutil.copytree(drawn, task)
    command = [sys.executable, "-m", "formkit", "check", str(task), "--json", *NOW]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(1.2)
    process.kill()
    process.wait()
    assert gone(process.pid)
    whole(task)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr
    assert [one["outcome"] for one in json.loads(done.stdout)["filings"]].count("accepted") == 1
