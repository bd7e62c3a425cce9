"""What changed since a unit's last return: which findings are gone, which are still there, which are new.

The earlier file is usually still in the inbox and judged in the same run; nothing is kept anywhere for this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from formkit.filing import Filing, Record
from formkit.finding import Finding
from formkit.intake import READ, Judged
from formkit.model import Form
from formkit.people import identified
from formkit.values import dataclass

_Key = tuple[object, ...]
_Names = Callable[[Form, Record, int], _Key | None]
_PERSON = 18  # characters of a number that name a person; what follows is a disability's kind and degree


@dataclass(frozen=True, slots=True)
class Since:
    """``still`` are places in the report's findings that were pointed out before; the other open ones are new."""

    fixed: int
    still: frozenset[int]
    new: int


def earlier_of(one: Judged, judged: Iterable[Judged]) -> Judged | None:
    """The file a filing mends: the one whose bytes it answers, else the last before it of the same form, unit and period.

    None where that file is not among the judged: then nothing is said, rather than guessed.
    """
    mine = [other for other in judged if other is not one and _rank(other) < _rank(one) and _same(one, other)]
    if one.identity.answers:
        mine = [other for other in mine if other.sha256 == one.identity.answers]
    return max(mine, key=_rank, default=None)


def _rank(one: Judged) -> tuple[int, str]:
    return one.identity.revision, one.seen


def _same(one: Judged, other: Judged) -> bool:
    mine, its = one.identity, other.identity
    come = other.filing is not None and other.outcome in (*READ, "superseded", "conflict")
    return come and bool(mine.unit) and (mine.form, mine.unit, mine.period) == (its.form, its.unit, its.period)


def since(form: Form, one: Judged, earlier: Judged) -> Since:
    """The open findings of a filing against those of an earlier one: by code, rule, section, column and record, not by cell."""
    assert one.filing is not None
    assert earlier.filing is not None
    twins = _twins(form, earlier.filing.records, one.filing.records)
    before = Counter(key for _, key in _open(earlier, lambda index: index))
    still: set[int] = set()
    new = 0
    for place, key in _open(one, lambda index: twins.get(index, -1 - index)):
        if before[key]:
            before[key] -= 1
            still.add(place)
        else:
            new += 1
    return Since(before.total(), frozenset(still), new)


def _open(one: Judged, record_of: Callable[[int], int]) -> Iterator[tuple[int, _Key]]:
    """Each open finding's place in the report, and what it is known by."""
    assert one.filing is not None
    rows = _rows(one.filing)
    for place, finding in enumerate(one.report.findings):
        if finding.open:
            index = _record(finding, rows)
            known = None if index is None else record_of(index)
            yield place, (finding.code, finding.rule, finding.section, finding.column, known)


def _rows(filing: Filing) -> dict[tuple[str, str], int]:
    """The record each cell belongs to; the first of those under one merge."""
    rows: dict[tuple[str, str], int] = {}
    for index, record in enumerate(filing.records):
        for cell in record.cells:
            rows.setdefault((record.sheet, cell), index)
    return rows


def _record(finding: Finding, rows: dict[tuple[str, str], int]) -> int | None:
    return rows.get((finding.places[0].sheet, finding.places[0].cell)) if finding.places else None


def _twins(form: Form, old: Sequence[Record], new: Sequence[Record]) -> dict[int, int]:
    """For records of the new filing, the old record that is the same: by the person, else by the names, else by their order."""
    found: dict[int, int] = {}
    for name in (_person, _named, _nth):
        taken = set(found.values())
        free: dict[_Key, list[int]] = {}
        for index, key in _keyed(form, old, name):
            if index not in taken:
                free.setdefault(key, []).append(index)
        for index, key in _keyed(form, new, name):
            if index not in found and free.get(key):
                found[index] = free[key].pop(0)
    return found


def _keyed(form: Form, records: Sequence[Record], name: _Names) -> Iterator[tuple[int, _Key]]:
    counts: Counter[str] = Counter()
    for index, record in enumerate(records):
        counts[record.section] += 1
        if (key := name(form, record, counts[record.section])) is not None:
            yield index, (record.section, *key)


def _person(form: Form, record: Record, _: int) -> _Key | None:
    """By the number; one of 15 digits that has become one of 18 since is the same."""
    said = identified(form, record) or _said(form, record, form.record.person)
    return (said[:_PERSON].upper(),) if said else None


def _named(form: Form, record: Record, _: int) -> _Key | None:
    said = _said(form, record, form.record.name)
    return (said, *(_said(form, record, key) for key in form.record.head)) if said else None


def _nth(_: Form, __: Record, place: int) -> _Key:
    return (place,)


def _said(form: Form, record: Record, key: str | None) -> str:
    """What a column of a record holds: as understood, else as it was written."""
    if key is None:
        return ""
    index = form.places[key]
    value = record.value(index)
    return str(record.raws[index] or "" if value is None else value).strip()
