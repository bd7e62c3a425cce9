"""The sheet 填表说明: what the form is, how to fill it in, what each column takes, and what is checked when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit import words
from formkit.layout import SHEET
from formkit.model import Rule
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.checks import rule_is_live
from formkit.write.frame import Frame
from formkit.write.guards import what
from formkit.write.issue import Issue
from formkit.write.plan import LIVE_ROWS, Plan
from formkit.write.styles import HEI, TITLE, Book, Sheet, lines_in, put, span, style

WIDTHS = (20, 28, 21, 9, 9, 24)
MANY = 12
FACT, WHOLE = sum(WIDTHS[1:]) * 0.94, sum(WIDTHS) * 0.94
"""Room of a line that says one thing about the form, and of one over the whole width."""
NARROW = 3  # columns from here on hold a word each


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its texts, how many columns each takes, and its look."""

    texts: tuple[str, ...]
    spans: tuple[int, ...]
    look: str = "cell"


def write_guide(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Fill the sheet; it prints on A4 upright, one page wide."""
    for index, width in enumerate(WIDTHS):
        put(sheet.set_column, index, index, width)
    looks = {
        "title": style(book, font_name=TITLE, font_size=18, bold=True, align="center"),
        "heading": style(book, font_name=HEI, font_size=12),
        "head": style(book, font_name=HEI, border=1, align="center", text_wrap=True, bg_color="#F2F2F2"),
        "cell": style(book, border=1, align="left", text_wrap=True),
        "middle": style(book, border=1, align="center", text_wrap=True),
        "plain": style(book, font_size=10.5, text_wrap=True, align="left"),
    }
    for row, line in enumerate(_lines(plan), 1):
        left, height = 0, 18.0
        for said, cells in zip(line.texts, line.spans, strict=True):
            look = "middle" if line.look == "cell" and left >= NARROW else line.look
            span(sheet, (row, left, row, left + cells - 1), said, looks[look])
            height = max(height, 5 + 13.5 * lines_in(said, sum(WIDTHS[left : left + cells]) * 0.94))
            left += cells
        put(sheet.set_row, row - 1, {"title": 36.0, "heading": 26.0}.get(line.look, height))
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"宋体,常规"&10{text("page")}')
    sheet.protect("", {"format_columns": True, "format_rows": True})


def listed_beforehand(issue: Issue) -> tuple[str, ...]:
    """The lines about what was filled in beforehand, numbered."""
    return tuple(f"{number}. {said}" for number, said in enumerate(issue.beforehand, 1))


def _lines(plan: Plan) -> Iterator[Line]:
    yield Line((text("guide-title"),), (6,), "title")
    yield from _facts(plan)
    if plan.issue.beforehand:
        yield Line((text("guide-beforehand"),), (6,), "heading")
        for said in listed_beforehand(plan.issue):
            yield Line((said,), (6,), "plain")
    yield Line((text("guide-how"),), (6,), "heading")
    for number, how in enumerate(_how(plan), 1):
        yield Line((f"{number}. {how}",), (6,), "plain")
    yield Line((text("guide-columns"),), (6,), "heading")
    yield from _columns(plan)
    if plan.form.rules:
        yield Line((text("guide-rules"),), (6,), "heading")
        yield from _rules(plan)
    yield Line((text("guide-checks"),), (6,), "heading")
    for said in _when(plan):
        yield Line((said,), (6,), "plain")


def _facts(plan: Plan) -> Iterator[Line]:
    form, issue = plan.form, plan.issue
    unit = plan.unit or form.paper.blank_unit
    facts = (
        ("guide-form", form.title.format(unit=unit)),
        ("guide-document", form.document),
        ("guide-agency", form.agency),
        ("guide-version", f"{form.form} {form.version}"),
        ("guide-unit", unit),
        ("guide-period", issue.period),
        ("guide-deadline", issue.deadline),
        ("guide-contact", issue.contact),
    )
    for code, said in facts:
        yield Line((text(code), said or text("guide-unset")), (1, 5))


def _how(plan: Plan) -> tuple[str, ...]:
    first = {"person": "guide-how-1", "household": "guide-how-1-household"}.get(plan.form.record.grain, "guide-how-1-line")
    rows = "、".join(
        text("guide-rows-section" if section.label else "guide-rows", label=section.label, rows=str(plan.issue.rows[section.key]))
        for section in plan.form.sections
    )
    personal = any(column.type == "name" or KINDS[column.type].SECRET for column in plan.form.leaves)
    return (
        text(first, sheet=SHEET), text("guide-how-2"), text("guide-how-3"), text("guide-how-4", rows=rows),
        text("guide-how-5", passed=text("live-passed")),
        text("guide-how-6", sheet=SHEET, cell=plan.layout.zero_switch), text("guide-how-7"),
        *((text("guide-how-8"),) if personal else ()),
    )  # fmt: skip


def _columns(plan: Plan) -> Iterator[Line]:
    if any(column.fidelity == "reconstructed" for column in plan.form.leaves):
        yield Line((text("guide-reconstructed-all"),), (6,), "plain")
    # Where every row is one household or one line, none is asked for a household or a person.
    persons = plan.form.record.grain == "person"
    heads = ("guide-column", "guide-what", "guide-choices", "guide-required", *(("guide-per",) if persons else ()), "guide-source")
    spans = (1, 1, 1, 1, 1, 1) if persons else (1, 1, 1, 1, 2)
    yield Line(tuple(text(code) for code in heads), spans, "head")
    for index, column in enumerate(plan.form.leaves):
        help_ = f"{column.help}。" if column.help else ""
        yield Line((
            "›".join(plan.form.paths[column.key]),
            (text("hint-unit-filled") if index in plan.prefilled else what(plan, index)) + help_,
            _choices(plan, index),
            _asked(plan, index),
            *((text(f"guide-{column.per}") if column.per else "",) if persons else ()),
            _source(plan, index),
        ), spans)  # fmt: skip


def _asked(plan: Plan, index: int) -> str:
    """Whether a column must be filled in, or who else does it."""
    column = plan.form.leaves[index]
    if index in plan.numbered or index in plan.prefilled:
        return text("guide-numbered" if index in plan.numbered else "guide-filled")
    if plan.locked(index):
        return text("guide-locked", level=words.say(f"level-{column.by}"))
    return text("guide-yes" if column.required else "guide-no")


def _choices(plan: Plan, index: int) -> str:
    if KINDS[plan.form.leaves[index].type].NEVER_BLANK:
        return "√"
    listed = plan.lists.ranges[plan.lists.menus[index]] if index in plan.lists.menus else ()
    if len(listed) > MANY:
        return text("guide-many", count=str(len(listed)), first="、".join(listed[:6]))
    return "、".join(listed)


def _source(plan: Plan, index: int) -> str:
    column = plan.form.leaves[index]
    if column.fidelity == "printed" and column.codes and plan.form.codelists[column.codes].fidelity != "printed":
        return text("guide-list-reconstructed")
    if column.basis and column.fidelity != "printed":
        return text("guide-basis", basis=column.basis)
    return text(f"guide-{column.fidelity}")


def _rules(plan: Plan) -> Iterator[Line]:
    heads = ("guide-rule-id", "guide-rule-says", "guide-rule-clause", "guide-rule-severity", "guide-rule-where")
    spans = (1, 1, 2, 1, 1)
    yield Line(tuple(text(code) for code in heads), spans, "head")
    for rule in plan.form.rules:
        said = f"{rule.says}。{rule.remedy}。" if rule.remedy else f"{rule.says}。"
        office = "guide-task" if rule.scope == "task" else "guide-office"
        where = "guide-live" if _live_everywhere(plan, rule) else office
        yield Line((rule.id, said, rule.clause, text(f"guide-{rule.severity}"), text(where)), spans)


def _live_everywhere(plan: Plan, rule: Rule) -> bool:
    return all(rule_is_live(Frame(plan, block), rule) for block in plan.layout.blocks)


def _when(plan: Plan) -> Sequence[str]:
    long = [
        text("guide-checks-long", label=section.named, limit=str(LIVE_ROWS))
        for section, block in zip(plan.form.sections, plan.layout.blocks, strict=True)
        if not Frame(plan, block).across
    ]
    single = "" if plan.form.record.grain == "person" else "-single"
    live = f"guide-checks-live{single}" if len(long) < len(plan.form.sections) else "guide-checks-live-row"
    return (text(live), text(f"guide-checks-office{single}"), *long)
