"""A workbook with one of everything Excel takes, and how to break it: what the tests of the lint start from."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

import xlsxwriter

SHEET, CODES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


def good() -> bytes:
    """Two sheets and a hidden one: texts, numbers, formulas, merges, validations, formats, links, a table, a comment."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_custom_property("formkit", "台账/2020.1")
    book.set_custom_property("year", "2020")
    sheet, codes, hidden = (book.add_worksheet(name) for name in ("台账", "附表", "_lists"))
    hidden.write_column(0, 0, ["是", "否"])
    hidden.hide()
    book.define_name("_yes", "=_lists!$A$1:$A$2")
    book.define_name("台账!own", "=台账!$A$1")
    bold = book.add_format({"bold": True, "num_format": "#,##0.00"})
    sheet.merge_range("A1:D1", "存在致贫、返贫风险人口台账", bold)
    sheet.write_row("A2", ["户主姓名", "人数", "收入", "合计"])
    sheet.write_row("A3", [" 张甲一", 3, 1200.5])
    sheet.write_formula("D3", '=IF(B3>0,ROUND(C3*B3,2)&"元","")', None, "3601.5元")
    sheet.write_boolean("A4", boolean=True)
    sheet.write_datetime("B4", date(2020, 3, 1), book.add_format({"num_format": 'yyyy"年"m"月"'}))
    sheet.write_rich_string("C4", "二〇", bold, "二〇年")
    sheet.set_row(3, 30)
    sheet.set_column("A:B", 12)
    sheet.set_column("C:C", 20)
    _rules(sheet, book)
    sheet.freeze_panes(2, 1)
    sheet.autofilter("A2:D9")
    sheet.repeat_rows(0, 1)
    sheet.print_area("A1:D9")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页")
    sheet.set_h_pagebreaks([20, 40])
    sheet.protect("secret")
    _second(codes)
    book.close()
    return edited(target.getvalue(), CODES, _share)


def _share(text: str) -> str:
    """The formulas below the first as Excel writes a column of one formula: they only name it."""
    text = text.replace('<c r="F2"><f>', '<c r="F2"><f t="shared" ref="F2:F4" si="0">')
    return re.sub(r'(<c r="F[34]">)<f>.*?</f>', r'\1<f t="shared" si="0"/>', text)


def _rules(sheet: xlsxwriter.worksheet.Worksheet, book: xlsxwriter.Workbook) -> None:
    said = {"input_title": "人数", "input_message": "填整数", "error_title": "人数", "error_message": "应填1到20"}
    sheet.data_validation("B3:B9", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 20, **said})
    sheet.data_validation("A5:A9", {"validate": "list", "source": "=_yes"})
    sheet.data_validation("C5:C9", {"validate": "list", "source": ["甲", "乙"]})
    sheet.data_validation("D5:D9", {"validate": "custom", "value": "=AND(ISTEXT(D5),LEN(D5)=18)"})
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("B3:B9", {"type": "formula", "criteria": "=$B3>9", "format": red})
    sheet.conditional_format("C3:C9", {"type": "cell", "criteria": ">", "value": 5000, "format": red})
    sheet.write_url("E3", "internal:'台账'!C1", string="收入")
    sheet.write_url("E4", "https://example.org/a", string="网页")
    sheet.write_comment("E5", "说明")


def _second(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.add_table("A1:B4", {"columns": [{"header": "代码"}, {"header": "名称"}], "name": "Codes"})
    sheet.write_column("A2", ["1", "2", "3"])
    sheet.write_formula("D1", "=COUNTA(Codes[代码])", None, 3)
    for row in (2, 3, 4):
        sheet.write_formula(f"F{row}", f'=IF(LEN(A{row})>0,SUM($A$2:$A$4,1),"（,）")', None, "")
    sheet.merge_range("A8:B9", "注")


def rebuilt(data: bytes, changed: Mapping[str, bytes | None], more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A package with some members replaced, or taken out where None, and others added at the end."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changed.get(name, b"") if name in changed else old.read(name)
            if content is not None:
                new.writestr(name, content)
        for name, content in more:
            new.writestr(name, content)
    return target.getvalue()


def edited(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A package with the text of one part changed, and it must really have changed."""
    text = zipfile.ZipFile(io.BytesIO(data)).read(part).decode()
    made = change(text)
    assert made != text, f"nothing to break in {part}"
    return rebuilt(data, {part: made.encode("utf-8", "surrogatepass")})
