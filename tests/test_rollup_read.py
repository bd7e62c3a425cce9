"""Roll-up workbooks as read: what comes back is what was rolled up, and what was edited by hand is named."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import (
    COUNTY,
    FIRST,
    FORM,
    FORMS,
    PERIOD,
    TOWNS,
    changed,
    fixed,
    grid,
    read,
    rolled,
    some_parts,
    sort_by_head,
    spoiled,
    written,
)

from formkit.container import OWN, cells_of, cells_text
from formkit.filing import Record
from formkit.merge import Rollup, digest
from formkit.read.rollup import read_rollup
from formkit.union import disputed, union


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_what_is_read_back_is_what_was_rolled_up(rng: random.Random) -> None:
    rollup = rolled(some_parts(rng))
    found = read(written(rollup))
    assert (found.unit, found.form, found.period, found.version) == (COUNTY, FORM.form, PERIOD, FORM.version)
    assert found.parts == rollup.parts
    assert found.edited == ()


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_townships_and_villages_make_the_same_county(rng: random.Random) -> None:
    parts = some_parts(rng)
    carried = [part for town in TOWNS for part in read(written(rolled(parts, town))).parts]
    mixture = [*carried, *rng.sample(parts, k=len(parts) // 2)]
    kept, conflicts = union(mixture)
    assert not conflicts
    assert rolled(kept) == rolled(parts)
    assert written(rolled(kept)) == written(rolled(parts))


def test_a_conflict_is_carried_up_and_neither_file_nor_an_older_one_counts() -> None:
    east, west, south = fixed()
    newer = [replace(east, revision=2, sha256=letter * 64) for letter in "ab"]
    kept, rivals = union([*newer, west, south])
    town = rolled((*kept, *disputed(rivals)), TOWNS[0])
    found = read(written(town))
    assert (found.parts, found.edited, found.misstated) == ((west, south), (), ())
    assert found.disputed == town.disputed
    again, unclear = union([*found.parts, *found.disputed, east])
    assert (again, [first.unit for first, _ in unclear]) == ((west, south), [east.unit])
    settled, none = union([*found.parts, *found.disputed, replace(east, revision=3)])
    assert ([part.unit for part in settled], none) == ([east.unit, west.unit, south.unit], ())
    lonely, unclear = union(found.disputed[:1])
    assert (lonely, len(unclear)) == ((), 1)


def test_a_sorted_detail_still_carries_its_parts() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    found = read(changed(written(rollup), sort_by_head))
    assert (found.parts, found.edited) == (rollup.parts, ())


def put(sheet: str, row: int, key: str, value: object) -> Callable[[Any], object]:
    keys = (*FORM.places, *OWN)
    return lambda book: setattr(book[sheet].cell(row, keys.index(key) + 1), "value", value)


@pytest.mark.parametrize(
    ("change", "edited"),
    [
        (put("边缘户", FIRST, "risk", "因学"), "东村（379999101001）"),
        (put("边缘户", FIRST + 2, "education", None), "西村（379999101002）"),
        (put("脱贫监测户", FIRST + 3, "household_size", 3), "西村（379999101002）"),
        (put("脱贫监测户", FIRST + 3, "household_size", "二"), "西村（379999101002）"),
        (put("脱贫监测户", FIRST, "recognised", "三月"), "东村（379999101001）"),
        (put("脱贫监测户", FIRST, "recognised", 99999999), "东村（379999101001）"),
        (put("边缘户", FIRST, "id_number", 379999194001010000), "东村（379999101001）"),
        (put("边缘户", FIRST, "_explanation", "后加的说明"), "东村（379999101001）"),
        (put("边缘户", FIRST, "_index", "一"), "东村（379999101001）"),
        (put("边缘户", FIRST, "_index", 2), "东村（379999101001）"),
        (lambda book: book["边缘户"].delete_rows(FIRST), "东村（379999101001）"),
        (put("边缘户", FIRST + 4, "head_name", "后加的人"), f"边缘户!{FIRST + 4}"),
        (lambda book: [put("边缘户", FIRST + 4, key, "379999109") (book) for key in ("head_name", "_unit")], "379999109"),
        (lambda book: setattr(book["_parts"]["M4"], "value", "0" * 64), "东村（379999101001）"),
        (lambda book: setattr(book["_parts"]["E4"], "value", "第一版"), "_parts!4"),
    ],
)  # fmt: skip
def test_what_was_edited_by_hand_is_named_and_left_out_and_the_others_stay(
    change: Callable[[Any], object], edited: str
) -> None:
    rollup = rolled(fixed(), TOWNS[0])
    found = read(changed(written(rollup), change))
    assert found.edited[0] == edited
    lost = {"_parts!4": 1, "东村": 1, "西村": 2}.get(edited.partition("（")[0])
    assert found.parts == tuple(part for number, part in enumerate(rollup.parts, 1) if number != lost)


def test_an_accepted_problem_is_carried_as_one_and_counted_nowhere() -> None:
    east = fixed()[0]
    rows = (
        spoiled(FORM, east.records[0], "risk", "not-in-codelist", "天灾"),
        replace(spoiled(FORM, east.records[1], "household_size", "out-of-range", ""), raws=tuple(
            25 if key == "household_size" else east.records[1].raws[place] for key, place in FORM.places.items())),
        spoiled(FORM, east.records[2], "education", "not-a-tick", "半"),
        *east.records[3:],
    )  # fmt: skip
    rollup = rolled([replace(east, records=rows, accepted_by="王某", reason="属实")], TOWNS[0])
    data = written(rollup)
    found = read(data)
    assert found.edited == ()
    assert digest(found.parts[0]) == digest(rollup.parts[0])
    back = found.parts[0].records
    assert back[0].readings[FORM.places["risk"]].problem == "not-in-codelist"
    assert back[1].raws[FORM.places["household_size"]] == "25"
    assert rolled(found.parts, TOWNS[0]).totals == rollup.totals
    assert rollup.totals["unstable"].columns["education"] == 1
    mended = read(changed(data, put("边缘户", FIRST, "risk", "因灾")))
    assert (mended.parts, mended.edited) == ((), ("东村（379999101001）",))
    remark = [line[-2] for line in grid(data, "汇总") if line and line[0] == "东村"]
    assert remark == ["经王某同意接收：属实"] * 2


def test_it_is_known_by_its_property_or_its_hidden_sheet_and_nothing_else_is_one() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    data = written(rollup)

    def bare(book: Any) -> None:
        book.custom_doc_props.props.clear()

    assert read(changed(data, bare)).parts == rollup.parts
    lost = read(changed(data, lambda book: book.remove(book["_parts"])))
    assert (lost.parts, lost.unit.code, len(lost.edited)) == ((), TOWNS[0].code, 2)
    assert read_rollup(data, "x.xlsx", {}) is None
    assert read_rollup(b"no workbook", "x.xlsx", FORMS) is None
    assert read_rollup(data[: len(data) // 2], "x.xlsx", FORMS) is None
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    assert read_rollup(empty.getvalue(), "x.xlsx", FORMS) is None


@given(st.lists(st.sampled_from(["", "A8", "B8", "C8", "D7", "E8", "AA8", "AB8"]), max_size=12), st.integers(8, 9))
def test_cells_of_the_sent_file_come_back_as_they_were(cells: list[str], row: int) -> None:
    one = Record("marginal", "填报表", row, (), (), tuple(cells))
    assert cells_of(cells_text(one), row) == tuple(cells)


@cache
def whole() -> tuple[Rollup, Any]:
    """A roll-up and its workbook, opened once: whoever edits a cell puts back what stood there."""
    rollup = rolled(fixed(), TOWNS[0])
    return rollup, openpyxl.load_workbook(io.BytesIO(written(rollup)))


TYPED = st.sampled_from(["", None, "甲", 0, 1.5, "²", 1e300, True, "√", "A:ZZ"])


@given(st.integers(1, 12), st.integers(1, 40), TYPED, st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_no_edit_of_any_cell_changes_a_number_unseen(row: int, column: int, value: object, place: int) -> None:
    rollup, book = whole()
    cell = book[("边缘户", "脱贫监测户", "_parts", "汇总")[place]].cell(row, column)
    target = io.BytesIO()
    if isinstance(cell, openpyxl.cell.cell.MergedCell):
        book.save(target)
    else:
        was, cell.value = (cell.value, cell.data_type, cell.number_format), value
        book.save(target)
        cell.value, cell.data_type, cell.number_format = was

    found = read_rollup(target.getvalue(), "x.xlsx", FORMS)
    kept = {part.unit: part for part in found.parts} if found else {}
    for part in rollup.parts:
        same = part.unit in kept and digest(kept[part.unit]) == digest(part)
        assert same or found is None or found.edited, (part.unit, row, column, value)
        assert part.unit not in kept or same
