"""The tables of 总览: the stock by class beside what changed, the units that changed most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow
from formkit.compare.standing import carries
from formkit.history import Moment
from formkit.load.summary import flow_words
from formkit.model import Form
from formkit.trace.recount import Meaning
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_desk import LAST, RED, Figured, Front, band, head, label, number
from formkit.write.rollup_flow_desk import FlowSheet
from formkit.write.rollup_history import HistorySheet, standing_title
from formkit.write.rollup_marks import IN
from formkit.write.rollup_plan import Measure, RollupPlan, amount, period_label
from formkit.write.rollup_stock import GRAINS, Counts, Figure, labels, live_whole, risks
from formkit.write.rollup_summary import Summed

_LEFT, _RIGHT = (0, 5), (7, LAST)
_MOVERS, _RISKS = 5, 7
Row = tuple[str, Figured | None, Figured | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells: the sheets its numbers come from, the stock of each unit and of all together, what was left out, who
    stands twice.
    """

    plan: RollupPlan
    summed: Summed
    counts: Mapping[str, Counts]
    whole: Counts
    flows: FlowSheet | None
    history: HistorySheet | None
    comparison: Comparison | None
    moments: Sequence[Moment]
    excluded: Sequence[tuple[str, str, str]]
    twins: int


def end_word(form: Form) -> str:
    """The end of a period in its own words: 月末, 季末, 年末, 期末; the period itself where every row is new each time."""
    return dict(flow_words(form))["closing"] if carries(form) else text("front-now")


def figured(flows: FlowSheet, key: str, grain: str, row: int | None = None) -> Figured:
    """A number of 变动表, as a reference to it: the sum of all units, or that of a unit directly below."""
    plan = flows.desk.flows
    item = plan.items[plan.place(key, grain)]
    rows = [each for each in plan.rows if row is None or flows.groups.get(each.above.code) == row]
    unit = next((code for code, at in flows.groups.items() if at == row), "")
    meaning = Meaning("flow", unit, key=f"{key}.{grain}")
    return Figured(flows.cell(key, grain, row), plan.total(item, rows), meaning)


def stock_and_flow(front: Front, told: Told) -> None:
    """Two tables side by side; where nothing changed hands yet, the main numbers stand on the right."""
    form = told.plan.form
    lines = form.record.grain == "line"
    left = list(_lines(told) if lines else _stock(told))
    code, right = next(((code, rows) for code, rows in _rights(told) if rows), ("", []))
    first = text("front-rows") if lines else standing_title(form)
    second = text(code, before=period_label(told.comparison.before) if told.comparison else "") if code else ""
    at = front.next(24)
    sides: tuple[tuple[tuple[int, int], str, list[Row]], ...] = ((_LEFT, first, left), (_RIGHT, second, right))
    if not right or (lines and len(left) == 1):
        sides = (((0, LAST), second or first, right or left),)
    top = front.next(22)
    start = front.next(22, max(len(rows) for _, _, rows in sides))
    for columns, title, rows in sides:
        band(front, title, *columns, at)
        _side(front, (top, start), columns, rows)


def _rights(told: Told) -> Iterator[tuple[str, list[Row]]]:
    """What may stand on the right, the best first: what changed, else the risks, else the first numbers of 汇总."""
    yield "front-flow", list(_flow(told))
    yield "flows-risks", list(_risks(told))
    yield "front-stock-lines", list(_measures(told))


def _side(front: Front, rows: tuple[int, int], columns: tuple[int, int], lines: Sequence[Row]) -> None:
    """One table: its heading row and its lines. One number a line takes the room of two."""
    top, first = rows
    start, end = columns
    single = all(persons is None for _, _, persons in lines)
    grain = "rollup-amount" if single else "front-households"
    split = end - 3
    cells = [(start, split, text("front-item")), (split + 1, end if single else split + 2, text(grain))]
    head(front, top, cells if single else [*cells, (end, end, text("front-persons"))])
    for row, (said, households, persons) in enumerate(lines, first):
        bold = said == text("front-sum") or said.startswith("＝")
        label(front, (row, start, split), said, bold=bold)
        if single or persons is None:
            number(front, (row, split + 1, end), households, bold=bold)
            continue
        number(front, (row, split + 1, split + 2), households, bold=bold)
        number(front, (row, end, end), persons, bold=bold)


def _lines(told: Told) -> Iterator[Row]:
    """How many rows each section has, where a row is a line."""
    place = next(place for place, measure in enumerate(told.plan.measures) if measure.kind == "records")
    for section in told.plan.form.sections:
        said = section.means or section.label or text("rollup-records")
        total = told.plan.rollup.totals[section.key].records
        yield said, Figured(told.summed.cell(section.key, place), total, Meaning("records", section=section.key)), None


def _stock(told: Told) -> Iterator[Row]:
    """The stock by class, its sum, and how many households are being helped."""
    for name in labels(told.plan, told.counts):
        yield name, _standing(told, Figure("households", name)), _standing(told, Figure("persons", name))
    yield text("front-sum"), _standing(told, Figure("households")), _standing(told, Figure("persons"))
    if "summary-helped" in told.plan.form.formulas:
        helped, whole = _standing(told, Figure("households", helped=True)), _standing(told, Figure("households"))
        meant = Meaning("flow", key="unhelped.households")
        yield text("front-helped"), helped, None
        live = f"({whole.live})-({helped.live})" if whole.live else ""
        yield text("front-unhelped"), Figured(live, whole.value - helped.value, meant), None
    yield from _rate(told)


def _standing(told: Told, figure: Figure) -> Figured:
    """A number of the stock, by 变动表 where it stands there, else over the detail."""
    value, meaning = told.whole[figure], _meant(figure)
    if told.flows and any(item.figure == figure for item in told.flows.desk.flows.items):
        return Figured(told.flows.cell("closing", figure.grain, figure=figure), value, meaning)
    return Figured(live_whole(told.plan, figure), value, meaning)


def _meant(figure: Figure) -> Meaning:
    """What a number of the stock counts."""
    key = "helped" if figure.helped else "risk" if figure.risk else "closing" if figure.standing == IN else figure.standing
    return Meaning("flow", key=f"{key}.{figure.grain}", value=figure.risk or figure.label)


def _rate(told: Told) -> Iterator[Row]:
    """风险消除率, where the form tells who is rid of the risk: of all that stood in the table, by what its summary counts."""
    form = told.plan.form
    if form.summary is None or "summary-removed" not in form.formulas:
        return
    grain = form.summary.rate
    if told.flows:
        part, *stood = (figured(told.flows, key, grain) for key in ("removed", "opening", "came"))
    else:
        part, *stood = (_standing(told, Figure(grain, standing=each)) for each in ("removed", "lost", IN))
        stood.append(part)
    whole = sum(each.value for each in stood)
    if whole and all(each.live for each in (part, *stood)):
        live = f"({part.live})/({'+'.join(each.live for each in stood)})"
        said = text("front-elimination", basis=text(f"front-{grain}"))
        yield said, Figured(live, part.value / whole, None, "0.00%", said), None


_WITHIN = {"came": "arrived", "went": "left"}
"""What of those who came and went only moved between units of the roll-up: nobody new, and nobody lost."""


def _flow(told: Told) -> Iterator[Row]:
    """From the stock of the period before to that of this one; what there is nothing of is left out, but for the main lines."""
    if told.flows is None:
        return
    plan = told.flows.desk.flows
    words = plan.words
    lines = (
        ("opening", words["opening"]), ("came", text("front-came", label=words["added"])),
        ("removed", text("front-went", label=words["removed"])), ("went", text("front-went", label=words["lost"])),
        ("gone", text("front-went", label=text("flows-gone"))),
    )  # fmt: skip
    for key, said in lines:
        both = [figured(told.flows, key, grain) for grain in GRAINS]
        if key != "gone" or any(each.value for each in both):
            yield said, both[0], both[1]
        within = [figured(told.flows, _WITHIN[key], grain) for grain in GRAINS] if key in _WITHIN else []
        if any(each.value for each in within):
            yield text(f"front-{_WITHIN[key]}"), within[0], within[1]
    closing = {grain: figured(told.flows, "closing", grain) for grain in GRAINS}
    if any(row.member.part and row.flow is None for row in plan.rows):
        both = [figured(told.flows, "fresh", grain) for grain in GRAINS]
        yield text("front-uncompared", label=text("flows-fresh")), both[0], both[1]
    yield text("front-closing", label=words["closing"]), closing["households"], closing["persons"]


def _risks(told: Told) -> Iterator[Row]:
    """The risks most households have."""
    names = sorted(risks(told.plan, told.counts), key=lambda name: -told.whole[Figure("households", risk=name)])
    for name in names[:_RISKS]:
        yield name, _standing(told, Figure("households", risk=name)), None


def _measures(told: Told) -> Iterator[Row]:
    """The first numbers of 汇总, over all sections."""
    kept = [(place, each) for place, each in enumerate(told.plan.measures) if each.kind in ("count", "sum")]
    for place, measure in kept[:_RISKS]:
        keys = [section.key for section in told.plan.form.sections]
        value = float(sum(amount(told.plan.rollup.totals[key], measure) for key in keys))
        live = "+".join(told.summed.cell(key, place) for key in keys)
        yield _named(told.plan.form, measure), Figured(live, value, Meaning(measure.kind, key=measure.key)), None


def _named(form: Form, measure: Measure) -> str:
    return form.titles.get(measure.key, measure.path[-1])


def movers(front: Front, told: Told, notes: Sequence[tuple[str, Figured]]) -> None:
    """The units that changed most on the left, what should be looked at on the right; either alone takes the whole width."""
    ranked = _ranked(told)
    if not ranked and not notes:
        return
    at, top = front.next(24), front.next(22)
    first = front.next(21, max(len(ranked), len(notes)))
    left = _LEFT if notes else (0, LAST)
    right = _RIGHT if ranked else (0, LAST)
    if ranked and told.flows:
        start, end = left
        band(front, text("front-changed"), start, end, at)
        spare = end - 4
        cells = [(start, spare, text("flows-unit")), (spare + 1, spare + 1, text("front-added")),
                 (spare + 2, spare + 2, text("front-lost")), (spare + 3, spare + 3, text("front-more")),
                 (end, end, text("front-more-persons"))]  # fmt: skip
        head(front, top, cells)
        for row, (name, line) in enumerate(ranked, first):
            _mover(front, told.flows, row, (start, spare), name, line)
    if notes:
        start, end = right
        band(front, text("front-notes"), start, end, at)
        head(front, top, [(start, end - 1, text("front-item")), (end, end, text("front-number"))])
        for row, (said, count) in enumerate(notes, first):
            label(front, (row, start, end - 1), said)
            number(front, (row, end, end), count, font_color=RED)


def _ranked(told: Told) -> list[tuple[str, int]]:
    """Name and row on 变动表 of the units into and out of which most came and went; none without any."""
    if told.flows is None:
        return []
    found = []
    for group in told.plan.groups:
        rows = [row for row in told.flows.desk.flows.rows if row.above == group.step and row.flow]
        flow = sum((row.flow for row in rows if row.flow), Flow())
        change = flow.added + flow.arrived + flow.removed + flow.lost + flow.left + flow.gone
        if change.households or change.persons:
            found.append((change.households, change.persons, group.step.name, told.flows.groups[group.step.code]))
    return [(name, row) for _, _, name, row in sorted(found, key=lambda each: (-each[0], -each[1], each[3]))[:_MOVERS]]


def _mover(front: Front, flows: FlowSheet, row: int, names: tuple[int, int], name: str, line: int) -> None:
    label(front, (row, *names), name)
    at = names[1] + 1
    both = {grain: _came_and_went(flows, grain, line) for grain in GRAINS}
    for each in both["households"]:
        number(front, (row, at, at), each)
        at += 1
    for (came, went), said in zip(both.values(), ("front-more", "front-more-persons"), strict=True):
        change = Figured(f"{came.live}-({went.live})", came.value - went.value, None, "+#,##0;-#,##0;0", text(said), went.unit)
        number(front, (row, at, at), change, bold=True)
        at += 1


def _came_and_went(flows: FlowSheet, grain: str, line: int) -> tuple[Figured, Figured]:
    """What a unit has more and what it has less: of units without a number of the period before nothing is said to have come."""
    less = [figured(flows, key, grain, line) for key in ("removed", "went", "gone")]
    unit = next((code for code, at in flows.groups.items() if at == line), "")
    live, value = "+".join(each.live for each in less), sum(each.value for each in less)
    return figured(flows, "came", grain, line), Figured(live, value, name=text("front-lost"), unit=unit)
