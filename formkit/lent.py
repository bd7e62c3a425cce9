"""What a command takes from a store beside its task: loose files, an earlier task to compare with, a folder to write into.

Loose files stay where they are and are read from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from formkit import disk, standing, store
from formkit.taskfile import FILE

_MADE = frozenset({".docx", ".pdf", ".xlsx", ".csv", ".parquet"})
"""What commands write that take a folder to write into."""


@contextmanager
def lent(url: str) -> Iterator[Path]:
    """A task in a store to be read only, or the files at and below a URL: as a folder that stands for it."""
    with TemporaryDirectory(prefix="formkit-") as private:
        folder = store.place_in(Path(private), url)
        files = store.listed(url)
        if any(one.name == FILE for one in files):
            store.bring(url, folder)
        elif files:
            folder.mkdir(parents=True)
            standing.leave(folder, {_named(url, one.name): one for one in files})
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
    standing.call(folder, store.masked(url).rstrip("/"))
    try:
        yield
    finally:
        standing.forget(Path(private))
