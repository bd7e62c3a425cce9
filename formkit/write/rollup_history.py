"""历月: a row for each period, a table of what stood and came and went, then one for each section; stocks and flows kept apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formkit.cells import letter
from formkit.compare.standing import carries
from formkit.history import Moment, over
from formkit.layout import header_cells
from formkit.load.summary import flow_words
from formkit.model import Form
from formkit.trace.recount import Meaning
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.listing import A3, fitted, page
from formkit.write.numbers import counted_before, meant, worked
from formkit.write.rollup_flow_desk import FlowSheet
from formkit.write.rollup_flows import CAME, WENT
from formkit.write.rollup_plan import Measure, RollupPlan, amount, measures_of, number_format
from formkit.write.rollup_stock import GRAINS
from formkit.write.rollup_summary import Summed
from formkit.write.rollup_table import TOTAL
from formkit.write.styles import HEI, KAI, TITLE, Book, Sheet, lines_in, put, span, style

_FIRST = 3
_PERIOD, _NUMBER, _AMOUNT = 14.0, 7.0, 14.0
_MOVES = (("added", CAME), ("removed", ("removed",)), ("lost", WENT), ("gone", ("gone",)))
_SHOWN = {"added": "came", "lost": "went"}
"""What 变动表 shows of these: with whoever moved between units."""
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """A column: its header, whether a stock or a flow, its number at a moment, the cell of this period's, how it looks and means."""

    path: tuple[str, ...]
    measure: str
    value: Callable[[Moment], Number | None]
    live: str
    shape: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class HistorySheet:
    """Where the periods stand on the sheet (rows from 1), and the columns of the households and persons, or of the rows."""

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]


def write_history(
    book: Book, plan: RollupPlan, moments: Sequence[Moment], sheet: Sheet, summed: Summed, flows: FlowSheet | None
) -> HistorySheet:
    """The sheet over these moments, of which the last is this period; where its charts take their numbers from."""
    row, widest = _FIRST, 8
    counted_before(book, plan.form, moments[:-1])
    stock = _stock(plan, flows)
    found: HistorySheet | None = None
    if stock:
        row = _table(book, sheet, moments, row, standing_title(plan.form), stock)
        found = _places(sheet, row - len(moments) - 2, len(moments), {"households": 3, "persons": 4})
        widest = max(widest, 3 + len(stock))
        row += 1
    for section in plan.form.sections:
        columns = _measured(plan, moments, section.key, summed)
        label = section.means or section.label
        row = _table(book, sheet, moments, row, label, columns)
        found = found or _places(sheet, row - len(moments) - 2, len(moments), {"records": 3})
        widest = max(widest, 3 + len(columns))
        row += 1
    gaps = "、".join(moment.label for moment in moments if not moment.gathered)
    _frame(book, sheet, plan, widest - 1, row, _note(gaps))
    assert found is not None
    return found


def _note(gaps: str) -> str:
    return text("history-note") + (text("history-gap", periods=gaps) if gaps else "")


def standing_title(form: Form) -> str:
    """What the households and persons of a period are called: those who stand at its end, or who were reported in it."""
    return text("front-stock", end=dict(flow_words(form))["closing"]) if carries(form) else text("front-anew")


def _places(sheet: Sheet, first: int, count: int, columns: Mapping[str, int]) -> HistorySheet:
    return HistorySheet(sheet.get_name(), first, first + count - 1, columns)


def _stock(plan: RollupPlan, flows: FlowSheet | None) -> tuple[Series, ...]:
    """The stock and the flows over all sections; nothing where a row is a line."""
    if plan.form.record.grain == "line":
        return ()
    words = dict(flow_words(plan.form))
    found = [
        Series(
            (standing_title(plan.form), text(f"flows-{grain}")), "stock" if carries(plan.form) else "flow", _stood(grain),
            flows.cell("closing", grain) if flows else "",
            "0", Meaning("flow", key=f"closing.{grain}"),
        )
        for grain in GRAINS
    ]  # fmt: skip
    for key, parts in _MOVES if flows else ():
        for grain in GRAINS:
            label = words.get(key) or text("flows-gone")
            cell = flows.cell(_SHOWN.get(key, key), grain) if flows else ""
            meaning = Meaning("flow", key=f"{_SHOWN.get(key, key)}.{grain}")
            found.append(Series((label, text(f"flows-{grain}")), "flow", _moved(parts, grain), cell, "0", meaning))
    return tuple(found)


def _stood(grain: str) -> Callable[[Moment], Number | None]:
    return lambda moment: int(getattr(moment.stock, grain)) if moment.gathered else None


def _moved(parts: Sequence[str], grain: str) -> Callable[[Moment], Number | None]:
    def value(moment: Moment) -> Number | None:
        return sum(getattr(getattr(moment.flow, part), grain) for part in parts) if moment.flow else None

    return value


def _measured(plan: RollupPlan, moments: Sequence[Moment], section: str, summed: Summed) -> tuple[Series, ...]:
    """What the form counts in a section, as 汇总 does, with the values that occurred in an earlier period only."""
    every = {f"{place}/{key}": total for place, moment in enumerate(moments) for key, total in moment.totals.items()}
    measures = measures_of(replace(plan.rollup, totals={**plan.rollup.totals, **every}))
    found = []
    for measure in measures:
        live = summed.cell(section, plan.measures.index(measure)) if measure in plan.measures else ""
        kind = plan.form.column(measure.key).measure if measure.key else "stock"
        kind = kind if carries(plan.form) else "flow"  # what is new each time is added up
        shape = number_format(plan.form, measure)
        meaning = Meaning(measure.kind, section=section, key=measure.key, value=measure.value)
        found.append(Series(measure.path, kind, _amount(section, measure), live, shape, meaning))
    return tuple(found)


def _amount(section: str, measure: Measure) -> Callable[[Moment], Number | None]:
    return lambda moment: amount(moment.totals[section], measure) if section in moment.totals else None


def _table(
    book: Book, sheet: Sheet, moments: Sequence[Moment], row: int, label: str, columns: Sequence[Series]
) -> int:
    """One table from a row on: its name, its header, a row for each period, what the last row is, and that. The row after it."""
    lead = (text("rollup-period"), text("rollup-expected"), text("rollup-received"))
    paths = (*((each,) for each in lead), *(column.path for column in columns))
    depth = max(map(len, paths))
    span(sheet, (row, 0, row, len(paths) - 1), label, style(book, font_name=HEI, font_size=12))
    put(sheet.set_row, row - 1, 24 if label else 6)
    _header(book, sheet, row + 1, paths, [_NUMBER if column.shape == "0" else _AMOUNT for column in columns])
    first = row + 1 + depth
    for place, moment in enumerate(moments, first):
        _moment(book, sheet, place, moment, columns, this=moment is moments[-1])
    last = first + len(moments) - 1
    _bottom(book, sheet, (first, last), moments, columns)
    return last + 3


def _header(book: Book, sheet: Sheet, row: int, paths: Sequence[tuple[str, ...]], widths: Sequence[float]) -> None:
    head = style(book, font_name=HEI, border=1, align="center", text_wrap=True)
    every = (_PERIOD, _NUMBER, _NUMBER, *widths)
    heights = [20.0] * max(map(len, paths))
    for cell in sorted(header_cells(paths), key=lambda cell: cell.bottom - cell.top):
        span(sheet, (row + cell.top, cell.left, row + cell.bottom, cell.right), cell.label, head)
        wide = sum(every[cell.left : cell.right + 1])
        heights[cell.bottom] += max(0.0, fitted(cell.label, wide) - sum(heights[cell.top : cell.bottom + 1]))
    for place, height in enumerate(heights, row):
        put(sheet.set_row, place - 1, height)


def _moment(book: Book, sheet: Sheet, row: int, moment: Moment, columns: Sequence[Series], *, this: bool) -> None:
    """One period: stated where it is an earlier one, references to the other sheets where it is this one."""
    name = style(book, border=1, num_format="@", indent=1)
    number = style(book, border=1, align="center", num_format="0", shrink=True)
    put(sheet.write_string, row - 1, 0, moment.label, name)
    put(sheet.set_row, row - 1, 19)
    if not moment.gathered:
        grey = style(book, border=1, align="center", font_color="#7F7F7F")
        span(sheet, (row, 1, row, 2 + len(columns)), text("history-missing"), grey)
        return
    for column, count in enumerate((moment.expected, moment.received), 1):
        known = count or column == 2  # without a roster it is not known who must report
        put(sheet.write_number if known else sheet.write_blank, row - 1, column, count if known else None, number)
        if known:
            meaning = Meaning("expected" if column == 1 else "received", period="" if this else moment.period)
            meant(book, sheet.get_name(), row, column, meaning, count)
    for column, series in enumerate(columns, 3):
        shape = style(book, border=1, align="center", num_format=series.shape, shrink=True)
        value = series.value(moment)
        if value is None:
            put(sheet.write_blank, row - 1, column, None, shape)
            continue
        if this and series.live:
            put(sheet.write_formula, row - 1, column, series.live, shape, float(value))
        else:
            put(sheet.write_number, row - 1, column, float(value), shape)
        meaning = series.meaning if this else replace(series.meaning, period=moment.period)
        meant(book, sheet.get_name(), row, column, meaning, value)


def _bottom(
    book: Book, sheet: Sheet, rows: tuple[int, int], moments: Sequence[Moment], columns: Sequence[Series]
) -> None:
    """Which column is a stock and which a flow, in words; then its number over all periods, live."""
    first, last = rows
    words = style(book, border=1, num_format="@", align="center", font_size=9, shrink=True)
    name = style(book, border=1, num_format="@", indent=1, text_wrap=True, **TOTAL)
    span(sheet, (last + 1, 0, last + 1, 2), text("history-basis"), style(book, border=1, indent=1))
    span(sheet, (last + 2, 0, last + 2, 2), text("history-total", period=moments[-1].label), name)
    put(sheet.set_row, last, 19)
    put(sheet.set_row, last + 1, 21)
    for column, series in enumerate(columns, 3):
        numbers = [series.value(moment) for moment in moments]
        put(sheet.write_string, last, column, text("history-last" if series.measure == "stock" else "history-added"), words)
        area, value = f"{letter(column)}{first}:{letter(column)}{last}", over(series.measure, numbers)
        live = f"SUM({area})" if series.measure == "flow" else f"{letter(column)}{last}"
        shape = style(book, border=1, align="center", num_format=series.shape, shrink=True, **TOTAL)
        put(sheet.write_formula, last + 1, column, live, shape, float(value or 0))
        worked(book, (sheet.get_name(), last + 2, column), live, value or 0, "›".join(series.path))


def _frame(book: Book, sheet: Sheet, plan: RollupPlan, last_column: int, row: int, note: str) -> None:
    put(sheet.set_column, 0, 0, _PERIOD)
    put(sheet.set_column, 1, last_column, _NUMBER)
    for column, measure in enumerate(plan.measures, 3):
        if number_format(plan.form, measure) != "0":
            put(sheet.set_column, column, column, _AMOUNT)
    title = text("history-title", title=plan.title)
    span(sheet, (1, 0, 1, last_column), title, style(book, font_name=TITLE, font_size=20, bold=True, align="center"))
    put(sheet.set_row, 0, 38)
    frame = text("rollup-frame", unit=plan.unit, period=plan.period)
    span(sheet, (2, 0, 2, last_column), frame, style(book, font_size=11))
    put(sheet.set_row, 1, 20)
    span(sheet, (row, 0, row, last_column), note, style(book, font_name=KAI, font_size=11, text_wrap=True, valign="top"))
    put(sheet.set_row, row - 1, 8 + 15 * lines_in(note, _PERIOD + last_column * _NUMBER))
    put(sheet.print_area, 0, 0, row - 1, last_column)
    sheet.freeze_panes(2, 1)
    page(sheet, A3)
