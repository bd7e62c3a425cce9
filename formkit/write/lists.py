"""The hidden sheet of choices: every dropdown takes its values from a named range of it, never from a literal.

A literal list ends at 255 characters and cannot hold a comma. Places depend on the place above them; INDIRECT
breaks on names such as 1号镇 or 东镇(新区), so the choices below one are cut out of a table sorted by parent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from formkit import calendars
from formkit.cells import letter
from formkit.columns import choices
from formkit.filing import Step
from formkit.formula import WORKDAYS, counts_workdays
from formkit.layout import LIST_SHEET
from formkit.model import LEVELS, Form
from formkit.types import KINDS, Spec
from formkit.types.tick import MARK
from formkit.units import Unit
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.styles import Book, Sheet, put, style

POSITIONS = "_k"
SWITCH = "_yes"
TICKS = "_tick"


@dataclass(frozen=True, slots=True)
class Cascade:
    """Choices below another place: the columns that name it, and the named ranges of parents and of children."""

    parents: tuple[int, ...]
    keys: str
    children: str


@dataclass(frozen=True, slots=True)
class Lists:
    """``menus``: the named range of a column's choices; ``ranges``: the values of each named range, a column each.

    ``workdays``: the working days the rules count, where they count any.
    """

    menus: Mapping[int, str] = field(default_factory=dict)
    cascades: Mapping[int, Cascade] = field(default_factory=dict)
    ranges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    workdays: tuple[date, ...] = ()


def known_places(places: Sequence[Unit], path: Sequence[Step]) -> tuple[Unit, ...]:
    """The units a workbook may name, with those on its own way up that are not among them."""
    codes = {unit.code for unit in places}
    above = [*(step.code for step in path[1:]), ""][: len(path)]
    own = [Unit(step.code, step.name, step.level, parent) for step, parent in zip(path, above, strict=True)]
    return (*places, *(unit for unit in own if unit.code not in codes))


def plan_lists(form: Form, specs: Sequence[Spec], places: Sequence[Unit], prefilled: Mapping[int, str]) -> Lists:
    """Which named ranges the workbook needs, and which column takes which; a prefilled column takes that name only."""
    menus: dict[int, str] = {}
    ranges: dict[str, tuple[str, ...]] = {SWITCH: (text("zero-yes"),), TICKS: (MARK,)}
    cascades: dict[int, Cascade] = {}
    for index, spec in enumerate(specs):
        if KINDS[spec.column.type].NEVER_BLANK:
            menus[index] = TICKS
        elif values := ((prefilled[index],) if index in prefilled else choices(spec)):
            name = f"_l_{spec.column.codes or spec.column.key}".replace("-", "_")
            menus[index], ranges[name] = name, values
        if spec.column.level and index not in prefilled and (found := _cascade(form, index, places)):
            cascade, keys, children = found
            cascades[index] = cascade
            ranges |= {cascade.keys: keys, cascade.children: children}
    return Lists(menus, cascades, ranges, _workdays(form, specs[0].end))


def _workdays(form: Form, end: date | None) -> tuple[date, ...]:
    """Every working day between which the rules of a form count for a period ending then."""
    window = calendars.window(end) if any(map(counts_workdays, form.formulas.values())) else None
    return calendars.workdays_of(range(window[0].year, window[1].year + 1)) if window else ()


def _cascade(
    form: Form, index: int, places: Sequence[Unit]
) -> tuple[Cascade, tuple[str, ...], tuple[str, ...]] | None:
    """The table of a place column sorted by the places above; None where all its places have the same ones above."""
    column = form.leaves[index]
    rank = LEVELS.index(str(column.level))
    above = {str(other.level): place for place, other in enumerate(form.leaves) if other.level}
    levels = [level for level in reversed(LEVELS[rank + 1 :]) if level in above]
    by_code = {unit.code: unit for unit in places}
    pairs = [
        ("/".join(_named(unit, levels, by_code)), unit.name) for unit in places if unit.level == column.level
    ]
    if not levels or len({key for key, _ in pairs}) < 2:
        return None
    pairs = sorted(dict.fromkeys(pairs), key=lambda pair: pair[0])
    cascade = Cascade(tuple(above[level] for level in levels), f"_p_{column.key}", f"_c_{column.key}")
    return cascade, tuple(key for key, _ in pairs), tuple(name for _, name in pairs)


def _named(unit: Unit, levels: Sequence[str], by_code: Mapping[str, Unit]) -> tuple[str, ...]:
    """Names of the places above a unit at these levels; empty texts where the list does not say."""
    names: dict[str, str] = {}
    code = unit.parent
    while code in by_code and by_code[code].level not in names:
        names[by_code[code].level] = by_code[code].name
        code = by_code[code].parent
    return tuple(names.get(level, "") for level in levels)


def cascade_source(cascade: Cascade, row: int) -> str:
    """The list formula of a place column in a row: the block of children whose parents stand in this row."""
    key = '&"/"&'.join(f"${letter(parent)}{row}" for parent in cascade.parents)
    start = f"MATCH({key},{cascade.keys},0)-1"
    return f"=OFFSET({cascade.children},{start},0,SUMPRODUCT(--({cascade.keys}={key})),1)"


def write_lists(book: Book, sheet: Sheet, lists: Lists) -> None:
    """Fill the hidden sheet, one named range a column, and hide it."""
    plain = style(book, num_format="@")
    for number in range(17):
        put(sheet.write_number, number, 0, number + 1)
    put(book.workbook.define_name, POSITIONS, f"={LIST_SHEET}!$A$1:$A$17")
    for column, (name, values) in enumerate(lists.ranges.items(), 1):
        for row, value in enumerate(values):
            put(sheet.write_string, row, column, value, plain)
        _name(book, name, column, len(values))
    if lists.workdays:
        column, day = len(lists.ranges) + 1, style(book, num_format="yyyy-mm-dd")
        for row, worked in enumerate(lists.workdays):
            put(sheet.write_datetime, row, column, worked, day)
        _name(book, WORKDAYS, column, len(lists.workdays))
    sheet.protect()
    sheet.hide()


def _name(book: Book, name: str, column: int, rows: int) -> None:
    place = letter(column)
    put(book.workbook.define_name, name, f"={LIST_SHEET}!${place}$1:${place}${rows}")


def with_places(specs: Sequence[Spec], lists: Lists) -> tuple[Spec, ...]:
    """The specs as the live checks need them: a column without choices takes any text."""
    return tuple(
        spec if index in lists.menus or spec.column.type not in ("unit", "code", "choices") else _free(spec)
        for index, spec in enumerate(specs)
    )


def _free(spec: Spec) -> Spec:
    return replace(spec, column=spec.column.model_copy(update={"type": "text", "level": None, "codes": None}))


