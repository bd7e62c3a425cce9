"""Files: read once, written whole or not at all, under names that every system takes.

Everything that is written goes through a temporary file in the same folder, is flushed to the disk and then put in
place in one step. A target that is open in Excel is left alone and another name is used.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from formkit import gate
from formkit.gate import facts

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))})
_LONGEST = 80


def safe_name(text: str) -> str:
    """A file or folder name that Windows, macOS and Linux take: no reserved signs or words, no dot or space at the end."""
    name = _bare(_UNSAFE.sub("_", text))
    name = _bare(f"_{name}"[:_LONGEST] if _stem(name) in _RESERVED else name[:_LONGEST])
    return name or "_"


def _bare(name: str) -> str:
    """Without white space and dots at the ends that Windows would drop."""
    while name != (name := name.strip().rstrip(".")):
        pass
    return name


def _stem(name: str) -> str:
    """What Windows looks at to see whether a name is a device: COM¹ is COM1, and spaces before the dot are nothing."""
    return name.split(".")[0].strip().upper().translate(str.maketrans("¹²³", "123"))


def write(path: Path, data: bytes) -> Path:
    """Put the bytes in place whole; the path they went to, which differs where the target is in use. OSError if none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".formkit-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        for target in _targets(path):
            try:
                Path(temporary).replace(target)
            except PermissionError:
                continue
            return target
        raise PermissionError(f"{path}")
    finally:
        Path(temporary).unlink(missing_ok=True)


def _targets(path: Path) -> Iterator[Path]:
    yield path
    for number in range(1, 10):
        yield path.with_name(f"{path.stem}({number}){path.suffix}")


def read(path: Path) -> bytes | None:
    """The bytes of a regular file; None where it is gone, may not be read, or is no regular file."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(facts.RAW_LIMIT + 1)
    except OSError:
        return None


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """All files at and below the paths in a settled order, without lock files and the like; links are not followed."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_below(path)) if path.is_dir() else [path]
        found.update(dict.fromkeys(each for each in inside if not gate.skip(each.name)))
    return tuple(found)


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        inside = (Path(root) / name for name in names if not name.startswith("."))
        yield from (path for path in inside if not path.is_symlink())
