"""The stock at the end of the period by class, risk and help: each number counted, and as a live formula over the detail's marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from formkit.compare.standing import classes_of
from formkit.leaving import leaving
from formkit.merge import year_of
from formkit.model import Form, Section
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.write.phrase import quoted
from formkit.write.rollup_blocks import Block
from formkit.write.rollup_formulas import own_ref, stands
from formkit.write.rollup_marks import IN, Marks
from formkit.write.rollup_plan import RollupPlan


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: households or persons that stand so, of one class, with one risk, or with help shown."""

    grain: str
    label: str = ""
    risk: str = ""
    helped: bool = False
    standing: str = IN


GRAINS = ("households", "persons")
Counts = Counter[Figure]


def counts_of(plan: RollupPlan) -> Mapping[str, Counts]:
    """Every number of the stock that is not 0, by unit."""
    found: dict[str, Counts] = {}
    sections = {section.key: section for section in plan.form.sections}
    for detail in plan.details:
        figures: dict[Marks, tuple[tuple[Figure, int], ...]] = {}
        for run in detail.runs:
            own = found.setdefault(run.part.unit, Counter())
            # Most rows share a few marks; which they are is seen sooner than which are equal.
            each = {id(marks): marks for marks in run.rows.marks}
            for marks, times in ((each[key], times) for key, times in Counter(map(id, run.rows.marks)).items()):
                if marks not in figures:
                    figures[marks] = tuple(_counted(plan.form, sections[detail.section], marks))
                for figure, count in figures[marks]:
                    own[figure] += count * times
    return found


def together(counts: Mapping[str, Counts]) -> Counts:
    """The numbers of all units."""
    found: Counts = Counter()
    for own in counts.values():
        found.update(own)
    return found


def _counted(form: Form, section: Section, marks: Marks) -> Iterator[tuple[Figure, int]]:
    label = marks.label or section.means or section.label
    for grain, count in (("households", marks.homes), ("persons", marks.persons)):
        if count:
            yield Figure(grain, standing=marks.standing), count
            if label and marks.standing == IN:
                yield Figure(grain, label), count
    if marks.homes and marks.standing == IN:
        between = _between(form)
        for risk in filter(None, marks.risk.split(between) if between else (marks.risk,)):
            yield Figure("households", risk=risk), 1
        if marks.helped:
            yield Figure("households", helped=True), 1


def _between(form: Form) -> str:
    """What stands between several risks of one household; empty where it has one."""
    key = form.summary.risks if form.summary else None
    return KINDS[form.column(key).type].SEPARATOR if key else ""


def labels(plan: RollupPlan, counts: Mapping[str, Counts]) -> tuple[str, ...]:
    """The classes, those of the form first, then whatever else occurs; none where there is one class only."""
    listed = classes_of(plan.form, year_of(plan.rollup.period))
    seen = dict.fromkeys((*listed, *(figure.label for own in counts.values() for figure in own if figure.label)))
    return tuple(seen) if listed else ()


def risks(plan: RollupPlan, counts: Mapping[str, Counts]) -> tuple[str, ...]:
    """The risks of the form's list in use, then whatever else occurs."""
    form, key = plan.form, plan.form.summary.risks if plan.form.summary else None
    codes = form.codelists.get(form.column(key).codes or "") if key else None
    listed = codes.allowed(year_of(plan.rollup.period)) if codes else ()
    return tuple(dict.fromkeys((*listed, *(figure.risk for own in counts.values() for figure in own if figure.risk))))


def live(plan: RollupPlan, unit: str, figure: Figure) -> str:
    """The formula of a number over a unit's own rows; "" where it has none."""
    found = (
        _over(plan.form, piece, figure) for section, block in blocks_of(plan, unit) if _of(plan.form, section, figure)
        for piece in block.every
    )  # fmt: skip
    return "+".join(found)


def live_whole(plan: RollupPlan, figure: Figure) -> str:
    """The formula of a number over all rows of the detail; "" where there are none."""
    sections = {section.key: section for section in plan.form.sections}
    found = [
        _over(plan.form, piece, figure) for detail in plan.details if _of(plan.form, sections[detail.section], figure)
        for piece in runs(each for block in detail.blocks.values() for each in block.every)
    ]  # fmt: skip
    return "+".join(found)


def live_units(plan: RollupPlan, units: Sequence[str], kind: str) -> str:
    """The formula of households, persons or rows (``records``) over some units' rows; "" where they have none."""
    found: list[str] = []
    for detail in plan.details:
        own = (each for unit in units if (block := detail.blocks.get(unit)) for each in block.every)
        for piece in runs(own):
            numbers = own_ref(plan.form, piece, "_number")
            found.append(f"COUNT({numbers})" if kind == "records" else _over(plan.form, piece, Figure(kind)))
    return "+".join(found)


def runs(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks that follow one another on a sheet as one."""
    first: Block | None = None
    last: Block | None = None
    for block in blocks:
        if first and last and (last.sheet, last.last + 1) != (block.sheet, block.first):
            yield replace(first, last=last.last, rest=())
            first = None
        first, last = first or block, block
    if first and last:
        yield replace(first, last=last.last, rest=())


def blocks_of(plan: RollupPlan, unit: str) -> Iterator[tuple[Section, Block]]:
    """The rows of a unit in each section."""
    for section, detail in zip(plan.form.sections, plan.details, strict=True):
        if block := detail.blocks.get(unit):
            yield section, block


def _of(form: Form, section: Section, figure: Figure) -> bool:
    by_column = form.summary is not None and form.summary.classes is not None
    return not figure.label or by_column or figure.label == (section.means or section.label)


def _over(form: Form, block: Block, figure: Figure) -> str:
    """The formula over rows of one sheet."""
    added = own_ref(form, block, "_helped" if figure.helped else "_homes" if figure.grain == "households" else "_persons")
    tests: list[str] = []
    if leaving(form):
        tests.append(stands(form, block, figure.standing))
    if figure.label and form.summary and form.summary.classes:
        tests.append(f"EXACT({own_ref(form, block, '_class')},{quoted(figure.label)})")
    if figure.risk:
        cells, between = own_ref(form, block, "_risk"), _between(form)
        among = f"ISNUMBER(FIND({quoted(between + figure.risk + between)},{quoted(between)}&{cells}&{quoted(between)}))"
        tests.append(among if between else f"EXACT({cells},{quoted(figure.risk)})")
    return f"SUMPRODUCT({','.join(f'--{test}' for test in tests)},{added})" if tests else f"SUM({added})"

