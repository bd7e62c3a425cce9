"""Rows to fill into workbooks beforehand, out of a table that somebody supplies, by the unit that gets them.

Nothing of the table is silently left out: a row that belongs nowhere, and a cell that cannot be understood, are listed with
the reason (``Left``). An ID number that the export held as a number has lost its last digits: it is listed, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from formkit import leaving, mask, words
from formkit.beforehand.whose import Wanted, no_head, section_names, section_of, taken, unit_of
from formkit.checks.case import At, Case, case_of, found
from formkit.checks.households import households
from formkit.filing import Filing, Identity, Record, Source
from formkit.model import Form
from formkit.people import identified
from formkit.read.supplied import Found, unfilled, unused
from formkit.returns import written
from formkit.saying import sentence, value_shown
from formkit.types import Raw, Spec
from formkit.values import dataclass
from formkit.write.issue import Entry
from formkit.write.leftover import Left


@dataclass(frozen=True, slots=True)
class Allotted:
    """The rows of each unit by section; what was left; headings that nothing took, columns that got nothing.

    ``twice`` are the rows of persons who stand there more than once; ``anew`` the columns that were left because they are
    asked anew in each period, out of a workbook of another period.
    """

    entries: Mapping[str, Mapping[str, tuple[Entry, ...]]] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    unused: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    twice: tuple[tuple[Record, ...], ...] = ()
    anew: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were filled in."""
        return sum(len(rows) for sections in self.entries.values() for rows in sections.values())


def allotted(wanted: Wanted, supply: Found) -> Allotted:
    """Every row of a supply put where it belongs, or listed with why not."""
    specs = wanted.specs
    rows: dict[str, list[Record]] = {}
    left: list[Left] = []
    names = section_names(wanted.form)
    for table in supply.tables:
        whose, part_of = unit_of(wanted, table), section_of(wanted.form, table, names)
        left += (Left(table.sheet, row, "", "", mask.text(text), words.say("left-aside")) for row, text in table.aside)
        for line in table.lines:
            (unit, no_unit), (section, no_section) = whose(line), part_of(line)
            if why := no_unit or no_section or no_head(wanted.form, table, line):
                left.append(_row(line.record, why))
            else:
                rows.setdefault(unit, []).append(replace(line.record, section=section))
    anew = frozenset(_anew(wanted, supply))
    entries: dict[str, Mapping[str, tuple[Entry, ...]]] = {}
    for unit, records in rows.items():
        rows[unit], same = _once(wanted.form, records)
        entries[unit], more = _filled(wanted, unit, rows[unit], specs, anew)
        left += [*same, *more]
    heads = list(dict.fromkeys(text for table in supply.tables for text in unused(table, taken(wanted, table, names))))
    lacking = [set(unfilled(wanted.form, table)) for table in supply.tables]
    nothing = [title for title in wanted.form.titles.values() if lacking and all(title in each for each in lacking)]
    listed = tuple(sorted(left, key=lambda one: (one.sheet, one.row, one.cell)))
    asked = tuple(wanted.form.titles[key] for key in wanted.form.places if key in anew)
    return Allotted(entries, listed, tuple(heads), tuple(nothing), _twice(wanted.form, rows.values()), asked)


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
            same.append(_row(record, words.say("left-again", {"place": placed(before)})))
    return kept, same


def placed(record: Record) -> str:
    """Where a row stands, as it is said."""
    return words.say("left-place", {"sheet": mask.text(record.sheet), "row": str(record.row)})


def _twice(form: Form, rows: Iterable[Sequence[Record]]) -> tuple[tuple[Record, ...], ...]:
    """The rows of each person who stands in more than one, where the form wants each person once."""
    key = form.record.person
    if key is None or not form.column(key).unique:
        return ()
    found: dict[str, list[Record]] = {}
    for records in rows:
        for record in records:
            if person := identified(form, record):
                found.setdefault(person, []).append(record)
    return tuple(tuple(each) for each in found.values() if len(each) > 1)


def _row(record: Record, why: str) -> Left:
    return Left(record.sheet, record.row, "", "", "", why)


def _filled(
    wanted: Wanted, unit: str, records: Sequence[Record], specs: Sequence[Spec], anew: frozenset[str]
) -> tuple[Mapping[str, tuple[Entry, ...]], list[Left]]:
    """The rows of one unit, without those that say they are no more in the stock; and every cell that means nothing."""
    form, end = wanted.form, wanted.when.end if wanted.when else None
    gone = leaving.outs(form, wanted.when.text if wanted.when else "", records, households(form, records))
    case = case_of(form, Filing(Source("", ""), Identity(form.form), records=tuple(records)), tuple(specs), end)
    names = {step.level: step.name for step in wanted.path(unit)}
    entries: dict[str, list[Entry]] = {section.key: [] for section in form.sections}
    left: list[Left] = []
    for record in records:
        if id(record) in gone:
            left.append(_row(record, words.say("left-outside" if gone[id(record)] == leaving.OUTSIDE else "left-ended")))
            continue
        values: list[Raw] = []
        for index, column in enumerate(form.leaves):
            reading = record.readings[index]
            own = names.get(column.level or "")
            if column.key in anew:
                values.append(None)
                continue
            if own is None and reading.wrong:
                left.append(_cell(case, record, index))
            values.append(own if own is not None else None if reading.wrong else written(reading, record.raws[index]))
        entries[record.section].append(Entry(tuple(values)))
    return {key: tuple(each) for key, each in entries.items()}, left


def _cell(case: Case, record: Record, index: int) -> Left:
    """A cell that is not filled in, in the words of its type."""
    problem, form = record.readings[index].problem, case.form
    label, place = form.titles[form.leaves[index].key], record.place(index)
    if problem.startswith("merged-"):
        return Left(record.sheet, record.row, place.cell, label, "", words.say("left-merged"))
    finding = found(case, problem, At(record, index, args=record.readings[index].args))
    return Left(record.sheet, record.row, place.cell, label, value_shown(form, finding), sentence(form, finding))


