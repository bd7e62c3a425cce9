"""Rows taken whole say what expat says of them, and nothing is taken that expat would refuse."""

from __future__ import annotations

import io
import random
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_gate import MAIN, cells, package, said, workbook

from formkit.gate import SheetFacts, facts, inspect, rows, sheet
from formkit.gate import sharedstrings as shared
from formkit.gate.facts import COLUMN_BITS, Budget, StopError
from formkit.gate.sheetxml import begun
from formkit.gate.styles import PLAIN, Look, Looks
from formkit.gate.xmlpass import feed

TIMED = Looks(empty=frozenset({"2"}), timed={"3": True, "12": False})
LOOKED = Looks({"3": Look("Wingdings", ("struck",))}, frozenset({"2"}), {"4": "Symbol"})
EXCEL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<worksheet xmlns="{MAIN}" xmlns:x14ac="u"><dimension ref="A1:C12"/>'
    '<cols><col min="3" max="4" width="9" hidden="1"/></cols><sheetData>'
    '<row r="1" spans="1:3" ht="15" hidden="1" x14ac:dyDescent="0.25"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="3"/>'
    '<c r="C1" t="s"><v>2</v></c></row>'
    '<row r="2" spans="1:3"><c r="A2" s="3"><v>36.5</v></c><c r="B2" t="str">'
    '<f t="shared" ref="B2:B9" si="0">IF(A2="","",A2&amp;"元")</f><v>36.5元</v></c></row>'
    '<row r="3" spans="1:3"><c r="A3" t="s"><v>4</v></c><c r="B3" t="str"><f t="shared" si="0"/><v></v></c><c r="C3" t="b"><v>1</v>'
    '</c></row>'
    '<row r="4" hidden="1"/><row r="5"><c r="A5" t="e"><f>NA()</f><v>#N/A</v></c><c r="B5"><f>1+1</f></c><c r="C5" t="n">'
    '<v>-1.5E+3</v></c></row>'
    '<row r="12"><c r="A12" s="12"/><c r="B12" s="12" t="s"><v>12</v></c><c r="C12" t="inlineStr"><is><t>张三</t></is></c></row>'
    '</sheetData>'
    '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><dataValidations><dataValidation prompt="〔a/b〕" sqref="A1"/>'
    '</dataValidations>'
    '<hyperlinks><hyperlink ref="A1"/></hyperlinks></worksheet>').encode()  # fmt: skip
OFFICE = cells(
    "".join(f'<row r="{row}" customFormat="false" ht="12.8" hidden="false" outlineLevel="0"><c r="A{row}" s="1" t="n"><v>{row}</v></c>'
            f'<c r="B{row}" s="2" t="str"><f aca="false">IF(A{row}&gt;1,&quot;是&quot;,&quot;{"长" * 90}&quot;)</f>'
            f'<v>是</v></c><c r="AA{row}" s="1"/></row>'
            for row in range(1, 30)), '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>').encode()


def parts(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at:at + size] for at in range(0, len(content), size))


Said = tuple[object, ...]


def counted(found: SheetFacts, looks: Looks) -> SheetFacts:
    """The facts of a sheet with the places of its values, where it gave the values themselves."""
    if found.values is None:
        return found
    places = [row << COLUMN_BITS | column for row, line in enumerate(found.values, 1) for column, value in enumerate(line, 1)
              if value is not None and not (type(value) is int and str(value) in looks.empty)]
    return replace(found, filled=array("Q", places).tobytes())


def whole(content: bytes, size: int = 1 << 18, looks: Looks = PLAIN, elements: int = 10_000, filled: int = 5_000) -> Said:
    """What the gate says of a sheet, or why it stops, and what is left to spend."""
    budget = Budget(elements=elements, cells=filled)
    try:
        return counted(sheet.sheet_facts(parts(content, size), "p", "s", budget, looks), looks), budget.elements, budget.cells
    except StopError as stop:
        return stop.outcome, stop.code, dict(stop.detail)


def tag_by_tag(content: bytes, looks: Looks = PLAIN, elements: int = 10_000, filled: int = 5_000) -> Said:
    """The same by expat alone."""
    state = begun("p", "s", elements, filled, looks)
    try:
        feed(state.parser, (content,), "p")
    except StopError as stop:
        return stop.outcome, stop.code, dict(stop.detail)
    return sheet._facts(state, "s"), state.elements_left, filled - state.cells


def written() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as file:
        return file.read("xl/worksheets/sheet1.xml")


SHEETS = (EXCEL, OFFICE, written())
BITS = (
    b"<", b">", b"/", b'"', b"&", b"\0", b"\r\n", b"\n", b"]]>", b"&amp;", b"&#65;", b"&#0;", b"<!-- -->", b"<![CDATA[x]]>",
    b"<f>1</f>", b"<v>1</v>",
    b"<?p ?>", b"</row>", b"</c>", b"<row>", b'<row r="3">', b'<c r="A1">', b"<c><v>1</v></c>", b' s="3"', b' t="s"', b' t="str"',
    b' hidden="1"', b"\xff",
    b"\xef\xbf\xbf", b"\xe3\x80\x80", b" ", b"0", b"12", b"[1]", b"<x>", b"</x>", b"</sheetData>", b"<sheetData>",
    b'<mergeCell ref="A1:B2"/>',
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SHEETS), st.integers(0, 2**32), st.sampled_from([1 << 18, 700, 97]), st.sampled_from([PLAIN, LOOKED, TIMED]))
def test_a_spoilt_sheet_is_what_expat_makes_of_it(content: bytes, seed: int, size: int, looks: Looks) -> None:
    dice = random.Random(seed)
    for _ in range(dice.choice([0, 1, 1, 1, 2, 3])):
        at, width = dice.randrange(len(content) + 1), dice.choice([0, 0, 1, 1, 2, 9])
        middle = dice.choice([dice.choice(BITS), dice.choice(BITS), dice.randbytes(1), b"", content[at:at + 60]])
        content = content[:at] + middle + content[at + width:]
    assert whole(content, size, looks) == tag_by_tag(content, looks)


PIECES = (
    '<row r="{0}">', '<row r="{0}" hidden="1">', '<row r="{0}" ht="9" ht="9">', "<row>", "</row>", "</row>", '<row r="{0}"/>',
    '<row r="{0}" hidden="true"/>',
    '<c r="A{0}" s="{0}"/>', '<c r="B{0}" s="{0}" t="s"><v>2</v></c>', '<c r="B{0}" t="s"><v>4</v></c>', '<c r="C{0}"><v>7</v></c>',
    "<c><v>8</v></c>",
    '<c r="D{0}" t="str"><f>A{0}</f><v>是</v></c>', '<c r="E{0}" s="3"><f t="shared" si="1"/><v></v></c>',
    '<c r="E{0}"><f>[1]表!A1</f><v>1</v></c>',
    '<c r="F{0}" t="e"><v>#REF!</v></c>', '<c r="G{0}" t="inlineStr"><is><t>　</t></is></c>',
    '<c r="G{0}" t="inlineStr"><is><t>甲</t></is></c>',
    '<c r="H1{0}"><v>1</v></c>', '<c r="I{0}" t="s"><v>x</v></c>', '<c r="J{0}"><v>1<!-- --></v></c>',
    '<c r="K{0}" t="str"><v>&lt;{0}" s="&gt;</v></c>',
    '<c r="G{0}" t="inlineStr"><is><t>&#12288;</t></is></c>', '<c r="G{0}" t="inlineStr"><is><t>&#20154;&#65288;</t></is></c>',
    '<c r="G{0}" t="inlineStr"><is><t>&#8220;&#160;</t></is></c>',
    '<c r="G{0}" t="inlineStr"><is><t>&#8195;&#160;</t></is></c>', '<c r="G{0}" t="inlineStr"><is><t>&#55296;</t></is></c>',
    '<c r="L{0}" t="e"><v></v></c>', '<c r="M{0}"></c>', '<c r="N{0}"><v/></c>', '<c r="O{0}"><f/></c>', '<c r="ZZ{0}"><v>1</v></c>',
    '<c r="AAA{0}"><v>1</v></c>',
    '<c r="P{0}" t="str"><f>B{0}</f></c>', '<c r="Q{0}"><v>1</v><f>B{0}</f></c>', '<c r="R{0}"><v><f>1</f>5</v></c>', "\n",
    '<c r="A{0}" s="3"><v>1</v></c>',
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 14), st.lists(st.sampled_from(PIECES), max_size=8)), max_size=12),
    st.sampled_from([PLAIN, LOOKED, TIMED]),
       st.integers(0, 60), st.booleans())
def test_any_rows_are_what_expat_makes_of_them(
        lines: list[tuple[int, list[str]]], looks: Looks, room: int, tight: bool) -> None:
    inner = "".join(f'<row r="{row}">' + "".join(here).format(row) + "</row>" for row, here in lines)
    content = cells(inner, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>').encode()
    spend = {"elements": room, "filled": room // 3} if tight else {}
    assert whole(content, 1 << 18, looks, **spend) == tag_by_tag(content, looks, **spend)


def test_every_byte_of_a_sheet_counts() -> None:
    """Each byte of the rows of a sheet replaced by one that could change what it says."""
    for at in range(EXCEL.find(b"<sheetData>"), EXCEL.find(b"</sheetData>") + 12):
        spoilt = EXCEL[:at] + b'<&"\0 1]'[at % 7:at % 7 + 1] + EXCEL[at + 1:]
        assert whole(spoilt) == tag_by_tag(spoilt), spoilt


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bool]]:
    """How many bytes of rows were tried, and whether they were taken; nothing is remembered from before."""
    found: list[tuple[int, bool]] = []
    known: dict[object, object] = {}
    rows_of = sheet.rows_of

    def counted(text: bytes, before: rows.Known) -> rows.Rows | None:
        made = rows_of(text, before)
        found.append((len(text), made is not None))
        return made

    monkeypatch.setattr(sheet, "rows_of", counted)
    monkeypatch.setattr(sheet, "_sheets", known)
    return found


def all_taken(data: bytes, taken: list[tuple[int, bool]]) -> bool:
    """Whether all rows of all sheets of a workbook were taken whole."""
    assert said(inspect(data, "a.xlsx"))[1] is None
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        contents = [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    inner = sum(len(content.partition(b"<sheetData>")[2].partition(b"</sheetData>")[0]) for content in contents)
    return all(done for _, done in taken) and sum(size for size, _ in taken) == inner > 0


def test_what_excel_writes_is_taken_whole(taken: list[tuple[int, bool]]) -> None:
    assert all_taken(package(EXCEL), taken)


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_what_xlsxwriter_writes_is_taken_whole(options: dict[str, object], taken: list[tuple[int, bool]]) -> None:
    assert all_taken(workbook(**options), taken)


def test_what_openpyxl_writes_is_taken_whole(taken: list[tuple[int, bool]]) -> None:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(workbook())).save(stream)
    assert all_taken(stream.getvalue(), taken)


def test_one_odd_row_costs_the_rows_around_it_and_no_more(taken: list[tuple[int, bool]]) -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    inner = "".join(row.format(number) for number in range(1, 20_000)).replace('<v>1</v></c></row><row r="9000">',
    '<v>1<!-- --></v></c></row><row r="9000">')
    found, *_ = inspect(package(cells(inner)), "a.xlsx").sheets
    assert found.cells == 19_999
    assert sum(not done for _, done in taken) == 1
    assert len(taken) > 4


def test_a_sheet_is_looked_at_once_however_often_it_comes(taken: list[tuple[int, bool]]) -> None:
    first = inspect(package(EXCEL), "a.xlsx")
    tried = len(taken)
    assert inspect(package(EXCEL), "a.xlsx") == first
    assert len(taken) == tried > 0


@pytest.mark.parametrize(("limit", "value", "code"), [
    ("CELL_LIMIT", 3, "too-many-cells"), ("ELEMENT_LIMIT", 9, "too-many-elements"), ("AREA_LIMIT", 20, "grid-overflow"),
    ("GRID_ROWS", 8, "grid-overflow"),
    ("DEPTH_LIMIT", 3, "xml-depth"), ("MERGE_LIMIT", 0, "merge-overflow")])
def test_what_is_remembered_keeps_no_limit_from_being_held(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str) -> None:
    data = package(EXCEL)
    assert said(inspect(data, "a.xlsx")) == ("xlsx", None, "")
    monkeypatch.setattr(facts, limit, value)
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", code)


def test_the_same_sheet_under_other_formats_is_another() -> None:
    assert whole(EXCEL, looks=LOOKED) == tag_by_tag(EXCEL, LOOKED) != whole(EXCEL)


def test_what_is_remembered_of_rows_and_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_REMEMBERED", 50)
    monkeypatch.setattr(rows, "_ROWS", 20)
    for number in range(300):
        content = cells("".join(f'<row r="{row}"><c r="A{row}"><v>{number}{row}</v></c></row>' for row in range(1, 9))).encode()
        assert whole(content) == tag_by_tag(content)
    assert 0 < sum(len(each.says) for each in rows._known.values()) <= 70
    assert all(len(each.values) == len(each.says) and len(each.rows) <= 20 for each in rows._known.values())
    assert len(sheet._sheets) <= 64


def test_the_first_fault_is_told() -> None:
    """A sheet that is no XML in a package whose checksum is wrong as well: what comes first decides, as if expat had seen it all."""
    content = cells('<row r="1"><c r="A1"><v>1</v></c></row>').encode()

    def broken() -> Iterator[bytes]:
        yield content.replace(b"</sheetData>", b"</sheet>")
        raise StopError("unreadable", "zip-damaged")

    with pytest.raises(StopError, match="xml-damaged"):
        sheet.sheet_facts(broken(), "p", "s", Budget())
    content = content.replace(b"</worksheet>", b"")
    with pytest.raises(StopError, match="zip-damaged"):
        sheet.sheet_facts(iter_then_fault(content), "p", "s", Budget())


def iter_then_fault(content: bytes) -> Iterator[bytes]:
    yield content
    raise StopError("unreadable", "zip-damaged")


STRINGS = ("<si><t>甲</t></si>", "<si><t></t></si>", '<si><t xml:space="preserve"> </t></si>', "<si><t> </t></si>", "<si><t>　</t></si>",
    "<si><t>&#32;</t></si>",
           "<si><t>&amp;</t></si>", '<si><t xml:space="preserve"></t></si>', "<si/>",
           "<si><r><rPr><rFont val='Symbol'/></rPr><t>x</t></r></si>", "<si><t>a]]></t></si>",
           "<si><r><rPr><b/></rPr><t>x</t></r><r><t xml:space=\"preserve\"> </t></r></si>",
           "<si><r><t></t></r></si>", "<si><r><t>x</t></si>",
           "<si><t>x</t></r></si>", "<si><t>x</t><t>y</t></si>", '<si><t>x</t><phoneticPr fontId="1"/></si>',
           "\n", "<si><t>\u3001x</t></si>", "<si><t>&am</t></si>", "<si><t>p;</t></si>", "<si><t> &#12288;</t></si>",
           "<si><t>&#20154;</t></si>", "<si><t>symbol\x01</t></si>", "<!-- -->")  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(STRINGS), max_size=7), st.booleans())
def test_shared_strings_are_what_expat_makes_of_them(items: list[str], ending: bool) -> None:
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{MAIN}" count="1">{"".join(items)}{"</sst>" if ending else ""}'.encode()

    def made(ordinary: bool) -> object:
        with pytest.MonkeyPatch.context() as patch:
            if not ordinary:
                patch.setattr(shared, "_texts", lambda _: None)
            try:
                found = shared.strings(content, "p")
            except StopError as stop:
                return stop.code
            return found.empty, dict(found.fonts)

    assert made(ordinary=True) == made(ordinary=False)


def test_plain_shared_strings_are_cut_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "run", None)
    found = shared.strings(f'<sst xmlns="{MAIN}"><si><t></t></si><si><t>甲</t></si><si><t/></si></sst>'.encode(), "p")
    assert (found.empty, dict(found.fonts), found.texts) == ({"0", "2"}, {}, (None, "甲", None))


@pytest.mark.parametrize("inner", [
    '<row r="1" ht="9" ht="9"><c r="A1"/></row>', '<row r="1" r="1"><c r="A1"/></row>',
    '<row r="1"><c r="A1"><f ca="1" ca="1">1</f></c></row>',
    "".join(f'<row r="{row}" hidden="1"><c r="A{row}" s="1"/></row>' for row in (1, 2, 3))])
def test_attributes_given_twice_and_hidden_rows_that_look_alike(inner: str) -> None:
    assert whole(cells(inner).encode()) == tag_by_tag(cells(inner).encode())
