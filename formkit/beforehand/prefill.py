"""Rows to fill into workbooks beforehand, out of a table that somebody supplies, by the unit that gets them.

Nothing of the table is silently left out: a row that belongs nowhere, and a cell that cannot be understood, are listed with
the reason (``Left``). An ID number that the export held as a number has lost its last digits: it is listed, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import starmap

from formkit import leaving, mask, words
from formkit.beforehand.kept import Kept, put_away
from formkit.beforehand.whose import Wanted, no_head, section_names, section_of, taken, unit_of
from formkit.checks.case import At, Case, case_of, found
from formkit.checks.households import households
from formkit.filing import Filing, Identity, Record, Source
from formkit.model import Form
from formkit.people import identified
from formkit.read.lines import Line, record_of
from formkit.read.rows import Lie
from formkit.read.supplied import Found, unfilled, unused
from formkit.returns import written
from formkit.saying import sentence, value_shown
from formkit.types import Spec
from formkit.values import dataclass
from formkit.write.issue import Entry, Filled
from formkit.write.leftover import Left

_Own = tuple[Line, Lie, str]
"""A row, how the header lies over it, and the section it belongs to."""
_Stand = tuple[str, int]
"""A sheet and a row."""


@dataclass(frozen=True, slots=True)
class Allotted:
    """The rows of each unit, put away; what was left; headings that nothing took, columns that got nothing.

    ``twice`` are the places of persons who stand there more than once; ``anew`` the columns that were left because they are
    asked anew in each period, out of a workbook of another period. ``found`` is whether there was any table of the form's,
    ``skipped`` and ``unread`` what of the file was not read (see ``Found``).
    """

    units: Mapping[str, Kept] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    unused: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    twice: tuple[tuple[str, ...], ...] = ()
    anew: tuple[str, ...] = ()
    found: bool = False
    skipped: tuple[str, ...] = ()
    unread: int = 0

    @property
    def rows(self) -> int:
        """How many rows were filled in."""
        return sum(kept.rows for kept in self.units.values())


def allotted(wanted: Wanted, supply: Found) -> Allotted:
    """Every row of a supply put where it belongs, or listed with why not. Records are made of the rows of one unit at a time."""
    specs = wanted.specs
    rows: dict[str, list[_Own]] = {}
    left: list[Left] = []
    names = section_names(wanted.form)
    for table in supply.tables:
        whose, part_of = unit_of(wanted, table), section_of(wanted.form, table, names)
        left += (Left(table.sheet, row, "", "", mask.text(text), words.say("left-aside")) for row, text in table.aside)
        for line in table.lines:
            (unit, no_unit), (section, no_section) = whose(line), part_of(line)
            if why := no_unit or no_section or no_head(wanted.form, table, line):
                left.append(_row(line, why))
            else:
                rows.setdefault(unit, []).append((line, table.lying, section))
    anew = frozenset(_anew(wanted, supply))
    units: dict[str, Kept] = {}
    met: dict[str, tuple[_Stand, ...]] = {}
    for unit, own in rows.items():
        records, same = _once(wanted.form, [record_of(*each) for each in own])
        entries, more = _filled(wanted, unit, records, specs, anew)
        units[unit] = put_away(Filled(entries))
        left += [*same, *more]
        _meet(wanted.form, records, met)
    heads = list(dict.fromkeys(text for table in supply.tables for text in unused(table, taken(wanted, table, names))))
    lacking = [set(unfilled(wanted.form, table)) for table in supply.tables]
    nothing = [title for title in wanted.form.titles.values() if lacking and all(title in each for each in lacking)]
    listed = tuple(sorted(left, key=lambda one: (one.sheet, one.row, one.cell)))
    asked = tuple(wanted.form.titles[key] for key in wanted.form.places if key in anew)
    twice = tuple(tuple(starmap(placed, each)) for each in met.values() if len(each) > 1)
    return Allotted(units, listed, tuple(heads), tuple(nothing), twice, asked, bool(supply.tables), supply.skipped, supply.unread)


def _anew(wanted: Wanted, supply: Found) -> Iterator[str]:
    """The columns that a filing or a roll-up of another period cannot answer: what happened in its period happened then."""
    if supply.made and not (wanted.when and wanted.when.text == supply.period):
        yield from (leaf.key for leaf in wanted.form.leaves if leaf.measure == "flow")


def _once(form: Form, records: Sequence[Record]) -> tuple[list[Record], list[Left]]:
    """The rows without those that say of a person exactly what a row before them says: pasted twice."""
    first: dict[tuple[object, ...], Record] = {}
    kept: list[Record] = []
    same: list[Left] = []
    for record in records:
        before = first.setdefault((record.section, *record.raws), record) if identified(form, record) else record
        if before is record:
            kept.append(record)
        else:
            same.append(_row(record, words.say("left-again", {"place": placed(before.sheet, before.row)})))
    return kept, same


def placed(sheet: str, row: int) -> str:
    """Where a row stands, as it is said."""
    return words.say("left-place", {"sheet": mask.text(sheet), "row": str(row)})


def _meet(form: Form, records: Sequence[Record], met: dict[str, tuple[_Stand, ...]]) -> None:
    """Note where each person stands, where the form wants each once."""
    key = form.record.person
    for record in records if key is not None and form.column(key).unique else ():
        if person := identified(form, record):
            met[person] = (*met.get(person, ()), (record.sheet, record.row))


def _row(record: Line | Record, why: str) -> Left:
    return Left(record.sheet, record.row, "", "", "", why)


def _filled(
    wanted: Wanted, unit: str, records: Sequence[Record], specs: Sequence[Spec], anew: frozenset[str]
) -> tuple[Mapping[str, tuple[Entry, ...]], list[Left]]:
    """The rows of one unit, without those that say they are no more in the stock; and every cell that means nothing."""
    form, end = wanted.form, wanted.when.end if wanted.when else None
    gone = leaving.outs(form, wanted.when.text if wanted.when else "", records, households(form, records))
    names = {step.level: step.name for step in wanted.path(unit)}
    own: dict[int, str | None] = {place: names[leaf.level] for place, leaf in enumerate(form.leaves) if leaf.level in names}
    own |= dict.fromkeys((form.places[key] for key in anew), None)
    entries: dict[str, list[Entry]] = {section.key: [] for section in form.sections}
    left: list[Left] = []
    wrong: list[tuple[Record, int]] = []
    for record in records:
        if id(record) in gone:
            left.append(_row(record, words.say("left-outside" if gone[id(record)] == leaving.OUTSIDE else "left-ended")))
            continue
        values = list(record.raws)
        for place, reading in enumerate(record.readings):
            if reading.repair or reading.problem:
                wrong += [(record, place)] if reading.wrong and place not in own else ()
                values[place] = None if reading.wrong else written(reading, values[place])
        for place, name in own.items():
            values[place] = name
        entries[record.section].append(Entry(tuple(values)))
    if wrong:
        case = case_of(form, Filing(Source("", ""), Identity(form.form), records=tuple(records)), tuple(specs), end)
        left += (_cell(case, *each) for each in wrong)
    return {key: tuple(each) for key, each in entries.items()}, left


def _cell(case: Case, record: Record, index: int) -> Left:
    """A cell that is not filled in, in the words of its type."""
    problem, form = record.readings[index].problem, case.form
    label, place = form.titles[form.leaves[index].key], record.place(index)
    if problem.startswith("merged-"):
        return Left(record.sheet, record.row, place.cell, label, "", words.say("left-merged"))
    finding = found(case, problem, At(record, index, args=record.readings[index].args))
    return Left(record.sheet, record.row, place.cell, label, value_shown(form, finding), sentence(form, finding))


