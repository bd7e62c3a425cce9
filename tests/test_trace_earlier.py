"""Numbers of earlier periods are counted again from their own workbook; flows of a class and jumps lead to the lines of 变动明细."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from drawn_compare import AFTER, HERE, Drawn, compared, part, read
from drawn_compare import COUNTY as REGION
from months_drawn import months, workbook
from rollup_cases import COUNTY, TOWNS, grid
from test_trace_flows import opened

from formkit.commands.trace import told
from formkit.merge import roll_up
from formkit.read.rollup import Opened, open_rollup
from formkit.trace.again import again
from formkit.trace.origin import Counted, trace
from formkit.trace.plain import traced_json
from formkit.trace.recount import Meaning
from formkit.trace.totals import Stood
from formkit.write.rollup import write_rollup

DRAWN = months(2, ("2020-01", "2020-02", "2020-03"))
BOOKS = {period: opened(workbook(DRAWN[: place + 1])) for place, (period, _) in enumerate(DRAWN)}
LAST = BOOKS["2020-03"]
CASES = [drawn for path in sorted(HERE.glob("*.md")) for drawn in read(path) if drawn.form.record.grain != "line"]


def of(book: Opened, stood: Stood) -> Counted:
    found = trace(book, f"'{stood.sheet}'!{stood.cell}")
    assert isinstance(found, Counted)
    return found


@pytest.mark.parametrize("period", ["2020-01", "2020-02"])
def test_a_number_of_an_earlier_period_names_its_filings_and_is_the_same_in_its_own_workbook(period: str) -> None:
    mine = [each for each in LAST.numbers if each.meaning.period == period]
    filings = {part.sha256 for part in dict(DRAWN)[period]}
    assert len(mine) > 20
    for stood in mine:
        assert {one.sha256 for one in of(LAST, stood).earlier} == filings
        once = again(BOOKS[period], stood.meaning)
        assert once is not None, stood
        assert once.expected == stood.value, stood


def test_another_units_or_periods_workbook_says_nothing_and_what_stands_nowhere_is_added_up() -> None:
    meaning = Meaning("flow", COUNTY.code, key="added.persons", period="2020-02")
    found = again(BOOKS["2020-02"], meaning)
    assert found is not None
    assert found.expected == sum(line.amount or 0 for line in found.lines) > 0
    assert again(BOOKS["2020-03"], meaning) is None
    assert again(opened(workbook(DRAWN[:2], TOWNS[0])), meaning) is None
    assert again(BOOKS["2020-02"], Meaning("stated", key="nothing", period="2020-02")) is None


def rolled(drawn: Drawn) -> tuple[Opened, bytes]:
    """The workbook of a drawn case."""
    comparison = compared(drawn)
    parts = [part(drawn.form, name, rows, AFTER) for name, rows in drawn.after.items()]
    data = write_rollup(roll_up(drawn.form, AFTER, REGION, (), parts), (), (), (), comparison=comparison)
    found = open_rollup(data, "x.xlsx", {drawn.form.form: drawn.form})
    assert found is not None
    return found, data


def flows_by_class(book: Opened) -> Iterator[tuple[Stood, Counted]]:
    for stood in book.numbers:
        flow = stood.meaning.key.partition(".")[0]
        if stood.sheet == "变动表" and stood.meaning.value and flow in ("came", "arrived", "removed", "went", "left", "gone"):
            yield stood, of(book, stood)


def test_a_flow_of_a_class_is_the_sum_of_its_lines_and_names_those_who_changed_class() -> None:
    seen = set()
    for drawn in CASES:
        for stood, found in flows_by_class(rolled(drawn)[0]):
            crossed = [line for line in found.lines if line.amount is None]
            amount = sum(line.amount or 0 for line in found.lines)
            assert stood.value == amount or (crossed and amount < float(str(stood.value))), (str(drawn), stood)
            assert not stood.value or found.lines, (str(drawn), stood)
            seen |= {(drawn.form.form, bool(crossed))} if stood.value else set()
    assert {(form, True) for form, _ in seen} <= seen
    assert len({form for form, _ in seen}) == 2  # by section, and by a column


def test_jumps_are_listed_among_the_changes_and_counted_there() -> None:
    for title in ("people：数字变得太多要核实", "people：合计变得太多"):
        (drawn,) = [each for each in CASES if each.title.startswith(title)]
        jumps = compared(drawn).jumps
        book, data = rolled(drawn)
        stood = next(each for each in book.numbers if each.meaning.key == "jumps")
        found = of(book, stood)
        lines = [row for row in grid(data, "变动明细") if row[3] == "变化过大，请核实"]
        assert stood.value == len(jumps) == len(found.listed) == len(lines)
        assert [(one.sheet, one.cell[0]) for one in found.listed] == [("变动明细", "C")] * len(jumps)
        for row, jump in zip(lines, jumps, strict=True):
            assert (row[2], row[14]) == (jump.unit.name, jump.unit.code)
            before, _, after = str(row[9]).rpartition("：")[2].partition("→")
            assert (float(before), float(after)) == (float(jump.before), float(jump.after))
            assert f"{AFTER}/{jump.unit.name}.xlsx" in str(row[12])
            assert "2020-03/" in str(row[13])
        assert "见名单" in "\n".join(told(traced_json(book, found, limit=None, plain=False)))
