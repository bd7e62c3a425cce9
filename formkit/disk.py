"""Files: read once, written whole or not at all, under names that every system takes.

Everything that is written goes through a temporary file in the same folder, is flushed to the disk and then put in
place in one step. A target that is open in Excel is left alone and another name is used.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from formkit import gate
from formkit.gate import facts

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))})
_LONGEST, _BYTES = 80, 240
_OURS, UNFINISHED = ".formkit-", ".tmp"
_BESIDE = "(另存{number})"
_BESIDE_MARK = re.compile(r"\(另存[1-9]\)$")
# A link is not followed, a pipe nobody writes to does not hold the run up; systems that lack a flag lack the thing too.
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_RACY = 3_000_000_000
"""Nanoseconds: FAT and some servers write times two seconds apart, within which a file may change and keep its time."""
Mark = tuple[int, int, int] | None
"""Which file, how long, changed when; None where that cannot tell."""


def safe_name(text: str) -> str:
    """A file or folder name that Windows, macOS and Linux take: no reserved signs or words, no dot or space at the end."""
    name = _bare(_UNSAFE.sub("_", text))
    name = f"_{name}" if _stem(name) in _RESERVED else name
    name = name[:_LONGEST]
    while len(name.encode(errors="replace")) > _BYTES:  # Linux takes 255 bytes, ending and all; 𠮷 has four
        name = name[:-1]
    return _bare(name) or "_"


def _bare(name: str) -> str:
    """Without white space and dots at the ends that Windows would drop."""
    while name != (name := name.strip().rstrip(".")):
        pass
    return name


def _stem(name: str) -> str:
    """What Windows looks at to see whether a name is a device: COM¹ is COM1, and spaces before the dot are nothing."""
    return name.split(".")[0].strip().upper().translate(str.maketrans("¹²³", "123"))


def write(path: Path, data: bytes) -> Path:
    """Put the bytes in place whole; the path they went to, which differs where the target is in use. OSError if none.

    A second name, which nothing else makes, is taken back once the first can be written again.
    """
    return write_by(path, lambda file: file.write(data))


def write_by(path: Path, fill: Callable[[BinaryIO], object]) -> Path:
    """The same for what ``fill`` writes into the file, bit by bit; nothing stands there where it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=_OURS, suffix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        target = _placed(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    _settle(path.parent)
    return target


def write_many(files: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """``write`` for many files, in their order: each whole or not at all, the disk asked to keep them only once all are there.

    So it keeps many in one go. Where one cannot be written those before it may be in place.
    """
    folders = {path.parent for path, _ in files}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[BinaryIO, Path, Path]] = []
    try:
        for path, data in files:
            handle, name = tempfile.mkstemp(prefix=_OURS, suffix=UNFINISHED, dir=path.parent)
            waiting.append((os.fdopen(handle, "wb"), Path(name), path))
            waiting[-1][0].write(data)
            waiting[-1][0].flush()
        for file, temporary, _ in waiting:
            os.fsync(file.fileno())
            file.close()  # before it is put in place: Windows moves no open file
            temporary.chmod(0o644)
        targets = [_placed(temporary, path) for _, temporary, path in waiting]
    finally:
        for file, temporary, _ in waiting:
            file.close()
            temporary.unlink(missing_ok=True)
    for folder in folders:
        _settle(folder)
    return targets


def _placed(temporary: Path, path: Path) -> Path:
    """Rename to the first name that is not in use; those after it are removed, for they hold what was written earlier."""
    names = [path, *(path.with_name(f"{path.stem}{_BESIDE.format(number=n)}{path.suffix}") for n in range(1, 10))]
    for number, target in enumerate(names):
        try:
            temporary.replace(target)
        except PermissionError:
            continue
        for stale in names[number + 1 :]:
            with suppress(OSError):
                stale.unlink(missing_ok=True)
        return target
    raise PermissionError(f"{path}")


def meant(path: Path) -> Path:
    """The name a file was meant to have where it had to be put beside one that is open; its own name otherwise."""
    return path.with_name(_BESIDE_MARK.sub("", path.stem) + path.suffix)


def removed(path: Path) -> bool:
    """Remove a file that should not stay; False where it is open in another program, or may not be removed."""
    with suppress(PermissionError):
        path.unlink(missing_ok=True)
        return True
    return False


def _settle(folder: Path) -> None:
    """Flush the folder too, so that the new name outlives a power cut (rename(2), fsync(2)); Windows has no way to."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def swept(folder: Path, older: float = 600.0) -> int:
    """Remove what a killed run left half written below a folder, if nobody can be writing it any more; how many there were."""
    count = 0
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            if name.startswith(_OURS) and name.endswith(UNFINISHED):
                with suppress(OSError):
                    if time.time() - path.lstat().st_mtime > older:
                        path.unlink()
                        count += 1
    return count


def read(path: Path) -> bytes | None:
    """The bytes of a regular file; None where it is gone, may not be read, or is a link, a device or a pipe."""
    found = marked(path)
    return found[0] if found else None


def marked(path: Path) -> tuple[bytes, Mark] | None:
    """The same with the mark of the file as it was when reading began."""
    try:
        handle = os.open(path, _READING)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or path.is_symlink():
                return None
            # Asked for more than there is, Python makes room for all of it first.
            return file.read(min(found.st_size, facts.RAW_LIMIT) + 1), _mark(found)
    except (OSError, ValueError):
        return None


def _mark(found: os.stat_result) -> Mark:
    """What tells a file from another at the same place, or None while its time is too young to tell one change from the next."""
    return (found.st_ino, found.st_size, found.st_mtime_ns) if time.time_ns() - found.st_mtime_ns > _RACY else None


def same(path: Path, mark: Mark, sha256: str) -> bool:
    """Whether a file still is what was read: by its mark, else by its SHA-256 ("" where reading gave nothing)."""
    with suppress(OSError, ValueError):
        if mark is not None and _mark(path.lstat()) == mark:
            return True
    return digest(path) == sha256


def size(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    with suppress(OSError, ValueError):
        return path.lstat().st_size
    return 0


def digest(path: Path) -> str:
    """SHA-256 of what reading the file gives now; empty where that is nothing."""
    data = read(path)
    return "" if data is None else hashlib.sha256(data).hexdigest()


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """All files at and below the paths in a settled order, without lock files and the like.

    Linked folders are not entered; a linked file is among them, so that it is told, and ``read`` does not follow it.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_below(path)) if path.is_dir() else [path]
        found.update(dict.fromkeys(each for each in inside if not gate.skip(each.name)))
    return tuple(found)


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(root) / name for name in names if not name.startswith("."))
