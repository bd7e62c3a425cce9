"""Notices of an office about a whole task: 转发通知, 填报通知, 通报, 工作情况汇总报告. Every number is that of the roll-up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import person
from months_drawn import FORM as MONTHLY
from months_drawn import months as drawn_months
from office_task import run
from rollup_cases import COUNTY
from test_notices import words

from formkit import disk, office, period
from formkit.compare import compare
from formkit.compare.flows import Size
from formkit.filing import Identity
from formkit.gather import Gathered, gather_task
from formkit.identity import steps
from formkit.merge import Part, roll_up
from formkit.model import Form
from formkit.notice import render, shelf
from formkit.notice.facts import stock
from formkit.notice.letterbox import letters
from formkit.notice.scene import Scene
from formkit.notice.wording import size_text
from formkit.office import Checked
from formkit.roster import read_roster
from formkit.states import State
from formkit.task import Settings, Task, open_task
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

ROSTER = """代码,名称,级别,上级,停用,并入
370000000000,示例省,省,,,
379900000000,示例市,市,370000000000,,
379999000000,示例区,县,379900000000,,
379999100000,东镇,乡,379999000000,,
379999100200,甲庄村,村,379999100000,,
379999100201,乙庄村,村,379999100000,,
379999100202,丁庄村,村,379999100000,2020-03,379999100200
379999101000,西镇,乡,379999000000,,
379999101200,丙庄村,村,379999101000,,
379999101201,戊庄村,村,379999101000,,
379999101202,己庄村,村,379999101000,,
"""
FIRST, SECOND, MERGED, THIRD, FOURTH, FIFTH = (
    f"379999{tail}" for tail in ("100200", "100201", "100202", "101200", "101201", "101202")
)
NOW = "2020-05-09"
NUMBER = {"number": "示扶贫组办字〔2020〕8号"}
ASKED = {
    **NUMBER, "until": "2020-05-15", "signer": "示例签发人", "upper": "示例市扶贫办", "problems": "有的户没有稳定收入。", "plans": "按月走访。",
    "hour": "17:00", "sending": "政务内网邮箱", "original_agency": "市扶贫办", "original_number": "枣扶贫组办字〔2020〕4号",
    "original_title": "关于贯彻《省办关于印发〈实施办法〉的通知》的通知", "demand_1": "每月25日前报送。",
}  # fmt: skip
Rows = Sequence[Mapping[str, Any]]


def home(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A household of one person."""
    return {
        "head_name": name, "relation": "户主", "id_number": person("1970-01-01", number), "household_size": 1, "medical": "√",
        "education": "√" if number % 2 else None, "risk": "因病", "helper": "李帮一", "helper_agency": "某镇政府",
        "recognised": date(2020, 2, 1), **more,
    }  # fmt: skip


def sent(task: Path, unit: str, name: str = "", **rows: Rows) -> None:
    """A unit's workbook in the inbox; without rows it is a zero report."""
    form, roster, when = MONTHLY, read_roster((task / "units.csv").read_bytes()), period.parse(task.name)
    identity = Identity(form.form, form.version, unit, task.name, path=steps(roster.path(unit)))
    above = {step.level: step.name for step in identity.path}
    entries = {
        key: tuple(Entry(tuple(above.get(column.level or "", row.get(column.key)) for column in form.leaves)) for row in each)
        for key, each in rows.items()
    }
    places = tuple(roster.limited(unit).units.values())
    room = dict.fromkeys((part.key for part in form.sections), 6)
    made = Issue(identity, room, places, when.end, when.label, entries=entries, zero=not rows)
    disk.write(task / "inbox" / (name or f"{unit}.xlsx"), write_workbook(form, made))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April after March: a village merged, one in conflict, one late, one late with leave, one zero, one not there."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    for month, due in (("2020-03", "2020-04-05"), ("2020-04", "2020-05-05")):
        made = run("init", folder / month, "--form", MONTHLY.form, "--units", folder / "roster.csv", "--period", month, "--due", due)
        assert made.exit_code == 0, made.stderr
        settings = (folder / month / "task.yaml").read_text("utf-8").replace('agency: ""', "agency: 示例区扶贫办")
        settings = settings.replace('contact: ""', "contact: 示例联系人").replace('phone: ""', "phone: 0000-0000000")
        if month == "2020-04":
            granted = "extensions: [{units: [丙庄村], until: 2020-05-08, reason: 道路中断, by: 王某某}]"
            settings = settings.replace("before: []", "before: [../2020-03]").replace("extensions: []", granted)
        (folder / month / "task.yaml").write_text(settings, "utf-8")
    march, april = folder / "2020-03", folder / "2020-04"
    sent(march, FIRST, marginal=[home(1, "张甲一"), home(2, "张甲二")])
    sent(march, MERGED, marginal=[home(3, "张甲三")])
    sent(march, THIRD, marginal=[home(4, "张甲四")], unstable=[home(5, "张甲五")])
    sent(march, FIFTH, marginal=[home(6, "张甲六")])
    gone = {"change": "风险消除", "changed_on": date(2020, 4, 15)}
    sent(april, FIRST, marginal=[home(1, "张甲一", **gone), home(2, "张甲二"), home(3, "张甲三"), home(9, "张甲九", risk="因残")])
    office.checked(open_task(april), "2020-05-04")
    sent(april, THIRD, marginal=[home(4, "张甲四")], unstable=[home(10, "张甲十", household_size=2)])
    sent(april, FOURTH)
    sent(april, SECOND, "一.xlsx", marginal=[home(11, "李乙一")])
    sent(april, SECOND, "二.xlsx", marginal=[home(12, "李乙二")])
    office.checked(open_task(april), "2020-05-07")
    return folder


@pytest.fixture(scope="module")
def april(county: Path) -> Scene:
    """April as notices see it."""
    task = open_task(county / "2020-04")
    return Scene(task, office.checked(task, NOW), NOW)


@pytest.fixture(scope="module")
def merged(county: Path) -> Gathered:
    """What a merge of April is made of."""
    return gather_task(open_task(county / "2020-04"), NOW)


def document(seen: Scene, kind: str, **more: str) -> str:
    """The text of a notice."""
    kept = shelf.find(kind)
    template, notice = shelf.template(kept), shelf.described(kept, seen.task.forms.get)
    (letter,) = letters(notice, seen, render.variables(template), {**ASKED, **more})
    return words(render.render(template, kind, letter.facts))


def stood(found: Gathered) -> Size:
    """The stock of the county's roll-up."""
    totals = found.rollups[-1].totals.values()
    return Size(sum(total.households for total in totals), sum(total.persons for total in totals))


def test_a_bulletin_says_what_the_merge_says(april: Scene, merged: Gathered) -> None:
    text = document(april, "bulletin")
    top = merged.rollups[-1]
    comparison = merged.course.comparison(top)
    assert comparison is not None
    flow, whole = comparison.flow, stood(merged)
    states = [state.state for state in merged.states]

    assert (top.unit.name, len(states), states.count("conflict"), states.count("missing")) == ("示例区", 5, 1, 1)
    assert "截至2020年5月9日，各单位报送率60%（应报5个，已报3个），其中零报告1个；及时率40%（应报5个，按时2个）。" in text
    assert "没有完成报送的2个单位：东镇乙庄村（冲突待定）；西镇己庄村（未报）。" in text
    assert "逾期报送的1个单位：西镇戊庄村。" in text
    classes = [Size(top.totals[key].households, top.totals[key].persons) for key in ("marginal", "unstable")]
    said = f"已报单位在册{size_text(whole)}，其中边缘户{size_text(classes[0])}，脱贫监测户{size_text(classes[1])}。"
    assert said in text
    assert top.totals["marginal"].columns["risk"]["因病"] + top.totals["unstable"].columns["risk"]["因病"] == 4
    assert "按主要风险分，因病4户，因残1户。" in text
    parts = [(name, sign, getattr(flow, key)) for key, name, sign in (
        ("added", "新增", "＋"), ("removed", "风险消除", "－"), ("gone", "未说明减少", "－"),
    )]  # fmt: skip
    assert all(size != Size() for _, _, size in parts)
    moved = "".join(f"，{name}{size_text(size)}" for name, _, size in parts)
    sums_ = "".join(f"{sign}{size_text(size)}" for _, sign, size in parts)
    opening, closing = size_text(flow.opening), size_text(flow.closing)
    assert f"2020年3月31日在册{opening}{moved}，2020年4月30日在册{closing}，即{opening}{sums_}＝{closing}，风险消除率" in text
    compared = [one for one in comparison.units.values() if one.both]
    assert f"以上按两期都已报送的{len(compared)}个单位计算，上期已报、本期未报的1个单位，没有列入比较。" in text
    assert "\n东镇、西镇：\n" in text  # the roster goes on up to the province: who collects is the county
    assert "“身份证号码”从×到×连着×行" in text  # what is of one row is not for all to read
    assert "{" not in text


def test_a_work_report_says_what_the_merge_says(april: Scene, merged: Gathered) -> None:
    text = document(april, "work-report")
    totals = merged.rollups[-1].totals
    for key, said in (("education", "教育扶贫政策{}人"), ("medical", "医疗保障扶贫政策{}人")):
        count = sum(int(total.columns[key]) for total in totals.values())
        assert count
        assert said.format(count) in text, key
    assert f"在册{size_text(stood(merged))}，其中边缘户" in text
    assert "尚未报送的有东镇乙庄村（冲突待定）；西镇己庄村（未报），以下数字不含这些单位。" in text
    assert "签发人：" in text
    assert "对照文件" not in text  # the task has no 月帮扶统计表
    assert "示例市扶贫办：" in text


def test_a_request_names_form_period_hour_and_blank(april: Scene) -> None:
    text = document(april, "filing-request")
    for said in (
        "由各村填报，每人填一行，同一户的人连在一起，2020年5月5日17:00前报送", "文件名如“379999100200_甲庄村_2020-04.xlsx”", "通过政务内网邮箱报送",
        "“零报告”处选“是”", "附件：1.各单位空白电子表格（共5个，另发）", "2.存在致贫、返贫风险人口即时帮扶情况台账（样表）", "\n附件2\n",
        "联系人：示例联系人", "本月变动",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("demands", [1, 2, 3])
def test_a_document_is_forwarded_with_its_title_in_a_chain(april: Scene, demands: int) -> None:
    more = {f"demand_{number}": f"要求{number}。" for number in range(1, demands + 1)}
    text = document(april, "forward", **more, with_form="是" if demands == 3 else "否")
    title = "《关于贯彻〈省办关于印发《实施办法》的通知〉的通知》"
    assert f"关于转发{title}的通知" in text.replace("\n", "")  # a title stands in lines
    assert f"现将市扶贫办{title}（枣扶贫组办字〔2020〕4号）转发给你们" in text
    assert f"附件：{'1.' if demands == 3 else ''}{title}" in text
    assert ("2.存在致贫、返贫风险人口即时帮扶情况台账（电子表格）" in text) == (demands == 3)
    numbered = re.findall(r"(\d)\.要求(\d)。", text)
    assert numbered == ([] if demands == 1 else [(str(number), str(number)) for number in range(1, demands + 1)])
    assert text.count("要求1。") == 1


def scene(form: Form, parts: Sequence[Part], states: Sequence[State] = (), when: str = "", more: Sequence[Form] = ()) -> Scene:
    """A task in memory, with what came in; without ``states`` every unit has reported."""
    forms = {each.form: each.reported_by(parts[0].path[0].level) for each in (form, *more)}
    lines = {step: up for part in parts for step, up in zip(part.path, (*part.path[1:], None), strict=True)}
    names = {"village": "村", "township": "乡", "county": "县", "prefecture": "市"}
    units = [f"{step.code},{step.name},{names[step.level]},{up.code if up else ''}" for step, up in lines.items()]
    roster = read_roster("\n".join(("代码,名称,级别,上级", *units)).encode())
    states = states or [State(part.form, roster.units[part.unit], part.state) for part in parts]
    when = when or parts[0].period
    settings = Settings(forms=tuple(forms), period=when, agency="某办", contact="某人", phone="0")
    came = Checked((), tuple(states), tuple(parts), (), tuple(parts), {})
    return Scene(Task(Path(), settings, forms, roster, period.parse(when)), came, NOW)


@pytest.mark.parametrize("seed", range(12))
def test_totals_and_flows_are_those_of_the_roll_up_whatever_was_filled_in(seed: int) -> None:
    (_, before), (when, after) = drawn_months(seed, ("2020-03", "2020-04"), missing=0.3)
    if not after:
        return
    seen, comparison = scene(MONTHLY, after), compare(MONTHLY, before, after)
    seen.__dict__["comparisons"] = {MONTHLY.form: comparison}
    (found,) = stock.facts(seen)["stocks"]
    rollup = roll_up(MONTHLY, when, COUNTY, (), after)
    whole = Size(sum(t.households for t in rollup.totals.values()), sum(t.persons for t in rollup.totals.values()))

    assert found["size"] == size_text(whole) == _added(found["classes"])
    assert not found["places"] or _added(found["places"]) == found["size"]
    assert found["records"] == str(sum(total.records for total in rollup.totals.values()))
    assert sum(int(each["households"]) for each in found["risks"]) <= whole.households
    for line in found["since"]:
        signed = [_size(f"{move['size']}") for move in line["moves"] if move["sign"] == "＋"]
        out = [_size(f"{move['size']}") for move in line["moves"] if move["sign"] == "－"]
        opening, closing = _size(line["opening"]), _size(line["closing"])
        assert sum(signed, opening) == sum(out, closing)
        assert (line["opening"], line["closing"]) == (size_text(comparison.flow.opening), size_text(comparison.flow.closing))
        apart = _size(line["apart"]) if line["apart"] else Size()
        assert closing + apart == whole


def _size(text: str) -> Size:
    found = re.fullmatch(r"(-?\d+)户(-?\d+)人", text)
    assert found, text
    return Size(int(found[1]), int(found[2]))


def _added(lines: Sequence[Mapping[str, str]]) -> str:
    return size_text(sum((_size(each["size"]) for each in lines), Size()))
