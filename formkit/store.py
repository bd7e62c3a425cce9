"""Tasks that do not lie on a disk of this machine: in an object store, on a server. The only module that uses fsspec.

What came in stays where it is and is read from there by whoever works on it, here or on a cluster; nothing of it is put on a
disk. The rest of the folder, which is small and which formkit writes, is brought to a private folder for the time of a command, and
what the command made of it is put back: every file whole or not at all, the journal last, and only while nobody else is at it.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any

from formkit import disk, gate, mask
from formkit.gate import facts
from formkit.values import dataclass

INBOX, JOURNAL, LOCK = "inbox", "journal.jsonl", ".formkit-lock"
_MADE = ("outbox/", "returns/", "rollup/", "notices/")
"""Folders whose files formkit makes, and may take away again."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
_SECRET = re.compile(r"(?<=://)[^/@]*@|\?.*")
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "obs", "cos", "memory"})
"""Stores in which an object appears when all of it is there; elsewhere a file is renamed when it is finished."""
_MARKS = ("ETag", "etag", "md5Hash", "generation", "checksum", "mtime", "LastModified", "created")
_left: dict[Path, Mapping[str, Object]] = {}
"""What lies in a store instead of in a folder of this machine, for the folders of the running command."""


class StoreError(Exception):
    """The store cannot be used; ``code`` names the sentence, ``said`` is what stands in it."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, {name: mask.text(text) for name, text in said.items()}


@dataclass(frozen=True, slots=True)
class Object:
    """A file in a store: the URL of its folder, its name in it, its bytes, and a mark that is another when it was changed."""

    url: str = field(repr=False)
    name: str
    size: int
    mark: str


def is_url(text: str) -> bool:
    """Whether an argument names something in a store: ``s3://bucket/task``; not ``C:/task``."""
    return bool(_URL.match(text))


def masked(url: str) -> str:
    """A URL as it may be shown: without a name or password in it."""
    return _SECRET.sub(lambda found: "***@" if found[0].endswith("@") else "?***", url)


def read(one: Object) -> bytes | None:
    """The bytes of a file; None where it is gone or may not be read. StoreError where the store does not answer."""
    fs, root = _opened(one.url)
    try:
        # One byte more than may be opened shows that it is too large; the rest of it is not fetched.
        data: bytes = fs.cat_file(f"{root}/{one.name}", end=min(one.size, facts.RAW_LIMIT + 1))
    except (FileNotFoundError, PermissionError, IsADirectoryError):
        return None
    except _failures() as error:
        raise _silent(one.url, error) from None
    return data


def left(folder: Path) -> Mapping[str, Object] | None:
    """The files that came in for a task, by the names they go by, where they were left in a store; None where they are on disk."""
    return _left.get(folder.resolve())


def changed(files: Iterable[tuple[Object, str]]) -> frozenset[str]:
    """Of some files, by the names they go by, those that are no longer what they were, or are gone."""
    given = tuple(files)
    now = {(url, each.name): each for url in {one.url for one, _ in given} for each in _listed(url)}
    return frozenset(shown for one, shown in given if now.get((one.url, one.name)) != one)


@contextmanager
def brought(url: str) -> Iterator[Path]:
    """A task in a store as a folder, for a command that writes into it; what it made is put back unless it fails.

    The inbox is left where it is, and so is the outbox, which nobody reads who checks what came in. StoreError where another office
    is at the task, or the store does not answer; then nothing was written.
    """
    with tempfile.TemporaryDirectory(prefix="formkit-") as private, _locked(url):
        # As deep as there, so that an earlier task is found beside it.
        folder = Path(private) / _opened(url)[1].replace(":", "").lstrip("/")
        files = _listed(url)
        if not any(one.name == "task.yaml" for one in files):
            raise StoreError("store-no-task", url=masked(url))
        came = _fetched([one for one in files if not one.name.startswith("outbox/")], folder)
        try:
            yield folder
            _put_back(url, folder, came)
        finally:
            for each in [each for each in _left if each.is_relative_to(Path(private).resolve())]:
                del _left[each]


def beside(url: str, way: str) -> str:
    """The URL of another folder in the same store, by the way there."""
    scheme, mark, rest = url.partition("://")
    return scheme + mark + posixpath.normpath(f"{rest.partition('?')[0]}/{way}")


def bring(url: str, folder: Path) -> None:
    """An earlier task beside one that was brought, to be read only."""
    _fetched([one for one in _listed(url) if not one.name.startswith(_MADE)], folder)


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
    _left[folder.resolve()] = dict(sorted(inbox.items(), key=lambda pair: PurePosixPath(pair[0])))
    return came


def _plain(name: str) -> bool:
    """Whether a name in a store may be one on a disk."""
    return not set(name) & set("\\\0:") and all(part not in ("", ".", "..") for part in name.split("/"))


def _shown(name: str, taken: Mapping[str, Object]) -> str:
    """The name a file goes by: its own, or one fit to make paths of where it would lead elsewhere."""
    shown = name if _plain(name) else "/".join(disk.safe_name(part.replace("..", "_") or "_") for part in name.split("/"))
    path, number = PurePosixPath(shown), 1
    while shown in taken:
        number += 1
        shown = path.with_name(f"{path.stem}({number}){path.suffix}").as_posix()
    return shown


def _put_back(url: str, folder: Path, came: Mapping[str, tuple[Object, str]]) -> None:
    """Write what is new or another, then take away what was made before and is no more; the journal last, for it says it is done."""
    now = {path.relative_to(folder).as_posix(): path for path in disk.files([folder])}
    new = {name for name, path in now.items() if name not in came or disk.digest(path) != came[name][1]}
    if next((one for one in _listed(url) if one.name == JOURNAL), None) != (came[JOURNAL][0] if JOURNAL in came else None):
        raise StoreError("store-raced", url=masked(url))
    fs, root = _opened(url)
    try:
        for name in sorted(new, key=lambda name: (name == JOURNAL, name)):
            _written(fs, f"{root}/{name}", now[name].read_bytes())
        for name in came.keys() - now.keys():
            if name.startswith(_MADE):
                fs.rm_file(f"{root}/{name}")
    except _failures() as error:
        raise StoreError("store-half", url=masked(url), why=type(error).__name__) from None


def _written(fs: Any, path: str, data: bytes) -> None:
    """An object put in place whole."""
    whole = bool(_WHOLE.intersection([fs.protocol] if isinstance(fs.protocol, str) else fs.protocol))
    place = path if whole else f"{path}{disk.UNFINISHED}"
    fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    fs.pipe_file(place, data)
    if not whole:
        fs.mv(place, path)


@contextmanager
def _locked(url: str) -> Iterator[None]:
    """The task for one command alone: an object that only one can make, and that goes when it ends."""
    fs, root = _opened(url)
    path = f"{root}/{LOCK}"
    try:
        with fs.open(path, "xb") as lock:
            lock.write(b"formkit")
    except FileExistsError:
        raise StoreError("store-locked", url=masked(f"{url.rstrip('/')}/{LOCK}")) from None
    except _failures() as error:
        raise _silent(url, error) from None
    try:
        yield
    finally:
        fs.rm_file(path)


def _listed(url: str) -> tuple[Object, ...]:
    """Every file below a URL, in the order of names."""
    fs, root = _opened(url)
    try:
        fs.invalidate_cache()
        found = fs.find(root, detail=True)
    except _failures() as error:
        raise _silent(url, error) from None
    return tuple(
        Object(url, path.removeprefix(root).lstrip("/"), int(each["size"] or 0), _mark(each))
        for path, each in sorted(found.items()) if each["type"] == "file" and not path.endswith("/")
    )  # fmt: skip


def _mark(said: Mapping[str, Any]) -> str:
    """What says that a file was changed: what the store counts or computes, else when it was written."""
    return next((str(said[key]) for key in _MARKS if said.get(key)), "")


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the folder in it."""
    try:
        import fsspec

        fs, root = fsspec.url_to_fs(url)
    except ImportError:
        raise StoreError("store-not-installed", url=masked(url)) from None
    except _failures() as error:
        raise _silent(url, error) from None
    return fs, str(root).rstrip("/")


def _silent(url: str, error: BaseException) -> StoreError:
    """What is told where a store does not answer: the kind of failure, for its message may hold keys."""
    return StoreError("store-silent", url=masked(url), why=type(error).__name__)


def _failures() -> tuple[type[BaseException], ...]:
    """What the libraries of stores raise; not all of it is an OSError."""
    found: list[type[BaseException]] = [OSError, ValueError]
    for module, name in (("botocore.exceptions", "BotoCoreError"), ("botocore.exceptions", "ClientError"), ("aiohttp", "ClientError")):
        if module in sys.modules:
            found.append(getattr(sys.modules[module], name))
    return tuple(found)
