"""Where a number comes from: trace explains every registered number and every cell of the detail, down to the cells that were sent."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from office_task import EAST_A, EAST_B, WEST_C, answer, household, run, send
from rollup_cases import COUNTY, FIRST, FORM, FORMS, ROSTER, TOWNS, fixed, rolled, spoiled, written
from typed_over import typed

from formkit.cells import letter
from formkit.container import OWN
from formkit.read.rollup import Opened, open_rollup
from formkit.trace.origin import Copied, Counted, TraceError, how, trace
from formkit.trace.plain import traced_json
from formkit.trace.recount import STATED, Meaning
from formkit.words import SENTENCES
from formkit.write import links
from formkit.write.links import link_formula, source_link
from formkit.write.rollup import write_rollup

NOW = "2020-04-04"


def opened(data: bytes) -> Opened:
    found = open_rollup(data, "汇总.xlsx", FORMS)
    assert found is not None
    return found


BOOK = opened(written(rolled(fixed()), ROSTER))


def test_every_number_is_explained_and_its_cells_add_up_to_it() -> None:
    for stood in BOOK.numbers[::7]:
        found = trace(BOOK, f"'{stood.sheet}'!{stood.cell}")
        assert isinstance(found, Counted)
        assert found.stood == stood
        assert how(FORM, stood) in SENTENCES
        assert found.agrees is not False
        if stood.meaning.kind not in (*STATED, "received", "zero"):
            assert sum(share.amount for share in found.shares) == found.expected == sum(amount or 0 for _, amount in found.parts)


def test_a_household_leads_to_its_head_and_a_tick_to_its_cell() -> None:
    stood = next(each for each in BOOK.numbers if each.meaning == Meaning("count", TOWNS[0].code, "marginal", "education"))
    found = traced_json(BOOK, trace(BOOK, f"{stood.sheet}!{stood.cell}"), limit=2, plain=False)
    assert (found["expected"], found["cells_total"], len(found["cells"])) == (4, 4, 2)
    place = FORM.places["education"]
    assert found["cells"][0] == {
        "unit": "379999101001", "name": "东村", "section": "marginal", "file": "收件/东村.xlsx", "sheet": "填报表",
        "cell": fixed()[0].records[0].cells[place], "value": "√", "amount": 1,
    }  # fmt: skip
    homes = next(each for each in BOOK.numbers if each.meaning == Meaning("households", TOWNS[0].code, "marginal"))
    cells = traced_json(BOOK, trace(BOOK, f"{homes.sheet}!{homes.cell}"), limit=None, plain=False)["cells"]
    assert [(each["cell"], each["value"]) for each in cells][:1] == [("D8", "张三")]


def test_numbers_of_people_are_masked_unless_asked_for() -> None:
    stood = next(each for each in BOOK.numbers if each.meaning == Meaning("persons", COUNTY.code, "marginal"))
    hidden, shown = (
        traced_json(BOOK, trace(BOOK, f"{stood.sheet}!{stood.cell}"), limit=None, plain=plain)["cells"][0]["value"]
        for plain in (False, True)
    )
    assert (hidden[:14], len(shown), hidden[-4:]) == ("*" * 14, 18, shown[-4:])


def test_a_number_typed_over_is_shown_beside_what_it_should_be() -> None:
    stood = next(each for each in BOOK.numbers if each.meaning == Meaning("records", TOWNS[0].code, "marginal"))
    book = opened(typed(written(rolled(fixed()), ROSTER), stood.sheet, stood.cell, 500))
    found = traced_json(book, trace(book, f"{stood.sheet}!{stood.cell}"), limit=20, plain=False)
    assert (found["stands"], found["expected"], found["agrees"]) == ("500", 4 if len(found["parts"]) > 1 else 2, False)


def test_a_cell_of_the_detail_leads_to_the_very_cell_and_the_filing() -> None:
    east = fixed()[0]
    rows = (spoiled(FORM, east.records[0], "risk", "not-in-codelist", "天灾"), *east.records[1:])
    accepted = opened(written(rolled([replace(east, records=rows, accepted_by="王某", reason="属实")])))
    place = FORM.places["risk"]
    found = trace(accepted, f"边缘户!{letter(place)}{FIRST}")
    assert isinstance(found, Copied)
    said = traced_json(accepted, found, limit=None, plain=False)
    assert (said["source"]["cell"], said["source"]["sheet"], said["source"]["sha256"]) == (rows[0].cells[place], "填报表", east.sha256)
    assert (said["accepted_by"], said["reason"], said["value"], said["column"]) == ("王某", "属实", "天灾", "risk")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("汇总!A1", "trace-no-number"), ("边缘户!A2", "trace-no-number"), ("边缘户!A900", "trace-no-number"), ("没有!A1", "trace-no-sheet"),
        ("_parts!A1", "trace-no-sheet"), ("十二", "trace-no-place"), ("A0", "trace-no-place"), ("ZZZZ1", "trace-no-place"),
        ("汇总!ZZZ1048576", "trace-no-number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_in_one_sentence(cell: str, code: str) -> None:
    with pytest.raises(TraceError) as caught:
        trace(BOOK, cell)
    assert caught.value.code == code
    assert code in SENTENCES


def test_trace_merge_and_links_on_a_task(task: Path, tmp_path: Path) -> None:
    for number, unit in enumerate((EAST_A, EAST_B), 11):
        send(task, unit, {"marginal": [household(number)]})
    run("merge", task, "--now", NOW)
    book = next((task / "rollup").glob("东镇*"))
    number = next(each for each in opened(book.read_bytes()).numbers if each.meaning == Meaning("households", "379999100000", "marginal"))
    asked = f"'{number.sheet}'!{number.cell}"
    told = run("trace", book, asked)
    assert (told.exit_code, "按明细重新计算：2（相符）" in told.stdout, f"inbox/{EAST_A}" in told.stdout) == (0, True, True)
    assert json.loads(run("trace", book, asked, "--json").stdout)["cells_total"] == 2
    for target, cell in ((book, "A1"), (book, "x!A1"), (next((task / "outbox").rglob("*.xlsx")), "A1"), (task / "units.csv", "A1")):
        failed = run("trace", target, cell)
        assert (failed.exit_code, failed.stdout, len(failed.stderr.splitlines())) == (2, "", 1)
    rels = [name for name in zipfile.ZipFile(book).namelist() if "worksheets/_rels" in name]
    targets = "".join(zipfile.ZipFile(book).read(name).decode() for name in rels)
    assert f"..\\inbox\\{EAST_A}_" in targets
    _typed_over_is_found(task, tmp_path, book, number.sheet, number.cell)


def _typed_over_is_found(task: Path, tmp_path: Path, book: Path, sheet: str, cell: str) -> None:
    sent = tmp_path / "东镇.xlsx"
    sent.write_bytes(typed(book.read_bytes(), sheet, cell, 500))
    loose = answer("merge", sent, "-o", tmp_path / "loose")
    said = [{key: each[key] for key in ("code", "file", "sheet", "cell", "value", "expected")} for each in loose["findings"]]
    assert said == [{"code": "rollup-total", "file": sent.as_posix(), "sheet": sheet, "cell": cell, "value": "500", "expected": "2"}]
    assert run("merge", sent, "-o", tmp_path / "loose").exit_code == 1
    assert loose["rollups"][0]["sections"]["marginal"]["households"] == 2
    shutil.rmtree(task / "inbox")
    (task / "inbox").mkdir()
    shutil.copy(sent, task / "inbox" / sent.name)
    send(task, WEST_C, {"marginal": [household(13)]})
    merged = answer("merge", task, "--now", NOW)
    assert [(each["file"], each["cell"]) for each in merged["findings"]] == [(f"inbox/{sent.name}", cell)]
    assert merged["rollups"][-1]["sections"]["marginal"]["households"] == 3


def test_a_file_name_never_makes_a_link_that_leads_elsewhere() -> None:
    assert source_link("../inbox/东村 (1).xlsx", "甲'表", "A7") == "external:../inbox/东村 (1).xlsx#'甲''表'!A7"
    assert source_link("../inbox/a.zip!/里面/b.xlsx", "表", "A7") == "external:../inbox/a.zip"
    hostile = (
        "", "http://example.test/a.xlsx", "//server/share/a.xlsx", "\\\\server\\a.xlsx", "/etc/a.xlsx", "C:/a.xlsx", "a#b.xlsx",
        "a%41.xlsx", 'a".xlsx', "a\n.xlsx", "a\x7f.xlsx", "a\ud800.xlsx", "长" * 700 + ".xlsx",
        "379999194001010015.xlsx", "mailto:a@example.test",
    )  # fmt: skip
    assert [source_link(name, "表", "A7") for name in hostile] == [""] * len(hostile)
    assert source_link("a.xlsx", "表\x00", "A7") == source_link("a.xlsx", "379999194001010015", "A7") == "external:a.xlsx"


def test_a_link_as_a_formula_leads_there_and_nothing_in_a_name_ends_its_text() -> None:
    assert link_formula("external:../收件/东.xlsx#'甲''表'!A7", "东\".xlsx") == """HYPERLINK("../收件/东.xlsx#'甲''表'!A7","东"".xlsx")"""
    assert link_formula("external:a\",\"b", '"&CALL(1)&"') == 'HYPERLINK("a"",""b","""&CALL(1)&""")'
    assert link_formula("", "东.xlsx") == link_formula("external:" + "长" * 256, "东.xlsx") == link_formula("external:a", "长" * 256) == ""
    assert link_formula("external:" + "长" * 255, "东.xlsx")


def test_every_row_of_a_long_detail_leads_to_its_file_and_reads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_QUICK", 1)
    parts = (replace(fixed()[0], file='东"村&.xlsx'), fixed()[1])
    ways = {part.sha256: f"../收件/{place}.xlsx" for place, part in enumerate(parts)}
    data = write_rollup(rolled(parts, TOWNS[0]), (), (), (), sources=ways)
    column = len(FORM.leaves) + OWN.index("_file")
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["边缘户"].iter_rows(min_row=FIRST))
    said = [str(row[column].value) for row in rows]
    assert said[0] == """=HYPERLINK("../收件/0.xlsx#'填报表'!A8","东""村&.xlsx")"""
    assert all(each.startswith("=HYPERLINK") for each in said)
    assert not any(row[column].hyperlink for row in rows)
    found = opened(data).read
    assert (found.parts, found.edited, found.misstated) == (rolled(parts, TOWNS[0]).parts, (), ())


def test_links_in_a_roll_up_lead_from_units_to_rows_and_from_rows_to_files() -> None:
    parts = fixed()
    ways = {part.sha256: f"../{part.file}" for part in parts[:1]}
    data = write_rollup(rolled(parts, TOWNS[0]), (), (), (), sources=ways)
    book = openpyxl.load_workbook(io.BytesIO(data))
    linked = [cell for row in book["边缘户"].iter_rows() for cell in row if cell.hyperlink]
    assert [(cell.hyperlink.target, cell.hyperlink.location) for cell in linked] == [("..\\收件\\东村.xlsx", f"'填报表'!A{row}") for row in (8, 9)]
    assert [cell.value for cell in linked] == [parts[0].file] * 2
    named = [cell for row in book["汇总"].iter_rows(max_col=1) for cell in row if cell.hyperlink]
    assert [cell.value for cell in named] == ["东村", "西村"] * 2
    assert named[0].hyperlink.location == f"'边缘户'!A{FIRST}"
