"""The values that the gate takes from ordinary sheets are those that the reader gives, cell by cell and type by type.

The reader is the one of record: wherever the gate gives values the reader must give the same, and where it is not sure it gives none.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutants import inside
from office_task import EAST_A, blank_of, filled, household, new_task
from test_formats import AROUND, strings
from test_gate import MAIN, RELS, cells, package, workbook
from test_gate_fast import EXCEL, OFFICE, PIECES

from formkit.cells import letter
from formkit.gate import SheetFacts, Verdict, facts, inspect, rows, sheet
from formkit.gate.facts import COLUMN_BITS
from formkit.read import grid as reading
from formkit.read.grid import Grid, UnreadableError, read_grids

Sheets = tuple[Grid, ...]
FORMATS = ("General", "0.00", "@", "yyyy-mm-dd", "[$-804]yyyy/m/d;@", 'yyyy"年"m"月"', "h:mm", "[h]:mm", '0"d"', "[Red]0", "m/d", "#,##0_ ")
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    + "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code.replace(chr(34), "&quot;")}"/>' for at, code in enumerate(FORMATS))
    + "</numFmts><cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 49, *range(164, 164 + len(FORMATS)), 46, 20))
    + "</cellXfs></styleSheet>"
)
TEXTS = strings(
    "<si><t>a</t></si><si><t></t></si><si><t>张三</t></si><si><t/></si><si><t>&lt;&amp;&#20154;</t></si>"
    '<si><t xml:space="preserve"> b </t></si><si><t>c</t><phoneticPr fontId="1" type="noConversion"/></si><si><t>a_xb</t></si>'
)


def by_the_reader(data: bytes, verdict: Verdict) -> Sheets | str:
    """The sheets as the reader gives them; nothing is held against a count, which the gate has not made."""
    asked = replace(verdict, sheets=tuple(replace(each, values=None) for each in verdict.sheets))
    try:
        return tuple(replace(each, unread=0) for each in read_grids(data, asked))
    except UnreadableError as error:
        return error.code


def by_both(data: bytes) -> tuple[Verdict, Sheets | str, Sheets | str]:
    """What the gate says of a file, the sheets as they are read, and as the reader alone gives them."""
    verdict = inspect(data, "a.xlsx")
    if verdict.outcome or verdict.kind not in ("xlsx", "xlsm"):
        return verdict, "", ""
    try:
        found: Sheets | str = read_grids(data, verdict)
    except UnreadableError as error:
        found = error.code
    return verdict, found, by_the_reader(data, verdict)


def typed(found: Sheets | str) -> object:
    """Sheets as what must be the same: ``0 == 0.0 == False`` is not, and ``nan`` is not itself."""
    if isinstance(found, str):
        return found
    return [(replace(each, unread=0, rows=()), [[repr(value) for value in line] for line in each.rows]) for each in found]


def held(data: bytes) -> Verdict:
    """What the gate says of a file that is read as the reader alone would read it."""
    verdict, ours, theirs = by_both(data)
    assert typed(ours) == typed(theirs)
    for each, one in zip(verdict.sheets, ours if isinstance(ours, tuple) else (), strict=False):
        assert each.values is None or one.unread == 0
    return verdict


def valued(verdict: Verdict) -> bool:
    """Whether the gate gave the values of all sheets."""
    return bool(verdict.sheets) and all(each.values is not None for each in verdict.sheets)


def wrapped(content: bytes, more: Mapping[str, str | bytes] | None = None) -> bytes:
    return package(content, AROUND | {"xl/styles.xml": STYLES} | TEXTS | dict(more or {}))


NUMBERS = ("0", "1", "-3", "36.5", "43891", "43891.5", "61", "60", "1", "2958465", "2958466", "007", "1e5", "1E-7", "1.", ".5", "-0", "1-2", "1e400")
WRITTEN = ("是", " 是", "是 ", "　", "a&amp;b", "&#20154;", "_x000D_", "a_x", "&#12288;", "1", "#N/A", "\n", "\u0085a", "\ufeff")
VALUES = st.one_of(
    st.sampled_from(NUMBERS).map(lambda text: ("", f"<v>{text}</v>")), st.sampled_from(NUMBERS).map(lambda text: (' t="n"', f"<v>{text}</v>")),
    st.sampled_from(["0", "1", "2", "3", "4", "5", "6", "7", "01", "8"]).map(lambda text: (' t="s"', f"<v>{text}</v>")),
    st.sampled_from(WRITTEN).map(lambda text: (' t="str"', f"<f>A1</f><v>{text}</v>")),
    st.sampled_from(WRITTEN).map(lambda text: (' t="inlineStr"', f"<is><t>{text}</t></is>")),
    st.sampled_from(WRITTEN).map(lambda text: (' t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>')),
    st.sampled_from(["#N/A", "#REF!", "#SPILL!"]).map(lambda text: (' t="e"', f"<v>{text}</v>")),
    st.sampled_from(["0", "1", "2", "true"]).map(lambda text: (' t="b"', f"<v>{text}</v>")),
    st.sampled_from(["", "<v></v>", "<v/>", "<f/>", "<f>1</f><v></v>", '<f t="shared" si="0"/><v></v>']).map(lambda inner: ("", inner)),
    st.sampled_from(["<v></v>", "<f>1</f><v></v>", "<v/>"]).map(lambda inner: (' t="str"', inner)),
    st.sampled_from(["<v></v>", "<v/>"]).map(lambda inner: (' t="s"', inner)),
)
STYLED = st.sampled_from(["", *(f' s="{at}"' for at in range(20)), ' s="01"', ' s="99"'])
CELLS = st.lists(st.tuples(st.integers(1, 30), STYLED, VALUES), max_size=6)
LINES = st.lists(st.tuples(st.integers(1, 40), CELLS), max_size=6)


def line(row: int, found: list[tuple[int, str, tuple[str, str]]]) -> str:
    inner = "".join(f'<c r="{letter(column - 1)}{row}"{style}{kind}>{inner}</c>' for column, style, (kind, inner) in found)
    return f'<row r="{row}">{inner}</row>'


@settings(max_examples=300, deadline=None)
@given(LINES, st.booleans())
def test_any_cells_have_the_values_that_the_reader_gives(lines: list[tuple[int, list[tuple[int, str, tuple[str, str]]]]], ordered: bool) -> None:
    """In any order, with rows and columns left out, of every kind and format, known strings and unknown."""
    if ordered:
        unique = {row: sorted({cell[0]: cell for cell in found}.values()) for row, found in lines}
        lines = sorted(unique.items())
    held(wrapped(cells("".join(line(*each) for each in lines)).encode()))
