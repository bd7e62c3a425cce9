"""Tables that stand as text in a file: CSV, web pages, the XML of Excel 2003; whatever they are called."""

from __future__ import annotations

import base64
import time
from datetime import date

import pytest
from test_formats import ID, grid, grids

from formkit.gate import facts, inspect
from formkit.intake import Judged
from formkit.read.grid import UnreadableError, read_grids
from formkit.saying import say_of

TABLE = f"户主姓名,身份证号码,人数\r\n张三,{ID},3\r\n"
READ = (("户主姓名", "身份证号码", "人数"), ("张三", ID, "3"))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx", "a.et"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimited_text_in_any_encoding_under_any_name(encoding: str, name: str, mark: str) -> None:
    assert grid(TABLE.replace(",", mark).encode(encoding), name).rows == READ


@pytest.mark.parametrize(("text", "rows"), [
    ('a,"b,1\n2","c""d"\n', (("a", "b,1\n2", 'c"d'),)),
    ('="0123","=""0,1""",="a""b"\n', (("0123", "0,1", 'a"b'),)),
    ("sep=;\r\na;b,c\r\n", (("a", "b,c"),)),
    ("标题\n\na,b,c\n,,1\n", (("标题", None, None), (None,) * 3, ("a", "b", "c"), (None, None, "1"))),
    ('a,"b\nc,d\n', (("a", '"b'), ("c", "d"))),
    ("a,3.70481E+17,#N/A,=A1+1\n", (("a", "3.70481E+17", None, "=A1+1"),)),
])  # fmt: skip
def test_what_spreadsheets_write_into_text(text: str, rows: object) -> None:
    assert grid(text, "a.csv").rows == rows


def test_an_error_written_as_text_is_an_error() -> None:
    assert grid("a,#N/A\n", "a.csv").errors == {"B1": "#N/A"}


@pytest.mark.parametrize("data", [b"a,b\n\xff\xff\xff", "张三,李四".encode("gb18030") * 20_000 + b"\xff"])
def test_an_unknown_encoding_is_not_guessed(data: bytes) -> None:
    verdict = inspect(data, "a.csv")
    if verdict.outcome is None:
        with pytest.raises(UnreadableError) as failed:
            read_grids(data, verdict)
        assert failed.value.code == "text-encoding"
    else:
        assert verdict.code == "not-spreadsheet"


PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset={charset}">'
    "<!--[if gte mso 9]><xml><x:Name>台账</x:Name></xml><![endif]--><style>.xl65 {{mso-number-format:\"\\@\";}} "
    '.tick {{font-family:"Wingdings 2", serif;}}</style></head><body><p>说明</p><table border=1>'
    "<col span=2><col style='display:none'><tr><th rowspan=2>户主姓名<th colspan=2>身份 &amp;<br>号码</tr>"
    "<tr style='display:none'><td>甲</td><td>&nbsp;</td></tr>"
    "<tr><td class=xl65>张 \n 三</td><td class=tick>R</td><td><s>{number}</s></td></tr></table></body></html>"
)  # fmt: skip


@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("unicode", "utf-16"),
                                                   ("iso-8859-1", "gb18030")])  # fmt: skip
def test_a_web_page_named_xls(charset: str, encoding: str) -> None:
    found = grid(PAGE.format(charset=charset, number=ID).encode(encoding))

    assert found.rows == (("说明", None, None), ("户主姓名", "身份 &\n号码", None), (None, "甲", None), ("张 三", "R", ID))
    assert (found.name, found.merges) == ("台账", ((2, 1, 3, 1), (2, 2, 2, 3)))
    assert (found.fonts, found.hidden_rows, found.hidden_columns) == ({"B4": "Wingdings 2"}, {3}, {3})
    assert found.extras == {"struck": 1}


@pytest.mark.parametrize(("body", "rows"), [
    ("<table><tr><td>a<td>b<tr><td>c</table>", (("a", "b"), ("c", None))),
    ("<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table></td></tr><tr><td>d</td></tr></table>",
     (("a", "b"), ("c", None), ("d", None))),
    ("<table><tr><td>x</td><td>标题<table><tr><td>a</td></tr></table></td></tr></table>", (("x", "标题"), (None, "a"))),
    ("<table><tr><td rowspan=9>a</td><td>b</td></tr></table>尾<table><tr><td>c</td></tr></table>", (("a", "b"), ("尾", None), ("c", None))),
    ("<table><tr><td>a<!-- b --><script>c</script><a class=msocomanchor>[1]</a><comment>d</comment></td></tr></table>", (("a",),)),
    ("<table><tr><td title='a>b' x:num=\"3\">3<1</td></tr></table>", (("3<1",),)),
])  # fmt: skip
def test_tables_of_all_makes(body: str, rows: object) -> None:
    assert grid(f"<html>{body}</html>").rows == rows


def test_a_merge_ends_with_its_table() -> None:
    page = "<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr></table><table><tr><td>d</td></tr></table>"

    assert grid(f"<html>{page}</html>").merges == ((1, 1, 2, 1),)


def test_a_web_page_in_one_file() -> None:
    pages = "".join(
        f"--=x\r\nContent-Location: s{number}.htm\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n"
        + base64.encodebytes(PAGE.format(charset="gb2312", number=number).encode("gb18030")).decode() + "\r\n" for number in (1, 2)
    )  # fmt: skip
    frame = "--=x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><frameset=3D></html>\r\n"
    data = f'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="=x"\r\n\r\n{frame}{pages}--=x--'
    first, second = grids(data.encode(), "a.mht")

    assert (first.name, second.name) == ("台账", "台账_2")
    assert (first.rows[3][2], second.rows[3][2]) == ("1", "2")


def test_a_page_without_a_table_is_named() -> None:
    with pytest.raises(UnreadableError) as failed:
        grid("<html><body>请登录</body></html>")
    assert (failed.value.outcome, failed.value.code) == ("not-a-filing", "file-page")


def ssml(rows: str) -> str:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>'
            '<Style ss:ID="w"><Font ss:FontName="Wingdings 2"/></Style></Styles><Worksheet ss:Name="台账"><Table>'
            f'<Column ss:Index="3" ss:Hidden="1"/>{rows}</Table></Worksheet></Workbook>')  # fmt: skip


def test_the_xml_of_excel_2003() -> None:
    def data(kind: str, text: str) -> str:
        return f'<Data ss:Type="{kind}">{text}</Data>'

    found = grid(ssml(
        f'<Row ss:Index="2"><Cell ss:MergeDown="1">{data("String", "张三")}<Comment><Data>批</Data></Comment></Cell>'
        f'<Cell>{data("String", ID)}</Cell><Cell ss:Index="4">{data("Number", "3")}</Cell>'
        f'<Cell>{data("DateTime", "2020-03-01T00:00:00.000")}</Cell><Cell>{data("Boolean", "1")}</Cell></Row>'
        f'<Row ss:Hidden="1"><Cell ss:Index="2" ss:Formula="=1/0">{data("Error", "#DIV/0!")}</Cell>'
        f'<Cell ss:Formula="=[1]S!A1"/><Cell ss:StyleID="w">{data("String", "R")}</Cell></Row>'))  # fmt: skip

    assert found.name == "台账"
    assert found.rows[1:] == (("张三", ID, None, 3.0, date(2020, 3, 1), True), (None, None, None, "R", None, None))
    assert (found.merges, found.errors, found.uncalculated) == (((2, 1, 3, 1),), {"B3": "#DIV/0!"}, {"C3"})
    assert (found.linked, found.fonts, found.extras) == ({"C3"}, {"D3": "Wingdings 2"}, {"comments": 1})
    assert (found.hidden_rows, found.hidden_columns) == ({3}, {3})


TOO_MUCH = [
    ("<html><table>" + "<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 3000 + "</table>", "grid-overflow"),
    ("<html>" + "<table><tr><td>" * 200, "xml-depth"),
    ("<html><table><tr>" + "<td>x" * 20_000, "grid-overflow"),
    ("a,b\n" + "," * 70_000, "grid-overflow"),
    ("a,b\n" + "," * 20_000 + "x", "grid-overflow"),
    (ssml('<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="String">a</Data></Cell></Row>'), "grid-overflow"),
    (ssml('<Row><Cell ss:MergeAcross="16000" ss:MergeDown="16000"><Data ss:Type="String">a</Data></Cell></Row>'), "merge-overflow"),
    (ssml("").replace("<Workbook", "<!DOCTYPE a><Workbook"), "xml-doctype"),
    (ssml("<Row>"), "xml-damaged"),
]


@pytest.mark.parametrize(("text", "code"), TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_texts_are_bounded_like_workbooks(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as failed:
        grid(text)
    assert failed.value.code == code


@pytest.mark.parametrize("limit", ["CELL_LIMIT", "ELEMENT_LIMIT"])
def test_cells_and_tags_are_counted(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(facts, limit, 5)
    with pytest.raises(UnreadableError) as failed:
        grid("<html><table>" + "<tr><td>x</td></tr>" * 9 + "</table>")
    assert failed.value.outcome == "refused"


@pytest.mark.parametrize("unit", ["<!", "<a '", "<!--", "<script>", "</", "<", "&a", "<style>.a{", "<td a=1 ", "<p", "<![if x]"])
def test_broken_markup_takes_no_longer_than_its_length(unit: str) -> None:
    data = f"<html><table><tr><td>x</td></tr></table>{unit * 60_000}"
    began = time.process_time()

    assert grid(data).rows[0][0] == "x"
    assert time.process_time() - began < 5


@pytest.mark.parametrize(("kind", "said"), [("xlsm", True), ("xlsx", False)])
def test_macros_are_said_to_have_been_left_alone(kind: str, said: bool) -> None:
    assert ("宏" in say_of(Judged("a", "", kind, "unreadable", "file-unreadable"))) is said
