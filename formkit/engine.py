"""Many files: each read and checked by itself in a worker that can be killed, then judged together.

``seen`` tells for the SHA-256 of each file when its bytes were first met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from formkit import columns, disk, period, workers
from formkit.arrivals import Arrival, arrived
from formkit.checks import Case, case_of, examine
from formkit.checks.households import households
from formkit.filing import Filing
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.merge import homes, persons
from formkit.model import Form
from formkit.read import FileRead, places_of, read_file
from formkit.read.rollup import RollupRead, read_rollup
from formkit.runner import Runner
from formkit.workers import Died, Limits

Made = TypeVar("Made")
Tick = Callable[[str], None]
Paths = Iterable[tuple[Path, str]]

LIMITS = Limits(seconds=60, wall=180, megabytes=2000)
"""For a small file; a large one is given more time, by _PACE, up to _LONGEST times as much."""
_PACE = 1_200_000  # bytes of a file that may take as long as a small file as a whole: a tenth of what an old machine does
_LONGEST = 10


def examine_file(arrival: Arrival, expected: Expectation) -> Examined:
    """One file read and checked by itself; never raises for what is in it."""
    if arrival.data is None:
        return Examined(_unopened(arrival))
    read = read_file(
        arrival.data, arrival.shown, expected.forms, expected.roster, expected.passwords, expected.period, expected.beside
    )  # fmt: skip
    if read.filing is None:
        return Examined(read)
    form = expected.forms[read.identity.form]
    report = examine(case(form, read.filing, expected))
    own = homes(form, households(form, read.filing.records))
    return Examined(read, report, own, persons(form, read.filing.records))


@dataclass(frozen=True, slots=True)
class Container:
    """A roll-up workbook among filings, as it was read."""

    file: str
    sha256: str
    read: RollupRead


def taken(arrival: Arrival, expected: Expectation) -> Examined | Container:
    """One file as what it is: a filing, examined, or a roll-up with its parts; never raises for what is in it."""
    found = examine_file(arrival, expected)
    if found.read.code == "rollup-not-filing" and arrival.data is not None:
        rollup = read_rollup(arrival.data, arrival.shown, expected.forms, expected.passwords)
        return Container(arrival.shown, found.read.sha256, rollup) if rollup else found
    return found


def _unopened(arrival: Arrival) -> FileRead:
    """What is said of a file that was not opened; its hash is known where it is a file of its own."""
    name, digest = arrival.origin
    own = digest if name == arrival.shown else ""
    return FileRead(arrival.shown, own, "", arrival.outcome, arrival.code, arrival.args)


def case(form: Form, filing: Filing, expected: Expectation) -> Case:
    """A filing with everything its checks need."""
    end = period.end_of(filing.identity.period)
    return case_of(form, filing, columns.specs(form, end, places_of(filing.identity, expected.roster)), end)


def examine_all(
    paths: Paths, expected: Expectation, seen: Mapping[str, str], tick: Tick = lambda _: None, run: Runner | None = None
) -> tuple[Judged, ...]:
    """Every file in its one outcome, in the order given; ``tick`` is told each name as it is done."""
    return judged(each(paths, partial(examine_file, expected=expected), expected.passwords, tick, run), expected, seen)


def judged(
    found: Iterable[Examined | FileRead], expected: Expectation, seen: Mapping[str, str]
) -> tuple[Judged, ...]:
    """The outcomes of files that were examined, or that could not be."""
    whole = (one if isinstance(one, Examined) else Examined(one) for one in found)
    return judge((replace(one, seen=seen[one.read.sha256]) if one.read.sha256 else one for one in whole), expected)


def each_alone(path: Path, shown: str, work: Callable[[Arrival], Made]) -> Made | FileRead:
    """What ``work`` makes of the one file at a path; the FileRead that says why where it could not, or where it is an archive."""
    found = each([(path, shown)], work)
    return found[0] if len(found) == 1 else FileRead(shown, "", "zip", "not-a-filing", "file-zip")


@dataclass(frozen=True, slots=True)
class _Came:
    """An arrival without its bytes: its name, its file on the disk, its hash, what reading it may cost."""

    shown: str
    origin: tuple[str, str]
    sha256: str
    limits: Limits


def each(
    paths: Paths, work: Callable[[Arrival], Made], passwords: Sequence[str] = (), tick: Tick = lambda _: None,
    run: Runner | None = None,
) -> tuple[Made | FileRead, ...]:
    """What ``work`` makes of every file in a worker, archives opened, in order.

    A FileRead stands where the worker died of the file, or where the file was no longer the same at the end: originals
    are only ever read, and hashed again when all is done. One file's bytes are in memory at a time. ``run`` says where the work
    is done: in processes of this machine if nothing is said.
    """
    wanted = tuple(paths)
    came: list[_Came] = []
    found: list[Made | FileRead] = []
    for made in (run or workers.run)(work, _tasks(arrived(wanted, passwords), came)):
        own = came[len(found)]
        found.append(_dead(own, made) if isinstance(made, Died) else made)
        tick(own.shown)
    changed = _changed(wanted, came)
    return tuple(
        FileRead(own.shown, own.sha256, "", "unreadable", "file-changed") if own.origin[0] in changed else made
        for own, made in zip(came, found, strict=True)
    )


def _tasks(arrivals: Iterable[Arrival], came: list[_Came]) -> Iterator[tuple[Arrival, Limits]]:
    """Each arrival with what reading it may cost; ``came`` is told of it."""
    for one in arrivals:
        digest = hashlib.sha256(one.data).hexdigest() if one.data is not None else ""
        most = limits(len(one.data or b""))
        came.append(_Came(one.shown, one.origin, digest, most))
        yield one, most


def limits(size: int) -> Limits:
    """What reading a file of so many bytes may cost."""
    times = min(1 + size / _PACE, _LONGEST)
    return replace(LIMITS, seconds=int(LIMITS.seconds * times), wall=LIMITS.wall * times)


def _dead(own: _Came, died: Died) -> FileRead:
    """The outcome of a file that its worker died of."""
    seconds = own.limits.wall if died.why == "wall" else own.limits.seconds
    outcome = "unreadable" if died.code == "file-killed" else "refused"
    return FileRead(own.shown, own.sha256, "", outcome, died.code, {"why": died.why, "seconds": f"{seconds:.0f}"})


def _changed(paths: Paths, came: Iterable[_Came]) -> frozenset[str]:
    """The files on the disk, by the names they go by, that are no longer what they were."""
    before = dict(own.origin for own in came)
    return frozenset(shown for path, shown in paths if shown in before and disk.digest(path) != before[shown])
