"""What several test modules share."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from excel_watch import taken, watch
from office_task import new_task

from formkit import workers

Spreadsheet = Callable[..., dict[str, Any]]
NEEDED = ("soffice", "pdftoppm", "pdftotext")
LONG = (
    "test_recount", "test_every_form_office", "test_live_random_office", "test_rollup_office", "test_demo", "test_live_office",
    "test_rollup_front_office", "test_mistakes", "test_rollup_read", "test_fuzz_formats", "test_killed", "test_fuzz",
)  # fmt: skip
"""The files that take longest begin first, so that no processor is left with one of them when the others have ended."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first. Tests that need LibreOffice run wherever it is; where FORMKIT_OFFICE=required, they are never skipped."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing and os.environ.get("FORMKIT_OFFICE") != "required":
        for item in items:
            if item.get_closest_marker("office"):
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(missing)}"))


def pytest_configure() -> None:
    """Before any test module is read: some write workbooks as they are."""
    watch()


def pytest_collection_finish() -> None:
    """What a module wrote for all its tests is judged before the first of them."""
    if found := taken():
        raise pytest.UsageError("Excel would refuse: " + "; ".join(found[:9]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """A test fails for each workbook written in it that Excel would refuse."""
    try:
        return (yield)
    finally:
        if found := taken():
            pytest.fail("Excel would refuse: " + "\n".join(found[:99]))


@pytest.fixture(autouse=True)
def _forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are forked, so that they inherit what a test replaces: threads that clients of earlier tests left do not count."""
    left = threading.active_count() - 1
    monkeypatch.setattr(workers, "threading", SimpleNamespace(active_count=lambda: threading.active_count() - left))


@pytest.fixture(scope="session")
def spreadsheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spreadsheet]:
    """LibreOffice, started once with its own profile: types the cases into a sheet of a file and answers."""
    pipe = f"formkit{os.getpid()}{uuid.uuid4().hex[:8]}"
    profile = tmp_path_factory.mktemp("office").as_uri()
    arguments = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}"]
    process = subprocess.Popen(["soffice", *arguments, f"--accept=pipe,name={pipe};urp;"], start_new_session=True)

    def ask(file: Path, sheet: str, cases: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        order = json.dumps({"pipe": pipe, "file": str(file), "sheet": sheet, "cases": cases, **more}, default=float)  # exact amounts
        driver = Path(__file__).parent / "uno_driver.py"
        command = ["/usr/bin/python3", str(driver)]
        done = subprocess.run(command, input=order, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    try:
        yield ask
    finally:
        ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Nobody of a process's group is left: LibreOffice is a script that starts a program that starts another."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """A task of four villages in two townships, due on 5 April 2020."""
    return new_task(tmp_path, "--due", "2020-04-05")


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """An S3-compatible server: one for all modules, for what was opened at one stays so."""
    from moto.server import ThreadedMotoServer  # most tests need none

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def server(moto: str) -> Iterator[str]:
    """The same, where programs look for it; a bucket in it."""
    import fsspec

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"ACCESS_KEY_ID": "id", "SECRET_ACCESS_KEY": "hush", "ENDPOINT_URL": moto}.items():
            patch.setenv(f"AWS_{name}", value)
        fsspec.filesystem("s3").makedirs("office", exist_ok=True)
        yield moto
