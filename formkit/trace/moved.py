"""Where the numbers of 总览 and 变动表 come from: the stock from the rows that stand in it, what moved from the lines of 变动明细,
what stood before from the earlier filings, and how many units or files there are from the sheet that lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formkit.cells import a1
from formkit.container import EARLIER, NUMBERS_SHEET, SAID
from formkit.intake import GOOD
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace.recount import Meaning, Share, within
from formkit.types import KINDS
from formkit.words import say
from formkit.words.ledgers import text
from formkit.write.rollup_flows import CAME, WENT
from formkit.write.rollup_marks import IN, Marks, marks_of

_MOVES = {"came": CAME, "went": WENT}
STOCK = ("closing", "class", "risk", "helped", "unhelped", "fresh")
"""Keys of numbers of the stock at the end of the period."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 变动明细: its cell, unit, kind, how many it is, and the rows of both periods that show it."""

    sheet: str
    cell: str
    unit: str
    kind: str
    name: str
    amount: int
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A filing of the period before, with what stood in it; no amount where the workbook does not say."""

    unit: str
    name: str
    period: str
    file: str
    sha256: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the sheet that names what was counted: a unit, or a file."""

    sheet: str
    cell: str
    name: str


def stock_shares(opened: Opened, meaning: Meaning) -> tuple[Share, ...] | None:
    """The rows that stand in the stock behind a number of it; None where the number is none of the stock."""
    form = opened.form
    key, _, grain = meaning.key.partition(".")
    if meaning.kind not in ("flow", "stated") or key not in STOCK or meaning.period or form.record.grain == "line":
        return None
    place = form.places.get((form.record.name if grain == "households" else form.record.person) or "")
    labels = {section.key: section.means or section.label for section in form.sections}
    found: list[Share] = []
    compared = {line[0] for line in _earlier(opened.grids)} if key == "fresh" else ()
    for part in within(opened.read.parts, meaning.unit):
        if part.unit in compared:
            continue
        marks = marks_of(form, part)
        for record in part.records:
            mark = marks[id(record)]
            amount = mark.homes if grain == "households" else mark.persons
            if amount and mark.standing == IN and _is(form, meaning, key, mark, labels[record.section]):
                found.append(Share(part, record, place, meaning.kind, meaning.key, meaning.value, amount))
    return tuple(found)


def _is(form: Form, meaning: Meaning, key: str, mark: Marks, section: str) -> bool:
    if key in ("helped", "unhelped"):
        return bool(mark.helped) == (key == "helped")
    if key == "risk":
        risks = form.summary.risks if form.summary else None
        between = KINDS[form.column(risks).type].SEPARATOR if risks else ""
        return meaning.value in (mark.risk.split(between) if between else (mark.risk,))
    return meaning.value in ("", mark.label or section)


def lines_of(opened: Opened, meaning: Meaning) -> tuple[Line, ...]:
    """The lines of 变动明细 that a flow adds up; none where it is no flow, or is of one class among several of a column."""
    key, _, grain = meaning.key.partition(".")
    kinds = {text(f"change-{kind}") for kind in _MOVES.get(key, (key,))} if f"change-{key}" in _KINDS or key in _MOVES else set()
    by_column = opened.form.summary is not None and opened.form.summary.classes is not None
    if meaning.kind != "flow" or meaning.period or not kinds or (meaning.value and by_column):
        return ()
    units = {_named(part.path[1].name if len(part.path) > 1 else "", part.path[0].name) for part in within(opened.read.parts, meaning.unit)}
    amount = text("list-homes" if grain == "households" else "list-persons")
    found = []
    for cell, line in _rows(opened.grids, text("rollup-changes"), amount):
        of = _named(line.get(text("flows-above"), ""), line.get(text("list-unit-name"), ""))
        section = meaning.value in ("", line.get(text("changes-section")))
        if line.get(text("changes-kind")) in kinds and section and (not meaning.unit or of in units) and line.get(amount):
            kind, name, now, then = (line.get(text(code), "") for code in ("changes-kind", "list-name", "changes-now", "changes-then"))
            found.append(Line(text("rollup-changes"), cell, of, kind, name, int(float(line[amount])), now, then))
    return tuple(found)


_KINDS = tuple(f"change-{kind}" for kind in ("added", "arrived", "removed", "lost", "left", "gone"))


def _named(above: str, unit: str) -> str:
    return "".join(dict.fromkeys(filter(None, (above, unit))))


def earlier_of(opened: Opened, meaning: Meaning) -> tuple[Earlier, ...]:
    """The filings of the period before in which a stock at the beginning stood."""
    key, _, grain = meaning.key.partition(".")
    if meaning.kind != "flow" or key != "opening" or meaning.period:
        return ()
    inside = {part.unit for part in within(opened.read.parts, meaning.unit)}
    found = []
    for counted, unit, name, period, file, sha, *sizes in _earlier(opened.grids):
        if not meaning.unit or counted in inside:
            size = sizes[grain != "households"]
            found.append(Earlier(unit, name, period, file, sha, int(size) if size.isdecimal() and not meaning.value else None))
    return tuple(found)


def _earlier(grids: Sequence[Grid]) -> Iterator[tuple[str, ...]]:
    """The lines of the hidden sheet that name the filings of the period before."""
    hidden = next((grid for grid in grids if grid.name == NUMBERS_SHEET), None)
    for line in hidden.rows if hidden else ():
        if line and line[0] == EARLIER:
            said = tuple(_text(value) for value in line[SAID : SAID + 8])
            yield said + ("",) * (8 - len(said))


def listed(opened: Opened, meaning: Meaning) -> tuple[Listed, ...]:
    """The lines of the sheet that names what was counted: units of the roster by their state, files left out, duplicates."""
    if meaning.kind != "listed":
        return ()
    roster, unit, state, late = (text(code) for code in ("rollup-roster", "list-unit-name", "list-state", "list-late"))
    good = {say(f"state-{one}") for one in GOOD}
    tests: Mapping[str, tuple[str, str]] = {
        "open": (roster, unit), "late": (roster, unit), "twins": (text("rollup-twins"), unit),
        "excluded": (text("rollup-excluded"), text("list-file")),
    }  # fmt: skip
    if meaning.key == "pending":
        parts = [part for part in opened.read.parts if part.pending or part.accepted_by]
        return tuple(Listed(text("rollup-summary"), "", _named("", part.path[0].name)) for part in parts)
    if meaning.key == "same":
        return tuple(_unchanged(opened.grids))
    if meaning.key not in tests:
        return ()
    sheet, column = tests[meaning.key]
    return tuple(
        Listed(sheet, cell, line[column]) for cell, line in _rows(opened.grids, sheet, column)
        if line.get(column)
        and (meaning.key != "open" or line.get(state) not in good)
        and (meaning.key != "late" or line.get(late) == text("list-yes"))
    )  # fmt: skip


def _unchanged(grids: Sequence[Grid]) -> Iterator[Listed]:
    """The rows of 变动表 (分村变动表, where it is there) that say a unit sent the same as before."""
    sheets = {grid.name: grid for grid in grids}
    grid, column = sheets.get(text("rollup-flow-units")), 1
    if grid is None:
        grid, column = sheets.get(text("rollup-flows")), 0
    for row, values in enumerate(grid.rows if grid else (), 1):
        if grid and text("flows-unchanged") in _text(values[-1] if values else ""):
            yield Listed(grid.name, a1(row, column), _text(grid.value(row, column)))


def _rows(grids: Sequence[Grid], sheet: str, column: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The lines of a listing below its header, by heading, each with the cell of one column."""
    grid = next((grid for grid in grids if grid.name == sheet), None)
    head: tuple[str, ...] = ()
    for row, values in enumerate(grid.rows if grid else (), 1):
        said = tuple(_text(value) for value in values)
        if not head:
            head = said if column in said and said[0] else ()
        else:
            yield a1(row, head.index(column)), dict(zip(head, said, strict=False))


def _text(value: object) -> str:
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
