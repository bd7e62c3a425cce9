"""Where the rows of a province wait while it is gathered: in Parquet beside the roll-ups, one file for some hundred filings.

They are as sensitive as the inbox, which lies beside them in the clear too; nobody else may look into their folder, and it goes with
the run, whatever ends that. One that a killed run left behind goes when the next one begins a day later.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from formkit import disk, parquet
from formkit.held import Held, Shelved
from formkit.intake import Examined
from formkit.merge import Part
from formkit.parquet import Field
from formkit.read import FileRead
from formkit.taken import Container, alike
from formkit.values import dataclass

Came = Examined | Container | FileRead

_PREFIX = ".formkit-rows-"
_STALE = 86_400.0  # seconds
_TOGETHER = 512
"""Filings in a file: a megabyte, which is read again in a few ms."""
_FIELDS = (
    *(Field(key, key) for key in ("form", "period", "unit", "sha256")),
    Field("records", "records", "number"), Field("rows", "rows", "bytes"),
)  # fmt: skip


@dataclass(slots=True)
class Shelf:
    """The folder, how many files are in it, and the filings that wait for the next one."""

    folder: Path
    files: int = 0
    waiting: list[tuple[Any, ...]] = field(default_factory=list)


@contextmanager
def beside(target: Path) -> Iterator[Shelf]:
    """A shelf in a folder of its own beside the roll-ups, for as long as they are made."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob(f"{_PREFIX}*"):
        if time.time() - old.stat().st_mtime > _STALE:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=target, ignore_cleanup_errors=True) as folder:
        yield Shelf(Path(folder))


def laid_by(one: Came, shelf: Shelf | None, known: dict[Hashable, Any]) -> Came:
    """What is held of what came of a file: what stands in many alike is one thing, and the rows are on the shelf if there is one."""
    found = alike(one, known) if isinstance(one, Examined) else one
    return _on(shelf, found) if shelf else found


def _on(shelf: Shelf, one: Came) -> Came:
    """What came of a file, its rows on the shelf where they were put away; ``filled`` says when all have come."""
    filing = one.read.filing if isinstance(one, Examined) else None
    if isinstance(one, Examined) and filing and isinstance(held := filing.records, Held):
        key = filing.identity.form, filing.identity.period, filing.identity.unit, filing.source.sha256
        return replace(one, read=replace(one.read, filing=replace(filing, records=_laid(shelf, key, held))))
    if isinstance(one, Container):
        return replace(one, read=replace(one.read, parts=tuple(_part(shelf, part) for part in one.read.parts)))
    return one


def _part(shelf: Shelf, part: Part) -> Part:
    held = part.records
    return replace(part, records=_laid(shelf, (*part.key, part.sha256), held)) if isinstance(held, Held) else part


def _laid(shelf: Shelf, key: tuple[str, ...], held: Held) -> Held:
    shelf.waiting.append((*key, held.many, held.data))
    kept = replace(held, data=Shelved(_file(shelf).as_posix(), len(shelf.waiting) - 1))
    if len(shelf.waiting) == _TOGETHER:
        filled(shelf)
    return kept


def _file(shelf: Shelf) -> Path:
    return shelf.folder / f"{shelf.files}.parquet"


def filled(shelf: Shelf) -> None:
    """Write what waits: no more comes, or it is enough for a file."""
    if shelf.waiting:
        disk.write_by(_file(shelf), lambda file: parquet.write(file, _FIELDS, shelf.waiting, {}))
        shelf.waiting, shelf.files = [], shelf.files + 1
