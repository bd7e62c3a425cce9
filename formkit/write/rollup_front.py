"""总览: one printed page for those who have half a minute. How many have reported, how many there are, what changed, who is late.

Every number on it is a formula over another sheet. What there is nothing to say about is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from formkit.intake import GOOD
from formkit.trace.recount import Meaning
from formkit.words import say
from formkit.words.ledgers import outcome, text
from formkit.write.rollup_charts import CROWDED, ChartData, Frame, chart_by_unit, chart_over_time
from formkit.write.rollup_desk import (
    GUTTER,
    LAST,
    LINE,
    NAVY,
    PIXELS,
    RED,
    ROOM,
    WIDTH,
    Figured,
    Front,
    band,
    cut,
    number,
    paragraph,
    wide,
)
from formkit.write.rollup_front_chart import chart_data
from formkit.write.rollup_front_tables import Told, end_word, figured, movers, stock_and_flow
from formkit.write.rollup_plan import RollupPlan
from formkit.write.styles import HEI, TITLE, Book, Sheet, put, style

_A4 = 9
_LISTED_FROM = 3
"""First row of the list of 应报名单, counted from 1; its columns of state and lateness are F and G."""
_CHART = (190.0, 400.0)
_NAMES = 66


def write_front(book: Book, sheet: Sheet, told: Told) -> None:
    """The page, which opens first."""
    front = Front(book, sheet, told.plan)
    put(sheet.set_column, 0, LAST, WIDTH)
    put(sheet.set_column, GUTTER, GUTTER, 1)
    _title(front, told)
    _reporting(front, told.plan)
    stock_and_flow(front, told)
    data = chart_data(front, told)
    charts = [chart for chart in (data, told.history) if chart]
    at = front.row
    front.row += len(charts)
    _attention(front, told.plan)
    movers(front, told, _notes(told))
    _charts(front, at, data, told)
    sheet.hide_gridlines(2)
    put(sheet.print_area, 0, 0, front.row - 2, LAST)
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(f'&C&"宋体,常规"&10{text("page")}')
    sheet.activate()


def left_out_line(excluded: Sequence[tuple[str, str, str]]) -> str:
    """How many files did not count, and what became of them; "" where all did."""
    if not excluded:
        return ""
    found = Counter(outcome(code) for _, code, _ in excluded)
    why = "、".join(text("front-left-out-why", outcome=said, count=str(count)) for said, count in found.items())
    return text("front-left-out", count=str(len(excluded)), why=why, sheet=text("rollup-excluded"))


def _title(front: Front, told: Told) -> None:
    plan, book = told.plan, front.book
    title = style(book, font_name=TITLE, font_size=22, bold=True, align="center", font_color=NAVY, shrink=True)
    wide(front, (front.next(44), 0, LAST), text("front-title", title=plan.title), title)
    at = front.next(22)
    wide(front, (at, 0, 6), text("rollup-frame", unit=plan.unit, period=plan.period), style(book, font_size=11))
    wide(front, (at, 7, LAST), text("front-unit"), style(book, font_size=11, align="right"))
    if said := left_out_line(told.excluded):
        paragraph(front, said, font_color=RED)


def _reporting(front: Front, plan: RollupPlan) -> None:
    """应报, 实报, 上报率 and so on, as large numbers side by side."""
    cards = list(_cards(plan))
    band(front, text("front-reporting"))
    top, bottom = front.next(20), front.next(32)
    small = style(front.book, font_name=HEI, font_size=10, align="center", font_color="#595959", top=1, left=1, right=1,
                  border_color=LINE)  # fmt: skip
    share = LAST // len(cards)
    for place, (said, count, colour) in enumerate(cards):
        left, right = (column + (column >= GUTTER) for column in (place * share, (place + 1) * share - 1))
        wide(front, (top, left, right), said, small)
        number(front, (bottom, left, right), count, font_size=18, bold=True, font_color=colour, top=0)


def _cards(plan: RollupPlan) -> Iterator[tuple[str, Figured, str]]:
    parts = plan.rollup.parts
    if not plan.roster:
        yield text("front-received"), Figured("", len(parts), Meaning("received")), NAVY
        yield text("front-zero"), Figured("", sum(part.state == "zero" for part in parts), Meaning("zero")), NAVY
        return
    last = _LISTED_FROM + len(plan.roster) - 1
    states, late = (f"'{text('rollup-roster')}'!${name}${_LISTED_FROM}:${name}${last}" for name in "FG")
    counted = Counter(row.state for row in plan.roster)
    good = tuple(say(f"state-{state}") for state in GOOD)
    good_live = "+".join(f'COUNTIF({states},"{state}")' for state in good)
    received, expected = sum(counted[state] for state in good), len(plan.roster)
    yield text("front-expected"), Figured(f"ROWS({states})", expected, Meaning("expected")), NAVY
    yield text("front-received"), Figured(good_live, received, Meaning("received")), NAVY
    yield text("front-rate"), Figured(f"({good_live})/ROWS({states})", received / expected, None, "0.0%", text("front-rate")), NAVY
    yield text("front-zero"), Figured(f'COUNTIF({states},"{good[1]}")', counted[good[1]], Meaning("zero")), NAVY
    missing = Figured(f"ROWS({states})-({good_live})", expected - received, _listed("open"))
    yield text("front-open"), missing, RED if missing.value else NAVY
    yes, tardy = text("list-yes"), sum(row.late for row in plan.roster)
    yield text("front-late"), Figured(f'COUNTIF({late},"{yes}")', tardy, _listed("late")), RED if tardy else NAVY


def _listed(what: str) -> Meaning:
    """What such a number counts: units or files that another sheet names."""
    return Meaning("listed", key=what)


def _attention(front: Front, plan: RollupPlan) -> None:
    """Who has not reported, must correct, or is late, by name as far as there is room."""
    if not plan.roster:
        return
    good = {say(f"state-{state}") for state in GOOD}
    missing = [row.name for row in plan.roster if row.state == say("state-missing")]
    faulty = [row.name for row in plan.roster if row.state not in good and row.state != say("state-missing")]
    late = [row.name for row in plan.roster if row.late]
    band(front, text("front-attention"))
    if not (missing or faulty or late):
        paragraph(front, text("front-nobody"))
    for code, names in (("missing", missing), ("faulty", faulty), ("late", late)):
        if names:
            paragraph(front, text("front-names", label=text(f"front-{code}"), count=str(len(names)), names=cut(names, _NAMES)))


def _notes(told: Told) -> list[tuple[str, Figured]]:
    """What should be looked at: only what there is any of."""
    pending = sum(part.pending or bool(part.accepted_by) for part in told.plan.rollup.parts)
    found = [
        (text("front-twins"), Figured("", told.twins, _listed("twins"))),
        (text("front-files-left"), Figured("", len(told.excluded), _listed("excluded"))),
        (text("front-pending"), Figured("", pending, _listed("pending"))),
    ]  # fmt: skip
    if told.comparison and told.flows:
        same = sum(one.unchanged for one in told.comparison.units.values())
        moves, gone = (figured(told.flows, key, "households") for key in ("arrived", "gone"))
        jumps = Figured("", len(told.comparison.jumps), _listed("jumps"))
        found += [(text("front-moves"), moves), (text("front-gone"), gone), (text("front-jumps"), jumps)]
        found.append((text("front-same"), Figured("", same, _listed("same"))))
    return [(said, figured) for said, figured in found if figured.value]


def _charts(front: Front, at: int, data: ChartData | None, told: Told) -> None:
    """The charts in the rows kept for them, as high as the rest of the page leaves room for."""
    lines = told.plan.form.record.grain == "line"
    count = sum(1 for chart in (data, told.history) if chart)
    each = min(max((ROOM - front.used) / max(count, 1), _CHART[0]), _CHART[1])
    more = each * 0.2 if data and count == 2 and data.last - data.first >= CROWDED else 0.0
    heights = [each + more, each - more] if data else [each]
    for row, height in enumerate(heights[:count], at):
        put(front.sheet.set_row, row - 1, height + 8)
    width, pixels = PIXELS - 2, [int(height * 4 / 3) for height in heights]
    if data:
        title = text("front-units-lines") if lines else text("front-units", end=end_word(told.plan.form))
        chart_by_unit(front.book, front.sheet, data, Frame(at, width, pixels[0]), title)
        at += 1
    if told.history:
        title = text("front-months-lines" if lines else "front-months")
        if len({moment.received for moment in told.moments if moment.gathered}) > 1:
            title = text("front-months-uneven", title=title, sheet=text("rollup-history"))
        chart_over_time(front.book, front.sheet, told.history, Frame(at, width, pixels[-1]), title)
