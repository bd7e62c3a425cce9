"""Nobody's number is shown: whatever the sentence, only the last four characters stay; what is no number stays whole."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from drawn import person
from hypothesis import given
from hypothesis import strategies as st

from formkit import mask

BORN = st.dates(date(1920, 1, 1), date(2024, 12, 31)).map(date.isoformat)
PEOPLE = st.builds(person, BORN, st.integers(1, 999))
FULL, HALF = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"), str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
GAPS = (" ", "-", ".", "　", "\u00a0", "_", "/", " - ", "·", "\n", ",")
SPLITS = ((6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2), (6, 4, 2, 2, 4), (14, 4), (17, 1), (3,) * 6, (1,) * 18, (10, 8))
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
LONGEST = 7  # digits of a number in a row that may be left: fewer than eight


def pieces(number: str, split: tuple[int, ...], gap: str) -> str:
    ends = (0, *accumulate(split))
    return gap.join(number[first:last] for first, last in pairwise(ends))


def shows(said: str, number: str) -> bool:
    """Whether eight digits of a number in a row can be read in what is said, whatever stands between them."""
    digits = re.sub(r"[^0-9X]", "", said.upper().translate(HALF))
    return any(number[place : place + LONGEST + 1] in digits for place in range(len(number) - LONGEST))


@given(st.text(), PEOPLE, st.text())
def test_a_number_in_any_sentence_is_masked(before: str, number: str, after: str) -> None:
    assert not shows(mask.text(f"{before}{number}{after}"), number) or shows(before + after, number)


@given(PEOPLE, st.sampled_from(SPLITS), st.sampled_from(GAPS), st.text("甲乙，。：", max_size=5))
def test_a_number_in_pieces_is_masked(number: str, split: tuple[int, ...], gap: str, around: str) -> None:
    assert not shows(mask.text(around + pieces(number, split, gap) + around), number)


@given(PEOPLE, st.sampled_from(["", "12", "1234"]), st.sampled_from(["\u200b", "\ufeff", "\u00ad", ""]))
def test_a_number_in_other_signs_is_masked(number: str, more: str, unseen: str) -> None:
    written = unseen.join(number + more)

    for each in (written, written.lower(), written.translate(FULL), f"https://example.org/?id={number}&a=1", f"{number}_张三.xlsx"):
        assert not shows(mask.text(each), number)
    assert not shows(mask.text(repr(float(number[:17]))), number)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from([(11,), (3, 4, 4)]), st.sampled_from([" ", "-", "."]))
def test_a_phone_is_masked(phone: str, split: tuple[int, ...], gap: str) -> None:
    for before in ("", "电话", "tel:", "+86 ", "86", "Phone"):
        assert not shows(mask.text(before + pieces(phone, split, gap) + "。"), phone)


@given(DAYS, st.integers(110000, 659999), st.integers(0, 399799), st.integers(0, 10**12), st.binary())
def test_what_is_no_number_of_anybody_stays(day: date, county: int, village: int, cents: int, content: bytes) -> None:
    code, amount = f"{county}{village:06}", f"{cents / 100:,.2f}"
    digest, later = hashlib.sha256(content).hexdigest(), day + timedelta(30)
    for said in (
        f"{code}", f"inbox/{code}_黄林庄_{day:%Y-%m}.xlsx", f"{code}-{day:%Y-%m}", f"{code} {day:%Y%m%d}", f"{digest}", f"sha256:{digest}。",
        f"{day}..{later}", f"{day:%Y%m%d}", f"{day:%Y.%m.%d}至{later:%Y.%m.%d}", f"{day:%Y%m%d}120000", f"{day}T12:00:00+08:00",
        f"{amount}元", f"{county} {day} 12:00", f"{day.year} {day.year + 1} {day.year + 2} {day.year + 3}",
    ):  # fmt: skip
        assert mask.text(said) == said


@pytest.mark.parametrize(("said", "shown"), [
    ("号码379999197001010019有误", "号码**************0019有误"),
    ("３７９９９９１９７００１０１００１９", "**************００１９"),
    ("379999 19700101 0019", "****************0019"),
    ("379999700101001", "***********1001"),
    ("379999 700101 001", "************* 001"),
    ("37999919700101001942", "****************1942"),
    ("3.7999919700101e+17", "*" * 19),
    ("电话13900000000。", "电话*******0000。"),
    ("139 0000 0000", "*********0000"),
    ("0536-8123456", "********3456"),
    ("(0536)8123456", "*********3456"),
    ("6222021234567890123", "***************0123"),
    ("6222 0212 3456 7890 123", "******************* 123"),
    ("2020-03-20..2020-03-24 共25人", "2020-03-20..2020-03-24 共25人"),
])  # fmt: skip
def test_what_is_masked_and_what_is_not(said: str, shown: str) -> None:
    assert mask.text(said) == shown


def test_a_value_of_a_number_column_is_masked_whatever_it_is() -> None:
    assert mask.number("37999919700101001") == "*************1001"
    assert mask.number("李3") == "**"


def test_of_what_is_sensitive_not_even_the_length_shows() -> None:
    assert {mask.whole("癌"), mask.whole("6222021234567890123")} == {"***"}
    assert mask.whole("") == ""
