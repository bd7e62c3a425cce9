"""The live checks of a written workbook as LibreOffice computes them, and what its validation engine refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from formkit.cells import a1, letter, split
from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Source, Step
from formkit.layout import SHEET, lay_out
from formkit.load import find_form
from formkit.model import Column, Form
from formkit.types import KINDS, Raw
from formkit.units import Unit
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

pytestmark = pytest.mark.office

FORM = find_form("zaozhuang-ledger")
PATH = (Step("village", "370405106201", "柳林村"), Step("township", "370405106", "邳庄镇"), Step("county", "370405", "台儿庄区"))
IDENTITY = Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", path=PATH)
ROWS = {"marginal": 12, "unstable": 8}
LAYOUT = lay_out(FORM, ROWS)
EPOCH = date(1899, 12, 30)


def person(born: str, number: int = 1) -> str:
    body = f"379999{born}{number:03d}"
    return body + "10X98765432"[sum(int(digit) << (17 - place) for place, digit in enumerate(body)) % 11]


def serial(year: int, month: int, day: int = 1) -> int:
    return (date(year, month, day) - EPOCH).days


HEAD: dict[str, Raw] = {
    "head_name": "王立国", "relation": "户主", "id_number": person("19600101"), "household_size": 3, "medical": "√",
    "risk": "因病", "helper": "李建华", "helper_agency": "邳庄镇政府", "recognised": serial(2020, 1),
}  # fmt: skip
WIFE: dict[str, Raw] = {"head_name": "王立国", "relation": "配偶", "id_number": person("19620202")}
SON: dict[str, Raw] = {"head_name": "王立国", "relation": "之子", "id_number": person("19900303")}
OTHER: dict[str, Raw] = HEAD | {"head_name": "赵大海", "id_number": person("19700404")}
GOOD = "通过"
SIZE, RISK = "家庭人口数", "主要返贫风险(下拉菜单选择)"
ONCE = "本户还没有填写（每户至少填一次）"
ID = "身份证号码"
WRONG_ID = f"{ID}：号码有写错的数字（出生日期或校验码不对），请对照身份证逐位核对"
TICK = "请改写为“√”，没有享受的清空"
UNHELPED = "请核实：全户没有一项帮扶政策画“√”"
ILL = "请核实：主要返贫风险为“因病”或“因残”，但全户没有医疗、救助、低保方面的政策"
SCHOOL = "请核实：主要返贫风险为“因学”，但全户无人落实教育扶贫政策"
YOUNG = "公益岗位画了“√”，但按身份证号码此人不满16周岁"
OLD = "请核实：公益岗位画了“√”，按身份证号码此人已满70周岁"

Row = dict[str, Raw]
Spreadsheet = Callable[[Path, str, list[dict[str, Any]]], dict[str, Any]]
Case = tuple[str, list[Row], list[str]]


def but(row: Row, **changes: Raw) -> Row:
    return row | changes


def one(name: str, expected: str, **changes: Raw) -> Case:
    return name, [but(HEAD, **changes)], [expected]


SINGLE: list[Case] = [
    one("fine", GOOD),
    one("blank required name", "户主姓名：没有填写", head_name=None),
    one("blank relation", "与户主关系：没有填写", relation=None),
    one("blank id", f"{ID}：没有填写", id_number=None),
    one("blank unit", "村：没有填写", village=None),
    one("blank size", f"{SIZE}：{ONCE}", household_size=None),
    one("blank risk", f"{RISK}：{ONCE}", risk=None),
    one("blank helper", f"帮扶联系人姓名：{ONCE}", helper=None),
    one("blank month", f"认定时间：{ONCE}", recognised=None),
    one("another unit", "村：请改写为“柳林村”", village="东岭村"),
    one("space in a name", "户主姓名：请改写为“王立国”", head_name="王 立国"),
    one("wide space in a name", "帮扶联系人姓名：请改写为“李建华”", helper="李　建华"),
    one("digit in a name", "请核实：户主姓名：“王2国”不像姓名；确实如此的，在“核实说明”栏写明", head_name="王2国"),
    one("one character", "请核实：户主姓名：“王”不像姓名；确实如此的，在“核实说明”栏写明", head_name="王"),
    one("explained name", GOOD, head_name="王", explanation="户口簿即如此"),
    one("alias of a code", "与户主关系：请改写为下拉列表中的一项", relation="本人"),
    one("alias of a risk", f"{RISK}：请改写为下拉列表中的一项", risk="病"),
    one("small x", f"{ID}：请改写为“{person('19450805', 6)}”", id_number=person("19450805", 6).lower()),
    one("full-width id", f"{ID}：请改写为“{person('19600101')}”", id_number="３" + person("19600101")[1:]),
    one("id as a number", f"{ID}：是数字格式，后几位已丢失，请把单元格设为文本后重新录入", id_number=379999196001010017),
    one("id too short", f"{ID}：有17位，应为18位", id_number=person("19600101")[:17]),
    one("old id", f"{ID}：是15位的旧号码，请对照身份证改为18位", id_number="379999600101001"),
    one("check character", WRONG_ID, id_number=person("19600101")[:17] + "0"),
    one("day of birth", WRONG_ID, id_number=person("19600231")),
    one("unborn", WRONG_ID, id_number=person("20200401")),
    one("letters in the id", WRONG_ID, id_number="37999919600101AB1X"),
    one("certificate number", GOOD, id_number=person("19600101") + "12"),
    one("certificate reissued", GOOD, id_number=person("19600101") + "12B1"),
    one("nineteen", f"{ID}：有19位，应为18位", id_number=person("19600101") + "1"),
    one("size in words", f"{SIZE}：请改写为1到20的整数，只写数字", household_size="3人"),
    one("half a person", f"{SIZE}：请改写为1到20的整数，只写数字", household_size=2.5),
    one("no person", f"{SIZE}：请改写为1到20的整数，只写数字", household_size=0),
    one("too many persons", f"{SIZE}：请改写为1到20的整数，只写数字", household_size=21),
    one("other tick", f"医疗保障扶贫政策(人)：{TICK}", medical="✓"),
    one("word for a tick", f"危房改造(户)：{TICK}", housing="是"),
    one("long agency", "帮扶联系人的单位：请改写得短些，最多50个字，现有51个字", helper_agency="单" * 51),
    one("spaces in an agency", "帮扶联系人的单位：请改写为“镇政府”", helper_agency=" 镇政府 "),
    one("month as text", "认定时间：请改写为“2020年3月”的样子，不晚于2020年3月", recognised="2020年1月"),
    one("month to come", "认定时间：请改写为“2020年3月”的样子，不晚于2020年3月", recognised=serial(2020, 4)),
    one("last month", GOOD, recognised=serial(2020, 3, 31)),
    one("nothing ticked", UNHELPED, medical=None),
    one("nothing ticked but explained", GOOD, medical=None, explanation="正在申请"),
    one("ill without help", ILL, medical=None, education="√"),
    one("school without help", SCHOOL, risk="因学"),
    one("school with help", GOOD, risk="因学", education="√"),
    one("child at work", YOUNG, public_post="√", id_number=person("20100101")),
    one("child at work explained", YOUNG, public_post="√", id_number=person("20100101"), explanation="属实"),
    one("sixteen today", GOOD, public_post="√", id_number=person("20040331")),
    one("old at work", OLD, public_post="√", id_number=person("19400101")),
    one("only a tick", "户主姓名：没有填写", **dict.fromkeys(HEAD), water="√"),
]  # fmt: skip
SHORT_HEAD = but(HEAD, household_size=2)
NO_SIZE = but(HEAD, household_size=None)
MANY: list[Case] = [
    ("household", [HEAD, WIFE, SON], [GOOD] * 3),
    ("same person twice", [HEAD, WIFE, but(SON, id_number=WIFE["id_number"])], [GOOD, GOOD, f"{ID}：与第11行重复"]),
    ("same but for two digits behind", [HEAD, but(WIFE, id_number=f"{HEAD['id_number']}12")], [GOOD, f"{ID}：与第10行重复"]),
    ("near numbers differ", [HEAD, but(WIFE, id_number=person("19600101", 2))], [GOOD, GOOD]),
    ("more rows than persons", [SHORT_HEAD, WIFE, SON], [f"{SIZE}：填的是2人，本户却填了3行", GOOD, GOOD]),
    ("size on a member's row", [NO_SIZE, but(WIFE, household_size=3), SON], [GOOD] * 3),
    ("wrong size on a member's row", [NO_SIZE, but(WIFE, household_size=1)], [GOOD, f"{SIZE}：填的是1人，本户却填了2行"]),
    ("two households", [HEAD, WIFE, OTHER], [GOOD] * 3),
    ("namesakes", [but(HEAD, household_size=2), WIFE, but(HEAD, id_number=person("19650505"), household_size=2), SON], [GOOD] * 4),
    ("member above its head", [WIFE, HEAD, SON], [GOOD] * 3),
    ("members apart", [HEAD, OTHER, WIFE, SON], [GOOD] * 4),
    ("no head", [but(HEAD, relation="配偶"), SON], [GOOD] * 2),
    ("no head, empty first row", [WIFE, SON], [f"{SIZE}：{ONCE}", GOOD]),
    ("gap in a household", [HEAD, {}, WIFE], [GOOD, "", GOOD]),
    ("second household incomplete", [HEAD, but(OTHER, risk=None), WIFE], [GOOD, f"{RISK}：{ONCE}", GOOD]),
    ("education of another household", [but(HEAD, risk="因学"), but(OTHER, education="√")], [SCHOOL, GOOD]),
    ("education of the son", [but(HEAD, risk="因学"), but(SON, education="√")], [GOOD, GOOD]),
    ("risk on two rows said once", [but(HEAD, risk="因学"), but(WIFE, risk="因学")], [SCHOOL, GOOD]),
]  # fmt: skip


def key_cell(key: str, row: int) -> str:
    index = LAYOUT.explanation if key == "explanation" else FORM.places[key]
    return f"{letter(index)}{row}"


def ask(rows: list[Row], first: int = LAYOUT.blocks[0].first_row) -> dict[str, Any]:
    numbered = list(enumerate(rows, first))
    values = {key_cell(key, row): value for row, cells in numbered for key, value in cells.items()}
    return {"set": values, "read": [f"{letter(LAYOUT.selfcheck)}{row}" for row, _ in numbered]}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    path.write_bytes(write_workbook(FORM, Issue(IDENTITY, ROWS, end=date(2020, 3, 31), period="2020年3月")))
    return path


def test_every_row_says_its_first_problem(spreadsheet: Spreadsheet, blank: Path) -> None:
    cases = [*SINGLE, *MANY]
    answers = spreadsheet(blank, SHEET, [ask(rows) for _, rows, _ in cases], hard=True)["answers"]
    said = {name: list(answer["read"].values()) for (name, _, _), answer in zip(cases, answers, strict=True)}
    assert said == {name: expected for name, _, expected in cases}
    assert len(cases) >= 60


def test_sections_know_of_each_other_and_the_top_line_counts(spreadsheet: Spreadsheet, blank: Path) -> None:
    first, second = (block.first_row for block in LAYOUT.blocks)
    both = ask([HEAD, WIFE]) | {}
    both["set"] |= ask([but(OTHER, id_number=HEAD["id_number"])], second)["set"]
    both["read"] = [f"{letter(LAYOUT.selfcheck)}{row}" for row in (first, first + 1, second)] + ["A2"]
    zero = {"set": both["set"] | {LAYOUT.zero_switch: "是"}, "read": ["A2"]}
    empty = {"set": {}, "read": ["A2", f"{letter(LAYOUT.selfcheck)}{first}"]}
    answers = [answer["read"] for answer in spreadsheet(blank, SHEET, [both, zero, empty])["answers"]]
    repeated = f"{ID}：同一人在两个部分都填了，与第{first}行重复"
    assert list(answers[0].values()) == [GOOD, GOOD, repeated, "共3行，1行有问题，0行未自检"]
    assert answers[1]["A2"].startswith("共3行，1行有问题，0行未自检　　注意：选了零报告")
    assert list(answers[2].values()) == ["共0行，0行有问题，0行未自检", ""]


REFUSED: list[tuple[str, Raw, bool]] = [
    ("relation", "户主", False), ("relation", "本人", True), ("id_number", person("19600101"), False),
    ("id_number", person("19600101").lower()[:17] + "0", True), ("id_number", "379999", True),
    ("household_size", 3, False), ("household_size", 0, True), ("household_size", 2.5, True), ("household_size", "三", True),
    ("medical", "√", False), ("medical", "是", True), ("risk", "因灾", False), ("risk", "因懒", True),
    ("recognised", serial(2020, 3), False), ("recognised", serial(2020, 4), True), ("recognised", "去年", True),
    ("helper_agency", "单" * 50, False), ("helper_agency", "单" * 51, True), ("village", "柳林村", False),
    ("village", "东岭村", True), ("head_name", "王立国", False), ("head_name", "王", True),
]  # fmt: skip


def test_validations_refuse_what_is_wrong_and_nothing_else(spreadsheet: Spreadsheet, blank: Path) -> None:
    row = LAYOUT.blocks[1].first_row + 1
    cases = [{"set": {key_cell(key, row): value}, "read": [], "invalid": True} for key, value, _ in REFUSED]
    answers = spreadsheet(blank, SHEET, cases)["answers"]
    found = [(key, value, answer["invalid"]) for (key, value, _), answer in zip(REFUSED, answers, strict=True)]
    assert found == REFUSED


def test_villages_are_chosen_below_their_township(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    """Names that break INDIRECT, and the same village name in two townships."""
    units = [
        Unit("370405", "台儿庄区", "county", ""),
        Unit("370405001", "1号镇", "township", "370405"), Unit("370405002", "东镇(新区)", "township", "370405"),
        Unit("370405002001", "南村", "village", "370405002"), Unit("370405001001", "北村", "village", "370405001"),
        Unit("370405001002", "南村", "village", "370405001"), Unit("370405002002", "西村", "village", "370405002"),
    ]  # fmt: skip
    identity = Identity(FORM.form, FORM.version, "370405", "2020-03", path=(PATH[2],))
    path = tmp_path / "county.xlsx"
    path.write_bytes(write_workbook(FORM, Issue(identity, ROWS, tuple(units), date(2020, 3, 31))))
    row = LAYOUT.blocks[0].first_row + 2
    pairs = [("1号镇", "北村", False), ("1号镇", "南村", False), ("1号镇", "西村", True), ("东镇(新区)", "南村", False),
             ("东镇(新区)", "西村", False), ("东镇(新区)", "北村", True)]  # fmt: skip
    cases = [
        {"set": {key_cell("township", row): above, key_cell("village", row): name}, "read": [], "invalid": True}
        for above, name, _ in pairs
    ]
    answers = spreadsheet(path, SHEET, cases)["answers"]
    assert [(a, b, answer["invalid"]) for (a, b, _), answer in zip(pairs, answers, strict=True)] == pairs


def test_a_selfcheck_in_several_columns_still_says_the_first_problem(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    columns = [{"key": f"c{n}", "label": f"第{n}栏", "type": "whole", "required": True, "max": 9} for n in range(120)]
    described = {
        "form": "made-up", "version": "1", "title": "试表", "agency": "某办", "document": "某文", "levels": ["village"],
        "period": {"kind": "month"}, "record": {"grain": "household"}, "sections": [{"key": "all", "label": "一、全部"}],
        "columns": columns,
    }  # fmt: skip
    form = Form.model_validate(described).bound({}, {})
    path = tmp_path / "wide.xlsx"
    path.write_bytes(write_workbook(form, Issue(Identity("made-up", "1"), {"all": 2})))
    layout = lay_out(form, 2)
    row = layout.blocks[0].first_row
    full: dict[str, Raw] = {f"{letter(n)}{row}": 1 for n in range(120)}
    read = [f"{letter(layout.selfcheck)}{row}"]
    tried: list[tuple[dict[str, Raw], str]] = [
        ({}, GOOD), ({f"{letter(0)}{row}": None}, "第0栏：没有填写"), ({f"{letter(119)}{row}": None}, "第119栏：没有填写"),
        ({f"{letter(7)}{row}": 10}, "第7栏：请改写为0到9的整数，只写数字"), ({f"{letter(119)}{row}": 10}, "第119栏：请改写为0到9的整数，只写数字"),
    ]  # fmt: skip
    answers = spreadsheet(path, SHEET, [{"set": full | changes, "read": read} for changes, _ in tried], hard=True)["answers"]
    assert [answer["read"][read[0]] for answer in answers] == [expected for _, expected in tried]


REPAIRED = "请改写为"
OFFICE_ONLY = {"household-differs", "household-head"}


def _read(leaf: Column, value: Raw) -> Raw:
    """A date cell as a reader gives it."""
    return date.fromordinal(EPOCH.toordinal() + value) if leaf.type == "month" and isinstance(value, int) else value


def office(rows: list[Row]) -> list[set[str]]:
    """What the office says of each row: codes of findings that are still open, and 请改写为 for a repair."""
    own = [Unit(step.code, step.name, step.level, "") for step in PATH]
    asked = specs(FORM, date(2020, 3, 31), own)
    names = {step.level: step.name for step in PATH}
    records = []
    for number, row in enumerate(rows, LAYOUT.blocks[0].first_row):
        if row:
            raws = tuple(_read(leaf, row.get(leaf.key, names.get(str(leaf.level)))) for leaf in FORM.leaves)
            readings = tuple(KINDS[leaf.type].read(raw, spec) for leaf, raw, spec in zip(FORM.leaves, raws, asked, strict=True))
            cells = tuple(a1(number, index) for index in range(LAYOUT.width))
            why = str(row.get("explanation") or "")
            records.append(Record("marginal", SHEET, number, readings, raws, cells, why))
    filing = Filing(Source("a.xlsx", ""), IDENTITY, records=tuple(records))
    report = examine(case_of(FORM, filing, asked, date(2020, 3, 31)))
    said: dict[int, set[str]] = {row: set() for row in range(LAYOUT.blocks[0].first_row, LAYOUT.blocks[0].first_row + len(rows))}
    for finding in report.findings:
        fewer = finding.code == "household-size" and finding.severity == "query"
        if finding.open and finding.code not in OFFICE_ONLY and not fewer:
            said[split(finding.places[0].cell)[0]].add(finding.code)
    for repair in report.repairs:
        said[split(repair.place.cell)[0]].add(REPAIRED)
    return list(said.values())


@pytest.mark.parametrize(("name", "rows", "live"), [*SINGLE, *MANY], ids=[name for name, _, _ in (*SINGLE, *MANY)])
def test_the_office_says_something_just_where_the_workbook_does(name: str, rows: list[Row], live: list[str]) -> None:
    """The first test above holds LibreOffice to these expectations; this one holds the office to them."""
    for codes, said in zip(office(rows), live, strict=True):
        if said in ("", GOOD):
            assert codes <= {REPAIRED}, name
        else:
            assert codes, name
        if codes == {REPAIRED}:
            assert said == GOOD or REPAIRED in said, name
