"""A spoilt workbook that is read all the same: every cell has the value that another reader finds there, or it is said.

The worst that can happen to a file is to be accepted with something else in it than a person sees. openpyxl reads the same
bytes; where its values differ from ours the gate must have counted the cell as one that was not read (``cells-unread``).
FORMKIT_FUZZ=2000 tries that many instead of 60, FORMKIT_SEED starts elsewhere.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import openpyxl
import pytest
from drawn_mess import base
from messy_file import file_of
from mutants import inside
from office_task import EAST_A, blank_of, filled, household, new_task
from openpyxl.utils.escape import unescape
from test_formats import strings, xlsx

from formkit.cells import a1
from formkit.gate import inspect
from formkit.read.grid import Grid, UnreadableError, read_grids

COUNT = int(os.environ.get("FORMKIT_FUZZ", "60"))
SEED = int(os.environ.get("FORMKIT_SEED", "1"))
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """One workbook that was made by hand, one that was handed out, filled in, and saved by another program."""
    folder = tmp_path_factory.mktemp("sources")
    sent = filled(blank_of(new_task(folder), EAST_A), folder / "sent.xlsx", {"marginal": [household(1), household(2, head_name="张甲二")]})
    return [file_of(base()), sent.read_bytes()]


def ours(data: bytes) -> tuple[Grid, ...] | None:
    """The sheets; None where the file is turned away."""
    verdict = inspect(data, "a.xlsx")
    if verdict.outcome or verdict.kind not in ("xlsx", "xlsm"):
        return None
    try:
        return read_grids(data, verdict)
    except UnreadableError:
        return None


def theirs(data: bytes) -> Values | None:
    """What openpyxl finds in the cells of each sheet; None where it does not open the file, for whatever reason of its own."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        return {
            sheet.title: {
                cell.coordinate: cell.value for line in sheet.iter_rows() for cell in line if same(getattr(cell, "value", None)) is not None
            }
            for sheet in book.worksheets
        }  # fmt: skip
    except Exception:
        return None


def same(value: Any) -> Any:
    """A value as what both readers would have to agree on."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str):
        return unescape(value).replace("\r\n", "\n").strip() or None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def cells(grid: Grid) -> dict[str, Any]:
    """What stands in the cells of a sheet, and the errors."""
    values = {a1(row, at): same(value) for row, line in enumerate(grid.rows, 1) for at, value in enumerate(line)}
    return {cell: value for cell, value in values.items() if value is not None} | dict(grid.errors)


def differing(grids: tuple[Grid, ...], other: Values, before: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The sheets and cells in which the two readers differ and nothing of it is counted.

    Where a cell has what it had before, it is the other reader that lost it: it wants namespaces and rows in order.
    """
    found = [f"sheet {name}" for name in other.keys() - {grid.name for grid in grids}]
    for grid in grids:
        mine, theirs = cells(grid), {cell: same(value) for cell, value in other.get(grid.name, {}).items()}
        kept = before.get(grid.name, {})
        wrong = [cell for cell in sorted(mine.keys() | theirs.keys()) if mine.get(cell) not in (theirs.get(cell), kept.get(cell, "?"))]
        if len(wrong) > grid.unread:
            found += [f"{grid.name}!{cell}: {mine.get(cell)!r} / {theirs.get(cell)!r}" for cell in wrong]
    return found


def test_what_is_read_of_a_spoilt_workbook_is_what_stands_in_it(sources: list[bytes]) -> None:
    met: Counter[str] = Counter()
    whole = [{grid.name: cells(grid) for grid in ours(data) or ()} for data in sources]
    wrong = []
    for number in range(COUNT):
        random = Random(f"values-{SEED}-{number}")
        data = inside(sources[number % len(sources)], [], random)
        grids, other = ours(data), theirs(data)
        if grids is None or other is None:
            met["turned away" if grids is None else "openpyxl does not open it"] += 1
            continue
        met["compared"] += 1
        wrong += [f"{number}: {each}" for each in differing(grids, other, whole[number % len(sources)])]

    assert met["compared"] * 3 > COUNT
    assert wrong == []


@pytest.mark.parametrize("number", [" 1", "1 ", "+1", "-1", "1.0", "1e0", "１", "x", "9" * 20, "1<!-- -->", "&#49;"])
def test_a_shared_string_that_two_readers_would_look_up_differently_is_counted(number: str) -> None:
    """The reader takes the first string of all where it cannot make sense of the number."""
    texts = strings("<si><t>a</t></si><si><t>b</t></si>")

    assert xlsx(f'<row r="1"><c r="A1" t="s"><v>{number}</v></c><c r="B1" t="s"><v>01</v></c></row>', texts).unread == 1
