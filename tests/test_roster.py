"""The roster over time: who reports on a day, under whom and instead of whom; its CSV; filings of units that ended or share a code."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_form import COLUMNS, FORM, MARCH

from formkit import identity, words
from formkit.filing import Identity, Step
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.layout import IDENTITY_SHEET
from formkit.model import LEVELS
from formkit.period import parse
from formkit.read import read_file
from formkit.roster import RosterError, read_roster, roster_csv
from formkit.saying import say_of
from formkit.units import Roster, Unit

HEAD = "代码,名称,级别,上级,代码体系,其他代码,曾用名,起用,停用,并入\n"
# East lost its villages to West in 2021 (A and B one after another into C) and then ended itself; N came in July 2021.
HISTORY = HEAD + """1,某县,县,,,,,,,
11,东镇,镇,1,,,,,2021,12
12,西镇,镇,1,,,,,,
111,张庄村,村,11,统计,民政:991,,,2020,112
112,李庄村,村,11,统计,民政：992；旧码：7,老李庄,,2020-12,121
113,王庄村,村,11,统计,,,,,
114,赵庄村,村,11,统计,,,,2021年6月,
115,旧庄村,村,11,,,,,2017,
121,孙庄村,村,12,统计,民政:113,,,,
122,新庄村,村,12,统计,民政:123,,2021-7,,
123,周庄村,村,12,统计,民政:122,,,,
124,旧庄村,村,12,,,,,2017,
"""
ROSTER = read_roster(HISTORY.encode())
# Who reports on the last day of a period, each with the unit above it; then the successors of those that do not.
DAYS = """
2019    | 11<1 12<1 111<11 112<11 113<11 114<11 121<12 123<12 |
2020-12 | 11<1 12<1 111<11 112<11 113<11 114<11 121<12 123<12 |
2021-03 | 11<1 12<1 113<11 114<11 121<12 123<12 | 111>121 112>121
2021Q2  | 11<1 12<1 113<11 114<11 121<12 123<12 | 111>121 112>121
2021-07 | 11<1 12<1 113<11 121<12 122<12 123<12 | 111>121 112>121
2022    | 12<1 113<12 121<12 122<12 123<12 | 11>12 111>121 112>121
"""


@pytest.mark.parametrize("line", DAYS.strip().splitlines())
def test_who_reports_under_whom_and_instead_of_whom(line: str) -> None:
    when, standing, instead = (part.split() for part in line.split("|"))
    now = ROSTER.on(parse(when[0]).end)

    assert [f"{unit.code}<{unit.parent}" for unit in now.units.values() if unit.parent] == standing
    assert [f"{old}>{new}" for old, new in now.successors.items()] == instead


DATES = st.dates(date(2018, 1, 1), date(2024, 12, 31))


@given(DATES, DATES)
def test_a_day_parts_the_roster_and_the_whole_stays_at_hand(day: date, other: date) -> None:
    now = ROSTER.on(day)

    assert {*now.units, *now.gone} == set(ROSTER.units)
    assert not set(now.units) & set(now.gone)
    assert all(unit.parent in (*now.units, "") for unit in now.units.values()), "nobody hangs in the air"
    assert now.on(other) == ROSTER.on(other)
    assert set(now.successors.values()) <= set(now.units)
    assert roster_csv(now) == roster_csv(ROSTER), "the file keeps what has ended"


def test_a_unit_under_one_that_is_not_there_stands_under_the_next_above() -> None:
    roster = read_roster(f"{HEAD}1,某县,县,,,,,,,\n11,东镇,镇,1,,,,2021,2022,\n111,张庄村,村,11,,,,,,\n".encode())

    assert [roster.on(date(year, 6, 30)).units["111"].parent for year in (2020, 2021, 2023)] == ["1", "11", "1"]


def test_all_columns_have_english_headings_too() -> None:
    chinese = HISTORY.replace(HEAD, "代码,名称,级别,上级,代码体系,其他代码,曾用名,起用,停用,并入\n")
    english = HISTORY.replace(HEAD, "code,name,level,parent,system,other_codes,former,from,until,merged_into\n")

    assert read_roster(chinese.encode()) == read_roster(english.encode()) == ROSTER
    assert ROSTER.units["112"] == Unit(
        "112", "李庄村", "village", "11", (), ("老李庄",), "统计", (("民政", "992"), ("旧码", "7")), "", "2020-12", "121"
    )  # fmt: skip
    assert ROSTER.units["122"].since == "2021-07"


WORDS = st.text(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=3)
TIMES = st.sampled_from(("", "2019", "2019-05", "2019-05-31"))


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Units one under another, with names, codes and times of every kind, in which nothing is ambiguous."""
    units: dict[str, Unit] = {}
    for number in range(draw(st.integers(1, 6))):
        code = f"37{number:03d}"
        ended = draw(st.booleans())
        into = draw(st.sampled_from(list(units))) if units and ended else ""
        level = units[into].level if into else draw(st.sampled_from(LEVELS))
        units[code] = Unit(
            code, f"{draw(WORDS)}{number}庄", level, draw(st.sampled_from(["", *units])), *(
                tuple(f"{name}{number}{kind}" for name in draw(st.lists(WORDS, max_size=2, unique=True))) for kind in "别曾"
            ), draw(st.sampled_from(("", "统计", "民政"))), ((("旧码", f"9{number}"),) if draw(st.booleans()) else ()),
            draw(TIMES), "2020-12-31" if ended else "", into, {"备注": draw(st.sampled_from(("", "a,b", '"', "多\n行")))},
        )  # fmt: skip
    return Roster(units)


@given(rosters())
def test_a_roster_written_is_the_roster_read(roster: Roster) -> None:
    assert read_roster(roster_csv(roster)) == roster


def test_two_parents_are_named_both_and_every_other_mistake_with_its_line() -> None:
    text = f"{HEAD}11,东镇,镇,,,,,,,\n12,西镇,镇,,,,,,,\n111,张庄村,村,11,,,,,,\n111,张庄村,村,12,,,,今年,,\n112,李庄村,村,12,,,,,2020,9\n"
    with pytest.raises(RosterError) as caught:
        read_roster(text.encode())
    told = [(each.line, each.code, words.say(each.code, each.args)) for each in caught.value.problems]

    assert [pair[:2] for pair in told] == [(5, "roster-two-parents"), (5, "roster-date")]
    assert all(part in told[0][2] for part in ("第4行", "“东镇”（11）", "“西镇”（12）"))


@pytest.mark.parametrize("line", [
    "112,李庄村,村,11,,,张庄,,,", "112,李庄村,村,11,,,张庄村民委员会,,,", "112,李庄村,村,11,,,老庄,,,", "112,李庄村,村,11,,,张庄村,,2020,",
])  # fmt: skip
def test_a_name_that_would_mean_two_at_once_is_refused(line: str) -> None:
    text = f"{HEAD}11,东镇,镇,,,,,,,\n111,张庄村,村,11,,,老庄,,,\n{line}\n"
    with pytest.raises(RosterError) as caught:
        read_roster(text.encode())

    assert [(each.line, each.code) for each in caught.value.problems] == [(4, "roster-alias")]


@pytest.mark.parametrize("line", [
    "112,李庄村,村,12,,,张庄,,,", "112,李庄村,村,11,,,张庄,2021,,", "112,张庄社区,村,11,,,,,,", "112,李庄村,村,11,,,老庄,,2020,111",
])  # fmt: skip
def test_a_name_elsewhere_at_another_time_or_taken_over_is_none(line: str) -> None:
    text = f"{HEAD}11,东镇,镇,,,,,,,\n12,西镇,镇,,,,,,,\n111,张庄村,村,11,,,老庄,,2020,\n{line}\n"
    if line.endswith(",111"):
        text = text.replace("老庄,,2020,\n", "老庄,,,\n")

    assert len(read_roster(text.encode()).units) == 4


# What the hidden sheet says: code, code system and name; what the rows and the file's name say; then whose it is in March 2021.
FILES = """
its own code and system                       | 113 统计 王庄村 | - | a.xlsx | 113
its own code, no system                       | 113 - 王庄村 | - | a.xlsx | 113
the code of the other system                  | 113 民政 孙庄村 | - | a.xlsx | 121
the same, and no name                         | 113 民政 - | - | a.xlsx | 121
an old code                                   | 7 旧码 - | - | a.xlsx | 112
two units of one code, the name decides       | 113 - 孙庄村委会 | - | a.xlsx | 121
two units, no name but in the rows            | 113 - - | 孙庄 | a.xlsx | 121
two units, no name but the file's             | 113 - - | - | 113_王庄村.xlsx | 113
two units, nothing decides                    | 113 - - | - | a.xlsx | two
two units, a code in the file's name is none  | 113 - - | - | 113.xlsx | two
two units, a name of neither                  | 113 - 某庄村 | - | a.xlsx | two
a system that the roster does not have        | 123 户籍 某庄村 | - | a.xlsx | two
the same, and only one unit has the code      | 121 户籍 某庄村 | - | a.xlsx | two
the same, but the name is its own             | 123 户籍 周庄村 | - | a.xlsx | 123
a code of nobody                              | 999 统计 某庄村 | - | a.xlsx | none
a unit that was merged                        | 111 统计 张庄村 | - | a.xlsx | merged
by its other code                             | 991 民政 张庄村 | - | a.xlsx | merged
only its name is left, in the rows            | - - - | 张庄村 | a.xlsx | merged
only its code is left, in the file's name     | - - - | - | 111.xlsx | merged
its name in the rows of its successor         | 121 统计 孙庄村 | 张庄村 | a.xlsx | 121
a name that two had which both have ended     | 121 统计 孙庄村 | 旧庄村 | a.xlsx | 121
another village's name in the rows            | 121 统计 孙庄村 | 王庄村 | a.xlsx | wrong
a unit that is not there yet                  | 122 统计 新庄村 | - | a.xlsx | early
a unit in its last months                     | 114 统计 赵庄村 | - | a.xlsx | 114
"""
SAID = {
    "two": "在不同的代码体系里是不同的单位", "none": "不在应报名单里", "merged": "张庄村已于2021年并入孙庄村，请由孙庄村填报",
    "wrong": "表里填的却是王庄村", "early": "新庄村从2021年7月起才填报",
}  # fmt: skip


def workbook(hidden: list[str], rows: str, when: str = "2021-03") -> bytes:
    """A returned workbook with what its hidden sheet and its rows say."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([column["label"] for column in COLUMNS])
    sheet.append([None, None if rows == "-" else rows, "张甲一", 5000])
    code, system, name = ("" if text == "-" else text for text in hidden)
    path = (Step("village", code, name),) if name else ()
    own = book.create_sheet(IDENTITY_SHEET)
    for pair in identity.pairs(Identity(FORM.form, FORM.version, code, when, path=path, system=system), {"all": 3}):
        own.append(pair)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def judged(data: bytes, file: str, when: str = "2021-03") -> Judged:
    """What becomes of a file in a task of a period."""
    asked = parse(when)
    roster = ROSTER.on(asked.end)
    read = read_file(data, file, {FORM.form: FORM}, roster, period=asked)
    return judge([Examined(read)], Expectation({FORM.form: FORM}, roster, asked))[0]


@pytest.mark.parametrize("line", FILES.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_whose_a_file_is_by_its_code_and_its_name(line: str) -> None:
    _, hidden, rows, file, ends = (part.strip() for part in line.split("|"))
    found = judged(workbook(hidden.split(), rows), file)

    if ends == "112":
        assert "李庄村已于2021年1月并入孙庄村" in say_of(found)
    elif ends in SAID:
        assert (found.outcome, SAID[ends] in say_of(found)) == ("wrong-unit", True), say_of(found)
    else:
        assert (found.outcome, found.identity.unit) == ("accepted", ends), say_of(found)


@pytest.mark.parametrize(("code", "when", "said"), [
    ("114", "2021-06", ""), ("114", "2021-07", "赵庄村从2021年7月起已停用，不再填报"), ("111", "2020-12", ""),
])  # fmt: skip
def test_a_unit_reports_for_its_last_period_and_no_later(code: str, when: str, said: str) -> None:
    found = judged(workbook([code, "统计", ROSTER.units[code].name], "-", when), "a.xlsx", when)

    assert (found.outcome, said in say_of(found)) == ("wrong-unit" if said else "accepted", True)


def test_the_hidden_sheet_carries_the_code_system_and_only_where_there_is_one() -> None:
    own = Identity("f", "1", "113", "2021-03", system="统计")

    assert identity.from_pairs(identity.pairs(own, {}))[0] == own
    assert "system" not in dict(identity.pairs(Identity("f", "1", "113", MARCH.text), {}))


@given(DATES)
def test_since_when_it_has_ended_is_the_day_after_its_last(day: date) -> None:
    for text in (str(day.year), day.isoformat()[:7], day.isoformat()):
        unit = Unit("1", "甲", "village", "", until=text)
        last = parse(text).end
        assert unit.in_force(last)
        assert not unit.in_force(last + timedelta(1))
        assert unit.ended == parse((last + timedelta(1)).isoformat()[: len(text)]).label
