"""Each kind of value: what clerks write, what is understood, what is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.model import Column
from formkit.types import KINDS, Raw, Reading, Spec, characters, resident_id
from formkit.words import FINDINGS

END = date(2020, 3, 31)
# The two examples printed in GB 11643-1999 itself.
PUBLISHED = ("11010519491231002X", "440524188001010014")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def spec(kind: str, **more: object) -> Spec:
    """A spec of a column of that kind."""
    extra = {"code": {"codes": "some-list"}, "choices": {"codes": "some-list"}, "unit": {"level": "village"}}.get(kind, {})
    spellings = {"户主": "户主", "本人": "户主"} if kind in ("code", "choices", "unit") else {}
    return Spec(Column.model_validate({"key": "a", "label": "甲", "type": kind, **extra, **more}), spellings, END)


def read(kind: str, raw: Raw, **more: object) -> Reading:
    """A raw value as its type understands it."""
    return KINDS[kind].read(raw, spec(kind, **more))


def checked(body: str) -> str:
    """The check character by the table of the standard, written out independently."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def test_the_published_number_passes() -> None:
    assert read("resident-id", PUBLISHED[0]) == Reading(PUBLISHED[0])


def test_a_birth_before_1900_cannot_be_a_living_person() -> None:
    assert read("resident-id", PUBLISHED[1]).problem == "id-birth-date"


@given(st.dates(date(1930, 1, 1), END), st.integers(1, 999))
def test_the_check_character_is_that_of_the_standard(born: date, sequence: int) -> None:
    body = f"379999{born:%Y%m%d}{sequence:03d}"
    right = checked(body)

    assert read("resident-id", body + right) == Reading(body + right)
    wrong = [c for c in "0123456789X" if c != right]
    assert {read("resident-id", body + c).problem for c in wrong} == {"id-checksum"}


@given(st.dates(date(1930, 1, 1), END), st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed(born: date, sequence: int, place: int, step: int) -> None:
    body = f"379999{born:%Y%m%d}{sequence:03d}"
    number = body + checked(body)
    digit = str((int(number[place]) + step) % 10)

    assert read("resident-id", number[:place] + digit + number[place + 1 :]).problem


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x", " 11010519491231002X ", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X",
        "11010519491231002X\u200b", "'11010519491231002X", "11010519491231002X\u3000",
    ],
)  # fmt: skip
def test_a_number_written_oddly_is_read_and_said_so(written: str) -> None:
    assert read("resident-id", written) == Reading(PUBLISHED[0], repair="id")


@pytest.mark.parametrize("number", [110105194912310020.0, 370481199001011000, 1.1e17, True])
def test_a_number_held_as_a_number_is_never_repaired(number: Raw) -> None:
    assert read("resident-id", number).problem == "id-is-number"


def test_an_old_number_is_told_its_new_form() -> None:
    reading = read("resident-id", "110105491231002")

    assert (reading.problem, reading.args["proposed"]) == ("id-old", PUBLISHED[0])


def test_the_key_of_a_disability_certificate_is_the_person() -> None:
    reading = read("resident-id", PUBLISHED[0] + "43")

    assert reading.value is not None
    assert resident_id.key(str(reading.value)) == PUBLISHED[0]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2020.3", date(2020, 3, 1)), ("2020年3月", date(2020, 3, 1)), ("2020-03", date(2020, 3, 1)),
        ("２０２０年３月", date(2020, 3, 1)), ("2020/3/15", date(2020, 3, 1)), ("2020-03-01 00:00:00", date(2020, 3, 1)),
        ("202003", date(2020, 3, 1)), (202003, date(2020, 3, 1)), (43891, date(2020, 3, 1)), (2020.3, date(2020, 3, 1)),
        (2019.11, date(2019, 11, 1)), (2020.02, date(2020, 2, 1)), ("二〇二〇年三月", date(2020, 3, 1)),
        ("二〇一九年十二月", date(2019, 12, 1)), ("二〇一九年十月", date(2019, 10, 1)), (date(2020, 2, 29), date(2020, 2, 1)),
        ("2020 年 2 月", date(2020, 2, 1)),
    ],
)  # fmt: skip
def test_months_as_people_write_them(raw: Raw, value: date) -> None:
    reading = read("month", raw)

    assert (reading.value, reading.problem, reading.repair) == (value, "", "month")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (2020.1, "month-ambiguous"), (2019.1, "month-ambiguous"), ("2020年13月", "date-format"), ("3月", "date-no-year"),
        ("去年", "date-format"), (2020.35, "date-format"), (7, "date-format"), (True, "date-format"),
        ("20年3月", "date-no-year"), ("2020年4月", "date-after-period"), (date(2021, 1, 1), "date-after-period"),
    ],
)  # fmt: skip
def test_months_that_are_asked_about(raw: Raw, problem: str) -> None:
    assert read("month", raw).problem == problem


@pytest.mark.parametrize("stub", ["20 年 月", "20年月", " ", "年 月", None])
def test_the_printed_stub_is_blank(stub: Raw) -> None:
    assert read("month", stub).blank


@pytest.mark.parametrize(
    ("raw", "value", "repair"),
    [(3.0, 3, ""), (3, 3, ""), ("3", 3, "number"), ("３", 3, "number"), ("3人", 3, "number"), ("1,200", 1200, "number"),
     ("3.0", 3, "number"), (" 3 口 ", 3, "number"), ("１，２００", 1200, "number")],
)  # fmt: skip
def test_whole_numbers(raw: Raw, value: int, repair: str) -> None:
    assert read("whole", raw) == Reading(value, repair=repair)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [("三", "not-a-number"), ("3-4", "not-a-number"), (2.5, "not-whole"), ("约3", "not-a-number"), (True, "not-a-number"),
     ("3\n4", "not-a-number"), (21, "out-of-range"), (0, "out-of-range"), ("-1", "out-of-range"), (float("inf"), "not-a-number")],
)  # fmt: skip
def test_what_is_no_whole_number(raw: Raw, problem: str) -> None:
    assert read("whole", raw, min=1, max=20).problem == problem


@given(st.text(min_size=1))
def test_a_word_in_a_number_column_never_becomes_zero(text: str) -> None:
    reading = read("whole", text)

    assert reading.value != 0 or "0" in characters.solid(text) or any(c.isdigit() for c in text)


@pytest.mark.parametrize("raw", ["√", "✓", "✔", "是", "1", 1, 1.0, "V", "有", " √ ", "√\u200b"])
def test_what_people_mean_by_a_tick(raw: Raw) -> None:
    assert read("tick", raw) == Reading("√", repair="" if raw == "√" else "tick")


@pytest.mark.parametrize("raw", ["否", "×", "0", 0, "无", "/", "—"])
def test_what_people_mean_by_no_tick(raw: Raw) -> None:
    assert read("tick", raw) == Reading(repair="tick" if raw in ("否", "×") else "nothing")


@pytest.mark.parametrize("raw", [3, "√√", "3人", "√2", "未知", True])
def test_what_a_tick_cannot_be(raw: Raw) -> None:
    assert read("tick", raw).problem == "not-a-tick"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("张　三", "张三"), (" 张三 ", "张三"), ("阿卜杜拉•买买提", "阿卜杜拉·买买提"), ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
     ("张三\n", "张三"), ("John Smith", "John Smith")],
)  # fmt: skip
def test_names(raw: str, value: str) -> None:
    assert read("name", raw) == Reading(value, repair="" if raw == value else "name")


@given(st.text(st.characters(min_codepoint=0xF900, max_codepoint=0xFAFF, categories=["Lo"]), min_size=2, max_size=4))
def test_compatibility_ideographs_of_a_name_stay_as_they_are(name: str) -> None:
    assert read("name", name).value == name


@pytest.mark.parametrize("raw", ["张", "张3", "张？", "张\ue000", 5])
def test_what_does_not_look_like_a_name(raw: Raw) -> None:
    assert read("name", raw).problem == "name-odd"


def test_code_lists() -> None:
    assert read("code", "户主") == Reading("户主")
    assert read("code", "户 主") == Reading("户主", repair="alias")
    assert read("code", "本人") == Reading("户主", repair="alias")
    assert read("code", "邻居").problem == "not-in-codelist"
    assert read("unit", "别村").problem == "unknown-unit"


PIECES = st.lists(st.sampled_from("0123456789年月日-./元万,，、 +86户主本人约二十"), max_size=12).map("".join)
RAWS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(-(10**9), 10**9, places=2), st.dates(),
    st.datetimes(), st.text(), PIECES,
)


@given(st.sampled_from(sorted(KINDS)), RAWS)
def test_no_value_breaks_a_type_and_each_is_one_of_blank_right_or_wrong(kind: str, raw: Raw) -> None:
    reading = read(kind, raw)

    assert reading.blank or reading.wrong != (reading.value is not None)
    assert not (reading.problem and reading.value) or FINDINGS[reading.problem].severity == "query"


@given(st.sampled_from(sorted(KINDS)), RAWS)
def test_reading_a_canonical_value_again_changes_nothing(kind: str, raw: Raw) -> None:
    value = read(kind, raw).value
    if value is not None and not read(kind, raw).problem:
        again = read(kind, value)

        assert (again.value, again.repair) == (value, "")
