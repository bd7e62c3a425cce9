"""What a command takes from a store beside its task: loose files, an earlier task to compare with, a folder to write into.

Loose files stay where they are and are read from there. Where a sentence names the private folder that stands for a place in a store,
that place is named instead (``told``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from formkit import disk, store
from formkit.taskfile import FILE

_MADE = frozenset({".docx", ".pdf", ".xlsx", ".csv", ".parquet"})
"""What commands write that take a folder to write into."""
_called: dict[str, str] = {}
"""The places in stores that private folders of the running command stand for."""


def told(text: str) -> str:
    """A text as it may be said: with the places in stores in it, not the folders that stand for them."""
    for folder, url in _called.items():
        text = text.replace(folder, url)
    return text


def stands(folder: Path) -> bool:
    """Whether a folder stands for a place in a store: what lies on this machine is not beside it."""
    return folder.as_posix() in _called


@contextmanager
def lent(url: str) -> Iterator[Path]:
    """A task in a store to be read only, or the files at and below a URL: as a folder that stands for it."""
    with TemporaryDirectory(prefix="formkit-") as private:
        folder = store.place_in(Path(private), url)
        files = store.listed(url)
        if any(one.name == FILE for one in files):
            store.bring(url, folder)
        elif files:
            store.leave(folder, {_named(url, one.name): one for one in files})
        else:
            raise store.StoreError("store-nothing", url=store.masked(url))
        with _standing(private, folder, url):
            yield folder


def _named(url: str, name: str) -> str:
    return "/".join(filter(None, (store.masked(url).rstrip("/"), store.fit(name))))


@contextmanager
def filled(url: str) -> Iterator[Path]:
    """A folder in a store to write into, for one command alone: what was made is put there unless it fails, each file whole.

    Documents and workbooks that are there are brought, so that the command sees what it would overwrite.
    """
    with TemporaryDirectory(prefix="formkit-") as private, store.held(url, new=True) as sure:
        folder = store.place_in(Path(private), url)
        folder.mkdir(parents=True)
        came: dict[str, tuple[store.Object, str]] = {}
        for one in store.listed(url):
            made = PurePosixPath(one.name).suffix.lower() in _MADE and "/" not in one.name and store.fit(one.name) == one.name
            if made and (data := store.read(one)) is not None:
                disk.write(folder / one.name, data)
                came[one.name] = one, hashlib.sha256(data).hexdigest()
        with _standing(private, folder, url):
            yield folder
        sure()
        store.put_back(url, folder, came, ("",), "store-half-made")


@contextmanager
def _standing(private: str, folder: Path, url: str) -> Iterator[None]:
    """While a folder stands for a place in a store."""
    _called[folder.as_posix()] = store.masked(url).rstrip("/")
    try:
        yield
    finally:
        del _called[folder.as_posix()]
        store.forget(Path(private))
