"""Files that lie in a store: each is fetched, opened and worked on by one worker, wherever that runs; this process only lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from formkit import engine, workers
from formkit.arrivals import Arrival, arrived
from formkit.engine import Made, Tick
from formkit.read import FileRead
from formkit.runner import Runner
from formkit.values import dataclass
from formkit.workers import Died

if TYPE_CHECKING:
    from formkit.store import Object


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to be fetched; the name it goes by, and the names of other files that its members must not have."""

    one: Object
    shown: str
    others: tuple[str, ...] = ()


def each(
    files: Sequence[tuple[Object, str]], work: Callable[[Arrival], Made], passwords: Sequence[str] = (),
    tick: Tick = lambda _: None, run: Runner | None = None, keep: Callable[[Made | FileRead], Made | FileRead] = lambda one: one,
) -> tuple[Made | FileRead, ...]:  # fmt: skip
    """``engine.each`` for files in a store: what ``work`` makes of every file, archives opened, in order.

    Whether a file is still the same at the end is seen in the list of the store, not by fetching it again.
    """
    inside = tuple(shown for _, shown in files if "!/" in shown)
    orders = ((Sent(one, shown, inside), engine.limits(one.size)) for one, shown in files)
    found: list[tuple[Made | FileRead, ...]] = []
    for (one, shown), made in zip(files, (run or workers.run)(partial(_opened, work=work, passwords=passwords), orders), strict=True):
        found.append(tuple(map(keep, _again(one, shown, work, passwords) if isinstance(made, Died) else made)))
        tick(shown)
    from formkit import store  # few tasks lie in one

    changed = store.changed(files)
    return tuple(
        FileRead(shown, "", "", "unreadable", "file-changed") if shown in changed else each
        for (_, shown), made in zip(files, found, strict=True) for each in made
    )  # fmt: skip


def anywhere(
    files: Sequence[tuple[Path | Object, str]], work: Callable[[Arrival], Made], passwords: Sequence[str] = (),
    tick: Tick = lambda _: None, run: Runner | None = None,
) -> tuple[Made | FileRead, ...]:  # fmt: skip
    """``engine.each`` for files of which some may lie in a store; these come after all others."""
    near = [(one, shown) for one, shown in files if isinstance(one, Path)]
    far = [(one, shown) for one, shown in files if not isinstance(one, Path)]
    found = engine.each(near, work, passwords, tick, run) if near or not far else ()
    return (*found, *(each(far, work, passwords, tick, run) if far else ()))


def _opened(sent: Sent, work: Callable[[Arrival], Made], passwords: Sequence[str]) -> tuple[Made, ...]:
    """In a worker: what became of a file, or of all that is in it."""
    return tuple(map(work, arrived([(sent.one, sent.shown)], passwords, sent.others)))


def _again(one: Object, shown: str, work: Callable[[Arrival], Made], passwords: Sequence[str]) -> tuple[Made | FileRead, ...]:
    """A file that its worker died of, from a private folder: so each member of an archive ends in its own outcome."""
    from formkit import store

    data = store.read(one)
    with TemporaryDirectory(prefix="formkit-") as private:
        path = Path(private) / "file"
        if data is not None:
            path.write_bytes(data)
        return engine.each([(path, shown)], work, passwords)
