"""The kinds of value in LibreOffice: what a clerk types is judged there as the office judges it; roll-ups add up alike."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Spreadsheet
from kinds_form import COUNTY, END, PERIOD, TOWN, case, kinds_form, part, village
from test_rollup_office import ALWAYS

from formkit.cells import letter
from formkit.checks import examine
from formkit.filing import Identity
from formkit.layout import SHEET, lay_out, letters
from formkit.merge import Rollup, roll_up
from formkit.read import units_of
from formkit.write import rollup_table
from formkit.write.book import write_workbook
from formkit.write.issue import Issue
from formkit.write.rollup import write_rollup
from formkit.write.rollup_plan import amount, make_rollup_plan

pytestmark = pytest.mark.office
FORM = kinds_form()
ROWS = 12
PASSED = "通过"
RIGHT: dict[str, Any] = {"village": "1号村", "head_name": "张甲一"}
# Each value is typed as it stands: a date as its number, an amount as a number, all else as text.
TYPED: dict[str, tuple[Any, ...]] = {
    "spending": (
        0, 1234.5, 0.1 + 0.2, 999999999999, 12.345, 1000 / 3, -1, -0.01, 123456789.125, "5000元", "0.5万", "约5000", "1,200", "无", "—", "同上",
    ),
    "income": (-10000, -10000.01, 100000, 100000.01, 5000.09, 5000.1, -0.05),
    "found_date": (
        date(2020, 3, 31), date(2020, 4, 1), date(1949, 10, 1), date(1949, 9, 30), date(2020, 2, 29), 43895.25,
        "2020年3月5日", "2020年3月", "同上", "2020-2-30", 5, 2020, 202003, 20200305, 0, "/", "3月5日",
    ),
    "phone": (
        "13900000000", 13900000000, "139 0000 0000", "139-0000-0000", "１３９００００００００", "+8613900000000", "12900000000",
        "1390000000", "139000000001", "0546-1234567", "05461234567", "010-12345678", "01012345678", "0546-123456", "0046-1234567",
        "0-5461234567", "0546--1234567", "05-461234567", "12345678", "无", "13900000000、13900000001", "13900000000 13900000001",
        "0546-1234567-8", "1390000000a", "13900000000/0546-1234567", "0546 1234567", "01-2345678901",
        "同上", "〃", "/", "暂 无", 0, "0", 1390000000013900,
    ),
    "measures": (
        "医疗救助", "医疗救助、教育救助", "低保、公益岗位/务工、医疗救助", "公益岗位/务工", "医疗救助，教育救助", "医疗救助/教育救助", "医疗救助 低保",
        "医疗救助\n低保", "医疗救助、", "、医疗救助", "医疗救助、医疗救助", "医疗", "医疗、教育", "医疗救助、教育", "无", "医疗救助教育救助", "低保户",
        "医疗救助、低保户", "低保、低",
    ),
    "head_name": ("同上", '"', "无", "—", "暂无", "不详", "阿依•买买提", "李？"),
    "remark": ("无", "/", 0, 621700000000000, 6217000000000000000),
    "serial": (7, "乱写", 2.5, None),
    "class": ("边缘户", "脱贫监测户", "脱贫不稳定户", "边缘易致贫户", "贫困户", "无", "同上", 0),
}  # fmt: skip
REWRITE = "请改写为"


def blank(folder: Path) -> Path:
    """A village's workbook."""
    path = village(1)
    identity = Identity(FORM.form, FORM.version, path[0].code, PERIOD, path=path)
    file = folder / "blank.xlsx"
    file.write_bytes(write_workbook(FORM, Issue(identity, {"all": ROWS}, units_of(path), END, "2020年3月")))
    return file


def typing(value: Any) -> Any:
    """A value as it is typed into a cell."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def as_read(key: str, value: Any) -> Any:
    """What a reader gives for it: in a cell formatted as a date, a number is a day."""
    if key == "found_date" and isinstance(value, int) and value < 2958466:
        return date.fromordinal(date(1899, 12, 30).toordinal() + value)
    return value


def cases() -> Iterator[tuple[str, Any]]:
    """Every value with the column it is typed into."""
    for key, values in TYPED.items():
        for value in values:
            yield key, value


@pytest.fixture(scope="module")
def said(spreadsheet: Spreadsheet, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any, str, int]]:
    """For each value its column, the 自检 of its row, and how many cells the validations would refuse."""
    file = blank(tmp_path_factory.mktemp("kinds"))
    layout, at = lay_out(FORM, ROWS), letters(FORM)
    row = layout.blocks[0].first_row + 1
    orders = []
    for key, value in cases():
        cells = {f"{at[name]}{row}": typing(typed) for name, typed in {**RIGHT, key: value}.items()}
        orders.append({"set": cells, "read": [f"{letter(layout.selfcheck)}{row}"], "invalid": True})
    answers = spreadsheet(file, SHEET, orders)["answers"]
    return [
        (key, value, next(iter(answer["read"].values())), answer["invalid"])
        for (key, value), answer in zip(cases(), answers, strict=True)
    ]


def test_live_says_of_every_value_what_the_office_says(said: list[tuple[str, Any, str, int]]) -> None:
    wrong = []
    for key, value, live, _ in said:
        filing = case(FORM, [{**RIGHT, key: as_read(key, value)}])
        report = examine(filing)
        if report.repairs and not report.findings:
            agrees = live == PASSED or REWRITE in live
        else:
            agrees = (live == PASSED) == (not report.findings)
        if report.errors == 0 and report.findings:
            agrees &= live.startswith("请核实")
        if not agrees:
            wrong.append((key, value, live, [f.wording for f in report.findings]))
    assert wrong == []


def test_a_value_the_office_would_rewrite_is_rewritten_as_it_would(said: list[tuple[str, Any, str, int]]) -> None:
    found = {(key, value): live for key, value, live, _ in said}

    assert found["measures", "医疗救助/教育救助"] == "帮扶措施：请改写为“医疗救助、教育救助”"
    assert found["phone", "139 0000 0000"] == "联系电话：请改写为“13900000000”"
    assert found["phone", "+8613900000000"] == "联系电话：请改写为“13900000000”"
    assert found["found_date", date(2020, 4, 1)] == "发现日期：晚于报告期最后一天2020年3月31日"
    assert found["spending", 12.345] == "刚性支出：12.345超过两位小数，请改写到分"
    assert found["phone", "13900000000、13900000001"].startswith("请核实：联系电话：只填一个号码")


def test_what_is_wrong_is_refused_while_it_is_typed_and_several_choices_are_not(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    file, at, row = blank(tmp_path), letters(FORM), lay_out(FORM, ROWS).blocks[0].first_row
    book = openpyxl.load_workbook(file)
    own = {str(rule.sqref).split(":")[0]: rule for rule in book[SHEET].data_validations.dataValidation}
    measures, serial = own[f"{at['measures']}{row}"], own[f"{at['serial']}{row}"]

    assert (measures.type, measures.showErrorMessage, measures.showInputMessage) == ("list", False, True)
    assert serial.showInputMessage
    assert serial.type in (None, "none")
    phone, spending, day = (own[f"{at[key]}{row}"] for key in ("phone", "spending", "found_date"))
    assert (phone.errorStyle, spending.errorStyle or "stop", day.type) == ("warning", "stop", "date")
    orders = [{"set": {f"{at['spending']}{row}": value}, "read": [], "invalid": True} for value in (12.34, 12.345, -1)]
    refused = [answer["invalid"] for answer in spreadsheet(file, SHEET, orders)["answers"]]
    assert refused[0] < refused[1] == refused[2], refused


def test_blank_rows_say_nothing_and_every_row_is_numbered(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    file, layout, at = blank(tmp_path), lay_out(FORM, ROWS), letters(FORM)
    rows = range(layout.blocks[0].first_row, layout.blocks[0].last_row + 1)
    read = [f"{column}{row}" for row in rows for column in (at["serial"], letter(layout.selfcheck))]
    answer = spreadsheet(file, SHEET, [{"set": {}, "read": [*read, "A2"]}])["answers"][0]["read"]

    assert [answer[f"{at['serial']}{row}"] for row in rows] == [str(number) for number in range(1, ROWS + 1)]
    assert {answer[f"{letter(layout.selfcheck)}{row}"] for row in rows} == {""}
    assert answer["A2"].startswith("共0行，0行有问题")


def rollups() -> dict[str, Rollup]:
    """Two villages of households and the same of lines."""
    first = [
        {**RIGHT, "income": number + 0.1, "spending": 0.1, "class": "边缘户", "measures": "医疗，教育", "found_date": END,
         "household_size": 2, "phone": "12345678"}
        for number in range(7)
    ]  # fmt: skip
    second = [{**RIGHT, "income": -0.7, "measures": "教育救助、低保"}, {**RIGHT, "spending": 12.345, "measures": "低保户"}]
    return {
        grain: roll_up(form, PERIOD, TOWN, (COUNTY,), [part(form, 1, first), part(form, 2, second), part(form, 3, [])])
        for grain in ("household", "line")
        for form in (kinds_form(grain),)
    }


def test_recomputed_rollups_agree_with_the_independent_count(tmp_path: Path) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    made = rollups()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollup_table, "amount", lambda total, measure: 9999 * (amount(total, measure) != 0))
        for name, rollup in made.items():
            (tmp_path / f"{name}.xlsx").write_bytes(write_rollup(rollup, (), (), ()))
    start = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    files = [str(tmp_path / f"{name}.xlsx") for name in made]
    subprocess.run([*start, "--outdir", str(tmp_path / "out"), *files], check=True, capture_output=True, timeout=180)
    for name, rollup in made.items():
        sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "out" / f"{name}.xlsx").read_bytes()), data_only=True)["汇总"]
        line = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "合计")
        measures = make_rollup_plan(rollup, ()).measures
        found = {(measure.key or measure.kind) + measure.value: line[2 + place] for place, measure in enumerate(measures)}
        money = {key: Decimal(str(found.pop(key))).quantize(Decimal("0.01")) for key in ("income", "spending")}

        assert money == {"income": Decimal("21.00"), "spending": Decimal("0.70")}
        counts = {"found_date": 7, "class脱贫监测户": 0, "class边缘户": 7, "measures医疗救助": 7,
                  "measures教育救助": 8, "measures公益岗位/务工": 0, "measures低保": 1}  # fmt: skip
        assert found == counts | ({"households": 9, "persons": 14} if name == "household" else {"records": 9})
