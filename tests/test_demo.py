"""The shipped example from end to end: what is planted is found, each at its true cell, and nothing else is; two months agree."""

from __future__ import annotations

import csv
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from every_number import counted_once, every_number, explained
from office_task import answer, run
from reading_once import reading_once
from typed_over import typed_all

from formkit import workers
from formkit.commands.demo import STEPS
from formkit.layout import SHEET, lay_out
from formkit.load import shelf
from formkit.read.rollup import open_rollup
from formkit.task import open_task

EXAMPLE = shelf("examples") / "taierzhuang"
MARCH, APRIL = "2020-03", "2020-04"
NOW = {MARCH: "2020-04-08", APRIL: "2020-05-07"}
STATES = {
    MARCH: {"accepted": 15, "zero": 1, "returned": 5, "empty": 1, "unreadable": 1, "missing": 1},
    APRIL: {"accepted": 22, "zero": 1, "missing": 1},
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _once() -> Iterator[None]:
    """Some twenty commands over the same two inboxes: each file is read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "run", reading_once())
        yield


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that formkit demo makes."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = run("demo", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def checked(demo: Path) -> dict[str, Any]:
    """What the check says of either month."""
    return {month: answer("check", demo / month, "--now", NOW[month]) for month in NOW}


@pytest.mark.parametrize("month", NOW)
def test_exactly_what_is_planted_is_found(checked: dict[str, Any], month: str) -> None:
    with (EXAMPLE / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["month"] == month]
    planted = [(row["file"], row["cell"], row["code"], row["severity"]) for row in rows]
    document = checked[month]

    found = [(filing["file"], each) for filing in document["filings"] for each in filing["findings"]]
    found += [(each["file"], each) for each in document["between"]["findings"]]

    assert sorted((file, each["cell"] or "", each["code"], each["severity"]) for file, each in found) == sorted(planted)


@pytest.fixture(scope="module")
def units(demo: Path) -> dict[str, Any]:
    """Where every unit stands in either month."""
    return {month: answer("status", demo / month, "--now", NOW[month])["units"] for month in NOW}


@pytest.mark.parametrize("month", NOW)
def test_every_unit_is_in_its_state(units: dict[str, Any], month: str) -> None:
    granted = [(unit["name"], unit["extended"]["until"]) for unit in units[month] if unit["extended"]]

    assert granted == ([("官牧村委会", "2020-05-08")] if month == APRIL else [])
    assert Counter(unit["state"] for unit in units[month]) == STATES[month]


def test_those_are_late_who_came_after_their_day(units: dict[str, Any]) -> None:
    late = {month: [unit["name"] for unit in found if unit["late"]] for month, found in units.items()}

    assert late[MARCH] == ["北园社区居委会"]
    # A whole township, but for the village that was given more time and the one that has not reported at all.
    assert late[APRIL] == [
        "李庄村委会", "半楼村委会", "德胜庄村委会", "新闸子村委会", "武宅子村委会", "张山子西村委会",
    ]  # fmt: skip


def test_villages_and_townships_give_the_same_county(demo: Path, tmp_path: Path) -> None:
    roster = ("--units", demo / "units.csv")
    in_task = answer("merge", demo / APRIL, "--now", NOW[APRIL])["rollups"]
    villages = answer("merge", *sorted((demo / APRIL / "inbox").glob(f"*_{APRIL}.*")), "-o", tmp_path / "a", *roster)["rollups"]
    townships = sorted(path for path in (demo / APRIL / "rollup").glob("*.xlsx") if "台儿庄区" not in path.name)
    via = answer("merge", *townships, "-o", tmp_path / "b", *roster)["rollups"]

    assert len(townships) == 3
    assert villages[-1]["sections"] == via[-1]["sections"] == in_task[-1]["sections"]
    assert in_task[-1]["parts"] == STATES[APRIL]["accepted"] + STATES[APRIL]["zero"]
    for key, total in in_task[-1]["sections"].items():
        assert total["persons"] == sum(township["sections"][key]["persons"] for township in in_task[:-1])


# Households and persons of the 15 villages and the zero report that were accepted in both months.
FLOW = {
    "opening": (84, 219), "added": (3, 5), "arrived": (1, 1), "removed": (1, 4), "lost": (0, 1), "gone": (1, 1), "left": (1, 1),
    "closing": (85, 218),
}  # fmt: skip
CHANGES = {
    "兴中社区居委会": ["added"] * 3, "沿河社区居委会": ["added"], "林运社区居委会": ["removed"] * 4, "繁荣街社区居委会": ["lost"],
    "北园社区居委会": ["gone"], "陡沟村村委会": ["left"], "沧浪庙村委会": ["arrived"], "边庄村委会": ["changed"], "孟庄村委会": ["changed"],
    "德胜庄村委会": ["changed"], "武宅子村委会": ["added"], "张山子西村委会": ["changed"],
}  # fmt: skip


@pytest.fixture(scope="module")
def compared(demo: Path) -> Any:
    """April against March."""
    return answer("compare", demo / APRIL, "--with", demo / MARCH, "--now", NOW[APRIL])


def test_april_goes_on_from_march_with_exactly_what_happened(compared: Any) -> None:
    flow = {part: (size["households"], size["persons"]) for part, size in compared["flow"].items()}
    came = [sum(flow[part][grain] for part in ("opening", "added", "arrived")) for grain in (0, 1)]
    went = [sum(flow[part][grain] for part in ("removed", "lost", "gone", "left")) for grain in (0, 1)]

    assert flow == FLOW
    assert (came[0] - went[0], came[1] - went[1]) == flow["closing"]
    assert {one["name"]: [each["kind"] for each in one["changes"]] for one in compared["units"] if one["changes"]} == CHANGES


def test_who_moved_is_the_same_person_at_both_ends_and_why_is_said(compared: Any) -> None:
    changes = {(one["name"], each["kind"]): each for one in compared["units"] for each in one["changes"]}
    left, arrived = changes["陡沟村村委会", "left"], changes["沧浪庙村委会", "arrived"]

    assert (left["who"], left["reason"]) == (arrived["who"], "迁出")
    assert changes["林运社区居委会", "removed"]["reason"] == "风险消除"
    assert changes["繁荣街社区居委会", "lost"]["reason"] == "死亡"
    assert changes["孟庄村委会", "changed"]["reason"] == "信息更正"


def test_last_months_file_is_named_as_such(compared: Any) -> None:
    assert [Path(each["file"]).name for each in compared["resent"]] == ["370405101206_毛官庄村委会_2020-03.xlsx"]
    assert {each["name"] for each in compared["not_compared"] if each["why"] == "no-after"} == {"毛官庄村委会"}


def test_the_number_that_the_demo_traces_leads_to_the_cells_where_somebody_is_new(demo: Path) -> None:
    words = shlex.split(STEPS[-1].typed.replace("DIR", demo.as_posix()))
    found = answer(*words)

    assert words[0] == "trace"
    assert (found["stands"], found["agrees"]) == ("5", True)
    cells = {(Path(each["file"]).name[:12], each["cell"]) for each in found["cells"]}
    assert cells == {
        ("370405001001", "V17"), ("370405001001", "V18"), ("370405001001", "V19"), ("370405001002", "V20"), ("370405101207", "V15"),
    }  # fmt: skip


def test_every_number_of_the_county_is_explained_and_none_can_be_typed_over(demo: Path, tmp_path: Path) -> None:
    county = demo / APRIL / "rollup" / f"台儿庄区_{APRIL}_汇总.xlsx"
    (form,) = open_task(demo / APRIL).forms.values()
    book = open_rollup(county.read_bytes(), county.name, {form.form: form})
    assert book is not None
    numbers = every_number(book)
    with counted_once():
        said = [explained(book, place) for place in numbers]

    assert len(said) > 2_500
    assert {each["kind"] for each in said} >= {"worked", "line", "flow", "listed", "expected", "received", "late", "distinct", "value"}
    (tmp_path / county.name).write_bytes(typed_all(county.read_bytes(), {place: value + 9_000 for place, value in numbers.items()}))
    wrong = answer("merge", tmp_path / county.name, "-o", tmp_path / "out", "--units", demo / "units.csv")["findings"]
    assert {(each["sheet"], each["cell"]) for each in wrong} == numbers.keys()
    assert {each["code"] for each in wrong} == {"rollup-total"}


def test_a_number_of_march_leads_to_marchs_filings_and_is_counted_again_from_its_own_workbook(demo: Path) -> None:
    county = demo / APRIL / "rollup" / f"台儿庄区_{APRIL}_汇总.xlsx"
    found = answer("trace", county, "历月!D6")
    once = found["again"]

    assert (found["period"], found["stands"], found["earlier_total"]) == (MARCH, "93", STATES[MARCH]["accepted"] + STATES[MARCH]["zero"])
    assert sum(each["amount"] for each in found["earlier"]) == 93 == once["expected"] == sum(each["amount"] for each in once["parts"])
    assert Path(once["file"]).resolve() == (demo / MARCH / "rollup" / county.name.replace(APRIL, MARCH)).resolve()
    assert [each["file"].startswith("inbox/") for each in once["cells"]] == [True] * 20
    assert "2020-03_汇总.xlsx：93（相符）" in run("trace", county, "历月!D6").stdout
    assert "0.958333" in run("trace", county, "总览!E6").stdout


def test_aprils_workbooks_name_everybody_who_was_accepted_in_march_and_nobody_else(demo: Path, checked: dict[str, Any]) -> None:
    task = open_task(demo / APRIL)
    (form,) = task.forms.values()
    layout = lay_out(form, task.settings.rows)
    stood = {each["unit"]: each["persons"] for each in checked[MARCH]["filings"] if each["outcome"] in ("accepted", "zero")}
    for path in (demo / APRIL / "outbox").rglob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        values = [row for block in layout.blocks for row in book[SHEET].iter_rows(block.first_row, block.last_row, values_only=True)]
        book.close()
        named = [row for row in values if row[form.places["id_number"]]]

        assert len(named) == stood.get(path.name[:12], 0), path.name
        assert {row[form.places[key]] for row in named for key in ("change", "changed_on")} <= {None}


def test_the_notices_name_whom_they_concern(demo: Path) -> None:
    names = sorted(path.name for path in (demo / MARCH / "notices").glob("*.docx"))

    assert sum(name.startswith("退回修改通知") for name in names) == STATES[MARCH]["returned"]
    assert "催报通知_2020-03.docx" in names


@pytest.mark.parametrize("month", NOW)
def test_the_originals_are_untouched(demo: Path, month: str) -> None:
    originals = [path for path in (EXAMPLE / month / "returned").rglob("*") if path.is_file()]

    assert len(originals) == len(list((demo / month / "inbox").iterdir()))
    for path in originals:
        assert (demo / month / "inbox" / path.name).read_bytes() == path.read_bytes()


def test_the_file_sent_again_is_last_months_to_the_byte() -> None:
    (again,) = (EXAMPLE / APRIL / "returned").rglob("*_2020-03.xlsx")

    assert again.read_bytes() == (EXAMPLE / MARCH / "returned" / "2020-04-03" / again.name).read_bytes()


def test_a_demo_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    done = run("demo", tmp_path)

    assert (done.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["x"])
