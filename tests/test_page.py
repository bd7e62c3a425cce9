"""The report as a page: it stands alone, is well formed whatever a file says, adds up to the JSON, and stays small."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from office_task import EAST_A, EAST_B, WEST_C, answer, blank_of, household, run, send

from formkit import page
from formkit.cells import Place
from formkit.filing import Filing, Identity, Source, Step
from formkit.finding import Finding, Report
from formkit.intake import Judged
from formkit.load import find_form
from formkit.overview import overview
from formkit.page import write_page

FORM = find_form("zaozhuang-ledger")
FORMS = {FORM.form: FORM}
VOID = {"meta", "br"}
HOSTILE = "<script>alert('1')</script>&amp;\"'=HYPERLINK(\"http://evil.example/\")"
NUMBER = "379999194001010007"


class Page(HTMLParser):
    """A page taken apart: every tag closed in its turn, ids, links, the cells of every table."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.tables: list[list[list[str]]] = []
        self.said = ""
        self.feed(data.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            return
        self.said += data
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data


def filing(number: int, count: int, **changed: object) -> Judged:
    unit = Step("village", f"37999910{number:04}", f"第{number}村")
    path = (unit, Step("township", f"T{number // 20}", f"第{number // 20}镇"))
    findings = tuple(
        Finding(("not-in-codelist", "required", "id-length")[row % 3], "error", (Place("填报表", f"R{9 + row}"),), "marginal",
                FORM.leaves[row % 20].key, HOSTILE, {"label": FORM.leaves[row % 20].label, "value": HOSTILE, "choices": "因病", "found": "8"})
        for row in range(count)
    )  # fmt: skip
    identity = Identity(FORM.form, FORM.version, unit.code, "2020-03", 1, "", path)
    file = f"inbox/{number}.xlsx"
    base = Judged(file, f"{number:064}", "xlsx", "returned", "returned", {"errors": str(count), "queries": "0"}, identity,
                  Filing(Source(file, ""), identity), Report(findings))  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


def test_the_numbers_are_those_of_the_json(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(n, risk=f"天灾{n}") for n in range(1, 7)]})
    send(task, EAST_B, {"marginal": [household(20, risk="天灾", id_number="3799"), household(21, medical=None)]})
    send(task, EAST_B, {"marginal": [household(22)]}, "sub/again.xlsx")
    send(task, WEST_C, {}, zero=True)
    (task / "inbox" / "图.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    document = answer("check", task, "--now", "2020-04-03")
    made = Page((task / "returns" / "审核报告.html").read_bytes())

    live = [each for each in document["filings"] if each["outcome"] not in ("superseded", "copy")]
    found = [finding for each in live for finding in each["findings"]]
    errors = sum(finding["severity"] == "error" for finding in found)
    queries = sum(finding["severity"] == "query" and not finding["explained"] for finding in found)
    towns, kinds = made.tables[:2]
    assert towns[-1] == ["合计", "4", "1", str(len(live) - 1), "1", str(errors), str(queries), ""]
    assert towns[2][:5] == ["西镇(新区)", "2", "1", "0", "1"]
    assert towns[2][-1] == "甲庄村"
    assert sum(int(row[3]) for row in kinds[1:]) == len(found)
    assert {row[0].splitlines()[0] for row in kinds[1:]} >= {"“主要返贫风险(下拉菜单选择)”填的“…”不在可选项中not-in-codelist "}
    assert f"错误{errors}处，待核实{queries}处" in made.said
    assert f"共{document['summary']['files']}个文件" in made.said
    copies = {f"./{Path(each['return_copy']).relative_to('returns').as_posix()}" for each in live if each["return_copy"]}
    assert {Path(unquote(link)).name for link in made.links if link.startswith("./")} == {Path(copy).name for copy in copies}


def test_a_file_that_cannot_be_read_stands_with_the_unit_whose_name_it_bears(task: Path) -> None:
    (task / "inbox" / blank_of(task, WEST_C).name).write_bytes(b"\x89PNG\r\n\x1a\n")
    run("check", task, "--now", "2020-04-03")
    towns = Page((task / "returns" / "审核报告.html").read_bytes()).tables[0]

    assert towns[2] == ["西镇(新区)", "2", "0", "1", "1", "0", "0", "甲庄村"]
    assert [row[0] for row in towns[1:]] == ["东镇", "西镇(新区)", "合计"]


def test_it_stands_alone_and_leads_nowhere_else(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1, risk="http://evil.example/")]})
    assert run("check", task, "--now", "2020-04-03").exit_code == 1
    data = (task / "returns" / "审核报告.html").read_bytes()
    made = Page(data)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(made.tags)
    assert not {name for name in made.attributes if name.startswith("on") or name in ("src", "style", "action")}
    style = re.findall("<style>(.*?)</style>", data.decode(), re.S)
    assert len(style) == 1
    assert "url(" not in style[0]
    assert "@import" not in style[0]
    assert "@media print" in style[0]
    assert "table-header-group" in style[0]
    assert len(set(made.ids)) == len(made.ids)
    for link in made.links:
        assert link.startswith(("#", "./"))
        assert link[1:] in made.ids or (task / "returns" / unquote(link)).is_file()


def test_whatever_a_file_says_is_text() -> None:
    strange = filing(1, 4, file=f"inbox/{HOSTILE}.xlsx")
    named = filing(2, 1, identity=replace(strange.identity, unit="2", path=(Step("village", "2", HOSTILE), Step("township", "3", HOSTILE))))
    broken = Judged(f"inbox/{NUMBER}\udcff.xlsx", "1" * 64, "unknown", "unreadable", "file-unreadable")
    judged = (strange, named, broken)
    copies = {strange.file: f"returns/{HOSTILE}_退回.xlsx", named.file: f"returns/{NUMBER}_退回.xlsx"}
    data = write_page(overview(HOSTILE, judged, FORMS, copies=copies), None, "2020-04-03")
    made = Page(data)
    assert "script" not in made.tags
    assert b"<script" not in data
    assert made.said.count("<script>alert('1')</script>") > 5
    assert NUMBER.encode() not in data
    assert [link[:12] for link in made.links if not link.startswith("#")] == ["./%3Cscript%"]


def test_lists_are_cut_and_totals_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "OF_A_FILE", 5)
    monkeypatch.setattr(page, "KINDS", 7)
    made = Page(write_page(overview("台账", [filing(1, 600), filing(2, 2)], FORMS)))
    assert "错误602处" in made.said
    assert "本文件共600处问题，分60种，上面列出前5种" in made.said
    assert "共60种，列出前7种。" in made.said
    assert len(made.tables[1]) == 1 + 7
    assert len(made.tables[2]) == 1 + 5
    assert made.tables[2][1][0] == "R9、R69、R129、R189、R249、R309、R369、R429、R489、R549"
    monkeypatch.setattr(page, "CELLS", 2)
    again = Page(write_page(overview("台账", [filing(1, 600)], FORMS)))
    assert again.tables[2][1][0] == "R9、R69等10处"


def test_many_files_stay_a_page_a_browser_opens_at_once() -> None:
    view = overview("台账", [filing(number, 40) for number in range(250)], FORMS)
    data = write_page(view)
    made = Page(data)
    assert len(data) < 6_000_000
    assert made.tables[0][-1][5] == "10000"
    assert len(made.tables[0]) == 1 + 13 + 1
    assert sum(len(table) - 1 for table in made.tables[2:]) <= page.GROUPS
    assert b"<details open" not in data
    assert made.tags["details"] == 250


def test_all_well_says_so() -> None:
    fine = filing(1, 0, outcome="accepted", code="accepted", args={"households": "1", "persons": "1"})
    made = write_page(overview("台账", [fine], FORMS)).decode()
    assert '<div class="verdict good"><strong>收到的表全部通过</strong>' in made
    assert "还没有收到文件" in write_page(overview("台账", [], FORMS)).decode()
    assert "还有1个文件要处理" in write_page(overview("台账", [fine, filing(2, 1)], FORMS)).decode()


def test_the_same_page_again() -> None:
    judged = [filing(1, 3), filing(2, 0)]
    assert write_page(overview("台账", judged, FORMS), None, "x") == write_page(overview("台账", judged, FORMS), None, "x")
