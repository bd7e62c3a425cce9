"""What came in, file by file: a plain file is itself, an archive of villages is its members.

A member goes by ``a.zip!/sub/b.xlsx``, one of an archive in an archive by ``a.zip!/b.zip!/c.xls``. Nothing is unpacked to
disk; one member is in memory at a time. The names are fit to make paths of: return copies stand under them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from formkit import disk
from formkit.gate import facts, skip
from formkit.gate.archive import ENCRYPTED, Described, Entry, chunks, described, placed
from formkit.gate.facts import Budget, StopError
from formkit.gate.member import called, is_file, is_folder, is_strong, overlapping, unlocked
from formkit.gate.sniff import sniff
from formkit.values import dataclass

if TYPE_CHECKING:
    from formkit.store import Object

DEPTH_LIMIT = 4       # archives in one another
PATH_LIMIT = 240      # characters of a path inside: Windows takes 260 with the folder it is unpacked to
_NAME_LIMIT = 160     # bytes of a name without its extension: file systems take 255 with it and what is added
_ROOTED = re.compile(r"/|[A-Za-z]:")
_TURNING = r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
# An archive that holds one of these is a document of some program, and the gate's business.
_DOCUMENT = frozenset({
    "[content_types].xml", "_rels/.rels", "mimetype", "meta-inf/manifest.xml", "meta-inf/manifest.mf", "ofd.xml",
    "index/document.iwa", "index.zip", "xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml",
})  # fmt: skip

_WORKBOOK = re.compile(rb"PK\x01\x02.{24}\x13\x00.{16}\[Content_Types\]\.xml", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came. ``data`` None: it was not opened, and outcome, code and args say why.

    ``origin`` is the file on the disk that it came in: the name it goes by, and its SHA-256 ("" if it could not be read).
    """

    shown: str
    data: bytes | None
    outcome: str = ""
    code: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    origin: tuple[str, str] = field(default=("", ""), compare=False)


@dataclass(slots=True)
class _Nest:
    """What one file and all archives in it may still cost, how long its own name is, names in use, passwords to try."""

    start: int
    taken: dict[str, int]
    passwords: Sequence[str] = field(repr=False)
    budget: Budget = field(default_factory=Budget)
    entries: int = field(default_factory=lambda: facts.ENTRY_LIMIT)


def arrived(
    paths: Iterable[tuple[Path | Object, str]], passwords: Sequence[str] = (), others: Iterable[str] = ()
) -> Iterator[Arrival]:
    """Every file at the paths, in order, archives opened; ``passwords`` are tried on encrypted members.

    Never raises for what is in a file, and each member ends in one arrival under a name of its own, which is none of ``others``.
    """
    wanted = tuple(paths)
    taken = {shown.casefold(): 1 for shown in (*(shown for _, shown in wanted), *others)}
    for path, shown in wanted:
        data = disk.read(path) if isinstance(path, Path) else _fetched(path)
        if data is None:
            yield gone(shown)
        else:
            origin = shown, hashlib.sha256(data).hexdigest()
            nest = _Nest(len(shown), taken, passwords)
            yield from (replace(one, origin=origin) for one in _opened(data, shown, nest, 1))


def _fetched(one: Object) -> bytes | None:
    from formkit import store  # few tasks lie in one

    return store.read(one)


def gone(shown: str) -> Arrival:
    """A file that is no longer there, or may not be read."""
    return Arrival(shown, None, "unreadable", "file-gone", origin=(shown, ""))


def is_archive(data: bytes, shown: str) -> bool:
    """Whether a file is an archive that people made, whose members are what came in."""
    return not _is_workbook(data) and _inside(data, shown) is not None


def _is_workbook(data: bytes) -> bool:
    """Whether the directory of a ZIP surely lists the part that every workbook has: a look, where reading all of it takes long.

    Source: APPNOTE 6.3.9, 4.3.12 (length and name of a file stand 28 and 46 bytes into its header) and 4.3.16 (the end).
    """
    first = int.from_bytes(data[-6:-2], "little") if data[-22:-18] == b"PK\5\6" else len(data)
    return _WORKBOOK.search(data, first) is not None


def _opened(data: bytes, shown: str, nest: _Nest, depth: int) -> Iterator[Arrival]:
    """The members if it is an archive that people made, else itself."""
    inside = _inside(data, shown)
    if inside is None:
        yield Arrival(shown, data)
        return
    members, first = inside
    nest.entries -= len(members)
    if depth > DEPTH_LIMIT:
        yield Arrival(shown, None, "refused", "archive-deep", {"limit": str(DEPTH_LIMIT)})
    elif nest.entries < 0:
        yield Arrival(shown, None, "refused", "archive-entries", {"limit": str(facts.ENTRY_LIMIT)})
    else:
        yield from _members(data, shown, members, first, nest, depth)


def _inside(data: bytes, shown: str) -> tuple[tuple[tuple[str, Described], ...], int] | None:
    """The members of an archive with their names, and where its directory starts; None for anything else.

    What only looks like an archive, or is broken as a whole, is left to the gate, which says what it is.
    """
    if len(data) > facts.RAW_LIMIT or sniff(data, shown) != "zip":
        return None
    try:
        members, first = described(data)
    except StopError:
        return None
    named = tuple((called(member).replace("\\", "/"), member) for member in members)
    return None if any(name.lower() in _DOCUMENT for name, _ in named) else (named, first)


def _members(
    data: bytes, shown: str, members: Sequence[tuple[str, Described]], first: int, nest: _Nest, depth: int
) -> Iterator[Arrival]:
    """Each member by name; a name that stands twice is told once, for nobody can say which is meant."""
    files = sorted(
        ((name, member) for name, member in members if not is_folder(member, name) and not skip(name)),
        key=lambda pair: pair[0],
    )
    if not files:
        yield Arrival(shown, None, "not-a-filing", "archive-empty")
    times = Counter(name for name, _ in files)
    shared = overlapping(_spans(data, files, first))
    for number, (name, member) in enumerate(files):
        if number and files[number - 1][0] == name:
            continue
        path = _free(f"{shown}!/{_path(name)}", nest.taken)
        try:
            _allowed(name, len(shown) + 2 + len(name) - nest.start, times[name], shared=member.offset in shared)
            plain = _bytes(data, placed(data, member, first, name), member, nest)
        except StopError as stop:
            yield Arrival(path, None, stop.outcome, stop.code, stop.detail)
            continue
        yield from _opened(plain, path, nest, depth + 1)


def _spans(data: bytes, files: Iterable[tuple[str, Described]], first: int) -> Iterator[tuple[int, Entry]]:
    for name, member in files:
        try:
            yield member.offset, placed(data, member, first, name)
        except StopError:
            continue


def _allowed(name: str, length: int, times: int, *, shared: bool) -> None:
    """Stop at a member whose name or place is not safe."""
    if times > 1:
        raise StopError("refused", "archive-twice", count=str(times))
    if _ROOTED.match(name) or "\0" in name or ".." in name.split("/"):
        raise StopError("refused", "archive-name")
    if length > PATH_LIMIT:
        raise StopError("refused", "archive-name-long", length=str(length), limit=str(PATH_LIMIT))
    if shared:
        raise StopError("refused", "archive-overlap")


def _bytes(data: bytes, entry: Entry, member: Described, nest: _Nest) -> bytes:
    """The bytes of a member. StopError if it is no file, encrypted, too large, broken or packed in an unknown way."""
    if not is_file(member):
        raise StopError("refused", "archive-link")
    if is_strong(member):
        raise StopError("encrypted", "archive-password-strong")
    if member.method not in (0, 8):
        method = _METHODS.get(member.method, str(member.method))
        raise StopError("unreadable", "archive-method", method=method)
    return _decrypted(data, entry, member, nest) if member.flags & ENCRYPTED else _whole(data, entry, nest.budget)


def _decrypted(data: bytes, entry: Entry, member: Described, nest: _Nest) -> bytes:
    """A member under the first password that fits; its checksum is what says so."""
    packed = data[entry.start : entry.end]
    written = (password.encode(encoding, "ignore") for password in nest.passwords for encoding in ("utf-8", "gb18030"))
    for password in dict.fromkeys(written):
        if (plain := unlocked(packed, password, member)) is not None:
            try:
                return _whole(plain, Entry(entry.name, entry.method, entry.crc, entry.size, 0, len(plain)), nest.budget)
            except StopError as stop:
                if stop.outcome == "refused":
                    raise
    raise StopError("encrypted", "archive-password-wrong" if nest.passwords else "archive-password")


def _whole(data: bytes, entry: Entry, budget: Budget) -> bytes:
    """All bytes of a member, which may be as long as a file may be."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks(data, entry, budget):
        size += len(chunk)
        if size > facts.RAW_LIMIT:
            limit = facts.RAW_LIMIT // 1_000_000
            raise StopError("refused", "file-too-large", size=str(-(-max(size, entry.size) // 1_000_000)), limit=str(limit))
        parts.append(chunk)
    return b"".join(parts)


def _path(name: str) -> str:
    """A member's path made of names that every system takes and that stay below where they are put."""
    *folders, last = [part for part in name[:PATH_LIMIT].split("/") if part not in ("", ".", "..")] or [""]
    return "/".join((*map(_folder, folders), _named(last)))


def _folder(name: str) -> str:
    """A folder's name; one that is called like a workbook could stand where a return copy goes."""
    name = _named(name)
    return f"{name}_" if name.lower().endswith(".xlsx") else name


def _named(name: str) -> str:
    """A safe name that keeps its extension however long it is, without signs that turn the direction of writing."""
    stem, dot, suffix = re.sub(_TURNING, "_", name).rpartition(".")
    if not stem or len(suffix) > 5:
        stem, dot, suffix = f"{stem}{dot}{suffix}", "", ""
    return disk.safe_name(f"{stem.encode()[:_NAME_LIMIT].decode('utf-8', 'ignore')[:70]}{dot}{suffix}")


def _free(path: str, taken: dict[str, int]) -> str:
    """The path, or one with a number where another file has it already: systems differ on A and a."""
    before, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".") if "." in name[1:] else (name, "", "")
    free = path
    while free.casefold() in taken:
        number = taken[path.casefold()] = taken.get(path.casefold(), 1) + 1
        free = f"{before}{slash}{stem}({number}){dot}{suffix}"
    taken[free.casefold()] = 1
    return free
