"""The table of a whole county, filled into the workbooks of its villages: held in little, and given back as it was."""

from __future__ import annotations

import csv
import io
import pickle
import tracemalloc

from drawn import person
from hypothesis import given
from hypothesis import strategies as st
from test_prefill_file import HEADER, LEDGER, MONTH, UNITS, line

from formkit.arrivals import Arrival
from formkit.beforehand.kept import EMPTY, in_hand, put_away
from formkit.beforehand.prefill import allotted
from formkit.beforehand.whose import Wanted
from formkit.cells import named
from formkit.read.delimited import delimited_sheets
from formkit.read.supplied import supplied
from formkit.write.issue import NOTHING, Entry, Filled

CELLS = (
    st.none() | st.text(max_size=9) | st.floats() | st.booleans() | st.integers() | st.dates() | st.datetimes()
    | st.decimals(allow_nan=False)
)
ROWS = 2000


def table(rows: int) -> bytes:
    """A list with two villages, each person in it once."""
    target = io.StringIO()
    lines = (line(number % 9999, 行政村="甲庄村" if number % 2 else "乙庄村", 证件号码=person("1970-01-01", number)) for number in range(rows))
    csv.writer(target).writerows([HEADER, *lines])
    return target.getvalue().encode()


@given(st.lists(st.tuples(CELLS, CELLS)), st.lists(st.text(), max_size=3), st.booleans())
def test_what_is_put_away_comes_back_as_it_was(rows: list[tuple[object, object]], lines: list[str], own: bool) -> None:
    entries = {"one": tuple(Entry(each) for each in rows), "two": ()}  # type: ignore[arg-type]
    kept = put_away(Filled(entries, tuple(lines), own))
    back = in_hand(kept)

    assert kept.rows == len(rows)
    if rows or lines:
        assert repr(back) == repr(Filled(entries, tuple(lines), own))
    else:
        assert (kept, back) == (EMPTY, NOTHING)
    assert [list(map(type, each.values)) for each in back.entries.get("one", ())] == [list(map(type, each)) for each in rows]


def test_a_row_of_a_supplied_table_takes_little_room_and_what_is_sent_back_less() -> None:
    """Bytes a row while the table is held, without the names of cells, of which so many are remembered; and of what is made of it."""
    data, wanted = table(ROWS), Wanted(LEDGER, MONTH, UNITS)
    tracemalloc.start()
    found = supplied(Arrival("导出.csv", data), [(LEDGER, wanted.specs)])
    named.cache_clear()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, tuple)
    got = allotted(wanted, found[0])

    assert got.rows == ROWS
    assert held / ROWS < 1200
    assert len(pickle.dumps(got)) / ROWS < 100


def test_values_that_come_again_in_a_text_are_one_thing() -> None:
    (_, lines), = delimited_sheets("甲,乙\r\n丙,甲\r丙,\n\n,#N/A\n=\"01\",丙\n".encode())

    assert lines == (("甲", "乙"), ("丙", "甲"), ("丙", None), (None, None), (None, None), ("01", "丙"))
    assert lines[1][0] is lines[2][0]
    assert lines[0][0] is lines[1][1]
