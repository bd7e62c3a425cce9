"""The written workbook, read again with another library and as bare XML."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from drawn import made
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit import identity
from formkit.cells import a1, letter
from formkit.filing import Identity, Step
from formkit.layout import GUIDE_SHEET, IDENTITY_SHEET, LIST_SHEET, SHEET, Layout, lay_out
from formkit.load import find_form
from formkit.units import Unit
from formkit.write.book import write_workbook
from formkit.write.issue import Issue
from formkit.write.lists import cascade_source
from formkit.write.plan import make_plan

FORM = find_form("zaozhuang-ledger")
PATH = (Step("village", "370405106201", "柳林村"), Step("township", "370405106", "邳庄镇"), Step("county", "370405", "台儿庄区"))
IDENTITY = Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", 2, path=PATH)
ROWS = {"marginal": 6, "unstable": 4}
LAYOUT = lay_out(FORM, ROWS)
ISSUE = Issue(IDENTITY, ROWS, end=date(2020, 3, 31), period="2020年3月", deadline="2020年4月5日", contact="王某")
BLANK = write_workbook(FORM, ISSUE)
PAPER_TITLE = "XX村、镇(街)、区(市)存在致贫、返贫风险人口即时帮扶情况台账"
HEADER = (
    "区(市)	镇(街)	村	户主姓名	与户主关系	身份证号码	家庭人口数	享受帮扶政策(在已落实政策栏画“√”)										"
    "主要返贫风险(下拉菜单选择)	帮扶联系人姓名	帮扶联系人的单位	认定时间\n"
    "							教育扶贫政策(人)	医疗保障扶贫政策(人)	医疗商业补充保险(人)	家庭医生签约服务(户)	危房改造(户)	饮水安全(户)	"
    "临时救助(户)	社会救助(户)	低保(人)	公益岗位(人)				"
)
NOTES = """注:
 1. “一般农户中存在致贫风险的人口”是指边缘户;“脱贫享受政策人口中存在返贫风险的人口”是指脱贫监测户。
 2. “享受帮扶政策”要在已落实政策栏画“√”,同一人可享受多项帮扶政策。
 3. “医疗保障扶贫”是指基本医疗保险、大病保险和医疗救助政策。"""


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def paper(data: bytes) -> Worksheet:
    return opened(data)[SHEET]


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def row_of(sheet: Worksheet, row: int, layout: Layout = LAYOUT) -> list[str]:
    return [str(sheet.cell(row, column).value or "") for column in range(1, layout.width + 1)]


def test_it_reads_like_the_paper_to_the_character() -> None:
    without = write_workbook(FORM, Issue(Identity(FORM.form, FORM.version), ROWS))
    sheet = paper(without)
    assert sheet["A4"].value == PAPER_TITLE
    assert [sheet.cell(row, 1).value for row in LAYOUT.above_rows] == ["(盖章)", "单位:"]
    for section, block in zip(FORM.sections, LAYOUT.blocks, strict=True):
        assert sheet.cell(block.title_row, 1).value == section.label
        rows = range(block.header_first, block.header_last + 1)
        assert "\n".join("\t".join(row_of(sheet, row)) for row in rows) == HEADER
    notes = [sheet.cell(LAYOUT.notes_row + line, 1).value for line in range(4)]
    assert "\n".join(notes) == NOTES
    assert sheet.cell(3, 1).value == "附件"


def test_the_units_own_names_stand_in_the_title_and_on_every_row() -> None:
    sheet = paper(BLANK)
    assert sheet["A4"].value == "台儿庄区邳庄镇柳林村存在致贫、返贫风险人口即时帮扶情况台账"
    for block in LAYOUT.blocks:
        for row in range(block.first_row, block.last_row + 1):
            assert row_of(sheet, row)[:3] == ["台儿庄区", "邳庄镇", "柳林村"]
            assert not sheet.cell(row, 1).protection.locked


def test_it_prints_one_page_wide_with_the_header_on_each_page_and_without_the_margin() -> None:
    sheet = paper(BLANK)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${LAYOUT.blocks[0].header_first}:${LAYOUT.blocks[0].header_last}"
    assert sheet.print_area == f"'{SHEET}'!$A$3:${letter(LAYOUT.width - 1)}${LAYOUT.last_row}"
    assert "&P" in sheet.oddFooter.center.text
    guide = opened(BLANK)[GUIDE_SHEET]
    assert (guide.page_setup.paperSize, guide.page_setup.orientation, guide.page_setup.fitToHeight) == (9, "portrait", 0)


def test_only_entry_cells_are_unlocked_and_there_is_no_password() -> None:
    sheet = paper(BLANK)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    rows = [row for block in LAYOUT.blocks for row in range(block.first_row, block.last_row + 1)]
    columns = [*range(LAYOUT.width), LAYOUT.explanation]
    entries = {a1(row, column) for row in rows for column in columns}
    unlocked = {cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
    assert unlocked == entries | {LAYOUT.zero_switch}


def test_every_entry_column_has_a_validation_with_a_prompt_naming_itself() -> None:
    validations = {str(found.sqref): found for found in paper(BLANK).data_validations.dataValidation}
    for block in LAYOUT.blocks:
        for index, column in enumerate(FORM.leaves):
            name = letter(index)
            found = validations[f"{name}{block.first_row}:{name}{block.last_row}"]
            assert found.showInputMessage
            assert found.prompt.endswith(f"〔{FORM.form}/{column.key}〕")
            assert column.help is None or index < 3 or column.help in found.prompt
            assert 0 < len(found.promptTitle) <= 32
            assert len(found.prompt) <= 255
            assert 0 < len(found.error) <= 225
            assert column.label in found.error
            assert found.errorStyle == ("warning" if column.type == "name" else None)
            assert len(found.formula1) <= 255
    assert validations[LAYOUT.zero_switch].formula1 == "_yes"


def test_lists_come_from_named_ranges_of_the_hidden_sheet() -> None:
    book = opened(BLANK)
    names = {name: found.attr_text for name, found in book.defined_names.items()}
    for found in book[SHEET].data_validations.dataValidation:
        if found.type == "list":
            assert '"' not in found.formula1
            assert found.formula1 in names
    assert book[LIST_SHEET][names["_l_village"].split("!")[1]][0][0].value == "柳林村"
    assert names["_k"] == f"{LIST_SHEET}!$A$1:$A$17"
    assert [cell.value for (cell,) in book[LIST_SHEET]["A1:A17"]] == list(range(1, 18))
    sheet, area = names["_l_zaozhuang_risk"].split("!")
    assert [cell.value for (cell,) in book[sheet][area]] == ["因病", "因学", "因灾", "因残", "因意外", "其他"]
    assert {sheet.title: sheet.sheet_state for sheet in book} | {SHEET: "visible"} == {
        SHEET: "visible", GUIDE_SHEET: "visible", LIST_SHEET: "hidden", IDENTITY_SHEET: "hidden",
    }  # fmt: skip


def test_places_depend_on_the_places_above_them() -> None:
    """Sorted by the places above, so that one block holds the children of each; one parent only: a plain list."""
    units = (
        Unit("1", "东区", "county", ""), Unit("12", "东镇(新区)", "township", "1"), Unit("11", "1号镇", "township", "1"),
        Unit("121", "南村", "village", "12"), Unit("111", "南村", "village", "11"), Unit("122", "西村", "village", "12"),
    )  # fmt: skip
    who = Identity(FORM.form, FORM.version, "1", path=(Step("county", "1", "东区"),))
    plan = make_plan(FORM, Issue(who, ROWS, units))
    assert set(plan.lists.cascades) == {2}
    cascade = plan.lists.cascades[2]
    assert plan.lists.ranges[cascade.keys] == ("东区/1号镇", "东区/东镇(新区)", "东区/东镇(新区)")
    assert plan.lists.ranges[cascade.children] == ("南村", "南村", "西村")
    assert "INDIRECT" not in cascade_source(cascade, 10)
    assert plan.prefilled == {0: "东区"}
    found = {str(v.sqref): v for v in paper(write_workbook(FORM, Issue(who, ROWS, units))).data_validations.dataValidation}
    assert found["C10:C15"].formula1.startswith("OFFSET(_c_village,MATCH($A10&")
    assert found["B10:B15"].formula1 == "_l_township"


def test_the_identity_is_carried_four_ways() -> None:
    book, code = opened(BLANK), identity.code(IDENTITY)
    assert code == "zaozhuang-ledger/2020.1/370405106201/2020-03/2"
    assert book.custom_doc_props[identity.PROPERTY].value == code
    pairs = [(key.value, value.value or "") for key, value in book[IDENTITY_SHEET].iter_rows(max_col=2)]
    assert identity.from_pairs(pairs) == (IDENTITY, ROWS)
    sheet = book[SHEET]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[1]][: LAYOUT.width] == [column.key for column in FORM.leaves]
    assert sheet.cell(1, LAYOUT.household + 1).value == code
    printed = [cell.value for cell in sheet[3] if isinstance(cell.value, str)]
    assert identity.from_code(printed[-1]) == Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", 2)


def test_equal_input_gives_equal_bytes() -> None:
    assert write_workbook(FORM, ISSUE) == BLANK


def test_the_guide_explains_every_column_and_every_rule() -> None:
    rows = list(opened(BLANK)[GUIDE_SHEET].iter_rows(values_only=True))
    said = {str(row[0]): row for row in rows if row[0]}
    for column in FORM.leaves:
        line = said["›".join(FORM.paths[column.key])]
        assert line[3] == ("已填好" if column.level else "必填" if column.required else "可空")
        assert column.help is None or column.help in line[1]
    for rule in FORM.rules:
        assert rule.says in said[rule.id][1]
        assert said[rule.id][2] == rule.clause
    assert said["主要返贫风险(下拉菜单选择)"][2] == "因病、因学、因灾、因残、因意外、其他"
    assert said["主要返贫风险(下拉菜单选择)"][5] == "原件，选项据原文整理"
    assert [said[name][1] for name in ("报告期", "报送期限", "联系人")] == ["2020年3月", "2020年4月5日", "王某"]
    assert any(LAYOUT.zero_switch in str(row[0]) for row in rows)


def test_long_labels_are_cut_to_what_a_hint_may_hold() -> None:
    form = made([{"key": "a", "label": "栏" * 240, "type": "text", "help": "请" * 300}])
    (found, *_) = paper(write_workbook(form, Issue(Identity("made-up", "1"), {"all": 1}))).data_validations.dataValidation
    assert (len(found.promptTitle), len(found.prompt), len(found.error)) == (32, 255, 225)
    assert found.prompt.endswith("…〔made-up/a〕")


def test_a_narrow_form_for_households_is_written_too() -> None:
    columns = [{"key": "a", "label": "姓名", "type": "name", "required": True}]
    form = made(columns, paper={"size": "A4", "orientation": "portrait"})
    sheet = paper(write_workbook(form, Issue(Identity("made-up", "1"), {"all": 2})))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.freeze_panes == "A7"


