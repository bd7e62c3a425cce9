"""Where long titles break, and where the signature and the date begin."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_cases import filled, notice
from test_layout_xml import W, body

from formkit.notice.breaks import LONGEST, balanced
from formkit.notice.wording import signature, signed_by, width

TITLES = {
    "关于转发《关于进一步加强即时帮扶有效防止返贫致贫的通知》的通知": ["关于转发《关于进一步加强即时帮扶", "有效防止返贫致贫的通知》的通知"],
    "关于2020年3月防止返贫监测和帮扶工作情况的报告": ["关于2020年3月防止返贫", "监测和帮扶工作情况的报告"],
    "关于2020年3月防止返贫监测和帮扶工作及《致贫返贫风险人口帮扶台账》报送情况的通报": [
        "关于2020年3月防止返贫监测和帮扶", "工作及《致贫返贫风险人口帮扶台账》", "报送情况的通报",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("title", "lines"), TITLES.items())
def test_a_long_title_breaks_at_sensible_places(title: str, lines: list[str]) -> None:
    assert balanced(title).split("\n") == lines


def test_a_short_title_and_its_own_breaks_stay() -> None:
    assert balanced("区府\n关于催报2020年3月报表的通知") == "区府\n关于催报2020年3月报表的通知"
    assert balanced("办" * LONGEST) == "办" * LONGEST
    assert balanced("a" * 70) == "a" * 70  # nowhere to break


@given(st.text("办扶贫《》〈〉（）、的0123年号监测帮", max_size=90))
def test_breaks_add_nothing_and_lines_are_short_and_never_begin_with_a_closing_mark(title: str) -> None:
    found = balanced(title)
    assert found.replace("\n", "") == title
    lines = found.split("\n")
    if len(lines) > 1:
        assert max(map(width, lines)) <= LONGEST
    for before, after in pairwise(lines):
        assert after[0] not in "》〉）、的"
        assert before[-1] not in "《〈（"
        assert not (before[-1].isdigit() and after[0].isdigit())


@given(st.integers(21, 60))
def test_lines_are_as_even_as_can_be_where_anything_may_break(count: int) -> None:
    wide = [len(line) for line in balanced("甲" * count).split("\n")]
    assert len(wide) == -(-count // LONGEST)
    assert max(wide) - min(wide) <= 1


def test_what_xml_writes_by_reference_is_one_character_of_a_title() -> None:
    made = filled(notice(title="关于{{ signer }}的《办办办办办办办办》情况的通知办办办办办办"), signer="<甲>&{乙}")
    found = (paragraph.iter(f"{W}t", f"{W}br") for paragraph in body(made).iter(f"{W}p"))
    lines = ([each.text or "" if each.tag == f"{W}t" else "\n" for each in signs] for signs in found)
    assert balanced("关于<甲>&{乙}的《办办办办办办办办》情况的通知办办办办办办") in map("".join, lines)


@pytest.mark.parametrize("agency", ["区府", "示例区扶贫办", "示例市示例区扶贫开发领导小组办公室"])
def test_under_a_seal_the_agency_is_centred_over_the_date_four_characters_in(agency: str) -> None:
    date = "2020年12月31日"
    first, second = signature(agency, date, "是"), signed_by(date, agency, "是")
    (over, wide), (begin, narrow) = ((width(line) - width(line.strip()), width(line.strip())) for line in (first, second))
    assert over + wide / 2 == pytest.approx(begin + narrow / 2, abs=0.5)
    assert over + wide <= 27
    if len(agency) < 12:
        assert 28 - begin - narrow == pytest.approx(4, abs=0.5)  # 7.3.5.1: 右空四字
