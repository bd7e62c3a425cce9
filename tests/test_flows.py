"""Stock and flow: the laws of the flows under drawn and random filings, and the golden numbers of a published summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from drawn_compare import PARTS, Row, cells, code_of, form_of, part
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds_form import kinds_form
from kinds_form import part as kinds_part

from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow, Size, rate, rate_text
from formkit.compare.standing import helped, standing
from formkit.filing import Record, Step
from formkit.load import find_form
from formkit.merge import Part, roll_up
from formkit.types import Reading, Value
from formkit.types.reading import BLANK

PEOPLE = form_of("people")
HOMES = form_of("homes")
VILLAGES_OF = 7

# ---- 保山 2021年：全市合计和三类，户/人（公开公布的数字，domain.md F10）
GOLDEN = """
| 类别 | 总数 | 已消除 | 未消除 | 本年新增 | 本月标注 |
|---|---|---|---|---|---|
| 脱贫不稳定户 | 5018/18684 | 2655/10152 | 2363/8532 | 1569/5781 | 108/408 |
| 边缘户 | 4876/17551 | 2997/11585 | 1879/5966 | 987/3141 | 116/426 |
| （没有填类别） | 6475/18616 | 1630/5519 | 4845/13097 | 3633/10487 | 70/263 |
| 合计 | 16369/54851 | 7282/27256 | 9087/27595 | 6189/19409 | 294/1097 |
"""


def _size(text: str) -> Size:
    return Size(*map(int, text.split("/")))


def _golden() -> dict[str, dict[str, Size]]:
    header, _, *lines = (cells(line) for line in GOLDEN.strip().splitlines())
    return {line[0]: dict(zip(header[1:], map(_size, line[1:]), strict=True)) for line in lines}


def _households(groups: Sequence[tuple[str, str, Size]]) -> list[dict[str, Value]]:
    """Households of a group: as many as it has, of such sizes that the persons come out."""
    rows: list[dict[str, Value]] = []
    for group, label, size in groups:
        base, more = divmod(size.persons, size.households)
        for number in range(size.households):
            key = f"{label}{group}{number}"
            rows.append({"head_id": key, "village": number % VILLAGES_OF, "class": label, "household_size": base + (number < more)})
    return rows


def _filings(rows: Sequence[dict[str, Value]], cleared: str, when: str) -> list[Part]:
    """The rows spread over villages; those of the groups in ``cleared`` are marked as eliminated."""
    spread: list[list[Record]] = [[] for _ in range(VILLAGES_OF)]
    for place, row in enumerate(rows, 8):
        label, key = str(row["class"]), str(row["head_id"])
        out = key.removeprefix(label)[0] in cleared
        values = row | {"class": None if label.startswith("（") else label, "cleared": date(2021, 6, 1) if out else None}
        readings = tuple(Reading(values[column.key]) if column.key in values else BLANK for column in HOMES.leaves)
        spread[int(str(row["village"]))].append(Record("all", "表", place, readings, (None,) * len(readings), ("A1",) * len(readings)))
    path = [(Step("village", f"37999910{number:04d}", f"{number}村"), Step("county", "379999000000", "区")) for number in range(VILLAGES_OF)]
    return [
        Part(HOMES.form, when, steps, 1, f"{when}{steps[0].code}", "", "accepted", tuple(records))
        for steps, records in zip(path, spread, strict=True)
    ]


def test_the_golden_numbers_of_baoshan_come_out_of_the_flows() -> None:
    golden = _golden()
    total = golden.pop("合计")
    groups = [
        found for label, its in golden.items()
        for found in (
            ("N", label, its["本年新增"]), ("O", label, its["未消除"] - its["本年新增"]),
            ("M", label, its["本月标注"]), ("E", label, its["已消除"] - its["本月标注"]),
        )
    ]  # fmt: skip
    everyone = _households(groups)
    old = [row for row in everyone if str(row["head_id"]).removeprefix(str(row["class"]))[0] != "N"]
    now = _filings(everyone, "EM", "2021-06")
    year = compare(HOMES, _filings(old, "", "2020-12"), now)
    month = compare(HOMES, _filings(everyone, "E", "2021-05"), now)

    for its, flow, moved in [(total, year.flow, month.flow)] + [
        (its, year.classes[label], month.classes[label]) for label, its in golden.items()
    ]:
        assert (flow.stood, flow.removed, flow.closing, flow.added) == (its["总数"], its["已消除"], its["未消除"], its["本年新增"])
        assert moved.removed == its["本月标注"]
        assert flow.balanced
        assert moved.balanced
    assert {label for label, flow in year.classes.items() if flow != Flow()} == set(golden)
    section = roll_up(HOMES, "2021-06", now[0].path[1], (), now).totals["all"]
    assert (section.records, section.households, section.persons) == (16369, 9087, 27595)  # 未消除: who is out is not in the sums
    assert (rate(year.flow, "persons"), rate(year.flow, "households")) == (Decimal("49.69"), Decimal("44.49"))
    assert rate_text(year.flow, "persons") == "49.69%（按人数）"
    assert rate_text(year.flow, "households") == "44.49%（按户数）"
    assert rate_text(Flow(), "households") == ""


# ---- the laws

NAMES = "张甲", "张乙", "李甲", "李乙", "王甲", ""
VILLAGES = "东村", "西村", "南村"
Tables = dict[str, list[Row]]


def _tables(*, reasons: bool) -> st.SearchStrategy[Tables]:
    reason = st.sampled_from(("", "", "", "消除", "死亡", "迁出", "其他")) if reasons else st.just("")
    row = st.fixed_dictionaries({
        "部分": st.sampled_from(("边缘户", "脱贫监测户")), "户主": st.sampled_from(("张甲", "李甲", "")),
        "关系": st.sampled_from(("户主", "之子")), "身份证号码": st.sampled_from(NAMES), "变动": reason,
    })  # fmt: skip
    return st.dictionaries(st.sampled_from(VILLAGES), st.lists(row, max_size=7), max_size=3)


def _home_tables() -> st.SearchStrategy[Tables]:
    row = st.fixed_dictionaries({
        "户主": st.sampled_from(("张甲", "李甲")), "户主号码": st.sampled_from(NAMES), "人口": st.sampled_from(("1", "2", "5", "")),
        "类别": st.sampled_from(("边缘户", "脱贫监测户", "")), "消除日期": st.sampled_from(("", "", "2020-03-01")),
        "减少原因": st.sampled_from(("", "去世")), "审核": st.sampled_from(("", "不符合")),
    })  # fmt: skip
    return st.dictionaries(st.sampled_from(VILLAGES), st.lists(row, max_size=6), max_size=3)


def _parts(form: Any, tables: Tables, when: str) -> list[Part]:
    return [part(form, name, rows, when) for name, rows in tables.items()]


def _add(sizes: Sequence[Size]) -> Size:
    return sum(sizes, Size())


def _lawful(found: Comparison) -> None:
    """Every flow balances, classes add up to their unit and changes to their flow, and whoever left arrived."""
    for one in found.units.values():
        assert (one.flow is not None) == one.both
        if one.flow is None:
            assert not one.changes
            continue
        assert one.flow.balanced
        assert all(flow.balanced for flow in one.classes.values())
        kinds: dict[str, list[Size]] = {kind: [] for kind in (*PARTS, "changed")}
        for change in one.changes:
            kinds[change.kind].append(change.size)
        assert {kind: _add(sizes) for kind, sizes in kinds.items()} == {
            **{name: getattr(one.flow, name) for name in PARTS}, "changed": Size()
        }  # fmt: skip
        for name in ("opening", "added", "removed", "lost", "gone", "closing"):
            assert _add([getattr(flow, name) for flow in one.classes.values()]) == getattr(one.flow, name)
    assert found.flow.balanced
    assert found.flow.arrived == found.flow.left
    assert found.flow == sum((one.flow for one in found.units.values() if one.flow), Flow())


@settings(max_examples=60, deadline=None)
@given(_tables(reasons=True), _tables(reasons=True), st.booleans())
def test_flows_of_persons_balance_whatever_was_filled_in(before: Tables, after: Tables, merged: bool) -> None:
    heirs = {code_of("西村"): code_of("东村")} if merged else {}
    found = compare(PEOPLE, _parts(PEOPLE, before, "2020-03"), _parts(PEOPLE, after, "2020-04"), heirs)

    _lawful(found)


@settings(max_examples=60, deadline=None)
@given(_home_tables(), _home_tables())
def test_flows_of_households_balance_whatever_was_filled_in(before: Tables, after: Tables) -> None:
    _lawful(compare(HOMES, _parts(HOMES, before, "2020-03"), _parts(HOMES, after, "2020-04")))


@settings(max_examples=40, deadline=None)
@given(_tables(reasons=True), _tables(reasons=True), st.randoms())
def test_the_order_of_the_filings_changes_nothing(before: Tables, after: Tables, by_chance: Any) -> None:
    first, second = _parts(PEOPLE, before, "2020-03"), _parts(PEOPLE, after, "2020-04")
    found = compare(PEOPLE, first, second)
    by_chance.shuffle(first)
    by_chance.shuffle(second)

    assert compare(PEOPLE, first, second) == found
    assert compare(PEOPLE, [*first, replace(first[0], form="other")] if first else [], second) == found


@settings(max_examples=40, deadline=None)
@given(_tables(reasons=True))
def test_a_period_held_against_itself_shows_nothing(tables: Tables) -> None:
    parts = _parts(PEOPLE, tables, "2020-03")
    found = compare(PEOPLE, parts, parts)

    assert not found.changes
    assert not found.jumps
    assert all(one.unchanged == bool(one.after and one.after.records) for one in found.units.values())
    assert all(one.flow == Flow(opening=one.flow.opening, closing=one.flow.opening) for one in found.units.values() if one.flow)


@settings(max_examples=60, deadline=None)
@given(_tables(reasons=False), _tables(reasons=False))
def test_looked_at_from_the_other_end_the_added_are_gone(before: Tables, after: Tables) -> None:
    there = compare(PEOPLE, _parts(PEOPLE, before, "2020-03"), _parts(PEOPLE, after, "2020-03"))
    back = compare(PEOPLE, _parts(PEOPLE, after, "2020-03"), _parts(PEOPLE, before, "2020-03"))
    turned = {"opening": "closing", "added": "gone", "arrived": "left"}
    turned |= {value: key for key, value in turned.items()}

    for code, one in there.units.items():
        other = back.units[code].flow
        assert (one.flow is None) == (other is None)
        for field in fields(Flow) if one.flow and other else ():
            assert getattr(one.flow, field.name) == getattr(other, turned.get(field.name, field.name)), field.name
    kinds = Counter((turned.get(change.kind, change.kind), change.unit) for change in there.changes)
    assert kinds == Counter((change.kind, change.unit) for change in back.changes)


def test_lines_are_neither_households_nor_persons() -> None:
    lines = form_of("lines")
    found = compare(lines, [part(lines, "东镇", [{"单位": "甲"}], "2020-03")], [part(lines, "东镇", [{"单位": "乙"}], "2020-04")])

    assert found.flow == Flow()
    assert [change.kind for change in found.changes] == ["added", "gone"]


def test_a_form_that_cannot_tell_its_rows_apart_says_so() -> None:
    form = kinds_form("line").model_copy()
    columns = tuple(
        each.model_copy(update={"unique": None}) if getattr(each, "key", "") == "phone" else each for each in form.columns
    )
    form = form._with(columns=columns)
    rows = [{"head_name": "张甲", "income": 100}]
    found = compare(form, [kinds_part(form, 1, rows, "2020-02")], [kinds_part(form, 1, rows, "2020-03")])

    assert found.by == ""
    one = next(iter(found.units.values()))
    assert (one.changes, one.flow, one.unchanged) == ((), None, True)


def test_helped_households_are_those_of_the_stock_in_which_somebody_is_helped() -> None:
    rows = [
        {"户主": "张甲", "关系": "户主", "身份证号码": "张甲"}, {"户主": "张甲", "关系": "之妻", "身份证号码": "李甲", "低保": "√"},
        {"户主": "王甲", "关系": "户主", "身份证号码": "王甲"},
        {"户主": "赵甲", "关系": "户主", "身份证号码": "赵甲", "低保": "√", "变动": "消除"},
    ]  # fmt: skip

    assert helped(PEOPLE, part(PEOPLE, "东村", rows, "2020-03")) == (1, 1)


def test_a_reason_of_the_whole_household_holds_for_all_its_rows() -> None:
    rows = [{"户主": "张甲", "关系": "户主", "身份证号码": "张甲"}, {"户主": "张甲", "关系": "之妻", "身份证号码": "李甲"}]
    columns = tuple(
        each.model_copy(update={"per": "household"}) if getattr(each, "key", "") == "change" else each for each in PEOPLE.columns
    )
    form = PEOPLE._with(columns=columns)
    after = part(form, "东村", [rows[0] | {"变动": "消除"}, rows[1]], "2020-04")
    found = compare(form, [part(form, "东村", rows, "2020-03")], [after])

    assert [(change.kind, change.reason) for change in found.changes] == [("removed", "消除"), ("removed", "消除")]
    assert found.flow.removed == Size(1, 2)


SHIPPED = [  # form, its row, whether it is still in the stock, whether it is helped
    ("zaozhuang-ledger", {"户主姓名": "张甲", "与户主关系": "户主", "饮水安全(户)": "√"}, True, True),
    ("zaozhuang-ledger", {"户主姓名": "张甲", "与户主关系": "户主"}, True, False),
    ("longkou-case", {"户主姓名": "张甲", "家庭人口": "2", "帮扶措施（可多选）": "兜底保障"}, True, True),
    ("longkou-case", {"户主姓名": "张甲", "家庭人口": "2"}, True, False),
    ("longkou-case", {"户主姓名": "张甲", "家庭人口": "2", "风险消除标注": "致贫风险消除"}, False, False),
    ("longkou-case", {"户主姓名": "张甲", "家庭人口": "2", "审核结果": "符合"}, True, False),
    ("longkou-case", {"户主姓名": "张甲", "家庭人口": "2", "审核结果": "不符合"}, False, False),
    ("fuzhou-monthly", {"户主姓名": "张甲", "家庭人口数（人）": "2", "本月落实资金": "100", "推送岗位信息（条）": "0"}, True, True),
    ("fuzhou-monthly", {"户主姓名": "张甲", "家庭人口数（人）": "2", "本月落实资金": "0", "推送岗位信息（条）": "0"}, True, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "stock", "is_helped"), SHIPPED)
def test_shipped_forms_say_who_is_out_and_who_is_helped(name: str, row: Row, stock: bool, is_helped: bool) -> None:
    form = find_form(name)
    filing = part(form, "东村", [row], "2021-06")
    found = standing(form, filing, filing.unit, 2021)

    assert [entry.stock for entry in found.homes or found.entries] == [stock]
    assert helped(form, filing) == ((1, 0) if is_helped else (0, 1) if stock else (0, 0))
