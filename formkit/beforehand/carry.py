"""本期接着上期填: the rows of a unit's accepted filings, as they go into its workbook of the next period.

How things stand is carried, what happened in the period is asked anew (``measure``). Whoever left the stock in that period
is not carried; a value that was accepted in spite of being wrong is, as it was written, and will be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from formkit import leaving
from formkit.checks.households import first_value, households
from formkit.compare.standing import carries, given, stays
from formkit.filing import Record, Step
from formkit.merge import Part
from formkit.model import Form
from formkit.returns import written
from formkit.types import KINDS, Raw, Reading, Spec
from formkit.values import dataclass
from formkit.write.issue import Entry


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows of a unit by section. ``ended`` rows had left the stock or never were in it, ``strays`` stood in sections that are
    no more, ``wrong`` cells hold what was accepted in spite of being wrong; ``parts`` are the filings they were taken from.
    """

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    ended: int = 0
    strays: int = 0
    wrong: int = 0
    parts: int = 0

    @property
    def rows(self) -> int:
        """How many rows are carried."""
        return sum(map(len, self.entries.values()))


def together(found: Iterable[Carried]) -> Carried:
    """What was carried out of several periods, as one."""
    every = tuple(found)
    sections = dict.fromkeys(key for each in every for key in each.entries)
    entries = {key: tuple(row for each in every for row in each.entries.get(key, ())) for key in sections}
    ended, strays, wrong, parts = (sum(getattr(each, name) for each in every) for name in ("ended", "strays", "wrong", "parts"))
    return Carried(entries, ended, strays, wrong, parts)


def carry(
    form: Form, parts: Iterable[Part], path: Sequence[Step], specs: Sequence[Spec], before: Form | None = None
) -> Carried:
    """What goes on from accepted filings into the workbook of the unit at the start of ``path``.

    ``parts`` are its own and those of units that became part of it; ``before`` is the form as they were read by, where it is
    another; ``specs`` are what the columns take now: a value of a list goes on under its present name.
    """
    was = before or form
    names = {step.level: step.name for step in path}
    entries: dict[str, list[Entry]] = {section.key: [] for section in form.sections}
    ended = strays = wrong = taken = 0
    for part in parts if carries(form) else ():
        gone, handed = _gone(was, part), _handed_on(was, part)
        ended, taken = ended + len(gone), taken + 1
        for record in part.records:
            if id(record) in gone:
                continue
            if record.section not in entries:
                strays += 1
                continue
            cells = [_cell(was, record, handed, spec) for spec in specs]
            values = [names.get(spec.column.level or "", _now(cell, spec)) for cell, spec in zip(cells, specs, strict=True)]
            if _says(form, values):
                wrong += sum(cell is not None and cell[0].wrong for cell in cells)
                entries[record.section].append(Entry(tuple(values)))
    return Carried({key: tuple(rows) for key, rows in entries.items()}, ended, strays, wrong, taken)


def _says(form: Form, values: Sequence[Raw]) -> bool:
    """Whether a row names anybody, or says anything but the place, once what is asked anew is gone."""
    pairs = zip(form.leaves, values, strict=True)
    return any(value not in (None, "") and not given(form, column) for column, value in pairs)


def _gone(form: Form, part: Part) -> set[int]:
    """The rows, by identity, of whoever was out of the stock at the end of the period, or never was admitted to it."""
    return set(leaving.outs(form, part.period, part.records, households(form, part.records)))


def _handed_on(form: Form, part: Part) -> Mapping[tuple[int, int], tuple[Reading, Raw]]:
    """What is asked of a household once and stood on a row that is not carried: it goes to the first row that is."""
    gone = _gone(form, part)
    found: dict[tuple[int, int], tuple[Reading, Raw]] = {}
    for home in households(form, part.records):
        kept = [record for record in home.records if id(record) not in gone]
        if form.record.grain != "person" or not kept or len(kept) == len(home.records):
            continue
        for place, column in enumerate(form.leaves):
            first = first_value(home, place) if column.per == "household" else None
            if first and all(record.readings[place].blank for record in kept):
                found[id(kept[0]), place] = first[0].readings[place], first[0].raws[place]
    return found


Cell = tuple[Reading, Raw]


def _cell(was: Form, record: Record, handed: Mapping[tuple[int, int], Cell], spec: Spec) -> Cell | None:
    """What a row said in a column that is carried; None for one that is asked anew, numbered, or was not there."""
    place = was.places.get(spec.column.key)
    if place is None or not stays(spec.column):
        return None
    return handed.get((id(record), place), (record.readings[place], record.raws[place]))


def _now(cell: Cell | None, spec: Spec) -> Raw:
    """A cell as it is written now: a value of a list, or a place, under its present name, all else as it was written."""
    if cell is None:
        return None
    value = written(*cell)
    renamed = KINDS[spec.column.type].read(value, spec).value if spec.spellings and cell[0].value is not None else None
    return renamed if renamed is not None else value
