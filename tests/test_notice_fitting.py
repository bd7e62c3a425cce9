"""What has no room on the paper is told before anything is written: the field, the paragraph that asks for it, how much too long."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from test_notices import FACTS, ITEM, UNIT, blank, changed, problems, saved, shipped

from formkit.notice import figures
from formkit.notice.render import TemplateProblem, lint, render

LONG = "长" * 20_000


def told(kind: str, facts: dict[str, object]) -> list[tuple[str, int, str, str, str]]:
    """Each problem of a shipped notice with these facts: code, paragraph, field, lines and the most there may be."""
    with pytest.raises(TemplateProblem) as caught:
        render(shipped(kind), kind, facts)
    return [(each.code, each.paragraph, each.field, each.args["lines"], each.args["most"]) for each in caught.value.problems]


def asked_in(kind: str, field: str) -> int:
    """The paragraph of a template that asks for a field, as ``lint`` counts them."""
    return next(each.paragraph for each in lint(shipped(kind), kind, ()) if each.field == field)


def test_a_cell_longer_than_a_page_is_named_with_its_row_and_the_paragraph_that_asks_for_it() -> None:
    rows = [ITEM, {**ITEM, "no": "2", "problem": LONG}]

    ((code, paragraph, field, lines, most),) = told("return-notice", changed("return-notice", items=rows))

    assert (code, field) == ("notice-too-long", "items[2].problem")
    assert paragraph == asked_in("return-notice", "items.problem")
    assert int(lines) > int(most) > 20


def test_what_fills_half_a_page_is_no_mistake() -> None:
    render(shipped("return-notice"), "t", changed("return-notice", items=[{**ITEM, "problem": "长" * 300}]))


@pytest.mark.parametrize("kind", ["reminder", "return-notice"])
def test_the_name_of_the_agency_stands_in_one_line_of_the_red_head(kind: str) -> None:
    longest = figures.MARK_WIDTHS[-1][0]
    render(shipped(kind), kind, changed(kind, agency="县" * longest))

    found = told(kind, changed(kind, agency="县" * (longest + 3)))

    assert ("notice-too-long", "agency", "1") in [(code, field, most) for code, _, field, _, most in found]


def test_a_title_has_at_most_four_lines() -> None:
    document = blank()
    document.element.body.insert(0, document.add_paragraph("关于{{ x }}的通知", style=figures.TITLE.name)._p)
    render(saved(document), "t", {"x": "表" * 70})

    assert problems(saved(document), {"x": "表" * 90}) == [("notice-too-long", 1, "x")]


def test_the_copies_have_three_lines_over_the_foot_of_the_page() -> None:
    render(shipped("reminder"), "t", changed("reminder", copies="各镇（街）" * 10))

    assert [(code, field) for code, _, field, _, _ in told("reminder", changed("reminder", copies="各镇（街）" * 40))] == [
        ("notice-too-long", "copies")
    ]


def table(rule: WD_ROW_HEIGHT_RULE, size: float = 12, pitch: float = 20) -> Any:
    """A document with one cell of 40 mm, in rows of 8 mm."""
    document = Document()
    cell = document.add_table(1, 2).cell(0, 1)
    grid = document.tables[0]._tbl.tblGrid
    for column in grid.findall(qn("w:gridCol")):
        column.set(qn("w:w"), str(round(40 / 25.4 * 1440)))
    document.tables[0].rows[0].height, document.tables[0].rows[0].height_rule = Mm(8), rule
    run = cell.paragraphs[0].add_run("{{ x }}")
    run.font.size, cell.paragraphs[0].paragraph_format.line_spacing = Pt(size), Pt(pitch)
    return document


def test_a_row_of_exact_height_holds_what_it_holds() -> None:
    exact = saved(table(WD_ROW_HEIGHT_RULE.EXACTLY))
    render(exact, "t", {"x": "九个字放得下一行呢"})

    assert problems(exact, {"x": "这里有十二个字一行放不下"}) == [("notice-too-long", 2, "x")]
    render(saved(table(WD_ROW_HEIGHT_RULE.AT_LEAST)), "t", {"x": "这里有十二个字一行放不下" * 5})
    render(saved(table(WD_ROW_HEIGHT_RULE.EXACTLY, size=8)), "t", {"x": "这里有十二个字一行放不下"})
    assert problems(saved(table(WD_ROW_HEIGHT_RULE.EXACTLY, pitch=24)), {"x": "一"}) == [("notice-too-long", 2, "x")]


def test_a_cell_over_several_columns_is_as_wide_as_they_are() -> None:
    document = table(WD_ROW_HEIGHT_RULE.EXACTLY)
    row = document.tables[0].rows[0]
    row.cells[0].merge(row.cells[1])
    render(saved(document), "t", {"x": "这里有十二个字两格并一格"})


def test_a_cell_merged_over_rows_is_not_measured_by_the_first() -> None:
    document = table(WD_ROW_HEIGHT_RULE.EXACTLY)
    merge = OxmlElement("w:vMerge")
    merge.set(qn("w:val"), "restart")
    document.tables[0].cell(0, 1)._tc.get_or_add_tcPr().append(merge)
    render(saved(document), "t", {"x": "这里有十二个字一行放不下"})


def test_what_the_template_itself_says_too_long_has_no_field() -> None:
    document = table(WD_ROW_HEIGHT_RULE.EXACTLY)
    document.tables[0].cell(0, 0).text = "模板里自己写的字太多了一行放不下的"
    assert problems(saved(document), {"x": "了"}) == [("notice-too-long", 0, "")]


def test_a_long_row_of_letters_is_half_as_wide() -> None:
    exact = saved(table(WD_ROW_HEIGHT_RULE.EXACTLY))
    render(exact, "t", {"x": "a" * 18})
    assert problems(exact, {"x": "a" * 30}) == [("notice-too-long", 2, "x")]


def test_lines_broken_on_purpose_count() -> None:
    exact = saved(table(WD_ROW_HEIGHT_RULE.EXACTLY))
    assert problems(exact, {"x": "甲\n乙"}) == [("notice-too-long", 2, "x")]


def test_every_row_of_a_long_list_may_go_over_pages() -> None:
    units = [{**UNIT, "no": str(number)} for number in range(1, 400)]
    made = render(shipped("reminder"), "t", {**FACTS["reminder"], "units": units})
    assert len(Document(io.BytesIO(made)).tables[0].rows) == 400
