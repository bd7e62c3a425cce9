"""Documents as PDF by LibreOffice, where it is installed: many in one call, with a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)  # fmt: skip
# The blank back of a last page is a page, or the next document would be printed on it (LibreOffice 7.4 and later read this).
_FILTER = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
AT_ONCE = 100
"""Documents in one call: a command line holds only so much."""


class NoOfficeError(LookupError):
    """LibreOffice is not installed."""


class FailedError(RuntimeError):
    """LibreOffice did not make a PDF of a document, which stands in ``names``."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def printed(documents: Mapping[str, bytes], seconds: float = 60.0, each: float = 5.0) -> Mapping[str, bytes]:
    """The documents as PDF, by the same names. A call may take ``seconds``, and ``each`` more for every document.

    What one call does not make, because the program fell over another document, is tried once more by itself. Raises
    NoOfficeError, and FailedError at the first that is not made even so.
    """
    office = program()
    if office is None:
        raise NoOfficeError
    made: dict[str, bytes] = {}
    names = list(documents)
    with tempfile.TemporaryDirectory(prefix="formkit", ignore_cleanup_errors=True) as folder:
        for start in range(0, len(names), AT_ONCE):
            some = {name: documents[name] for name in names[start : start + AT_ONCE]}
            made |= _converted(office, Path(folder) / str(start), some, seconds + each * len(some))
        for number, name in enumerate([name for name in names if name not in made]):
            again = _converted(office, Path(folder) / f"again{number}", {name: documents[name]}, seconds + each)
            if not again:
                raise FailedError((name,))
            made |= again
    return {name: made[name] for name in names}


def _converted(office: str, room: Path, documents: Mapping[str, bytes], limit: float) -> Mapping[str, bytes]:
    """What one call of the program makes, in a folder of its own."""
    room.mkdir()
    # Names of people and units stay out of the command line, and out of reach of its rules.
    files = {name: room / f"{number:06d}.docx" for number, name in enumerate(documents)}
    for name, file in files.items():
        file.write_bytes(documents[name])
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    order = [office, profile, "--headless", "--norestore", "--convert-to", _FILTER, "--outdir", str(room), *map(str, files.values())]
    _run(order, limit)
    results = {name: file.with_suffix(".pdf") for name, file in files.items()}
    return {name: data for name, path in results.items() if path.is_file() and _whole(data := path.read_bytes())}


def _whole(pdf: bytes) -> bool:
    """A program that was stopped leaves half a file (ISO 32000-1 7.5.5: the last line is %%EOF)."""
    return pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:]


def _run(order: Sequence[str], limit: float) -> None:
    """Run the program and whatever it starts; what is not done in time is stopped with all that it started."""
    with suppress(OSError):  # a program that cannot be started makes nothing, which the caller sees
        running = subprocess.Popen(  # noqa: S603 - no name of anybody is in it
            order, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            running.wait(limit)
        except subprocess.TimeoutExpired:
            _stop(running)
        except BaseException:
            _stop(running)
            raise


def _stop(running: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if os.name == "nt":
            running.kill()
        else:
            os.killpg(running.pid, signal.SIGKILL)  # soffice is a script; the office itself is its child
    running.wait()
