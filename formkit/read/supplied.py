"""A table that somebody supplies, an export of the national system for one, as far as a form knows it.

It need not be the form: only some columns of the form stand there, under its keys, labels, paths or aliases, beside others that
the form does not ask. No row is passed over: what is no record is said to be none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from formkit import identity, lock
from formkit.arrivals import Arrival
from formkit.cells import a1
from formkit.layout import IDENTITY_SHEET, OWN_SHEETS, PARTS_SHEET
from formkit.model import Form
from formkit.read import FileRead
from formkit.read.grid import Grid, UnreadableError, read_grids
from formkit.read.headers import Header
from formkit.read.labels import Labels, plain
from formkit.read.lines import Line, elsewhere, text_of
from formkit.read.merges import spread
from formkit.read.rows import Asked, Lie, asked, lie, odd_cells, record, says_something, sort_row
from formkit.types import KINDS, Raw, Spec, characters
from formkit.values import dataclass

RELATION = ("与户主关系", "与户主的关系")
HEADS = frozenset({"户主", "本人", "户主本人", "本人或户主"})
_MEMBER, _HOUSE = ("姓名", "成员姓名"), ("户编号", "户号", "家庭编号")
_TOP, _DEEPEST, _FEWEST, _DIGITS, _CODED = 40, 3, 2, 5, 4
# What tables call the places of their rows, besides what the form calls them.
_PLACES = {
    "village": ("行政村", "村", "村(社区)", "村(居)", "村居", "村委会", "村名", "村名称", "行政村名称"),
    "township": ("乡(镇)", "乡镇", "镇(街)", "镇街", "乡镇(街道)", "乡(镇、街道)", "镇", "乡", "街道", "镇街区", "乡镇名称"),
    "county": ("县(市、区、旗)", "县(市、区)", "县(市区)", "区(市)", "县", "区县", "县区", "县名称"),
    "department": ("报送部门", "部门"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Supplied:
    """One sheet of the table: the headings by place, the place of each column of the form and of each level's units, how its header
    lies over its rows.

    ``aside`` are rows that are no records, as (row, what stands there first). ``used`` are further places that were read.
    """

    sheet: str
    headings: Mapping[int, str]
    columns: Mapping[str, int]
    levels: Mapping[str, int]
    lying: Lie
    lines: tuple[Line, ...]
    aside: tuple[tuple[int, str], ...] = ()
    used: tuple[int, ...] = ()

    def headed(self, labels: Iterable[str]) -> int | None:
        """The place under one of some labels."""
        wanted = {plain(label) for label in labels}
        return next((place for place, text in self.headings.items() if plain(text.rpartition("›")[2]) in wanted), None)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds for one form; the sheets with something on them that are not read, how many cells could not be read.

    ``made`` where it is itself a workbook that was sent out or a roll-up; ``period`` is what a filled one is of.
    """

    tables: tuple[Supplied, ...]
    skipped: tuple[str, ...] = ()
    unread: int = 0
    made: bool = False
    period: str = ""


def supplied(
    arrival: Arrival, forms: Sequence[tuple[Form, tuple[Spec, ...]]], passwords: Sequence[str] = ()
) -> tuple[Found, ...] | FileRead:
    """What a file holds for each form; the FileRead that says why where it cannot be read. Never raises for what is in it."""
    shown = arrival.shown
    if arrival.data is None:
        return FileRead(shown, "", "", arrival.outcome, arrival.code, arrival.args)
    data, verdict = lock.inspected(arrival.data, shown, passwords)
    if verdict.outcome:
        return FileRead(shown, "", verdict.kind, verdict.outcome, verdict.code, verdict.args)
    try:
        grids = read_grids(data, verdict)
    except UnreadableError as error:
        return FileRead(shown, "", verdict.kind, error.outcome, error.code, error.detail)
    return tuple(_found(grids, asked(form, specs)) for form, specs in forms)


def _found(grids: Sequence[Grid], ask: Asked) -> Found:
    """The sheets with a header of the form: those with at least half as many of its columns as the one with most."""
    open_ = [grid for grid in grids if grid.visible and any(value is not None for line in grid.rows for value in line)]
    headed = [(grid, header) for grid in open_ if (header := _header(ask.words, grid))]
    most = max((len(header.columns) for _, header in headed), default=0)
    own = [(grid, header) for grid, header in headed if len(header.columns) * 2 >= most and grid.name not in OWN_SHEETS]
    names = {grid.name for grid, _ in own}
    skipped = tuple(grid.name for grid in open_ if grid.name not in names and grid.name not in OWN_SHEETS)
    unread = sum(grid.unread for grid, _ in own)
    made = any(grid.name in (IDENTITY_SHEET, PARTS_SHEET) for grid in grids)
    tables = tuple(_table(grid, header, ask) for grid, header in own)
    return Found(tables, skipped, unread, made, next(_periods(grids), ""))


def _periods(grids: Iterable[Grid]) -> Iterator[str]:
    """The periods of the form codes among the first rows."""
    texts = (value for grid in grids for line in grid.rows[:_CODED] for value in line if isinstance(value, str) and "/" in value)
    return (said.period for text in texts if (said := identity.from_code(text)))


def _header(words: Labels, grid: Grid) -> Header | None:
    """The rows among the first that name most columns of the form; of several those with labels, the fewest, the uppermost."""
    found: list[Header] = []
    for first in range(1, min(_TOP, len(grid.rows)) + 1):
        for last in range(first, min(first + _DEEPEST, len(grid.rows) + 1)):
            if last > first and not _labels(words, grid.rows[last - 1]):
                break
            found.append(Header(first, last, dict(_columns(words, grid.rows[first - 1 : last]))))
    best = min(found, key=lambda each: (-len(each.columns), _keyed(words, grid, each), each.last - each.first, each.first), default=None)
    return best if best and len(best.columns) >= _FEWEST else None


def _keyed(words: Labels, grid: Grid, header: Header) -> bool:
    """Whether a header is the hidden row of keys, far above the rows."""
    return sum(value in words.form.places for value in grid.rows[header.first - 1]) >= _FEWEST


def _labels(words: Labels, line: Sequence[Raw]) -> bool:
    """Whether a row may go on a header: a label stands in it, and nothing with the digits of a person or a day."""
    texts = [str(value) for value in line if value is not None]
    digits = any(sum(map(str.isdigit, text)) >= _DIGITS for text in texts)
    return not digits and any(plain(text) in words.known for text in texts)


def _paths(lines: Sequence[Sequence[Raw]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The labels over each place, from the top; a group stands over the places to its right that have none of their own."""
    for place in range(max(map(len, lines))):
        path: list[str] = []
        for depth, line in enumerate(lines):
            own = _text(line, place)
            below = any(_text(each, place) for each in lines[depth + 1 :])
            group = next((said for left in range(place, -1, -1) if (said := _text(line, left))), "") if below else own
            path += [group] if group else []
        if path:
            yield place, tuple(path)


def _text(line: Sequence[Raw], place: int) -> str:
    value = line[place] if place < len(line) else None
    return characters.tidy(value) if isinstance(value, str) else ""


def _columns(words: Labels, lines: Sequence[Sequence[Raw]]) -> Iterator[tuple[str, int]]:
    """Each column of the form with the first place that names it."""
    taken: set[str] = set()
    for place, path in _paths(lines):
        key = _key(words, path)
        if key and key not in taken:
            taken.add(key)
            yield key, place


def _key(words: Labels, path: Sequence[str]) -> str:
    """The column a path of labels means: by its key, its label, an alias, or its labels read together; one only."""
    if path[-1] in words.form.places:
        return path[-1]
    for text in (plain(path[-1]), plain("".join(path)), plain("".join(path[-2:]))):
        keys = words.known.get(text, ())
        above = {plain(label) for label in path[:-1]}
        if len(keys) > 1:
            keys = tuple(key for key in keys if above & {plain(label) for label in words.form.paths[key][:-1]})
        if len(keys) == 1:
            return keys[0]
    return ""


def _table(grid: Grid, header: Header, ask: Asked) -> Supplied:
    paths = dict(_paths(grid.rows[header.first - 1 : header.last]))
    width = max((len(line) for line in grid.rows), default=0)
    merged = spread(grid, frozenset(range(header.first, header.last + 1)), width)
    lying, odd = lie(header, ask), odd_cells(grid, merged)
    lines: list[Line] = []
    aside: list[tuple[int, str]] = []
    parts = _parts(ask.form)
    part = next((key for line in reversed(grid.rows[: header.first - 1]) if (key := _part(parts, line))), parts.get(plain(grid.name), ""))
    for row in range(header.last + 1, len(grid.rows) + 1):
        typed = merged.typed[row - 1]
        sort = "furniture" if _again(ask.words, typed, header) else sort_row(typed, lying, ask)
        part = _part(parts, grid.rows[row - 1]) or part
        made = record(grid, merged, odd, row, part, lying) if sort == "record" else None
        if made and says_something(made, ask):
            line = Line(grid.name, row, part, merged.lines[row - 1], made.readings)
            lines.append(replace(line, elsewhere=elsewhere(line, made, lying)) if odd else line)
        elif first := next(filter(None, map(text_of, merged.lines[row - 1])), ""):
            aside.append((row, first))
    headings = {place: "›".join(path) for place, path in paths.items()}
    table = Supplied(grid.name, headings, header.columns, _levels(ask.form, header, paths), lying, tuple(lines), tuple(aside))
    return _with_heads(table, ask)


def _parts(form: Form) -> dict[str, str]:
    """What a title or the name of a sheet may call each section, where there are several."""
    called = {plain(text): part.key for part in form.sections for text in (part.key, part.label, part.means) if text}
    return called if len(form.sections) > 1 else {}


def _part(parts: Mapping[str, str], line: Sequence[Raw]) -> str:
    """The section that a row is the title of: it says nothing else."""
    found = ""
    for value in line if parts else ():
        if value is not None and (text := plain(value)) and text != found:
            if found:
                return ""
            found = text
    return parts.get(found, "")


def _with_heads(table: Supplied, ask: Asked) -> Supplied:
    """A list of persons that has their own names but not their head's: that is the name in the head's row, found by the number of
    the household, else in the nearest head's row above.
    """
    key, member = ask.form.record.name, table.headed(_MEMBER)
    relation, house = table.headed(RELATION), table.headed(_HOUSE)
    if not key or key in table.columns or member is None or relation is None:
        return table
    place = ask.form.places[key]
    homes: list[str] = []
    heads: dict[str, Line] = {}
    for line in table.lines:
        head = characters.solid(line.text(relation)) in HEADS
        homes.append(line.text(house) if house is not None else str(line.row) if head or not homes else homes[-1])
        if head:
            heads.setdefault(homes[-1], line)
    lines = [
        _named(line, place, heads[home].text(member), a1(heads[home].row, member), ask) if home in heads else line
        for line, home in zip(table.lines, homes, strict=True)
    ]
    used = (member, *(each for each in (house,) if each is not None))
    return replace(table, lines=tuple(lines), columns={**table.columns, key: member}, used=used)


def _named(line: Line, place: int, name: str, cell: str, ask: Asked) -> Line:
    spec = ask.specs[place]
    readings = (*line.readings[:place], KINDS[spec.column.type].read(name or None, spec), *line.readings[place + 1 :])
    return replace(line, readings=readings, elsewhere=(*line.elsewhere, (place, name or None, cell)))


def _again(words: Labels, line: Sequence[Raw], header: Header) -> bool:
    """Whether a row is the header once more, as on each printed page."""
    same = dict(_columns(words, [line])) if _labels(words, line) else {}
    return bool(same) and sum(same.get(key) == place for key, place in header.columns.items()) >= _FEWEST


def _levels(form: Form, header: Header, paths: Mapping[int, Sequence[str]]) -> dict[str, int]:
    """Where the units of each level are named: in the form's own column, else under what such a column is usually called."""
    found = {str(leaf.level): header.columns[leaf.key] for leaf in form.leaves if leaf.level and leaf.key in header.columns}
    for level, labels in _PLACES.items():
        wanted = {plain(label) for label in labels}
        place = next((place for place, path in paths.items() if plain(path[-1]) in wanted), None)
        if place is not None:
            found.setdefault(level, place)
    return found


def unused(table: Supplied, more: Iterable[int] = ()) -> tuple[str, ...]:
    """The headings of a table that no column of the form, no unit and none of ``more`` stands under."""
    taken = {*table.columns.values(), *table.levels.values(), *table.used, *more}
    return tuple(text for place, text in table.headings.items() if place not in taken)


def unfilled(form: Form, table: Supplied) -> tuple[str, ...]:
    """The columns of a form that a table has nothing for; not the places, nor the numbers of rows."""
    return tuple(
        form.titles[leaf.key] for leaf in form.leaves
        if leaf.key not in table.columns and not leaf.level and not KINDS[leaf.type].NUMBERED
    )  # fmt: skip
