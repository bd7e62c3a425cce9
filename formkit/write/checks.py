"""The live checks of a row, as formulas that are TRUE where something is wrong, each with what to say.

Order: required cells, each cell's own form, repeated persons, the size of the household, the form's rules. What
the office would only ask about begins with 请核实 and is silent once 核实说明 says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from formkit import calendars, words
from formkit.checks.households import LOST
from formkit.formula import (
    WORKDAYS,
    WORKDAYS_FROM,
    WORKDAYS_TO,
    Formula,
    asked_blank,
    counts_workdays,
    mentioned,
    render,
)
from formkit.model import Rule
from formkit.types import KINDS, Guard
from formkit.values import dataclass
from formkit.write.frame import Frame, cell, column, filled, household, households
from formkit.write.phrase import Ref, phrase, quoted


@dataclass(frozen=True, slots=True)
class Check:
    """A formula that is TRUE where something is wrong with the row, and a text formula saying what."""

    test: str
    say: str


def checks(frame: Frame) -> tuple[Check, ...]:
    """All live checks of a section's rows, in the order in which they are said."""
    return (*_required(frame), *_own(frame), *_others(frame), *_repeated(frame), *_size(frame), *_ruled(frame))


def guard(frame: Frame, index: int, where: str) -> Guard:
    """What the type says of a cell, with the column's named list in its place."""
    spec = frame.plan.specs[index]
    found = KINDS[spec.column.type].guard(where, spec)
    if "{list}" not in found.live and "{list}" not in found.tidy:
        return found
    listed = frame.plan.lists.menus.get(index, "")
    return replace(found, live=found.live.replace("{list}", listed), tidy=found.tidy.replace("{list}", listed))


def asked_once(frame: Frame, index: int) -> bool:
    """Whether one row of a household is enough for a required column; its name stands on every row."""
    form = frame.plan.form
    column_ = form.leaves[index]
    return form.record.grain == "person" and column_.per == "household" and column_.key != form.record.name


def missing(frame: Frame, index: int) -> str:
    """TRUE where a required cell is empty; "" where only the office can say."""
    if not asked_once(frame, index):
        return f"LEN({cell(index)})=0"
    return f"IF({filled(index)},FALSE,{_nowhere(frame, index)})" if frame.across else ""


def _nowhere(frame: Frame, index: int) -> str:
    """TRUE on the row that numbers a household with the cell filled on none."""
    anyone = f"SUMPRODUCT(({households(frame)}={household(frame)})*(LEN({column(index, frame.block)})>0))"
    return f"IF({household(frame)}=ROW(),{anyone}=0,FALSE)"


def needed(frame: Frame, index: int) -> bool:
    """Whether a column must be filled in by this unit's level."""
    column_ = frame.plan.specs[index].column
    plan = frame.plan
    kind = KINDS[column_.type]
    return column_.required and not kind.NEVER_BLANK and not kind.NUMBERED and plan.form.asks(column_, plan.level)


def _others(frame: Frame) -> Iterator[Check]:
    """A value in a column that a level above fills in."""
    for index, spec in enumerate(frame.plan.specs):
        if spec.column.by and not frame.plan.form.asks(spec.column, frame.plan.level):
            explained = f"LEN({cell(frame.plan.layout.explanation)})>0"
            said = phrase("live-locked", label=frame.plan.form.titles[spec.column.key], level=words.say(f"level-{spec.column.by}"))
            yield Check(f"IF({explained},FALSE,{filled(index)})", phrase("live-query", says=Ref(said)))


def _required(frame: Frame) -> Iterator[Check]:
    for index, spec in enumerate(frame.plan.specs):
        if not needed(frame, index):
            continue
        code = "live-required-household" if asked_once(frame, index) else "live-required"
        if test := missing(frame, index):
            yield Check(test, phrase(code, label=frame.plan.form.titles[spec.column.key]))


def _own(frame: Frame) -> Iterator[Check]:
    for index, spec in enumerate(frame.plan.specs):
        if index in frame.plan.numbered:
            continue
        here, label = cell(index), frame.plan.form.titles[spec.column.key]
        found = guard(frame, index, here)
        for condition, wording in found.never:
            yield Check(condition, phrase(f"live-{wording}", label=label))
        if found.tidy:
            yield Check(f"NOT(EXACT({here},{found.tidy}))", phrase("live-tidy", label=label, tidy=Ref(found.tidy)))
        silent = f"LEN({here})=0"
        if found.doubted:
            silent = f"OR({silent},LEN({cell(frame.plan.layout.explanation)})>0)"
        own = frame.plan.prefilled.get(index)
        # By its name in the list, not in words: so the formula is the same in all units' workbooks.
        said = phrase("live-tidy", label=label, tidy=Ref(frame.plan.lists.menus[index])) if own else _wording(found, label, here)
        yield Check(f"IF({silent},FALSE,NOT({found.live}))", phrase("live-query", says=Ref(said)) if found.doubted else said)


def _wording(found: Guard, label: str, here: str) -> str:
    """What is said of a cell that is not as its type wants it."""
    args: dict[str, str | Ref] = {**found.args, "label": label, "value": Ref(here), "found": Ref(f"LEN({here})")}
    said = phrase(f"live-{found.wording}", **args)
    for condition, wording in reversed(found.cases):
        said = f"IF({condition},{phrase(f'live-{wording}', **args)},{said})"
    return said



def _repeated(frame: Frame) -> Iterator[Check]:
    """A value that must be unique and stands above in the section, or anywhere in a section before it."""
    blocks = frame.plan.layout.blocks
    for index, spec in enumerate(frame.plan.specs):
        if not spec.column.unique or not frame.across:
            continue
        here = cell(index)
        key = guard(frame, index, here).key
        for block in blocks[: blocks.index(frame.block) + 1]:
            cells = column(index, block)
            equal = f"({key.format(cell=cells)}={key.format(cell=here)})"
            own = block == frame.block
            before = f"*(ROW({cells})<ROW())" if own else ""
            rows = f"SUMPRODUCT(MAX({equal}{before}*(1048577-ROW({cells}))))"
            test = f"IF(LEN({here})=0,FALSE,SUMPRODUCT({equal}{before or '*1'})>0)"
            code = "live-duplicate" if own else "live-duplicate-between"
            yield Check(test, phrase(code, label=frame.plan.form.titles[spec.column.key], row=Ref(f"1048577-{rows}")))


def _first(frame: Frame, index: int) -> str:
    """TRUE where no row of this household above this one has the cell filled."""
    cells = column(index, frame.block)
    same = f"({households(frame)}={household(frame)})"
    return f"SUMPRODUCT({same}*(ROW({cells})<ROW())*(LEN({cells})>0))=0"


def lost(frame: Frame) -> str:
    """1 where who stands in this row died or moved away and is no more of the household, else 0; "" where nobody can be.

    It stands in a hidden column, for a formula over a row cannot be asked of all rows at once.
    """
    form, places = frame.plan.form, frame.plan.form.places
    formula = form.formulas.get(LOST)
    if formula is None or form.record.grain != "person" or form.record.size is None or not frame.across or not _known(frame, formula):
        return ""
    written = render(
        formula, lambda key: cell(places[key]), lambda key: column(places[key], frame.block), _constants(frame), guarded=False
    )
    said = [f"LEN({cell(places[key])})>0" for key in formula.needs]
    for key in mentioned(formula, "cell"):  # a wrong value says nothing
        here = cell(places[key])
        said.append(f"IF(LEN({here})=0,TRUE,{guard(frame, places[key], here).live})")
    return f"IFERROR(IF(AND({','.join(said)}),IF({written},1,0),0),0)"


def _size(frame: Frame) -> Iterator[Check]:
    form = frame.plan.form
    size = form.record.size
    if size is None or form.record.name is None or form.record.grain != "person" or not frame.across:
        return
    index = form.places[size]
    same = f"({households(frame)}={household(frame)})"
    staying = f"{same}*({column(frame.plan.layout.spill, frame.block)}=0)" if lost(frame) else f"--{same}"
    here, rows = cell(index), f"SUMPRODUCT({staying})"
    test = f"IF(ISNUMBER({here}),IF({_first(frame, index)},{rows}>{here},FALSE),FALSE)"
    label = form.titles[size]
    yield Check(test, phrase("live-household-size", label=label, size=Ref(here), rows=Ref(rows)))


def _ruled(frame: Frame) -> Iterator[Check]:
    for rule in frame.plan.form.rules:
        if rule_is_live(frame, rule):
            yield Check(broken(frame, rule), quoted(rule_says(rule)))


def rule_says(rule: Rule) -> str:
    """A rule's sentence as the 自检 column shows it."""
    return rule.says if rule.severity == "error" else f"请核实：{rule.says}"


def rule_is_live(frame: Frame, rule: Rule) -> bool:
    """Whether a rule is shown while filling in: not across rows of a long section, nor without a known period."""
    formula = frame.plan.form.formulas[rule.id]
    across = bool(formula.columns) or _of_household(frame, rule)
    asked = rule.scope == "row" and frame.plan.form.ruled(rule, frame.plan.level)
    return asked and _known(frame, formula) and (frame.across or not across)


def _known(frame: Frame, formula: Formula) -> bool:
    """Whether the workbook has the constants and the calendar a formula asks for."""
    known = all(name in frame.plan.constants for name in mentioned(formula, "constant"))
    return known and bool(frame.plan.lists.workdays or not counts_workdays(formula))


def _of_household(frame: Frame, rule: Rule) -> bool:
    """Whether a rule is said once per household, on the first row that has a value there."""
    form = frame.plan.form
    return form.record.grain == "person" and form.column(rule.at).per == "household"


def broken(frame: Frame, rule: Rule) -> str:
    """TRUE where a rule does not hold in this row and this is the row to say so."""
    form, places = frame.plan.form, frame.plan.form.places
    formula, place = form.formulas[rule.id], places[rule.at]
    written = render(
        formula, lambda key: cell(places[key]), lambda key: column(places[key], frame.block), _constants(frame)
    )
    test = f"NOT({written})"
    if _of_household(frame, rule):
        nowhere = _nowhere(frame, place) if rule.at in asked_blank(formula) else "FALSE"
        test = f"IF(IF({filled(place)},{_first(frame, place)},{nowhere}),{test},FALSE)"
    if rule.severity == "query":
        return f"IF(LEN({cell(frame.plan.layout.explanation)})>0,FALSE,{test})"
    doubtful = [key for key in formula.needs if guard(frame, places[key], cell(places[key])).doubted]
    for key in doubtful:  # a value the office asks about is no value for a rule
        test = f"IF({guard(frame, places[key], cell(places[key])).live},{test},FALSE)"
    for key in asked_blank(formula):
        if (found := guard(frame, places[key], cell(places[key]))).doubted:
            test = f"IF(IF({filled(places[key])},{found.live},TRUE),{test},FALSE)"
    return test


def _constants(frame: Frame) -> Callable[[str], str]:
    known = {name: _literal(value) for name, value in frame.plan.constants.items()} | {WORKDAYS: WORKDAYS}
    if frame.plan.lists.workdays and (window := calendars.window(frame.plan.issue.end)):
        known |= {WORKDAYS_FROM: _literal(window[0]), WORKDAYS_TO: _literal(window[1])}
    return known.__getitem__


def _literal(value: float | date) -> str:
    return f"DATE({value.year},{value.month},{value.day})" if isinstance(value, date) else f"{value:.15g}"
