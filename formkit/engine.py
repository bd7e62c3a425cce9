"""Many files: each read and checked by itself in a worker that can be killed, then judged together.

``seen`` tells for the SHA-256 of each file when its bytes were first met.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from formkit import columns, disk, period, workers
from formkit.arrivals import Arrival, arrived, gone, is_archive
from formkit.checks import Case, case_of, examine
from formkit.filing import Filing
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.model import Form
from formkit.people import homes, persons
from formkit.read import FileRead, places_of, read_file
from formkit.runner import Runner
from formkit.values import dataclass
from formkit.workers import Died, Limits

Made = TypeVar("Made")
Task = TypeVar("Task")
Tick = Callable[[str], None]
Paths = Iterable[tuple[Path, str]]

LIMITS = Limits(seconds=60, wall=180, megabytes=2000)
"""For a small file; a large one is given more time, by _PACE, up to _LONGEST times as much."""
_PACE = 1_200_000  # bytes of a file that may take as long as a small file as a whole: a tenth of what an old machine does
_LONGEST = 10
OWN = Limits(seconds=3600, wall=7200, megabytes=16_000)
"""For work on what is our own: so much that only a mistake of ours comes near it."""
_FEW = 4


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
    filing = case(form, read.filing, expected)
    return Examined(read, examine(filing), homes(form, filing.households), persons(form, read.filing.records))


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
class _Met(Generic[Made]):
    """What was made of a file or a member, its SHA-256, and the file on the disk it came in: its name, SHA-256 and mark.

    An archive has nothing made of it: its members have.
    """

    shown: str
    made: Made | FileRead | None
    sha256: str
    file: str
    origin: str
    mark: disk.Mark = None
    archive: bool = False


def each(
    paths: Paths, work: Callable[[Arrival], Made], passwords: Sequence[str] = (), tick: Tick = lambda _: None,
    run: Runner | None = None, keep: Callable[[Made | FileRead], Made | FileRead] = lambda one: one,
) -> tuple[Made | FileRead, ...]:  # fmt: skip
    """What ``work`` makes of every file in a worker, archives opened, in order; of each is held what ``keep`` makes of that at once.

    A FileRead stands where the worker died of the file, or where the file was no longer the same at the end: originals are only
    ever read. ``run`` says where the work is done; if nothing is said, in processes of this machine, which read the files themselves.
    To others they go as bytes, as members of archives always do, one at a time; these come after all other files.
    """
    wanted = tuple(paths)
    if run and not getattr(run, "near", False):
        met = [_kept(one, keep) for one in _sent(wanted, work, passwords, tick, run)]
    else:
        names, crew = [shown for _, shown in wanted], run or workers.run
        alone = [_kept(one, keep) for one in _alone(wanted, work, tick, crew)]
        inside = ((_kept(each, keep) for each in _sent([place], work, passwords, tick, crew, names)) if one.archive else [one]
                  for place, one in zip(wanted, alone, strict=True))  # fmt: skip
        met = list(chain.from_iterable(inside))
    whole = {one.file: one for one in met}
    still = {shown for path, shown in wanted if shown in whole and disk.same(path, whole[shown].mark, whole[shown].origin)}
    return tuple(cast("Made | FileRead", one.made) if one.file in still else _changed(one) for one in met)


def _kept(met: _Met[Made], keep: Callable[[Made | FileRead], Made | FileRead]) -> _Met[Made]:
    return met if met.made is None else replace(met, made=keep(met.made))


def _alone(wanted: Sequence[tuple[Path, str]], work: Callable[[Arrival], Made], tick: Tick, run: Runner) -> Iterator[_Met[Made]]:
    """Each file by itself; an archive is only told to be one."""
    most = [limits(disk.size(path)) for path, _ in wanted]
    made = run(partial(_met, work=work), zip(wanted, most, strict=True))
    for (path, shown), limit, met in zip(wanted, most, made, strict=True):
        if isinstance(met, Died):
            sha256 = disk.digest(path)
            yield _Met(shown, _dead(shown, sha256, limit, met), sha256, shown, sha256)
        else:
            yield met
        if isinstance(met, Died) or not met.archive:
            tick(shown)


def _met(place: tuple[Path, str], work: Callable[[Arrival], Made]) -> _Met[Made]:
    """A file read and worked on, in a worker."""
    path, shown = place
    found = disk.marked(path)
    if found is None:
        return _Met(shown, work(gone(shown)), "", shown, "")
    data, mark = found
    if is_archive(data, shown):
        return _Met(shown, None, "", shown, "", archive=True)
    sha256 = hashlib.sha256(data).hexdigest()
    return _Met(shown, work(Arrival(shown, data, origin=(shown, sha256))), sha256, shown, sha256, mark)


def _sent(
    places: Sequence[tuple[Path, str]], work: Callable[[Arrival], Made], passwords: Sequence[str], tick: Tick, run: Runner,
    names: Sequence[str] = (),
) -> Iterator[_Met[Made]]:  # fmt: skip
    """Files and the members of archives, sent as bytes; no member is called by one of the ``names`` of other files."""
    came: deque[tuple[Arrival, str, Limits]] = deque()
    for made in run(work, _tasks(arrived(places, passwords, names), came)):
        arrival, sha256, limit = came.popleft()
        tick(arrival.shown)
        result = _dead(arrival.shown, sha256, limit, made) if isinstance(made, Died) else made
        yield _Met(arrival.shown, result, sha256, *arrival.origin)


def _tasks(arrivals: Iterable[Arrival], came: deque[tuple[Arrival, str, Limits]]) -> Iterator[tuple[Arrival, Limits]]:
    """Each arrival with what reading it may cost; ``came`` is told of it, of its bytes only the SHA-256."""
    for one in arrivals:
        sha256 = hashlib.sha256(one.data).hexdigest() if one.data is not None else ""
        limit = limits(len(one.data or b""))
        came.append((replace(one, data=None), sha256, limit))
        yield one, limit


def shared(
    function: Callable[[Task], Made], tasks: Sequence[Task], run: Runner = workers.run, few: int | None = None
) -> Iterator[Made]:
    """``function`` of each task, in order, on all processors: work on what is our own, such as workbooks to be written.

    What a worker could not do is done here, where its error is heard as it is. A ``few`` tasks are not worth a worker.
    """
    if len(tasks) < (_FEW if few is None else few):
        yield from map(function, tasks)
        return
    for task, made in zip(tasks, run(function, ((task, OWN) for task in tasks)), strict=True):
        yield function(task) if isinstance(made, Died) else made


def limits(size: int) -> Limits:
    """What reading a file of so many bytes may cost."""
    times = min(1 + size / _PACE, _LONGEST)
    return replace(LIMITS, seconds=int(LIMITS.seconds * times), wall=LIMITS.wall * times)


def _dead(shown: str, sha256: str, limit: Limits, died: Died) -> FileRead:
    """The outcome of a file that its worker died of."""
    seconds = limit.wall if died.why == "wall" else limit.seconds
    outcome = "unreadable" if died.code == "file-killed" else "refused"
    return FileRead(shown, sha256, "", outcome, died.code, {"why": died.why, "seconds": f"{seconds:.0f}"})


def _changed(part: _Met[Any]) -> FileRead:
    """The outcome of a file that somebody wrote to meanwhile."""
    return FileRead(part.shown, part.sha256, "", "unreadable", "file-changed")
