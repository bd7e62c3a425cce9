"""Tasks that do not lie on a disk of this machine: in an object store, on a server.

What came in stays where it is and is read from there by whoever works on it, here or on a cluster; nothing of it is put on a
disk. The rest of the folder, which is small and which formkit writes, is brought to a private folder for the time of a command, and
what the command made of it is put back: every file whole or not at all, the journal last, and only while nobody else is at it.
"""

from __future__ import annotations

import hashlib
import posixpath
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any

from formkit import disk, gate, standing
from formkit.gate import facts
from formkit.holder import LOCK, held
from formkit.remote import StoreError, failures, is_url, masked, opened, silent
from formkit.taskfile import FILE
from formkit.values import dataclass

__all__ = [
    "LOCK", "Object", "StoreError", "beside", "bring", "brought", "changed", "fit", "held", "is_task", "is_url", "listed", "masked",
    "place_in", "put_back", "read", "task_above",
]  # fmt: skip
INBOX, JOURNAL = "inbox", "journal.jsonl"
_MADE = ("outbox/", "returns/", "rollup/", "notices/")
"""Folders whose files formkit makes, and may take away again."""
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "obs", "cos", "memory"})
"""Stores in which an object appears when all of it is there; elsewhere a file is renamed when it is finished."""
_MARKS = ("ETag", "etag", "md5Hash", "generation", "checksum", "mtime", "LastModified", "created")


@dataclass(frozen=True, slots=True)
class Object:
    """A file in a store: the URL of its folder, its name in it ("" where the URL is its own), its bytes, and a mark that is another when
    it was changed.
    """

    url: str = field(repr=False)
    name: str
    size: int
    mark: str


def read(one: Object) -> bytes | None:
    """The bytes of a file; None where it is gone or may not be read. StoreError where the store does not answer."""
    fs, root = opened(one.url)
    try:
        # One byte more than may be opened shows that it is too large; the rest of it is not fetched.
        data: bytes = fs.cat_file("/".join(filter(None, (root, one.name))), end=min(one.size, facts.RAW_LIMIT + 1))
    except (FileNotFoundError, PermissionError, IsADirectoryError):
        return None
    except failures() as error:
        raise silent(one.url, error) from None
    return data


def changed(files: Iterable[tuple[Object, str]]) -> frozenset[str]:
    """Of some files, by the names they go by, those that are no longer what they were, or are gone."""
    given = tuple(files)
    now = {(url, each.name): each for url in {one.url for one, _ in given} for each in listed(url)}
    return frozenset(shown for one, shown in given if now.get((one.url, one.name)) != one)


@contextmanager
def brought(url: str, *, outbox: bool = False) -> Iterator[Path]:
    """A task in a store as a folder, for a command that writes into it; what it made is put back unless it fails.

    The inbox is left where it is, and so is the outbox, unless it is asked for: nobody reads it who checks what came in. StoreError
    where another office is at the task, or the store does not answer; then nothing was written.
    """
    if not is_task(url):
        raise StoreError("store-no-task", url=masked(url))
    with tempfile.TemporaryDirectory(prefix="formkit-") as private, held(url) as sure:
        # As deep as there, so that an earlier task is found beside it.
        folder = place_in(Path(private), url)
        came = _fetched([one for one in listed(url) if outbox or not one.name.startswith("outbox/")], folder)
        try:
            yield folder
            sure()
            put_back(url, folder, came)
        finally:
            standing.forget(Path(private))


def place_in(private: Path, url: str) -> Path:
    """The folder that stands for a URL: as deep as there, so that what lies beside it is found beside it."""
    return private / opened(url)[1].replace(":", "").lstrip("/")


def is_task(url: str) -> bool:
    """Whether a URL is that of a task folder."""
    fs, root = opened(url)
    try:
        return bool(fs.isfile(f"{root}/{FILE}"))
    except failures() as error:
        raise silent(url, error) from None


def task_above(url: str) -> tuple[str, str] | None:
    """The URL of the task that a file in a store is in, and the file's name there; None where there is none above it."""
    scheme, mark, rest = url.partition("?")[0].partition("://")
    parts = rest.split("/")
    for count in range(len(parts) - 1, 0, -1):
        above = scheme + mark + "/".join(parts[:count])
        if parts[count - 1] and is_task(above):
            return above, "/".join(parts[count:])
    return None


def beside(url: str, way: str) -> str:
    """The URL of another folder in the same store, by the way there."""
    scheme, mark, rest = url.partition("://")
    return scheme + mark + posixpath.normpath(f"{rest.partition('?')[0]}/{way}")


def bring(url: str, folder: Path) -> None:
    """An earlier task beside one that was brought, or a file beside it, to be read only; nothing where there is none."""
    files = listed(url)
    if [one.name for one in files] == [""] and (data := read(files[0])) is not None:
        disk.write(folder, data)
    elif files:
        _fetched([one for one in files if not one.name.startswith(_MADE)], folder)


def _fetched(files: Iterable[Object], folder: Path) -> dict[str, tuple[Object, str]]:
    """Files put into a folder, all but the inbox: each with its SHA-256, by name."""
    came: dict[str, tuple[Object, str]] = {}
    inbox: dict[str, Object] = {}
    folder.mkdir(parents=True)
    for one in files:
        name = PurePosixPath(one.name)
        if one.name.startswith(f"{INBOX}/"):
            if not gate.skip(name.name) and not name.name.startswith("."):
                inbox[_shown(one.name, inbox)] = one
        elif _plain(one.name) and name.name != LOCK and (data := read(one)) is not None:
            disk.write(folder / name, data)
            came[one.name] = one, hashlib.sha256(data).hexdigest()
    (folder / INBOX).mkdir()
    standing.leave(folder, dict(sorted(inbox.items(), key=lambda pair: PurePosixPath(pair[0]))))
    return came


def _plain(name: str) -> bool:
    """Whether a name in a store may be one on a disk."""
    return not set(name) & set("\\\0:") and all(part not in ("", ".", "..") for part in name.split("/"))


def _shown(name: str, taken: Mapping[str, Object]) -> str:
    """The name a file goes by: its own, or one fit to make paths of where it would lead elsewhere."""
    shown = fit(name)
    path, number = PurePosixPath(shown), 1
    while shown in taken:
        number += 1
        shown = path.with_name(f"{path.stem}({number}){path.suffix}").as_posix()
    return shown


def fit(name: str) -> str:
    """The name of a file in a store, or one to make paths of where it would lead elsewhere."""
    return name if not name or _plain(name) else "/".join(disk.safe_name(part.replace("..", "_") or "_") for part in name.split("/"))


def put_back(
    url: str, folder: Path, came: Mapping[str, tuple[Object, str]], made: tuple[str, ...] = _MADE, broken: str = "store-half"
) -> None:
    """Write what is new or another, then take away what was made before and is no more; the journal last, for it says it is done.

    ``made`` is how the names begin of what may be taken away, ``broken`` what is said where the store fails meanwhile.
    """
    now = {path.relative_to(folder).as_posix(): path for path in disk.files([folder])}
    new = {name for name, path in now.items() if name not in came or disk.digest(path) != came[name][1]}
    if next((one for one in listed(url) if one.name == JOURNAL), None) != (came[JOURNAL][0] if JOURNAL in came else None):
        raise StoreError("store-raced", url=masked(url))
    fs, root = opened(url)
    try:
        for name in sorted(new, key=lambda name: (name == JOURNAL, name)):
            _written(fs, f"{root}/{name}", now[name].read_bytes())
        for name in came.keys() - now.keys():
            if name.startswith(made):
                fs.rm_file(f"{root}/{name}")
    except failures() as error:
        raise StoreError(broken, url=masked(url), why=type(error).__name__) from None


def _written(fs: Any, path: str, data: bytes) -> None:
    """An object put in place whole."""
    whole = bool(_WHOLE.intersection([fs.protocol] if isinstance(fs.protocol, str) else fs.protocol))
    place = path if whole else f"{path}{disk.UNFINISHED}"
    fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    fs.pipe_file(place, data)
    if not whole:
        fs.mv(place, path)


def listed(url: str) -> tuple[Object, ...]:
    """Every file below a URL, in the order of names."""
    fs, root = opened(url)
    try:
        fs.invalidate_cache()
        found = fs.find(root, detail=True)
    except failures() as error:
        raise silent(url, error) from None
    return tuple(
        Object(url, path.removeprefix(root).lstrip("/"), int(each["size"] or 0), _mark(each))
        for path, each in sorted(found.items()) if each["type"] == "file" and not path.endswith("/")
    )  # fmt: skip


def _mark(said: Mapping[str, Any]) -> str:
    """What says that a file was changed: what the store counts or computes, else when it was written."""
    return next((str(said[key]) for key in _MARKS if said.get(key)), "")
