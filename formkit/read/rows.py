"""Rows of a sheet told apart: records, blank rows and furniture; each row is accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Literal

from formkit.cells import letter, named
from formkit.filing import Record
from formkit.layout import UNCALCULATED
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header
from formkit.read.labels import Labels, labels_of, plain, spelt
from formkit.read.merges import Spread
from formkit.read.symbols import read_symbol
from formkit.remembered import once
from formkit.types import KINDS, Raw, Reading, Spec, characters
from formkit.types.reading import BLANK
from formkit.values import dataclass

Sort = Literal["record", "blank", "furniture", "subtotal", "example"]
_SUBTOTAL = re.compile(r"^(?:本页|本村|本镇|本户|全村|全镇)?(?:合计|小计|总计|共计|累计)")
# A note may be numbered (1.…); a number (3.79999E+17, as a spreadsheet shows a long code) is none.
_NOTE = re.compile(
    r"^(?:注[:：]?|备注[:：]|说明[:：]|填报人|填表人|审核人?[:：]|单位负责人|制表|\d{1,2}[.、．](?!\d+(?:[eE]\+?\d+)?$).{8,}|"
    r"\(?以下(?:为)?(?:空白|无正文|无数据|无)|[-—=*_~.]{3,}$)"
)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_EXAMPLE = re.compile(r"^(?:示例|例如?|样例|填写示例)[:：]?$")
_FEW_DIGITS = 5
_FIRST_TEXTS, _SUMS, _EXAMPLES = 6, frozenset("本全合小总共累"), frozenset("示例样填")
_FIRST = _SUMS | _EXAMPLES | frozenset("注备说填审单制以")
"""What a sum, an example or a note of letters and digits alone begins with."""
Pair = tuple[Raw, Reading]
BLANK_CELL: Pair = None, BLANK
_MARKS = _ERRORS | {UNCALCULATED}
_KEPT, _TOLD, _MOST_KEPT = frozenset({str, float, int, bool, date}), frozenset({str, float}), 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of a form are read by: the form, the spec of each column, its fixed texts in plain spelling, its labels.

    ``telling`` are the places of the columns that are not names of units.
    """

    form: Form
    specs: tuple[Spec, ...]
    fixed: frozenset[str]
    words: Labels
    telling: tuple[int, ...]


@once(64)
def asked(form: Form, specs: tuple[Spec, ...]) -> Asked:
    """A form with its specs, and the texts of its paper that are furniture wherever they stand."""
    telling = tuple([place for place, spec in enumerate(specs) if not spec.column.level])
    return Asked(form, specs, _fixed(form), labels_of(form), telling)


@once(256)
def _fixed(form: Form) -> frozenset[str]:
    texts = [section.label for section in form.sections if section.label]
    texts += [*form.paper.notes, *form.paper.below, "注:"]
    texts += [f"{index}. {note}" for index, note in enumerate(form.paper.notes, 1)]
    return frozenset(plain(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Lie:
    """How a header lies over the rows that are read by it, worked out once for all of them.

    ``letters`` and ``columns`` follow the specs: the letter of each ("" where the header lacks it), and where its value is, how
    those met before were read, and its spec; the place is -1, behind the row, where nothing is to be read. ``telling`` are the
    places that say something of a row and ``pick`` takes their values, ``stubs`` are those with a printed stub,
    ``ours`` all that are the form's or the workbook's own, those ``between`` them and from ``after`` them on are not, ``units`` are
    the names of units by place; ``width`` reaches over all columns of the form.
    """

    header: Header
    letters: tuple[str, ...]
    columns: tuple[tuple[int, dict[object, Pair], Spec], ...]
    telling: tuple[int, ...]
    pick: Callable[[Sequence[Raw]], Sequence[Raw]]
    stubs: tuple[tuple[int, str], ...]
    ours: frozenset[int]
    between: tuple[int, ...]
    after: int
    units: Mapping[int, Mapping[str, str]]
    width: int
    numbers: tuple[int, ...] = ()


@once(16)
def lie(header: Header, ask: Asked) -> Lie:
    """How a header lies over its rows. Most of it is the same whatever units a workbook may name."""
    laid = _laid(header, ask.form)
    columns = tuple([(place, spec.known, spec) for (place, _, _), spec in zip(laid.columns, ask.specs, strict=True)])
    named = [(header.columns[spec.column.key], spec) for spec in ask.specs if spec.column.level and spec.column.key in header.columns]
    return replace(laid, columns=columns, units={place: spec.spellings for place, spec in named})


@once(64)
def _laid(header: Header, form: Form) -> Lie:
    """The same of a form whose units nobody knows."""
    found = [(header.columns.get(column.key), column) for column in form.leaves]
    there = [(place, column) for place, column in found if place is not None]
    read = [(place, column) for place, column in there if not KINDS[column.type].NUMBERED]
    told = [(place, column) for place, column in read if not column.level]
    telling = tuple([place for place, _ in told])
    places = {column.key: place for place, column in read}
    # The number of the household, hidden, stands behind 核实说明.
    beside = {header.explanation + 1} if header.explanation is not None else set()
    ours = frozenset(header.columns.values()) | beside | header.own
    after = max(ours, default=-1) + 1
    return Lie(
        header,
        tuple(["" if place is None else letter(place) for place, _ in found]),
        tuple([(places.get(column.key, -1), {}, Spec(column)) for column in form.leaves]),
        telling, _picker(telling),
        tuple([(place, characters.solid(column.stub)) for place, column in told if column.stub]),
        ours, tuple([place for place in range(after) if place not in ours]), after, {},
        max((place + 1 for place, _ in there), default=0),
        tuple([place for place, column in read if KINDS[column.type].KIND != "text" or KINDS[column.type].SECRET]),
    )


def _picker(places: tuple[int, ...]) -> Callable[[Sequence[Raw]], Sequence[Raw]]:
    """The values at some places of a row."""
    return itemgetter(*places) if len(places) > 1 else lambda line: [line[place] for place in places]


def sort_row(line: Sequence[Raw], lying: Lie, ask: Asked) -> Sort:
    """What a row below a header is."""
    for first in line:
        if first is not None and (type(first) is not str or plain(first)):
            break
    else:
        return "blank"
    own = lying.pick(line) if len(line) >= lying.width else [line[place] for place in lying.telling if place < len(line)]
    filled = len(own) - own.count(None)
    for place, stub in lying.stubs:
        filled -= place < len(line) and is_stub(line[place], stub)
    said = plain(first)
    if said[:1] in _EXAMPLES and _EXAMPLE.match(said):
        return "example" if filled and len(_texts(line)) > 1 else "furniture"
    # A person typed or pasted beside a note or a title is a person all the same; the text then stands in a wrong cell.
    if filled <= 2 and (said in ask.fixed or _NOTE.match(said)):
        return "furniture"
    if not filled:
        return "blank" if _only_units(line, lying, ask) else "furniture"
    return "record" if subtotal_place(line) is None or _person(line, lying, ask) else "subtotal"


def remarkable(values: Set[Raw], ask: Asked) -> set[Raw]:
    """Those that may make anything but a record of their row: texts that look empty or are a sum's, an example's, a note's, the paper's."""
    easy, others = spelt(values)
    found: set[Raw] = {text for text in easy if text[0] in _FIRST and _says(text)}
    more = {text for text in others if not (said := plain(text)) or said in ask.fixed or _says(said)}
    return found.union(more, ask.fixed.intersection(easy))


def _says(said: str) -> bool:
    return any(pattern.match(said) for pattern in (_SUBTOTAL, _EXAMPLE, _NOTE))


def strange(line: Sequence[Raw], lying: Lie) -> bool:
    """Whether anything stands in a column that is neither the form's nor the workbook's own."""
    rest = line[lying.after :]
    inner = lying.between and any(place < len(line) and line[place] is not None for place in lying.between)
    return bool(inner) or rest.count(None) < len(rest)


def subtotal_place(line: Sequence[Raw]) -> int | None:
    """Column of the word 合计 or its like among the first texts of a row."""
    left = _FIRST_TEXTS
    for place, value in enumerate(line):
        if value is None:
            continue
        if not left:
            break
        left -= 1
        text = plain(value)
        if text[:1] in _SUMS and _SUBTOTAL.match(text):
            return place
    return None


def _texts(line: Sequence[Raw]) -> list[Raw]:
    return [value for value in line if value is not None and not (isinstance(value, str) and not plain(value))]


def _only_units(line: Sequence[Raw], lying: Lie, ask: Asked) -> bool:
    """Whether nothing is there but the names of units, as the workbook was handed out."""
    columns, places = lying.header.columns, ask.form.places
    own = {key: line[place] for key, place in columns.items() if place < len(line) and line[place] is not None}
    known = (ask.specs[places[key]].spellings for key in own)
    alone = len(own) == len(_texts(line))
    return alone and all(not names or value in names for names, value in zip(known, own.values(), strict=True))


def _person(line: Sequence[Raw], lying: Lie, ask: Asked) -> bool:
    """Whether a person is named by a number: a count of heads (3人) is none."""
    place = lying.header.columns.get(ask.form.record.person or "")
    value = line[place] if place is not None and place < len(line) else None
    return value is not None and sum(sign.isdigit() for sign in str(value)) > _FEW_DIGITS


def is_stub(value: Raw, stub: str) -> bool:
    """Whether a cell holds no more than the printed stub of its column (20 年 月)."""
    return isinstance(value, str) and characters.solid(value) == stub


def record(grid: Grid, merged: Spread, odd: frozenset[str], row: int, section: str, lying: Lie) -> Record:
    """A row as a record: each column read by its type, each cell under its true name. ``odd`` are cells to be looked at one by one:
    see ``odd_cells``.
    """
    line = merged.lines[row - 1]
    explanation = explained(line, lying)
    # A value that is nowhere stands behind the row.
    line = (*line, None) if len(line) >= lying.width else (*line, *(None,) * (lying.width + 1 - len(line)))
    cells = named(lying.letters, row)
    if odd.isdisjoint(cells):
        pairs = [understood(line[place], known, spec) for place, known, spec in lying.columns]
    else:
        looked = [_looked(grid, merged, own, line[place], spec) for own, (place, _, spec) in zip(cells, lying.columns, strict=True)]
        pairs, cells = [pair for _, pair in looked], tuple([cell for cell, _ in looked])
    raws, readings = zip(*pairs, strict=True)
    return Record(section, grid.name, row, readings, raws, cells, explanation)


def explained(line: Sequence[Raw], lying: Lie) -> str:
    """What stands under 核实说明 in a row."""
    place = lying.header.explanation
    said = line[place] if place is not None and place < len(line) else None
    return characters.tidy(str(said)) if said is not None else ""


def odd_cells(grid: Grid, merged: Spread) -> frozenset[str]:
    """The cells of a sheet in which there may be more than their value: merged, errors, never calculated, in a symbol font."""
    return frozenset((*merged.across, *merged.origin, *grid.errors, *grid.uncalculated, *grid.fonts))


def _looked(grid: Grid, merged: Spread, own: str, raw: Raw, spec: Spec) -> tuple[str, Pair]:
    """A cell looked at by itself: its true name, and its value as understood."""
    cell = merged.across.get(own) or merged.origin.get(own, own)
    if KINDS[spec.column.type].NUMBERED:
        return cell, BLANK_CELL
    if own in merged.across:
        return cell, (None, Reading(problem="merged-across"))
    if cell != own and spec.column.unique and raw is not None:
        return cell, (raw, Reading(problem="merged-unique"))
    if cell in grid.errors:
        return cell, (grid.errors[cell], Reading(problem="formula-error"))
    if cell in grid.uncalculated and raw not in _ERRORS:
        return cell, (raw, Reading(problem="never-calculated"))
    shown = read_symbol(raw, grid.fonts.get(cell, "")) if KINDS[spec.column.type].NEVER_BLANK and raw not in _MARKS else None
    return cell, (raw, shown or _read(raw, spec))


def _read(raw: Raw, spec: Spec) -> Reading:
    if raw is None:
        return BLANK
    if raw in _ERRORS:
        # Pasted as text, or out of a CSV: no less an error. A return copy brings them back so.
        return Reading(problem="formula-error")
    return Reading(problem="never-calculated") if raw == UNCALCULATED else KINDS[spec.column.type].read(raw, spec)


def understood(raw: Raw, known: Mapping[object, Pair], spec: Spec) -> Pair:
    """A value with how it reads; ``known`` are those met before."""
    if raw is None:
        return BLANK_CELL
    return known.get(raw if type(raw) in _TOLD else (type(raw), raw)) or _understood(raw, spec)


def _understood(raw: Raw, spec: Spec) -> Pair:
    """A value with how it reads, kept for when it comes again; numbers that name a person are not.

    1, 1.0 and TRUE are one key of a mapping and three values: all but texts and floats go by their kind too. So are 0.0 and
    -0.0, which nothing tells apart, like decimals of one worth: they are not kept.
    """
    pair = raw, _read(raw, spec)
    if raw and type(raw) in _KEPT and not KINDS[spec.column.type].SECRET:
        if len(spec.known) >= _MOST_KEPT:
            spec.known.clear()
        spec.known[raw if type(raw) in _TOLD else (type(raw), raw)] = pair
    return pair


def says_something(made: Record, ask: Asked) -> bool:
    """Whether a row holds more than the names of units and marks that mean nothing is there (0, 否, 20 年 月)."""
    return bool(made.explanation) or not all(made.readings[place].blank for place in ask.telling)
