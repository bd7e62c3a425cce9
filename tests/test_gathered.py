"""What a roll-up says of what did not enter it, and whether all is there: single lines of gather and merge, each put to the test."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from rollup_cases import COUNTY, TOWNS, fixed, rolled

from formkit import books, engine
from formkit.commands.merge import _name, _order, _write
from formkit.gather import Gathered, LeftOut
from formkit.read import units_of
from formkit.states import State
from formkit.trace.totals import Misstated
from formkit.units import Roster

PARTS = fixed()
UNITS = {unit.code: unit for part in PARTS for unit in units_of(part.path)}
TOWN = next(town for town in TOWNS if town.code in UNITS)
VILLAGE = PARTS[0].unit
SAID = State("zaozhuang-ledger", UNITS[VILLAGE], "accepted")
WRONG = ("a.xlsx", Misstated("rollup-total-typed", "汇总", "B7", "9", "3", {}))
ROLLUPS = (rolled(PARTS, TOWN), rolled(PARTS, COUNTY))


def gathered(*left: LeftOut, state: State = SAID, wrong: tuple[tuple[str, Misstated], ...] = ()) -> Gathered:
    return Gathered(ROLLUPS, (state,), left, (), Roster(UNITS), wrong)


@pytest.mark.parametrize(("outcome", "complete"), [("superseded", True), ("copy", True), ("returned", False), ("conflict", False)])
def test_a_file_that_another_took_the_place_of_is_not_missed(outcome: str, complete: bool) -> None:
    found = gathered(LeftOut("a.xlsx", outcome, "说明", VILLAGE))
    assert found.complete is complete
    assert found.excluded(ROLLUPS[0]) == (() if complete else (("a.xlsx", outcome, "说明"),))


def test_a_missing_unit_and_a_number_typed_over_are_seen() -> None:
    assert gathered().complete
    assert not gathered(state=replace(SAID, state="missing")).complete
    assert gathered(state=replace(SAID, state="zero")).complete
    assert not gathered(wrong=(WRONG,)).complete


def test_what_names_no_unit_is_told_at_the_top_only() -> None:
    found = gathered(LeftOut("乱.xlsx", "unreadable", "打不开"), LeftOut("外.xlsx", "wrong-unit", "不在名单", "999"))
    assert found.excluded(ROLLUPS[0]) == ()
    assert [file for file, _, _ in found.excluded(ROLLUPS[1])] == ["乱.xlsx", "外.xlsx"]


def test_two_units_of_one_name_have_files_of_two_names() -> None:
    found = gathered()
    assert _name(found, ROLLUPS[0], "汇总") == f"{TOWN.name}_{ROLLUPS[0].period}_汇总"
    twin = replace(ROLLUPS[0], unit=replace(TOWN, code="370499999000"))
    both = replace(found, rollups=(ROLLUPS[0], twin))
    assert len({_name(both, each, "汇总") for each in both.rollups}) == 2


def test_workbooks_are_the_same_from_one_process_and_from_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(gathered(), rollups=(*(rolled(PARTS, town) for town in TOWNS), rolled(PARTS, COUNTY)))
    made: list[dict[str, bytes]] = []
    for few in (len(found.rollups), len(found.rollups) + 1):
        monkeypatch.setattr(engine, "_FEW", few)
        told = _write(found, _order(found, tmp_path, tmp_path / str(few), ""))
        assert [book.totals for book in told] == [rollup.totals for rollup in found.rollups]
        assert [book.file.name for book in told] == [f"{_name(found, rollup, '汇总')}.xlsx" for rollup in found.rollups]
        made.append({book.file.name: book.file.read_bytes() for book in told})
    assert made[0] == made[1]
    assert len(made[0]) == len(found.rollups)


@pytest.mark.parametrize("several", [True, False])
def test_many_workbooks_are_written_by_workers_the_longest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, several: bool
) -> None:  # fmt: skip
    found = replace(gathered(), rollups=(*(rolled(PARTS, town) for town in TOWNS), rolled(PARTS, COUNTY)))
    order: list[int] = []
    shared = engine.shared
    monkeypatch.setattr(engine, "_FEW", len(found.rollups) + (not several))
    monkeypatch.setattr(engine, "shared", lambda work, tasks: (order.extend(tasks), shared(work, tasks))[1])
    monkeypatch.setattr(books, "write_rollup", lambda *_, **__: str(os.getpid()).encode())
    writers = {book.file.read_bytes() for book in _write(found, _order(found, tmp_path, tmp_path, ""))}
    assert (str(os.getpid()).encode() in writers) is not several
    assert [len(found.rollups[number].parts) for number in order] == sorted((len(each.parts) for each in found.rollups), reverse=True)
