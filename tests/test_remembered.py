"""What is remembered between files changes no answer: neither of a roster, nor of a form, nor of a value."""

from __future__ import annotations

import random
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit import columns, directory
from formkit.filing import Identity, Step
from formkit.identity import named
from formkit.load import find_form
from formkit.model import Column
from formkit.read.grid import Grid
from formkit.read.headers import find_headers, scanned
from formkit.read.labels import plain
from formkit.read.rows import _read, _understood
from formkit.read.sheets import places_of
from formkit.remembered import once
from formkit.types import KINDS, Raw, Reading, Spec, characters, nothing
from formkit.units import Roster, Unit

FORM = find_form("zaozhuang-ledger")
NAMES = ("张庄村", "张庄", "张庄社区", "李庄村", "东镇", "西镇", "甲县")
CODES = ("379999", "379999101", "379999102", "379999101001", "379999101002", "379999102001", "379999102002")


def test_only_the_last_answers_are_kept_and_each_for_its_own_thing() -> None:
    asked: list[object] = []

    @once(2)
    def answer(thing: object, text: str = "") -> tuple[object, str]:
        asked.append(thing)
        return thing, text

    one, other, third = [1], [1], [3]

    assert answer(one) is answer(one)
    assert answer(one)[0] is one
    assert answer(other)[0] is other
    assert answer(other, "a") == (other, "a")
    assert len(asked) == 3
    assert answer(third)[0] is third
    assert answer(one)[0] is one
    assert asked == [one, other, other, third, one]


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A small county in which names, codes and former names are the same in many places."""
    units: dict[str, Unit] = {}
    for code in draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1)):
        level = {6: "county", 9: "township"}.get(len(code), "village")
        up = next((code[:size] for size in (9, 6) if size < len(code) and code[:size] in units), "")
        other = draw(st.sampled_from([(), (), (("民政", "9" + code[1:]),), (("民政", CODES[3]),)]))
        units[code] = Unit(
            code, draw(st.sampled_from(NAMES)), level, up, draw(st.sampled_from([(), ("张庄",), ("老庄",)])),
            draw(st.sampled_from([(), ("旧庄", "李庄村")])), draw(st.sampled_from(["", "统计"])), other,
            merged_into=draw(st.sampled_from(["", *CODES])),
        )  # fmt: skip
    now = {code: unit for code, unit in units.items() if draw(st.integers(0, 4))}
    return Roster(now, units if draw(st.booleans()) else {})


@settings(max_examples=200, deadline=None)
@given(rosters(), st.sampled_from([*NAMES, "张庄村委会", "老庄", "旧庄", "", "无"]), st.sampled_from([*CODES, "979999101", ""]))
def test_the_directory_says_what_the_roster_says(roster: Roster, name: str, code: str) -> None:
    for level in ("county", "township", "village"):
        assert tuple(directory.at(roster, level).values()) == roster.at(level)
        assert list(directory.gone_at(roster, level).values()) == [unit for unit in roster.gone.values() if unit.level == level]
    for system in ("", "统计", "民政"):
        assert directory.coded(roster, code, system) == roster.coded(code, system)


def test_a_file_does_not_cost_more_for_standing_among_more_units(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = [Unit(f"379999{number:03d}", f"镇{number}", "township", "379999") for number in range(100, 120)]
    villages = [Unit(f"{town.code}{number:03d}", f"村{town.code}{number}", "village", town.code) for town in towns for number in range(50)]
    units = {unit.code: unit for unit in (Unit("379999", "甲县", "county", ""), *towns, *villages)}
    roster = Roster(units)
    asked: list[str] = []
    spellings = Unit.spellings.fget
    assert spellings is not None
    monkeypatch.setattr(Unit, "spellings", property(lambda unit: asked.append(unit.code) or spellings(unit)))

    def once_more(unit: Unit) -> None:
        path = tuple(Step(up.level, up.code, up.name) for up in roster.path(unit.code))
        assert [each.code for each in places_of(Identity(unit=unit.code, path=path), roster)] == ["379999", unit.parent, unit.code]
        assert roster.called(unit.name, "village") == (unit,)
        assert named(f"inbox/{unit.name}.xlsx", directory.at(roster, "village")) == unit

    once_more(villages[0])
    first = len(asked)
    for unit in villages[1:40]:
        once_more(unit)

    assert first >= len(villages)
    assert len(asked) <= first + 39, "each is looked at itself"


def test_specs_are_the_same_things_for_every_unit_but_for_its_names() -> None:
    units = [Unit("379999101001", "甲村", "village", ""), Unit("379999101002", "乙村", "village", "")]
    end = date(2020, 3, 31)
    one, other = (columns.specs(FORM, end, (unit,)) for unit in units)

    shared = [mine.column.key for mine, theirs in zip(one, other, strict=True) if mine is theirs]
    assert len(shared) == len(FORM.leaves) - 3
    assert one[FORM.places["village"]].spellings != other[FORM.places["village"]].spellings
    assert columns.specs(FORM, date(2021, 3, 31), (units[0],))[-1] is not one[-1]


ODD: tuple[Raw, ...] = (
    None, 1, 1.0, True, False, 0, 0.0, -0.0, Decimal(1), Decimal("1.0"), Decimal("1.00"), 43891, 43891.0,
    date(2020, 3, 1), datetime(2020, 3, 1),
    datetime(2020, 3, 1, 9), "1", "√", "户主", "无", "同上", "0", " 张 三", "３", "#N/A", "#未计算", "2020年3月", "13800000000", "37999919400101000X",
)  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in get_args(Column.model_fields["type"].annotation) if not KINDS[kind].NUMBERED])
def test_a_value_met_before_reads_as_if_it_were_new(kind: str) -> None:
    more = {"code": {"codes": "a"}, "choices": {"codes": "a"}, "unit": {"level": "village"}}.get(kind, {})
    column = Column.model_validate({"key": "a", "label": "甲", "type": kind, **more})
    spec = Spec(column, {"户主": "户主", "一": "1"} if kind in ("code", "choices", "unit") else {}, date(2020, 3, 31))
    rng = random.Random(7)
    for value in rng.sample(ODD * 6, len(ODD) * 6):
        mark = value if type(value) is str else (type(value), value)
        raw, reading = spec.known.get(mark) or _understood(value, spec)

        assert (repr(raw), repr(reading)) == (repr(value), repr(_read(value, Spec(column, spec.spellings, spec.end))))
    if KINDS[kind].SECRET:
        assert spec.known == {}


def test_what_is_kept_of_people_is_bounded_and_stays_in_the_process() -> None:
    spec = columns.specs(FORM, date(2020, 3, 31), ())[FORM.places["head_name"]]
    for number in range(3000):
        _understood(f"赵{chr(0x4E00 + number)}", spec)

    assert 0 < len(spec.known) <= 1024
    again = spec.__reduce__()
    assert again[0] is Spec
    assert again[1] == (spec.column, spec.spellings, spec.end)


def test_a_sheet_is_looked_through_once_for_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = tuple(leaf.label for leaf in FORM.leaves)
    grid = Grid("表", visible=True, rows=((None,), labels, ("甲",)))
    seen: list[Raw] = []
    monkeypatch.setattr("formkit.read.headers.plain", lambda value: seen.append(value) or plain(value))

    assert find_headers(FORM, grid) is find_headers(FORM, grid)
    assert seen
    assert scanned(FORM, grid).labelled == {2}
    before = len(seen)
    assert find_headers(FORM, grid)[0].first == 2
    assert len(seen) == before


def test_letters_and_digits_alone_are_what_they_were() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if not sign.isalnum():
            continue
        long = f"a{sign}1"
        assert characters._SPACES.sub(" ", long.translate(characters._INVISIBLE)).strip() == long == characters.name(long)
        if characters.untouched(sign):
            assert long.translate(characters._FULL_WIDTH) == long == plain(long)


def test_every_word_for_nothing_is_told_by_its_first_character() -> None:
    spec = Spec(Column.model_validate({"key": "a", "label": "甲", "type": "whole"}))
    words = [*nothing.WORDS, *nothing.DITTO, "n/a", "NA", "Ｎ／Ａ", "空", "空白", "暂无", "00.0", "0:00", "00:00:00", "－－", "＿", "｜", "～"]

    assert all(nothing.unsaid(word, spec) not in (None, Reading()) for word in words)
    assert [word for word in ("张三", "1", "有", "合", "Ａ") if nothing.unsaid(word, spec)] == []
