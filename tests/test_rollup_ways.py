"""Ways and headings in a roll-up workbook: from a row to where it was read, from a township to its villages, what a list says it is."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_task import EAST_A, WEST_C, answer, household, send
from rollup_cases import COUNTY, FORM, ROSTER, fixed, grid, rolled
from two_periods import two

from formkit.load import find_form
from formkit.write.listing import broken
from formkit.write.rollup import write_rollup
from formkit.write.rollup_twins import twins_listing

NOW = "2020-04-04"


def ways(file: str) -> list[tuple[str, bool]]:
    """Where the names of files in the detail lead, in order, and whether to a place there."""
    sheet = openpyxl.load_workbook(file)["边缘户"]
    links = [cell.hyperlink for line in sheet.iter_rows() for cell in line if cell.hyperlink and cell.hyperlink.target]
    return [(link.target.replace("\\", "/"), bool(link.location)) for link in links]


def test_a_row_that_came_in_a_townships_roll_up_leads_to_it(task: Path, tmp_path: Path) -> None:
    """Its own file is not at hand; the roll-up it came in is, without a place: the row stands elsewhere in it."""
    for unit, number in ((EAST_A, 11), (WEST_C, 12)):
        send(task, unit, {"marginal": [household(number)]})
    answer("merge", task, "--now", NOW)
    own = next((task / "inbox").glob(f"{EAST_A}*"))
    east = shutil.copy(next((task / "rollup").glob("东镇*")), tmp_path / "东镇.xlsx")
    own.unlink()
    shutil.copy(east, task / "inbox")
    made = answer("merge", task, "--now", NOW)["rollups"][-1]["file"]
    assert ways(made) == [("../inbox/东镇.xlsx", False), (f"../inbox/{WEST_C}_丙庄村_2020-03.xlsx", True)]
    loose = answer("merge", east, next((task / "inbox").glob(f"{WEST_C}*")), "-o", tmp_path / "out")["rollups"]
    county = next(each["file"] for each in loose if each["unit_name"] == "示例区")
    assert ways(county) == [("../东镇.xlsx", False), (f"../task/inbox/{WEST_C}_丙庄村_2020-03.xlsx", True)]


def test_a_township_leads_to_its_villages() -> None:
    data = write_rollup(rolled(fixed(), COUNTY), ROSTER, (), ())
    book = openpyxl.load_workbook(io.BytesIO(data))
    below, led = book["分村汇总"], []
    for line in book["汇总"].iter_rows(max_col=1):
        if line[0].hyperlink:
            sheet, _, cell = line[0].hyperlink.location.partition("!")
            assert sheet == "'分村汇总'"
            above = [value for (value,) in below.iter_rows(max_col=1, max_row=below[cell].row - 1, values_only=True) if value]
            following = [value for (value,) in below.iter_rows(max_col=1, min_row=below[cell].row, values_only=True) if value]
            led.append(line[0].value)
            assert f"{line[0].value}小计" in following
            assert not str(above[-1]).endswith(("庄村", "合计"))
    assert len(led) == len(FORM.sections)


def test_a_list_says_whose_it_is_and_of_when() -> None:
    data = write_rollup(rolled(fixed(), COUNTY), ROSTER, (), ())
    for sheet in ("应报名单", "重复人员", "未计入"):
        title = str(grid(data, sheet)[0][0])
        assert title.startswith(COUNTY.name)
        assert "2020年3月" in title


@pytest.mark.parametrize(
    ("label", "width", "lines"),
    [
        ("医疗保障扶贫政策(人)", 6.0, "医疗保障扶贫政策\n(人)"), ("危房改造（户）", 6.0, "危房改造\n（户）"), ("低保(人)", 9.0, "低保(人)"),
        ("(人)", 2.0, "(人)"), ("享受帮扶政策(在已落实政策栏画“√”)", 6.0, "享受帮扶政策(在已落实政策栏画“√”)"),
    ],
)  # fmt: skip
def test_what_a_number_counts_is_not_broken_in_two(label: str, width: float, lines: str) -> None:
    assert broken(label, width) == lines


def test_the_header_of_the_summary_keeps_it_on_a_line() -> None:
    said = {str(value) for line in grid(write_rollup(rolled(fixed(), COUNTY), ROSTER, (), ()), "汇总") for value in line if value}
    assert any(value.endswith("\n(人)") for value in said)


@pytest.mark.parametrize(("name", "heading"), [("fuqing-visits", "村"), ("zaozhuang-ledger", "户主姓名"), ("heqing-annex-1-summary", "单位")])
def test_a_change_is_headed_by_what_its_rows_are_called(name: str, heading: str) -> None:
    """A row that is a unit has no 户主姓名."""
    heads: tuple[Any, ...] = grid(two(find_form(name)).data, "变动明细")[1]
    assert heading in heads
    assert ("户主姓名" in heads) == (heading == "户主姓名")


@pytest.mark.parametrize("name", ["dachuan-candidates", "zaozhuang-ledger"])
def test_persons_reported_twice_have_a_relation_only_where_the_form_asks_for_one(name: str) -> None:
    form = find_form(name)
    heads = [heading for heading, _ in twins_listing(rolled((), COUNTY, form), ()).columns]
    assert ("与户主关系" in heads) == bool(form.record.head)
