"""Rosters and periods: what is read, and every mistake with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from formkit import period
from formkit.load import shelf
from formkit.roster import RosterError, read_roster, roster_csv
from formkit.units import Roster, Unit, spelled

HEAD = "代码,名称,级别,上级\n"
TREE = HEAD + "1,某县,县,\n11,东镇,镇,1\n111,张庄村委会,村,11\n"


def problems(text: str) -> list[tuple[int, str]]:
    """Line and code of everything wrong with a roster."""
    with pytest.raises(RosterError) as caught:
        read_roster(text.encode())
    return [(problem.line, problem.code) for problem in caught.value.problems]


def test_the_tree_is_walked_both_ways() -> None:
    roster = read_roster(TREE.encode())

    assert [unit.name for unit in roster.path("111")] == ["张庄村委会", "东镇", "某县"]
    assert [unit.code for unit in roster.under("1", "village")] == ["111"]
    assert roster.limited("11").units.keys() == {"1", "11", "111"}


@pytest.mark.parametrize("spelling", ["张庄", "张庄村", "张庄村委会", "张庄村民委员会"])
def test_a_village_answers_to_its_usual_names(spelling: str) -> None:
    assert spelling in read_roster(TREE.encode()).units["111"].spellings


# The villages of two townships (E, W) with their other names, then what a name means among them.
NAMES = """
E1 张庄村委会 老庄
E2 张庄社区
E3 李庄村
W1 张庄村
W2 赵庄村 大张庄 张家庄
"""
MEANT = """
张庄村委会 | E1 W1
张庄 | E1 E2 W1
张庄村 | E1 E2 W1
张庄社区 | E2
张庄居委会 | E2
老庄 | E1
李庄村民委员会 | E3
大张庄 | W2
张家庄 | W2
赵庄居委会 |
赵 |
某庄 |
"""


def named_villages() -> Roster:
    """The villages of the table, each under its township."""
    rows = [line.split() for line in NAMES.strip().splitlines()]
    return Roster({code: Unit(code, name, "village", code[0], tuple(more)) for code, name, *more in rows})


@pytest.mark.parametrize("line", MEANT.strip().splitlines())
def test_what_a_name_means(line: str) -> None:
    name, _, meant = line.partition("|")

    assert [unit.code for unit in named_villages().called(name.strip(), "village")] == meant.split()


def test_its_very_name_comes_before_another_village_s_usual_spelling() -> None:
    beside = Roster({"1": Unit("1", "张庄村", "village", "E"), "2": Unit("2", "张庄社区", "village", "E")})

    assert [unit.code for unit in beside.called("张庄村", "village")] == ["1"]
    assert [unit.code for unit in beside.called("张庄社区", "village")] == ["2"]
    assert [unit.code for unit in beside.called("张庄", "village")] == ["1", "2"]


def test_a_spelling_that_two_villages_may_mean_stands_for_neither() -> None:
    found = spelled(named_villages().units.values())

    assert [found.get(name) for name in ("张庄", "张庄村民委员会", "张庄村", "张庄社区", "老庄", "李庄")] == [
        None, None, "张庄村", "张庄社区", "张庄村委会", "李庄村",
    ]  # fmt: skip
    assert list(dict.fromkeys(found.values())) == ["张庄村委会", "张庄社区", "李庄村", "张庄村", "赵庄村"], "in the order of the file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rosters_as_excel_and_wps_save_them(encoding: str) -> None:
    assert read_roster(TREE.encode(encoding)).units["11"].name == "东镇"


def test_english_headings_and_further_columns() -> None:
    roster = read_roster(b"code,name,level,parent,note\n01,A,county,,x\n")

    assert (roster.units["01"].level, dict(roster.units["01"].extra)) == ("county", {"note": "x"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("代码,名称,级别\n1,甲,村\n", [(1, "roster-column")]),
        ("", [(1, "roster-column")] * 4),
        (HEAD, [(2, "roster-empty")]),
        (HEAD + ",甲,村,\n", [(2, "roster-blank")]),
        (HEAD + "1,甲,屯,\n", [(2, "roster-level")]),
        (HEAD + "1,甲,村,\n1,乙,村,\n", [(3, "roster-repeated")]),
        (HEAD + "1,甲,村,9\n", [(2, "roster-parent")]),
        (HEAD + "1,甲,镇,2\n2,乙,镇,1\n", [(2, "roster-circle"), (3, "roster-circle")]),
        (HEAD + "3.70481E+11,甲,村,\n", [(2, "roster-code-lost")]),
    ],
)
def test_mistakes_of_a_roster(text: str, expected: list[tuple[int, str]]) -> None:
    assert problems(text) == expected


def test_a_roster_written_is_the_roster_read() -> None:
    for path in sorted((shelf("schemas") / "units").glob("*.csv")):
        roster = read_roster(path.read_bytes())
        assert read_roster(roster_csv(roster)) == roster


def test_the_shipped_county() -> None:
    roster = read_roster((Path(shelf("schemas")) / "units" / "taierzhuang-2023.csv").read_bytes())

    assert len(roster.at("township")) == 6
    assert len(roster.at("village")) == 217
    assert {unit.system for unit in roster.units.values()} == {"统计用区划代码"}


@pytest.mark.parametrize(
    ("text", "start", "end", "label", "kind"),
    [
        ("2020-03-25", date(2020, 3, 25), date(2020, 3, 25), "2020年3月25日", "day"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "2020年2月", "month"),
        ("2020Q4", date(2020, 10, 1), date(2020, 12, 31), "2020年第4季度", "quarter"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "2021年", "year"),
        ("2020-03-20..2020-03-24", date(2020, 3, 20), date(2020, 3, 24), "2020年3月20日至2020年3月24日", "stage"),
    ],
)
def test_periods(text: str, start: date, end: date, label: str, kind: str) -> None:
    found = period.parse(text)

    assert (found.start, found.end, found.label, period.kind(found)) == (start, end, label, kind)


@pytest.mark.parametrize("text", ["2020-13", "2020-3", "2020Q5", "三月", "2020-03-24..2020-03-20", "", "2020-02-30"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"^|month|day"):
        period.parse(text)
