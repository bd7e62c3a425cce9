"""What clerks write and what is understood, as the tables of values.md say, and the laws of reading."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from drawn import END, made, person
from hypothesis import given
from hypothesis import strategies as st
from kinds_form import case, kinds_form

from formkit.checks import examine
from formkit.finding import Finding
from formkit.model import Column, Form
from formkit.types import KINDS, Raw, Reading, Spec, nothing
from formkit.words import FINDINGS

TABLES = Path(__file__).parent / "values.md"
SEVERITIES = {"强制": "error", "核实": "query"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its column, what is written, and how it is read."""

    spec: Spec
    written: str
    shown: str
    repair: str
    problem: str
    severity: str


def spec(kind: str, *, required: bool = False, codes: str = "") -> Spec:
    """A column of a kind, with the values of its list."""
    extra = {"code": {"codes": "some-list"}, "choices": {"codes": "some-list"}, "unit": {"level": "village"}}.get(kind, {})
    column = Column.model_validate({"key": "a", "label": "甲", "type": kind, "required": required, **extra})
    return Spec(column, {value: value for value in codes.split(",") if value}, END)


def lines() -> list[Line]:
    """Every line of every table."""
    found: list[Line] = []
    own: Spec | None = None
    for text in TABLES.read_text("utf-8").splitlines():
        if text.startswith("## "):
            _, kind, *flags = text[3:].split(" ")
            codes = next((flag.removeprefix("codes=") for flag in flags if flag.startswith("codes=")), "")
            own = spec(kind, required="required" in flags, codes=codes)
        elif text.startswith("| ") and not text.startswith("| 写的"):
            assert own is not None
            written, shown, repair, problem = (cell.strip(" ") for cell in text[1:-1].split("|"))
            code, _, severity = problem.partition(" ")
            found.append(Line(own, written, shown, repair, code, SEVERITIES.get(severity, severity)))
    return found


def plain(text: str) -> str:
    """A cell of a table with its invisible characters."""
    text = text.replace(r"\n", "\n").replace(r"\t", "\t")
    return re.sub(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8}))", lambda found: chr(int(found[1] or found[2], 16)), text)


def raw(text: str) -> Raw:
    """What a reader gives for a cell of a table."""
    if text.startswith("数字 "):
        return float(text[3:])
    if text.startswith("日期 "):
        day, _, clock = text[3:].partition(" ")
        year, month, number = map(int, day.split("-"))
        return datetime(year, month, number, *map(int, clock.split(":"))) if clock else date(year, month, number)
    return plain(text)


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.spec.column.type}-{line.written}")
def test_every_line_of_the_tables(line: Line) -> None:
    reading = KINDS[line.spec.column.type].read(raw(line.written), line.spec)

    assert (KINDS[line.spec.column.type].shown(reading.value) or "（空）") == plain(line.shown)
    assert (reading.repair, reading.problem) == (line.repair, line.problem)
    assert not line.problem or FINDINGS[line.problem].severity == line.severity


def test_every_kind_has_a_table_and_no_line_stands_twice() -> None:
    keys = [(line.spec.column.type, line.spec.column.required, str(line.spec.spellings), line.written) for line in lines()]

    assert {line.spec.column.type for line in lines()} == set(KINDS)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("379999700101001", "379999197001010011"), ("37999919700101OOlI", "379999197001010011"),
        ("残疾379999197001010011", "379999197001010011"),
    ],
)  # fmt: skip
def test_a_number_that_was_probably_meant_is_said_and_never_taken(written: str, proposed: str) -> None:
    reading = KINDS["resident-id"].read(written, spec("resident-id"))

    assert reading.args["proposed"] == proposed
    assert reading.value is None
    assert "{proposed}" in FINDINGS[reading.problem].remedy_zh


PIECES = st.lists(
    st.sampled_from([*"0123456789年月日-./元万,，、 户主同上无〃\"'　\u200b二〇十Oo√X", "3799991970", "E+17", "残疾证"]), max_size=14
).map("".join)
RAWS: st.SearchStrategy[Raw] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(allow_nan=False), st.just(Decimal("NaN")), st.dates(),
    st.datetimes(), st.text(), PIECES,
)  # fmt: skip
COLUMNS = st.builds(
    spec, st.sampled_from(sorted(KINDS)), required=st.booleans(), codes=st.sampled_from(["", "户主,医疗/救助", "无,0,同上,/"])
)


@given(COLUMNS, RAWS)
def test_reading_never_fails_and_a_canonical_value_reads_as_itself(column: Spec, written: Raw) -> None:
    kind = KINDS[column.column.type]
    reading = kind.read(written, column)

    assert reading.blank or reading.wrong or reading.value is not None
    assert not (reading.problem and reading.repair)
    if reading.value is not None and not reading.problem:
        assert kind.read(reading.value, column) == Reading(reading.value)
        assert reading.repair or reading.value == written or not isinstance(written, str)


NAMES = st.lists(st.sampled_from("张三阿·•・．。 　\u200b\uf900e\u0301\U0002f80f."), max_size=9).map("".join)


@given(st.text(st.characters(exclude_categories=["Cs"])) | NAMES)
def test_a_name_changes_in_spaces_invisible_characters_and_dots_only(written: str) -> None:
    reading = KINDS["name"].read(written, spec("name"))
    kept = [c for c in written if not characters_of_no_name(c)]

    if reading.value is not None:
        assert [c for c in str(reading.value) if not characters_of_no_name(c)] == kept


def characters_of_no_name(char: str) -> bool:
    """Spaces, what shows nothing, and the dots between the parts of a name."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf") or char in "·•・･‧．﹒∙⋅.。｡"


NAMED = ["resident-id", "month", "date", "phone", "code", "unit", "name"]


@given(st.sampled_from([*nothing.WORDS, "－－", "N/A", "～"]), st.sampled_from(NAMED))
def test_what_means_nothing_is_blank_and_said_so(word: str, kind: str) -> None:
    assert KINDS[kind].read(word, spec(kind, codes="户主")) == Reading(repair="nothing")


@given(st.integers(1949, 2020), st.integers(1, 12), st.booleans())
def test_a_month_written_as_a_number_is_told_but_for_1_and_10(year: int, month: int, padded: bool) -> None:
    open_ = Spec(spec("month").column)
    reading = KINDS["month"].read(float(f"{year}.{month:02d}" if padded else f"{year}.{month}"), open_)
    unsure = month == 10 or (month == 1 and not padded)

    told_ = Reading(problem="month-ambiguous", args={"year": str(year)})
    assert reading == (told_ if unsure else Reading(date(year, month, 1), repair="month"))
    assert KINDS["month"].read(f"{year}.{month}", open_).value == date(year, month, 1)


@given(st.dates(date(1950, 1, 1), END), st.sampled_from("年-/."), st.sampled_from(["", " 8:05", "T00:00:00"]))
def test_the_month_of_a_day_is_read_with_or_without_a_clock(day: date, sign: str, clock: str) -> None:
    text = f"{day.year}年{day.month}月{day.day}日{clock}" if sign == "年" else f"{day.year}{sign}{day.month}{sign}{day.day}{clock}"

    assert KINDS["month"].read(text, spec("month")).value == day.replace(day=1)
    assert KINDS["date"].read(text, spec("date")).value == day


def told(form: Form, rows: list[dict[str, Raw]]) -> list[Finding]:
    """What the office says of rows."""
    return list(examine(case(form, rows)).findings)


def asking(**more: object) -> Form:
    """A form of one column that must be filled in, and a remark."""
    return made([{"key": "a", "label": "甲", "required": True, **more}, {"key": "remark", "label": "备注", "type": "text"}])


@pytest.mark.parametrize("kind", ["whole", "money", "date", "month", "phone", "name", "resident-id"])
def test_a_word_for_none_does_not_fill_what_is_required(kind: str) -> None:
    (finding,) = told(asking(type=kind), [{"a": "无", "remark": "有"}])

    assert (finding.code, finding.wording, finding.severity) == ("required", "required-nothing", "error")
    assert finding.args["value"] == "无"


def test_a_word_for_none_in_the_ledger_of_repairs() -> None:
    report = examine(case(asking(type="text"), [{"a": "有", "remark": "　无"}]))
    assert [(repair.old, repair.new, repair.kind) for repair in report.repairs] == [("　无", "无", "spaces")]
    report = examine(case(kinds_form(), [{"head_name": "张甲一", "income": "/", "class": "暂无", "found_date": 0}]))
    assert {(repair.old, repair.new, repair.kind) for repair in report.repairs} == {
        ("/", "", "nothing"), ("暂无", "", "nothing"), ("0", "", "nothing"),
    }  # fmt: skip
    assert report.findings == ()


def household(**more: object) -> Form:
    """A form of persons with a class said once in a household."""
    columns = [
        {"key": "head", "label": "户主姓名", "type": "name", "per": "household", "required": True},
        {"key": "relation", "label": "与户主关系", "type": "text", "per": "person"},
        {"key": "risk", "label": "风险", "type": "whole", "per": "household", "required": True, **more},
    ]
    return made(columns, record={"grain": "person", "head": {"relation": "户主"}, "name": "head"})


def test_a_ditto_mark_is_never_filled_in_and_wrong_only_where_nothing_else_says_it() -> None:
    row: dict[str, Raw] = {"head": "张甲一", "relation": "户主", "risk": 3}
    below = row | {"relation": "之子", "risk": "同上"}

    said = [(finding.wording, finding.severity, finding.places[0].cell) for finding in told(household(), [row, below])]
    assert said == [("ditto", "query", "C2")]
    said = [
        (finding.wording, finding.severity, finding.places[0].cell)
        for finding in told(household(), [below, row | {"head": "李乙二"}])
    ]
    assert ("ditto", "error", "C1") in said
    assert ("required", "error", "C1") not in said


def test_days_keep_within_a_calendar() -> None:
    assert KINDS["month"].read("2019.2.29", spec("month")).problem == "date-format"
    assert KINDS["month"].read(float((END - date(1899, 12, 30) - timedelta(40)).days), spec("month")).repair == "month"


def test_a_number_right_in_every_way_stays() -> None:
    number = person("1970-01-01", 1)

    assert KINDS["resident-id"].read(number, spec("resident-id")) == Reading(number)
