"""Rows to fill into workbooks beforehand, out of a table that somebody supplies: which unit and which section each belongs to.

Nothing of the table is silently left out: a row that belongs nowhere, and a cell that cannot be understood, are listed with
the reason (``Left``). An ID number that the export held as a number has lost its last digits: it is listed, never filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from formkit import columns, mask, words
from formkit.checks.case import At, Case, case_of, found
from formkit.checks.households import households
from formkit.compare.standing import OUT, true_rows
from formkit.filing import Filing, Identity, Record, Source, Step
from formkit.identity import steps
from formkit.load import load_codelists
from formkit.merge import Part
from formkit.model import Form
from formkit.period import Period
from formkit.read.labels import plain
from formkit.read.supplied import HEADS, RELATION, Found, Line, Supplied, unfilled, unused
from formkit.returns import written
from formkit.saying import sentence, value_shown
from formkit.types import Raw, Spec, characters
from formkit.units import Roster
from formkit.write.issue import Entry
from formkit.write.leftover import Left

_SECTION = ("section", "部分")


@dataclass(frozen=True, slots=True)
class Allotted:
    """The rows of each unit by section; what was left; headings that nothing took, columns that got nothing."""

    entries: Mapping[str, Mapping[str, tuple[Entry, ...]]] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    unused: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were filled in."""
        return sum(len(rows) for sections in self.entries.values() for rows in sections.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows are for: a form, the period, the units that report it (none: all rows are for one workbook), and what the
    columns take. ``only`` is the unit of a single workbook, to which rows belong that name none.
    """

    form: Form
    when: Period | None
    roster: Roster | None
    only: str = ""

    @property
    def specs(self) -> tuple[Spec, ...]:
        """What each column takes."""
        units = self.roster.units.values() if self.roster else ()
        return columns.specs(self.form, self.when.end if self.when else None, units)

    def path(self, unit: str) -> tuple[Step, ...]:
        """A unit and those above it."""
        return steps(self.roster.path(unit)) if self.roster else ()


Whose = Callable[[Line], tuple[str, str]]
"""For a row what it belongs to, else the sentence that says why to none."""


def allotted(wanted: Wanted, supply: Found) -> Allotted:
    """Every row of a supply put where it belongs, or listed with why not."""
    specs = wanted.specs
    rows: dict[str, list[Record]] = {}
    left: list[Left] = []
    names = _section_names(wanted.form)
    for table in supply.tables:
        unit_of, section_of = _unit_of(wanted, table), _section_of(wanted.form, table, names)
        left += (Left(table.sheet, row, "", "", mask.text(text), words.say("left-aside")) for row, text in table.aside)
        for line in table.lines:
            (unit, no_unit), (section, no_section) = unit_of(line), section_of(line)
            if why := no_unit or no_section or _no_head(wanted.form, table, line):
                left.append(_row(line.record, why))
            else:
                rows.setdefault(unit, []).append(replace(line.record, section=section))
    entries: dict[str, Mapping[str, tuple[Entry, ...]]] = {}
    for unit, records in rows.items():
        entries[unit], more = _filled(wanted, unit, records, specs)
        left += more
    heads = list(dict.fromkeys(text for table in supply.tables for text in unused(table, _taken(wanted, table, names))))
    lacking = [set(unfilled(wanted.form, table)) for table in supply.tables]
    nothing = (title for title in wanted.form.titles.values() if lacking and all(title in each for each in lacking))
    return Allotted(entries, tuple(sorted(left, key=lambda one: (one.sheet, one.row, one.cell))), tuple(heads), tuple(nothing))


def _row(record: Record, why: str) -> Left:
    return Left(record.sheet, record.row, "", "", "", why)


def _filled(
    wanted: Wanted, unit: str, records: Sequence[Record], specs: Sequence[Spec]
) -> tuple[Mapping[str, tuple[Entry, ...]], list[Left]]:
    """The rows of one unit, without those that say they are no more in the stock; and every cell that means nothing."""
    form, path = wanted.form, wanted.path(unit)
    part = Part(form.form, wanted.when.text if wanted.when else "", path or (Step("", "", ""),), 1, "", "", "accepted", tuple(records))
    grouped = households(form, records)
    gone = {row for out in OUT for row in true_rows(form, part, out, grouped)}
    end = wanted.when.end if wanted.when else None
    case = case_of(form, Filing(Source("", ""), Identity(form.form), records=tuple(records)), tuple(specs), end)
    names = {step.level: step.name for step in path}
    entries: dict[str, list[Entry]] = {section.key: [] for section in form.sections}
    left: list[Left] = []
    for record in records:
        if id(record) in gone:
            left.append(_row(record, words.say("left-ended")))
            continue
        values: list[Raw] = []
        for index, column in enumerate(form.leaves):
            reading = record.readings[index]
            own = names.get(column.level or "")
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


def _text(line: Line, place: int | None) -> str:
    return line.texts[place] if place is not None and place < len(line.texts) else ""


def _most(table: Supplied, known: Callable[[str], bool]) -> int | None:
    """The place most of whose texts are known, at least half of them; the leftmost of several. None where there is none."""
    best: tuple[int, int] | None = None
    for place in sorted(table.headings):
        texts = [text for line in table.lines if (text := _text(line, place))]
        count = sum(map(known, texts))
        if count and count * 2 >= len(texts) and (best is None or count > best[0]):
            best = count, place
    return best[1] if best else None


def _taken(wanted: Wanted, table: Supplied, names: Mapping[str, str]) -> Iterator[int]:
    """The places that say which unit, which section or which member a row is about."""
    places = (_code_place(wanted, table), _section_place(table, names), table.headed(RELATION))
    return (place for place in places if place is not None)


def _code_place(wanted: Wanted, table: Supplied) -> int | None:
    """The column of the codes of the units that report."""
    codes = {unit.code for unit in wanted.roster.at(wanted.form.reporter)} if wanted.roster else set()
    return _most(table, codes.__contains__) if codes else None


def _unit_of(wanted: Wanted, table: Supplied) -> Whose:
    """By the code of the unit, else by its name and the names of those above it."""
    roster, level = wanted.roster, wanted.form.reporter
    code = _code_place(wanted, table)
    if roster is None or (wanted.only and code is None and level not in table.levels):
        return lambda _: (wanted.only, "")
    if code is not None:
        known = {unit.code for unit in roster.at(level)}
        return lambda line: (said, "") if (said := _text(line, code)) in known else ("", words.say("left-unit", {"name": said}))
    if level not in table.levels:
        return lambda _: ("", words.say("left-no-unit", {"level": words.say(f"level-{level}")}))
    return partial(_by_name, roster, level, table.levels)


def _by_name(roster: Roster, level: str, levels: Mapping[str, int], line: Line) -> tuple[str, str]:
    name = characters.solid(_text(line, levels[level]))
    alike = [unit for unit in roster.at(level) if name in unit.spellings]
    if not alike:
        return "", words.say("left-unit", {"name": name})
    fitting = list(alike)
    for above, place in levels.items():
        said = characters.solid(_text(line, place))
        ups = [(unit, roster.above(unit.code, above)) for unit in fitting]
        fitting = [unit for unit, up in ups if above == level or not said or up is None or said in up.spellings]
    if not fitting:
        said = "、".join(_text(line, place) for above, place in levels.items() if above != level)
        return "", words.say("left-unit-above", {"name": name, "above": said})
    if len(fitting) > 1:
        return "", words.say("left-unit-many", {"name": name, "count": str(len(fitting))})
    return fitting[0].code, ""


def _section_of(form: Form, table: Supplied, names: Mapping[str, str]) -> Whose:
    """By a column that is called so, else by the one whose values are sections."""
    if len(form.sections) == 1:
        return lambda _: (form.sections[0].key, "")
    place = _section_place(table, names)
    if place is None:
        choices = "、".join(section.means or section.label for section in form.sections)
        return lambda _: ("", words.say("left-no-section", {"choices": choices}))

    def section(line: Line) -> tuple[str, str]:
        said = _text(line, place)
        key = names.get(plain(said), "")
        return key, "" if key else words.say("left-section", {"name": mask.text(said)})

    return section


def _section_place(table: Supplied, names: Mapping[str, str]) -> int | None:
    headed = table.headed(_SECTION)
    return headed if headed is not None else _most(table, lambda text: plain(text) in names)


def _section_names(form: Form) -> dict[str, str]:
    """What may be written for a section: its key, its label, what it means, and the other names a code list has for that.

    Nothing where there is but one.
    """
    if len(form.sections) == 1:
        return {}
    names = {plain(text): part.key for part in form.sections for text in (part.key, part.label, part.means) if text}
    means = {part.means: part.key for part in form.sections if part.means}
    for codes in {**load_codelists(), **form.codelists}.values():
        known = {code.value: code.key for code in codes.values}
        if means and all(text in known for text in means):
            same = {known[text] or text: key for text, key in means.items()}
            for code in codes.values:
                for text in (code.value, *code.aliases):
                    if (code.key or code.value) in same:
                        names.setdefault(plain(text), same[code.key or code.value])
    return names


def _no_head(form: Form, table: Supplied, line: Line) -> str:
    """Why a row is none of a form that has one for each household: it is about a member who is not the head."""
    place = table.headed(RELATION)
    if form.record.grain != "household" or place is None:
        return ""
    said = characters.solid(_text(line, place))
    return "" if not said or said in HEADS else words.say("left-member", {"relation": mask.text(said)})
