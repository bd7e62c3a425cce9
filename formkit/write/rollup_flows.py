"""变动表: one row for each unit below, from the stock of the period before to that of this one (F10: ….汇总表).

The stock of the period before is what its filings say; what came and went is added up over 变动明细, and the stock of this
period over the detail, so that the check at the end of each row is a real one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from formkit.compare.changes import Compared, Comparison
from formkit.compare.flows import Flow
from formkit.filing import Step
from formkit.intake import GOOD
from formkit.load.summary import flow_words
from formkit.values import dataclass
from formkit.words import say
from formkit.words.ledgers import text
from formkit.write.rollup_changes import HOMES, PERSONS, ChangeRows
from formkit.write.rollup_plan import Member, RollupPlan
from formkit.write.rollup_stock import GRAINS, Counts, Figure, counts_of, labels, live, risks

CAME, WENT = ("added", "arrived"), ("lost", "left")
"""What is added up as 新增 and as 自然减少: who moved between units is told apart beside it."""
_SENT = ("expected", "received", "late", "zero")


@dataclass(frozen=True, slots=True)
class Item:
    """A column: its header path; parts of the flow of a grain, a number of the stock, or how a unit has reported."""

    path: tuple[str, ...]
    key: str
    grain: str = ""
    parts: tuple[str, ...] = ()
    figure: Figure | None = None

    @property
    def stated(self) -> bool:
        """Whether no formula gives it."""
        return self.key in (*_SENT, "opening")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that reports: its place in the plan, how it compares, its stock."""

    member: Member
    above: Step
    late: bool
    zero: bool
    compared: Compared | None
    counts: Counts = field(default_factory=Counts)

    @property
    def flow(self) -> Flow | None:
        """Its flow, if it can be compared."""
        return self.compared.flow if self.compared else None

    def value(self, item: Item) -> int | None:
        """The number of a column; None where it is not known."""
        if item.key in _SENT:
            sent = {"expected": True, "received": self.member.part is not None, "late": self.late, "zero": self.zero}
            return int(sent[item.key])
        if item.figure is not None:
            return self.counts[item.figure] if self.member.part else None
        if item.key == "fresh":
            return self.counts[Figure(item.grain)] if self.member.part and self.flow is None else None
        if item.key == "unhelped":
            found = self.counts[Figure("households")] - self.counts[Figure("households", helped=True)]
            return found if self.member.part else None
        if self.flow is None:
            return None
        return sum(int(getattr(getattr(self.flow, part), item.grain)) for part in item.parts)


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """The columns and rows of the table, in the words of the period."""

    plan: RollupPlan
    comparison: Comparison
    words: Mapping[str, str]
    items: tuple[Item, ...]
    rows: tuple[UnitRow, ...]
    classes: tuple[str, ...]

    def place(self, key: str, grain: str = "") -> int:
        """Which of the columns it is."""
        return next(place for place, item in enumerate(self.items) if (item.key, item.grain) == (key, grain))

    def total(self, item: Item, rows: Iterable[UnitRow] | None = None) -> int:
        """A column added up over rows, all where none are named."""
        return sum(row.value(item) or 0 for row in (self.rows if rows is None else rows))


def make_flow_plan(plan: RollupPlan, comparison: Comparison) -> FlowPlan:
    """Lay the table out."""
    counts = counts_of(plan)
    words = dict(flow_words(plan.form))
    classes = labels(plan, counts)
    items = tuple(_items(plan, words, classes, risks(plan, counts)))
    known = {row.unit: row for row in plan.roster}
    rows: list[UnitRow] = []
    for group in plan.groups:
        for member in group.members:
            row = known.get(member.step.code)
            zero = member.part is not None and member.part.state == "zero"
            compared = comparison.units.get(member.step.code)
            late = row is not None and row.late and row.state in {say(f"state-{state}") for state in GOOD}
            rows.append(UnitRow(member, group.step, late, zero, compared, counts.get(member.step.code, Counts())))
    return FlowPlan(plan, comparison, words, items, tuple(rows), classes)


def _items(plan: RollupPlan, words: Mapping[str, str], classes: Sequence[str], named: Sequence[str]) -> Iterator[Item]:
    for key in _SENT:
        yield Item((text("flows-sent"), text(f"flows-{key}")), key)
    moves = (
        ("opening", words["opening"], ("opening",)), ("came", words["added"], CAME), ("arrived", text("flows-arrived"), ("arrived",)),
        ("removed", words["removed"], ("removed",)), ("went", words["lost"], WENT), ("left", text("flows-left"), ("left",)),
        ("gone", text("flows-gone"), ("gone",)), ("fresh", text("flows-fresh"), ()),
    )  # fmt: skip
    for key, label, parts in moves:
        for grain in GRAINS:
            yield Item((label, text(f"flows-{grain}")), key, grain, parts)
    for grain in GRAINS:
        yield Item((words["closing"], text(f"flows-{grain}")), "closing", grain, figure=Figure(grain))
    for label in classes:
        for grain in GRAINS:
            head = text("flows-class", end=words["closing"])
            yield Item((head, label, text(f"flows-{grain}")), "class", grain, figure=Figure(grain, label))
    for risk in named:
        head = text("flows-risk", end=words["closing"])
        yield Item((head, risk), "risk", "households", figure=Figure("households", risk=risk))
    if "summary-helped" in plan.form.formulas:
        for key, figure in (("helped", Figure("households", helped=True)), ("unhelped", None)):
            yield Item((text("flows-help"), text(f"flows-{key}")), key, "households", figure=figure)


def formula(flows: FlowPlan, changes: ChangeRows, row: UnitRow, item: Item, place: Callable[[int], str]) -> str:
    """The live formula of a unit's number; "" where it is stated or nothing is to be counted. ``place`` gives a column's cell."""
    if item.stated or row.value(item) is None:
        return ""
    if item.figure is not None:
        return live(flows.plan, row.member.step.code, item.figure)
    if item.key == "fresh":
        return place(flows.place("closing", item.grain))
    if item.key == "unhelped":
        return f"{place(flows.place('closing', 'households'))}-{place(flows.place('helped', 'households'))}"
    return changes.summed(row.member.step.code, item.parts, HOMES if item.grain == "households" else PERSONS)


def check(flows: FlowPlan, place: Callable[[int], str]) -> str:
    """The formula of a row's check: says whether what came and went leads to the stock at the end; nothing where that is not known.

    ``place`` gives a column's cell in the row.
    """
    wrong = []
    for grain in GRAINS:
        cells = {key: place(flows.place(key, grain)) for key in ("opening", "came", "removed", "went", "gone", "fresh", "closing")}
        wrong.append("{opening}+{came}-{removed}-{went}-{gone}+{fresh}<>{closing}".format_map(cells))
    said = text("flows-unequal", closing=flows.words["closing"], sum=balance(flows.words))
    good = text("flows-equal")
    return f'IF(COUNT({place(flows.place("opening", "households"))})=0,"",IF(OR({",".join(wrong)}),"{said}","{good}"))'


def balance(words: Mapping[str, str]) -> str:
    """What the stock at the end is made of, in words."""
    less = "－".join((words["removed"], words["lost"], text("flows-gone")))
    return f"{words['opening']}＋{words['added']}－{less}＋{text('flows-fresh')}"


def remark(flows: FlowPlan, row: UnitRow) -> str:
    """What has to be said beside a unit's numbers."""
    one = row.compared
    if row.member.part is None:
        return text("flows-missing")
    if one and one.unheard:
        return text("flows-unheard", units="、".join(one.unheard))
    if one is None or one.flow is None:
        return text("flows-uncompared", closing=flows.words["closing"])
    said = [text("flows-unchanged")] if one.unchanged else []
    if one.merged:
        said.append(text("flows-merged", units="、".join(part.path[0].name for part in one.merged)))
    if one.unsure:
        said.append(text("flows-unsure", count=str(one.unsure)))
    return "；".join(said)


def remarks(rows: Sequence[UnitRow]) -> str:
    """The same beside a sum, counted."""
    missing = sum(row.member.part is None for row in rows)
    uncompared = sum(row.member.part is not None and row.flow is None for row in rows)
    said = [text("flows-missing-count", count=str(missing))] if missing else []
    if uncompared:
        said.append(text("flows-uncompared-count", count=str(uncompared)))
    return "；".join(said)
