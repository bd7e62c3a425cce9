"""The kinds of value through the whole way: a blank, what comes back, what is added up, what is written again."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from kinds_form import COUNTY, END, PERIOD, TOWN, case, kinds_form, part, village

from formkit import export, words
from formkit.arrivals import Arrival
from formkit.beforehand.kept import in_hand
from formkit.beforehand.prefill import Wanted, allotted
from formkit.checks import case as checked
from formkit.checks import examine
from formkit.columns import choices
from formkit.engine import examine_file
from formkit.filing import Filing, Identity
from formkit.intake import Expectation, Judged, judge
from formkit.layout import SHEET, lay_out, letters
from formkit.merge import Rollup, digest, roll_up
from formkit.model import LEVELS, Form
from formkit.period import parse
from formkit.read import read_file, units_of
from formkit.read.rollup import read_rollup
from formkit.read.supplied import supplied
from formkit.returns import return_issue
from formkit.roster import read_roster, roster_csv
from formkit.saying import sentence, value_shown
from formkit.union import union
from formkit.write.book import write_workbook
from formkit.write.issue import Issue
from formkit.write.rollup import write_rollup

ROWS = 12
FORM = kinds_form()
CLASSES = FORM.codelists["some-class"].allowed(END.year)
ROW: dict[str, Any] = {
    "head_name": "张甲一", "phone": "13900000000", "income": 1234.5, "spending": "0.5万", "found_date": date(2020, 3, 2),
    "checked_date": datetime(2020, 3, 5, 9, 30), "class": "边缘户", "measures": "医疗，教育", "household_size": 2,
}  # fmt: skip


def blank(form: Form = FORM, **more: Any) -> bytes:
    """A village's workbook."""
    path = village(1)
    identity = Identity(form.form, form.version, path[0].code, PERIOD, path=path)
    return write_workbook(form, Issue(identity, {"all": ROWS}, units_of(path), END, "2020年3月", **more))


def typed(data: bytes, rows: dict[int, dict[str, Any]], form: Form = FORM) -> bytes:
    """The workbook after somebody typed into some of its rows, counted from 0."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    first = lay_out(form, ROWS).blocks[0].first_row
    for place, row in rows.items():
        for key, value in row.items():
            book[SHEET][f"{letters(form)[key]}{first + place}"] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def column(data: bytes, key: str, form: Form = FORM) -> list[Any]:
    """The cells of a column of the table."""
    block = lay_out(form, ROWS).blocks[0]
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    return [sheet[f"{letters(form)[key]}{row}"].value for row in range(block.first_row, block.last_row + 1)]


def filing(data: bytes, form: Form = FORM) -> Filing:
    """A workbook that must be read."""
    found = read_file(data, "x.xlsx", {form.form: form}, None).filing
    assert found is not None
    return found


def judged(data: bytes, form: Form = FORM) -> Judged:
    """A workbook with its outcome."""
    expected = Expectation({form.form: form})
    return judge([examine_file(Arrival("x.xlsx", data), expected)], expected)[0]


def value(record_: Any, key: str) -> Any:
    return record_.value(FORM.places[key])


def test_rows_are_numbered_and_a_number_alone_is_no_row() -> None:
    assert column(blank(), "serial") == list(range(1, ROWS + 1))
    assert filing(blank()).records == ()

    back = filing(typed(blank(), {2: ROW}))

    assert [record_.row for record_ in back.records] == [lay_out(FORM, ROWS).blocks[0].first_row + 2]
    assert value(back.records[0], "serial") is None


@pytest.mark.parametrize("junk", ["=A1+1", "第三户", 7.5, None, "#REF!", True])
def test_whatever_stands_in_the_number_of_a_row_is_nothing_to_say(junk: Any) -> None:
    data = typed(blank(), {0: {**ROW, "serial": junk}, 1: {"serial": junk}})
    back = filing(data)

    assert len(back.records) == 1
    assert back.rows.seen == back.rows.records + back.rows.blank + back.rows.furniture
    assert examine(case(FORM, [ROW])).findings == ()


def test_a_form_without_its_number_column_lacks_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(typed(blank(), {0: ROW})))
    sheet = book[SHEET]
    for merged in [str(area) for area in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(merged)
    sheet.delete_cols(1)
    target = io.BytesIO()
    book.save(target)
    back = filing(target.getvalue())

    assert len(back.records) == 1
    assert [note.code for note in back.notes] == []


def test_a_filing_is_read_exactly_and_every_change_is_in_the_ledger() -> None:
    back = filing(typed(blank(), {0: ROW})).records[0]

    assert [value(back, key) for key in ("income", "spending", "found_date", "checked_date", "measures", "phone")] == [
        Decimal("1234.50"), Decimal("5000.00"), date(2020, 3, 2), date(2020, 3, 5), "医疗救助、教育救助", "13900000000",
    ]  # fmt: skip
    found = {repair.column: (repair.old, repair.new) for repair in examine(case(FORM, [ROW])).repairs}
    assert found == {
        "spending": ("0.5万", "5000"), "checked_date": ("2020年3月5日 09:30", "2020年3月5日"),
        "measures": ("医疗，教育", "医疗救助、教育救助"),
    }  # fmt: skip


def test_the_choices_of_a_column_are_put_together_once_however_many_findings_name_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(checked, "choices", lambda spec: (asked.append(spec.column.key), choices(spec))[1])
    report = examine(case(FORM, [{**ROW, "class": f"乱填{row}", "phone": None} for row in range(9)]))

    assert [finding.args["choices"] for finding in report.findings if finding.column == "class"] == ["、".join(CLASSES)] * 9
    assert asked.count("class") == 1


def test_rules_see_amounts_days_and_choices() -> None:
    rows = [ROW, {**ROW, "income": 5000.1, "phone": None}, {**ROW, "checked_date": "2020-3-10", "phone": None},
            {**ROW, "spending": 0, "phone": None}]  # fmt: skip
    found = [(f.rule, f.places[0].cell[-1]) for f in examine(case(FORM, rows)).findings]

    assert found == [("T-1", "2"), ("T-2", "3"), ("T-3", "4")]


def test_a_return_copy_is_numbered_and_carries_what_was_understood() -> None:
    wrong = {**ROW, "income": 12.345, "found_date": "2020年3月", "serial": "乱", "phone": "12345678"}
    one = judged(typed(blank(), {3: wrong, 5: {**ROW, "phone": "0546-1234567"}}))
    copy = write_workbook(FORM, return_issue(FORM, one, None))

    assert one.code == "returned"
    assert [(f.code, f.severity) for f in one.report.findings] == [
        ("phone-odd", "query"), ("too-precise", "error"), ("date-format", "error")]
    assert column(copy, "serial")[:3] == [1, 2, 3]
    assert column(copy, "spending")[:2] == [5000, 5000]
    assert column(copy, "measures")[:2] == ["医疗救助、教育救助"] * 2
    assert column(copy, "found_date")[0] == "2020年3月"
    again = filing(copy)
    assert [value(row, "spending") for row in again.records] == [Decimal("5000.00")] * 2


def test_nobody_sees_a_telephone_number() -> None:
    rows = {0: {**ROW, "phone": "0546-12345"}, 1: {**ROW, "phone": "12345678、87654321"}}
    one = judged(typed(blank(), rows))
    shown = json.dumps(export.check_json([one], {FORM.form: FORM}, {}, plain=False), ensure_ascii=False)

    assert [sentence(FORM, finding) for finding in one.report.findings if finding.code != "phone-odd"] == []
    assert not any(number in shown for number in ("0546-12345", "12345678", "87654321"))
    assert [value_shown(FORM, finding) for finding in one.report.findings] == ["******2345", "*************4321"]


def test_a_prefilled_row_holds_amounts_and_days() -> None:
    data = "户主姓名,人均纯收入,发现日期,帮扶措施,序号\n张甲一,\"1,234.5元\",2020年3月2日,医疗救助,9\n".encode()
    wanted = Wanted(FORM, parse(PERIOD), None)
    found = supplied(Arrival("数据.csv", data), [(FORM, wanted.specs)])
    assert isinstance(found, tuple)
    made = blank(entries=in_hand(allotted(wanted, found[0]).units[""]).entries)

    assert column(made, "serial")[:2] == [1, 2]
    assert column(made, "income")[0] == 1234.5
    assert column(made, "found_date")[0] == datetime(2020, 3, 2)


def rollup(form: Form = FORM, text: str = PERIOD) -> Rollup:
    """Three villages, one with nothing to report."""
    first = [{**ROW, "income": number + 0.1} for number in range(3)]
    second = [{**ROW, "income": "-0.1", "measures": "低保", "class": None}, {**ROW, "found_date": None, "measures": None}]
    return roll_up(form, text, TOWN, (COUNTY,), [part(form, 1, first, text), part(form, 2, second, text), part(form, 3, [], text)])


def test_amounts_add_up_exactly_and_choices_are_counted_one_by_one() -> None:
    total = rollup().totals["all"]

    assert total.columns["income"] == Decimal("1237.70")
    assert total.columns["found_date"] == 4
    assert total.columns["measures"] == {"医疗救助": 3, "教育救助": 3, "公益岗位/务工": 0, "低保": 1}
    found = export.rollup_json("x.xlsx", rollup())["sections"]["all"]["columns"]
    assert json.loads(json.dumps(found))["income"] == {"sum": 1237.7}


def test_totals_list_the_values_in_use_that_year() -> None:
    assert rollup().totals["all"].columns["class"] == {"脱贫监测户": 0, "边缘户": 4}
    later = rollup(text="2021-03")
    assert later.totals["all"].columns["class"] == {"脱贫不稳定户": 0, "边缘户": 4}
    empty = roll_up(FORM, "2021-03", TOWN, (COUNTY,), [])
    assert empty.totals["all"].columns["class"] == {"脱贫不稳定户": 0, "边缘户": 0}


def test_a_rollup_is_read_back_as_what_was_written_and_its_rows_are_numbered_through() -> None:
    made = rollup()
    odd = part(FORM, 4, [{**ROW, "phone": "12345678", "income": 12.345, "head_name": "张３"}])
    made = roll_up(FORM, PERIOD, TOWN, (COUNTY,), [*made.parts, odd])
    data = write_rollup(made, (), (), ())
    back = read_rollup(data, "x.xlsx", {FORM.form: FORM})

    assert back is not None
    assert back.edited == ()
    assert [digest(one) for one in back.parts] == [digest(one) for one in made.parts]
    assert roll_up(FORM, PERIOD, TOWN, (COUNTY,), union(back.parts)[0]).totals == made.totals
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(sheet for sheet in book if sheet["A1"].value == "serial")
    assert [row[0].value for row in sheet.iter_rows(min_row=6)] == [1, 2, 3, 4, 5, 6]


def test_an_amount_changed_by_hand_is_noticed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_rollup(rollup(), (), (), ())))
    sheet = next(sheet for sheet in book if sheet["A1"].value == "serial")
    place = FORM.places["income"] + 1
    sheet.cell(6, place).value = 0.11
    target = io.BytesIO()
    book.save(target)
    back = read_rollup(target.getvalue(), "x.xlsx", {FORM.form: FORM})

    assert back is not None
    assert len(back.edited) == 1


def test_lines_are_neither_households_nor_persons() -> None:
    form = kinds_form("line")
    one = judged(typed(blank(form), {0: {**ROW, "head_name": "张甲一"}, 1: {**ROW, "phone": None}}, form), form)
    made = rollup(form)

    assert (one.code, one.args["rows"], one.households, one.persons) == ("accepted-lines", "2", 0, 0)
    total = made.totals["all"]
    assert (total.records, total.households, total.persons, made.distinct["all"]) == (5, 0, 0, 0)
    book = openpyxl.load_workbook(io.BytesIO(write_rollup(made, (), (), ())))
    said = [str(cell.value) for row in book["汇总"].iter_rows() for cell in row if cell.value is not None]
    assert "行数" in said
    assert not {"户数", "人数", "不重复人数"} & set(said)


def test_a_value_only_asked_about_counts_wherever_it_stands() -> None:
    made = part(FORM, 1, [{**ROW, "phone": "12345678"}])
    back = read_rollup(write_rollup(roll_up(FORM, PERIOD, TOWN, (), [made]), (), (), ()), "x.xlsx", {FORM.form: FORM})

    assert back is not None
    phone = back.parts[0].records[0].readings[FORM.places["phone"]]
    assert (phone.value, phone.problem) == ("12345678", "phone-odd")


def test_a_department_reports_to_the_county() -> None:
    said = "代码,名称,级别,上级\n379999000000,示例区,县,\n379999900000,示例局,部门,379999000000\n"
    roster = read_roster(said.encode())

    assert roster.units["379999900000"].level == "department"
    assert [unit.level for unit in roster.path("379999900000")] == ["department", "county"]
    assert read_roster(roster_csv(roster)) == roster
    assert "部门" in roster_csv(roster).decode("utf-8-sig")
    assert LEVELS.index("township") < LEVELS.index("department") < LEVELS.index("county")
    assert words.say("level-department") == "部门"
