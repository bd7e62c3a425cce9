"""The values that the gate takes from ordinary sheets are those that the reader gives, cell by cell and type by type.

The reader is the one of record: wherever the gate gives values the reader must give the same, and where it is not sure it gives none.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutants import inside
from office_task import EAST_A, blank_of, filled, household, new_task
from test_formats import AROUND, strings
from test_gate import MAIN, cells, package, workbook
from test_gate_fast import EXCEL, OFFICE, PIECES

from formkit.cells import letter
from formkit.gate import Verdict, days, inspect, rows, sheet
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


NUMBERS = ("0", "1", "-3", "36.5", "43891", "43891.5", "61", "60", "2958465", "2958466", "007", "1e5", "1E-7", "1.", ".5", "-0", "1-2",
           "1e400")
WRITTEN = ("是", " 是", "是 ", "　", "a&amp;b", "&#20154;", "_x000D_", "a_x", "&#12288;", "1", "#N/A", "\n", "\u0085a", "\ufeff", "&#133;a",
           "&#8220;&#8221;",
           "&#160;", "&#131072;")
EACH = (
    *[(kind, f"<v>{text}</v>") for kind in ("", ' t="n"') for text in NUMBERS],
    *[(' t="s"', f"<v>{text}</v>") for text in ("0", "1", "2", "3", "4", "5", "6", "7", "01", "8")],
    *[(' t="str"', f"<f>A1</f><v>{text}</v>") for text in WRITTEN],
    *[(' t="inlineStr"', f"<is><t{kept}>{text}</t></is>") for kept in ("", ' xml:space="preserve"') for text in WRITTEN],
    *[(' t="e"', f"<v>{text}</v>") for text in ("#N/A", "#REF!", "#SPILL!")],
    *[(' t="b"', f"<v>{text}</v>") for text in ("0", "1", "2", "true")],
    *[("", inner) for inner in ("", "<v></v>", "<v/>", "<f/>", "<f>1</f><v></v>", '<f t="shared" si="0"/><v></v>')],
    *[(kind, inner) for kind in (' t="s"', ' t="str"') for inner in ("<v></v>", "<f>1</f><v></v>", "<v/>")],
)
STYLES_OF_CELLS = ("", *(f' s="{at}"' for at in range(20)), ' s="01"', ' s="99"')
VALUES = st.sampled_from([(" t=\"s\"", "<v>2</v>"), ("", "<v>1</v>"), ("", ""), (' t="str"', "<f>1</f><v></v>")]) | st.sampled_from(EACH)
STYLED = st.sampled_from(STYLES_OF_CELLS)
CELLS = st.lists(st.tuples(st.integers(1, 30), STYLED, VALUES), max_size=6)
LINES = st.lists(st.tuples(st.integers(1, 40), CELLS), max_size=6)


def line(row: int, found: list[tuple[int, str, tuple[str, str]]]) -> str:
    inner = "".join(f'<c r="{letter(column - 1)}{row}"{style}{kind}>{inner}</c>' for column, style, (kind, inner) in found)
    return f'<row r="{row}">{inner}</row>'


@pytest.mark.parametrize("style", ["", *(f' s="{at}"' for at in (0, 1, 7, 9, 10, 11)), ' s="01"', ' s="99"'])
def test_each_number_in_each_kind_of_format_is_as_the_reader_has_it(style: str) -> None:
    """Each in a file by itself: one that is left to the reader takes its sheet with it."""
    known = [valued(held(wrapped(cells(line(3, [(2, style, ("", f"<v>{number}</v>"))])).encode()))) for number in NUMBERS]
    assert sum(known) == {"": 14, ' s="0"': 14, ' s="1"': 4, ' s="7"': 4, ' s="9"': 4, ' s="99"': 14}.get(style, 0)


def test_each_kind_of_cell_is_as_the_reader_has_it() -> None:
    known = [valued(held(wrapped(cells(line(3, [(2, "", each)])).encode()))) for each in EACH]
    assert sum(known) > len(known) / 2


@settings(max_examples=150, deadline=None)
@given(LINES, st.booleans())
def test_any_cells_have_the_values_that_the_reader_gives(
        lines: list[tuple[int, list[tuple[int, str, tuple[str, str]]]]], ordered: bool) -> None:
    """In any order, with rows and columns left out, of every kind and format, known strings and unknown."""
    if ordered:
        unique = {row: sorted({cell[0]: cell for cell in found}.values()) for row, found in lines}
        lines = sorted(unique.items())
    held(wrapped(cells("".join(line(*each) for each in lines)).encode()))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.lists(st.sampled_from(PIECES), max_size=8)), max_size=8))
def test_any_rows_have_the_values_that_the_reader_gives(lines: list[tuple[int, list[str]]]) -> None:
    held(wrapped(cells("".join(f'<row r="{row}">' + "".join(here).format(row) + "</row>" for row, here in lines)).encode()))


CODES = st.one_of(st.sampled_from(FORMATS), st.text('ymdhsaMD0#"[]$-;@/_\\*.E', min_size=1, max_size=8))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*range(60), 163, 164, 165, 166]), CODES), max_size=4), st.lists(st.integers(0, 180), max_size=6),
       st.sampled_from([*NUMBERS, "42000", "70000"]))
def test_formats_make_days_of_numbers_as_they_do_to_the_reader(codes: list[tuple[int, str]], used: list[int], number: str) -> None:
    """Built-in formats and any codes, also where one is defined twice or that of a number below 164."""
    escaped = ((identity, code.replace('"', "&quot;")) for identity, code in codes)
    inner = "".join(f'<numFmt numFmtId="{identity}" formatCode="{code}"/>' for identity, code in escaped)
    formats = f'<styleSheet xmlns="{MAIN}"><numFmts>{inner}</numFmts><cellXfs>'
    formats += "".join(f'<xf numFmtId="{each}"/>' for each in used) + "<xf/></cellXfs></styleSheet>"
    row = "".join(f'<c r="{letter(at)}1" s="{at}"><v>{number}</v></c>' for at in range(len(used) + 2))
    held(wrapped(cells(f'<row r="1">{row}</row>').encode(), {"xl/styles.xml": formats}))


def test_every_built_in_format_and_days_from_the_first_to_the_last() -> None:
    formats = f'<styleSheet xmlns="{MAIN}"><cellXfs>' + "".join(f'<xf numFmtId="{at}"/>' for at in range(170)) + "</cellXfs></styleSheet>"
    timed = days.timed(formats.encode(), "p")
    row = "".join(f'<c r="{letter(at)}1" s="{at}"><v>43891</v></c>' for at in range(170))
    data = wrapped(cells(f'<row r="1">{row}</row>').encode(), {"xl/styles.xml": formats})
    theirs = by_the_reader(data, inspect(data, "a.xlsx"))
    assert timed is not None
    assert isinstance(theirs, tuple)
    for at, value in enumerate(theirs[0].rows[0]):
        assert timed.get(str(at)) in ((None, False) if type(value) is float else (True, False) if type(value) is date else (False,))
    assert [*timed.values()].count(True) > 12
    assert len(timed) < 150

    dice = Random(1)
    several = "".join(f'<row r="{row}"><c r="A{row}" s="14"><v>{dice.randint(61, 2_958_465)}</v></c></row>' for row in range(1, 3000))
    assert valued(held(wrapped(cells(several).encode(), {"xl/styles.xml": formats})))


ITEMS = ("<si><t>甲</t></si>", "<si><t></t></si>", "<si><t/></si>", '<si><t xml:space="preserve"> a\n</t></si>', "<si><t>b </t></si>",
         "<si/>",
         "<si><t>　丙</t></si>", "<si><t>&amp;&#20154;</t></si>", "<si><t>a_x0041_</t></si>", "<si><t>_x</t></si>", "<si><t>a\u0085</t></si>",
         '<si><t>丁</t><phoneticPr fontId="1" type="noConversion"/></si>', "<si><r><rPr><b/></rPr><t>戊</t></r><r><t> 己</t></r></si>",
         '<si><r><rPr><sz val="9"/></rPr><t xml:space="preserve">戊 </t></r><r><t xml:space="preserve"> 己</t></r></si>',
         "<si><r><t>庚</t></r><phoneticPr fontId='1'/></si>", "<si><t>x</t><t>y</t></si>",
         "<si><t>張</t><rPh sb='0' eb='1'><t>ちょう</t></rPh></si>",
         '<si><r><rPr><rFont val="Wingdings"/></rPr><t>R</t></r></si>', "<si><r><t></t></r></si>", "\n", "<si><t>辛]</t></si>")  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(ITEMS), max_size=7))
def test_shared_strings_are_what_the_reader_makes_of_them(items: list[str]) -> None:
    row = "".join(f'<c r="{letter(at)}1" t="s"><v>{at}</v></c>' for at in range(sum("<si" in each for each in items)))
    held(wrapped(cells(f'<row r="1">{row}</row>').encode(), strings("".join(items))))


def test_a_string_that_is_not_there_is_left_to_the_reader() -> None:
    data = wrapped(cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>').encode())
    with pytest.raises(UnreadableError):
        read_grids(data, held(data))


def test_small_sheets_are_remembered_with_the_numbers_of_their_strings_and_never_with_texts() -> None:
    sheet._sheets.clear()
    rows._known.clear()
    for number in range(80):
        texts = strings(f"<si><t>张{number}</t></si>")
        data = wrapped(cells('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').encode(), texts)
        grid, = read_grids(data, held(data))
        assert grid.rows == ((f"张{number}",),)
    held(wrapped(cells('<row r="1"><c r="A1" t="inlineStr"><is><t>李四</t></is></c><c r="B1" t="str"><v>王五</v></c></row>').encode()))
    assert len(sheet._sheets) == 1
    kept = repr((sheet._sheets, [(each.says, each.values, each.rows, each.special) for each in rows._known.values()]))
    assert not any(name in kept or repr(name.encode())[2:-1] in kept for name in ("张", "李四", "王五"))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A workbook made by hand, one handed out and filled in, and two as other programs write them."""
    folder = tmp_path_factory.mktemp("sources")
    sent = filled(blank_of(new_task(folder), EAST_A), folder / "sent.xlsx", {"marginal": [household(1), household(2, head_name="张甲二")]})
    saved = io.BytesIO()
    openpyxl.load_workbook(sent).save(saved)
    return [sent.read_bytes(), saved.getvalue(), workbook(), wrapped(EXCEL, strings("<si><t>a</t></si>" * 13)), package(OFFICE, AROUND)]


def test_what_programs_write_needs_no_reader(sources: list[bytes]) -> None:
    assert [valued(held(data)) for data in sources] == [True] * len(sources)


@pytest.mark.office
def test_what_libreoffice_saves_needs_no_reader(tmp_path: Path, sources: list[bytes]) -> None:
    """Strings in runs, texts behind formulas; that all rows are taken is less."""
    (tmp_path / "in").mkdir()
    files = [tmp_path / "in" / f"{number}.xlsx" for number in (0, 2)]
    for file, number in zip(files, (0, 2), strict=True):
        file.write_bytes(sources[number])
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir",
         str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=180)  # fmt: skip
    assert [valued(held((tmp_path / file.name).read_bytes())) for file in files] == [True, True]


def test_a_spoilt_workbook_is_read_as_the_reader_alone_reads_it(sources: list[bytes]) -> None:
    met = [held(inside(sources[number % len(sources)], [], Random(f"grid-{number}"))) for number in range(60)]
    assert sum(valued(each) for each in met) > 12
    assert sum(not valued(each) for each in met if each.outcome is None) > 5
