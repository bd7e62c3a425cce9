"""Nobody's number is shown: whatever the sentence, only the last four characters stay."""

from __future__ import annotations

from drawn import person
from hypothesis import given
from hypothesis import strategies as st

from formkit import mask


@given(st.text(), st.integers(1, 999), st.text())
def test_a_number_in_any_sentence_is_masked(before: str, sequence: int, after: str) -> None:
    number = person("1970-01-01", sequence)

    assert number not in mask.text(f"{before} {number} {after}")


def test_what_is_masked_and_what_is_not() -> None:
    assert mask.text("号码379999197001010019有误") == "号码**************0019有误"
    assert mask.text("３７９９９９１９７００１０１００１９") == "**************００１９"
    assert mask.text("379999 19700101 0019") == "****************0019"
    assert mask.text("3.7999919700101e+17") == "*" * 19
    assert mask.text("电话13900000000。") == "电话*******0000。"
    assert mask.text("139 0000 0000") == "*********0000"
    assert mask.text("inbox/370405100200_黄林庄_2020-03.xlsx") == "inbox/370405100200_黄林庄_2020-03.xlsx"
    assert mask.text("2020-03-20..2020-03-24 共25人") == "2020-03-20..2020-03-24 共25人"


def test_a_value_of_a_number_column_is_masked_whatever_it_is() -> None:
    assert mask.number("37999919700101001") == "*************1001"
    assert mask.number("李3") == "**"
