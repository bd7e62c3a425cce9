"""A roster's file as people save it: encodings, dividers, a title above the headings; and what is said where it cannot be read."""

from __future__ import annotations

import pytest
from test_prefill_file import book

from formkit.roster import RosterError, read_roster

ROWS = [["代码", "名称", "级别", "上级", "别名"], ["1", "某县", "县级", "", ""], ["11", "东镇", "镇", "1", ""], ["111", "张庄村", "行政村", "11", "大张、张家"]]
PLAIN = read_roster("\n".join(map(",".join, ROWS)).encode())


def wrong(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(RosterError) as caught:
        read_roster(data)
    return [(each.line, each.code) for each in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divider", [",", ";", "\t", "，"])
def test_however_it_is_encoded_and_divided_it_is_the_same_roster(encoding: str, divider: str) -> None:
    assert read_roster("\r\n".join(map(divider.join, ROWS)).encode(encoding)) == PLAIN
    assert PLAIN.units["111"].aliases == ("大张", "张家")


def test_a_title_and_blank_lines_may_stand_above_headings_with_blanks_in_them() -> None:
    text = "某县应报名单,,,,\n\n" + "\n".join(map(",".join, [[" 代码 ", "名　称", "级 别", "上级", "别名"], *ROWS[1:]]))

    assert read_roster(text.encode()) == PLAIN
    assert wrong(f"{text}\n112,李庄村,屯,11,\n".encode()) == [(7, "roster-level")]


def test_a_workbook_is_named_as_one_and_a_lost_code_of_the_unit_above_is_no_unknown_unit() -> None:
    assert wrong(book(("Sheet1", ROWS))) == [(1, "roster-workbook")]
    assert wrong(b"\xd0\xcf\x11\xe0" + bytes(99)) == [(1, "roster-workbook")]
    assert wrong("代码,名称,级别,上级\n1,某县,县,\n111,张庄村,村,3.7e+11\n".encode()) == [(3, "roster-code-lost")]
