"""Where the numbers of 总览, 变动表 and 历月 come from: the stock from the rows that stand in it, what moved from the lines of 变动明细,
what stood before from the earlier filings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from formkit.container import EARLIER, NUMBERS_SHEET, PAST, SAID
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace.lists import rows_of
from formkit.trace.recount import Meaning, Share, within
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_flows import CAME, WENT
from formkit.write.rollup_marks import IN, Marks, marks_of

_MOVES = {"came": CAME, "went": WENT}
STOCK = ("closing", "class", "risk", "helped", "unhelped", "fresh")
"""Keys of numbers of the stock at the end of the period."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 变动明细: its cell, unit, kind, how many it is, and the rows of both periods that show it.

    No amount where it only changed its class: it moved for the class, and not for its unit.
    """

    sheet: str
    cell: str
    unit: str
    kind: str
    name: str
    amount: int | None
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


def stock_shares(opened: Opened, meaning: Meaning) -> tuple[Share, ...] | None:
    """The rows that stand in the stock behind a number of it; None where the number is none of the stock."""
    form = opened.form
    key, _, grain = meaning.key.partition(".")
    if meaning.kind not in ("flow", "stated") or key not in STOCK or meaning.period or form.record.grain == "line":
        return None
    place = form.places.get((form.record.name if grain == "households" else form.record.person) or "")
    labels = {section.key: section.means or section.label for section in form.sections}
    found: list[Share] = []
    compared = {line[0] for line in _earlier(opened.grids, EARLIER)} if key == "fresh" else ()
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
    """The lines of 变动明细 that a flow adds up, of one class those that changed theirs with them; none where it is no flow."""
    key, _, grain = meaning.key.partition(".")
    moves = _MOVES.get(key, (key,))
    if meaning.kind != "flow" or meaning.period or not set(moves) <= set(_KINDS):
        return ()
    kinds = {text(f"change-{kind}") for kind in moves}
    units = {part.unit for part in within(opened.read.parts, meaning.unit)}
    amount = text("list-homes" if grain == "households" else "list-persons")
    found = []
    for cell, line in rows_of(opened.grids, text("rollup-changes"), amount):
        own = not meaning.unit or line.get(text("list-unit")) in units
        counts = line.get(text("changes-kind")) in kinds and meaning.value in ("", _class(line)) and line.get(amount)
        if own and (counts or _crosses(opened.form, meaning, moves, line)):
            kind, name, now, then = (line.get(text(code), "") for code in ("changes-kind", "list-name", "changes-now", "changes-then"))
            of = "".join(dict.fromkeys(filter(None, (line.get(text("flows-above"), ""), line.get(text("list-unit-name"), "")))))
            found.append(Line(text("rollup-changes"), cell, of, kind, name, int(float(line[amount])) if counts else None, now, then))
    return tuple(found)


_KINDS = ("added", "arrived", "removed", "lost", "left", "gone")


def _class(line: Mapping[str, str]) -> str:
    """The class a line is booked in: that of its column, else of its section."""
    return line.get(text("changes-class"), line.get(text("changes-section"), ""))


def _crosses(form: Form, meaning: Meaning, moves: Collection[str], line: Mapping[str, str]) -> bool:
    """Whether a line says that somebody came into a class, or left it, and stayed in the unit."""
    by_column = form.summary.classes if form.summary else None
    name = form.titles[by_column] if by_column else text("changes-section")
    if not meaning.value or line.get(text("changes-kind")) != text("change-changed"):
        return False
    every = line.get(text("changes-what"), "").split("；")
    said = [each.removeprefix(f"{name}：").partition("→") for each in every if each.startswith(f"{name}：")]
    return any((old == meaning.value and "left" in moves) or (new == meaning.value and "arrived" in moves) for old, _, new in said)


def earlier_of(opened: Opened, meaning: Meaning) -> tuple[Earlier, ...]:
    """The filings of the period before in which a stock at the beginning stood; those of an earlier period its numbers are over."""
    key, _, grain = meaning.key.partition(".")
    if not meaning.period and (meaning.kind != "flow" or key != "opening"):
        return ()
    sized = meaning.kind == "flow" and key in ("opening", "closing") and not meaning.value
    inside = {part.unit for part in within(opened.read.parts, meaning.unit)}
    found = []
    for counted, unit, name, period, file, sha, *sizes in _earlier(opened.grids, PAST if meaning.period else EARLIER):
        if period == meaning.period if meaning.period else not meaning.unit or counted in inside:
            size = sizes[grain != "households"]
            found.append(Earlier(unit, name, period, file, sha, int(size) if size.isdecimal() and sized else None))
    return tuple(found)


def _earlier(grids: Sequence[Grid], kind: str) -> Iterator[tuple[str, ...]]:
    """The lines of the hidden sheet that name earlier filings."""
    hidden = next((grid for grid in grids if grid.name == NUMBERS_SHEET), None)
    for line in hidden.rows if hidden else ():
        if line and line[0] == kind:
            said = tuple("" if value is None else str(value) for value in line[SAID : SAID + 8])
            yield said + ("",) * (8 - len(said))
