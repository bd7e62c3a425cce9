"""Documents as PDF by LibreOffice, where it is installed: many in one call, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)  # fmt: skip
AT_ONCE = 100
"""Documents in one call: a command line holds only so much."""


class NoOfficeError(LookupError):
    """LibreOffice is not installed."""


class FailedError(RuntimeError):
    """LibreOffice did not make a PDF of each document; the names of those it did not make."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def printed(documents: Mapping[str, bytes], seconds: float = 60.0, each: float = 5.0) -> Mapping[str, bytes]:
    """The documents as PDF, by the same names. A call may take ``seconds``, and ``each`` more for every document.

    Raises NoOfficeError, and FailedError where one is not made.
    """
    office = program()
    if office is None:
        raise NoOfficeError
    names = list(documents)
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="formkit") as folder:
        root = Path(folder)
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            # Names of people and units stay out of the command line, and out of reach of its rules.
            files = [root / f"{start + number:06d}.docx" for number, _ in enumerate(some)]
            for file, name in zip(files, some, strict=True):
                file.write_bytes(documents[name])
            _converted(office, root, files, seconds + each * len(files))
            for file, name in zip(files, some, strict=True):
                if (result := file.with_suffix(".pdf")).is_file():
                    made[name] = result.read_bytes()
    if lost := tuple(name for name in names if name not in made):
        raise FailedError(lost)
    return made


def _converted(office: str, root: Path, files: list[Path], limit: float) -> None:
    profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(root), *map(str, files)]
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=limit)  # noqa: S603 - no name of anybody is in it
    except subprocess.TimeoutExpired:
        return  # what is missing is named by the caller
