"""Filings through a pipe: the same when they come out, kind by kind, small, and with what repeats being one thing."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from decimal import Decimal
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import resident

from formkit import packed, read
from formkit.cells import Place, a1, named
from formkit.filing import Block, Filing, Identity, Note, Record, Rows, Source, Step
from formkit.load import find_form
from formkit.packed import pack, unpack
from formkit.types import Reading
from formkit.types.reading import BLANK
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

TEXTS = st.text(st.characters(), max_size=6) | st.sampled_from(["√", "户主", "\ud800", "1", "真\udfff"])
NUMBERS = st.sampled_from([0, 1, 1.0, True, False, 0.0, -0.0, float("inf"), Decimal(1), Decimal("1.0"), Decimal("1.00"), 10**20])
DAYS = st.sampled_from([date(2020, 3, 1), datetime(2020, 3, 1), datetime(2020, 3, 1, fold=1), date(1999, 12, 31)])
VALUES = st.none() | TEXTS | NUMBERS | DAYS
ARGS = st.dictionaries(TEXTS, TEXTS, max_size=2)
READINGS = st.just(BLANK) | st.builds(Reading, VALUES, st.sampled_from(["", "ditto"]), ARGS, st.sampled_from(["", "alias"]))


@st.composite
def cells(draw: st.DrawFn) -> tuple[object, Reading]:
    raw = draw(VALUES)
    return raw, draw(READINGS | st.just(Reading(raw)))  # type: ignore[arg-type]


@st.composite
def records(draw: st.DrawFn) -> tuple[Record, ...]:
    """Rows of few different cells, as rows are; in some, cells are merged or do not fit together."""
    few = draw(st.lists(cells(), min_size=1, max_size=6))
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 6))):
        own = [draw(st.sampled_from(few)) for _ in range(draw(st.integers(0, 4)))]
        row = draw(st.integers(1, 120))
        where = [draw(st.sampled_from([a1(row, place), "", "A1", "不是"])) for place in range(len(own))]
        more = draw(st.sampled_from([(), (), (), ("Z9",)]))
        section, sheet = draw(st.sampled_from(["a", "b"])), draw(st.sampled_from(["表", "Sheet1"]))
        raws, readings = tuple(raw for raw, _ in own), tuple(reading for _, reading in own)
        found.append(Record(section, sheet, row, readings, raws, (*where, *more), draw(TEXTS)))  # type: ignore[arg-type]
    return tuple(found)


PLACES = st.builds(Place, TEXTS, TEXTS)
NOTES = st.builds(Note, TEXTS, st.lists(PLACES, max_size=3).map(tuple), st.none() | TEXTS, st.none() | TEXTS, TEXTS, ARGS, st.booleans())
FILINGS = st.builds(
    Filing, st.builds(Source, TEXTS, TEXTS, TEXTS, TEXTS),
    st.builds(
        Identity, TEXTS, TEXTS, TEXTS, TEXTS, st.integers(), TEXTS, st.lists(st.builds(Step, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple)
    ),
    st.lists(st.builds(Block, TEXTS, TEXTS, st.integers(), ARGS), max_size=2).map(tuple), records(),
    st.just(Rows(3, 1, 1, 1)), st.booleans(),
    st.lists(NOTES, max_size=2).map(tuple), st.lists(st.tuples(PLACES, TEXTS), max_size=3).map(tuple), st.just({"pictures": 2}),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(FILINGS)
def test_a_filing_comes_out_as_it_went_in(filing: Filing) -> None:
    again = pickle.loads(pickle.dumps(filing))

    assert again == filing
    # Equal is not enough: 1, 1.0, TRUE and a decimal are equal, and so are 0.0 and -0.0.
    assert repr(again) == repr(filing)


@settings(max_examples=60, deadline=None)
@given(records())
def test_what_is_one_thing_is_one_thing_when_unpacked(found: tuple[Record, ...]) -> None:
    (again,) = pickle.loads(pickle.dumps([Filing(Source("", ""), Identity(), records=found)]))

    before = [reading for record in found for reading in record.readings]
    after = [reading for record in again.records for reading in record.readings]
    for one, other in zip(before, after, strict=True):
        assert {place for place, each in enumerate(before) if each is one} <= {place for place, each in enumerate(after) if each is other}
        assert (one is BLANK) == (other is BLANK)


def people(count: int) -> Filing:
    form = find_form("zaozhuang-ledger")
    value: dict[str, str | int] = {
        "county": "薛城区", "township": "陶庄镇", "village": "甲村", "relation": "户主", "education": "√", "risk": "因病", "household_size": 1,
    }  # fmt: skip
    rows = [{**value, "head_name": f"赵{number}", "id_number": resident(number)} for number in range(count)]
    entries = tuple(Entry(tuple(row.get(leaf.key) for leaf in form.leaves)) for row in rows)
    identity = Identity(form.form, form.version, "379999101001", "2020-03")
    issue = Issue(identity, {"marginal": count, "unstable": 5}, end=date(2020, 3, 31), entries={"marginal": entries})
    data = write_workbook(form, issue)
    filing = read.read_file(data, "a.xlsx", {form.form: form}).filing
    assert filing is not None
    return filing


def test_fifty_people_are_few_bytes() -> None:
    filing = people(50)
    packed_ = bytes(ForkingPickler.dumps(filing))

    assert len(filing.records) == 50
    assert len(packed_) < 10_000
    assert pickle.loads(packed_) == filing


def test_what_repeats_in_a_filing_is_one_thing() -> None:
    for filing in (people(12), pickle.loads(pickle.dumps(people(12)))):
        first, second = filing.records[3:5]
        same = [place for place, raw in enumerate(first.raws) if raw == second.raws[place]]

        assert len(same) > 15
        assert all(first.readings[place] is second.readings[place] for place in same)
        assert all(first.raws[place] is second.raws[place] for place in same if isinstance(first.raws[place], str))
        assert first.cells is named(tuple(cell.rstrip("0123456789") for cell in first.cells), first.row)
        assert first.readings[-2] is BLANK or first.raws[-2] is not None


def test_rows_that_do_not_fit_together_stay_as_they_are() -> None:
    odd = ("a", "表", 3, (BLANK,), (None, None), ("A3",), "")
    even = ("a", "表", 4, (BLANK,), (None,), ("A4",), "说明")

    assert list(unpack(pack([odd, even, odd, even]))) == [odd, even, odd, even]


def test_a_module_of_its_own_knows_nothing_of_filings() -> None:
    lines = Path(packed.__file__).read_text("utf-8").splitlines()

    assert "formkit.filing" not in {line.split()[1] for line in lines if line.startswith("from ")}
