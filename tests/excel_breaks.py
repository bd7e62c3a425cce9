"""One break for each thing Excel refuses: in which part, what is put for what."""

from __future__ import annotations

import re
from collections.abc import Callable

from excel_good import CODES, SHEET

BOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
CUSTOM, RELS = "docProps/custom.xml", "xl/worksheets/_rels/sheet1.xml.rels"
_SHEET = '<sheet name="附表"'
_OWN = '<definedName name="own" localSheetId="0">'
_FORMULA = "<formula1>AND(ISTEXT(D5),LEN(D5)=18)</formula1>"
_FORMAT = "<formula>$B3&gt;9</formula>"
_LINK = "location=\"'台账'!C1\""
_CELL = '<c r="B3"><v>3</v></c>'

BREAKS: tuple[tuple[str, str, str, str], ...] = (
    ("content-types", "[Content_Types].xml", '<Override PartName="/xl/styles.xml"', '<Override PartName="/xl/none.xml"'),
    ("content-types", "[Content_Types].xml", '<Default Extension="xml"', '<Default Extension="rels"'),
    ("relationship-target", "xl/_rels/workbook.xml.rels", "theme/theme1.xml", "theme/theme2.xml"),
    ("relationship-id", SHEET, '<hyperlink ref="E4" r:id="rId1"', '<hyperlink ref="E4" r:id="rId9"'),
    ("property", CUSTOM, 'name="year"', 'name="FormKit"'),
    ("property", CUSTOM, 'pid="3"', 'pid="2"'),
    ("property", CUSTOM, 'pid="2"', 'pid="1"'),
    ("property", CUSTOM, "2020.1", "2" * 256),
    ("sheet-name-long", BOOK, _SHEET, f'<sheet name="{"附" * 32}"'),
    ("sheet-name-sign", BOOK, _SHEET, '<sheet name="附:表"'),
    ("sheet-name-quote", BOOK, _SHEET, "<sheet name=\"附表'\""),
    ("sheet-name-history", BOOK, _SHEET, '<sheet name="History"'),
    ("sheet-name-repeated", BOOK, _SHEET, '<sheet name="台账"'),
    ("sheet-id", BOOK, 'sheetId="2"', 'sheetId="1"'),
    ("active-tab", BOOK, 'windowWidth="16095"', 'windowWidth="16095" activeTab="3"'),
    ("active-tab", BOOK, 'windowWidth="16095"', 'windowWidth="16095" activeTab="2"'),
    ("active-tab", BOOK, 'windowWidth="16095"', 'windowWidth="16095" firstSheet="7"'),
    ("sheet-selected", "xl/worksheets/sheet3.xml", "<sheetView ", '<sheetView tabSelected="1" '),
    ("name", BOOK, _OWN, '<definedName name="1号" localSheetId="0">'),
    ("name", BOOK, _OWN, '<definedName name="AB12" localSheetId="0">'),
    ("name", BOOK, _OWN, '<definedName name="R1C1" localSheetId="0">'),
    ("name", BOOK, _OWN, '<definedName name="own name" localSheetId="0">'),
    ("name", BOOK, _OWN, f'<definedName name="{"n" * 256}" localSheetId="0">'),
    ("name-repeated", BOOK, f"{_OWN}台账!$A$1</definedName>", f"{_OWN}台账!$A$1</definedName>" + f"{_OWN}台账!$A$1</definedName>"),
    ("name-scope", BOOK, 'name="own" localSheetId="0"', 'name="own" localSheetId="3"'),
    ("name-area", BOOK, "台账!$1:$2", "台账!$A$1:$B$2"),
    ("name-area", BOOK, "台账!$A$1:$D$9", "附表!$A$1:$D$9"),
    ("style-index", SHEET, '<c r="A1" s="1"', '<c r="A1" s="4"'),
    ("style-index", SHEET, '<row r="4"', '<row s="4" r="4"'),
    ("style-index", SHEET, '<col min="3"', '<col style="4" min="3"'),
    ("style-index", STYLES, '<xf numFmtId="164" fontId="1"', '<xf numFmtId="164" fontId="4"'),
    ("style-index", STYLES, '<xf numFmtId="165" fontId="0"', '<xf numFmtId="166" fontId="0"'),
    ("dxf-index", SHEET, 'dxfId="0"', 'dxfId="1"'),
    ("number-format", STYLES, "#,##0.00", "0;0;0;@;0"),
    ("number-format", STYLES, "#,##0.00", "0&quot;元"),
    ("number-format", STYLES, "#,##0.00", "0" * 256),
    ("number-format", STYLES, "#,##0.00", "[Red0"),
    ("font", STYLES, 'name val="Tahoma"', f'name val="{"T" * 32}"'),
    ("font", STYLES, 'sz val="8"', 'sz val="410"'),
    ("text-long", TEXTS, "人数", "人" * 32_768),
    ("text-lines", TEXTS, "人数", "人\n" * 254 + "数"),
    ("text-control", TEXTS, "人数", "人_xD800_数"),
    ("text-blanks", TEXTS, ' xml:space="preserve"', ""),
    ("string-index", SHEET, '<c r="A2" t="s"><v>3</v>', '<c r="A2" t="s"><v>99</v>'),
    ("string-index", SHEET, '<c r="A2" t="s"><v>3</v>', '<c r="A2" t="s">'),
    ("string-count", TEXTS, 'uniqueCount="', 'uniqueCount="9'),
    ("element-order", SHEET, '<autoFilter ref="A2:D9"/><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>',
     '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells><autoFilter ref="A2:D9"/>'),
    ("element-order", SHEET, "<pageSetup ", "<invented/><pageSetup "),
    ("element-order", SHEET, '<sheetFormatPr defaultRowHeight="15"/>', '<sheetFormatPr defaultRowHeight="15"/>' * 2),
    ("cell-reference", SHEET, '<c r="E3"', '<c r="XFE3"'),
    ("cell-reference", SHEET, '<c r="E3"', '<c r="E4"'),
    ("cell-reference", SHEET, '<row r="5"', '<row r="1048577"'),
    ("cell-reference", SHEET, '<selection pane="bottomRight"', '<selection pane="bottomRight" activeCell="XFE1"'),
    ("cell-order", SHEET, '<row r="5"', '<row r="4"'),
    ("cell-order", SHEET, '<c r="C3"', '<c r="B3"'),
    ("cell-value", SHEET, _CELL, '<c r="B3"><v>三</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3"><v>1e999</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3"><v>NaN</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3" t="b"><v>2</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3" t="e"><v>#WRONG</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3" t="str"/>'),
    ("cell-value", SHEET, _CELL, '<c r="B3" t="d"><v>2020年3月</v></c>'),
    ("cell-value", SHEET, _CELL, '<c r="B3" t="text"><v>3</v></c>'),
    ("text-control", SHEET, _CELL, '<c r="B3" t="inlineStr"><is><t>_xDC00_</t></is></c>'),
    ("formula-shared", CODES, 'ref="F2:F4" si="0"', 'ref="F2:F5" si="0"'),
    ("formula-shared", CODES, 'ref="F2:F4" si="0"', 'ref="F2:F3" si="0"'),
    ("formula-shared", CODES, 'ref="F2:F4" si="0"', 'ref="F1:F4" si="0"'),
    ("formula-shared", CODES, 'ref="F2:F4" si="0"', 'ref="F2:F4" si="1"'),
    ("formula-shared", CODES, '<c r="F3"><f t="shared" si="0"/>', '<c r="F3"><f>1</f>'),
    ("formula-shared", CODES, '<c r="F3"><f t="shared" si="0"/>', '<c r="F3"><f t="shared" ref="F3" si="0">1</f>'),
    ("formula-shared", CODES, '<c r="F3"><f t="shared" si="0"/>', '<c r="F3"><f t="shared" si="1"/>'),
    ("formula-shared", CODES, "$A$2:$A$4,1", "{1,2}"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "_lists!$A$1"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "($A$2,$A$4)"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "$A$2:$A$4 $A$3"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "$A$2:INDEX($A$3,1)"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "#N/A"),
    ("formula-shared", CODES, "$A$2:$A$4,1", "Codes[代码]"),
    ("row-height", SHEET, 'ht="30"', 'ht="410"'),
    ("column-width", SHEET, 'width="20.7109375"', 'width="256"'),
    ("column-overlap", SHEET, 'min="3" max="3"', 'min="2" max="3"'),
    ("column-overlap", SHEET, 'min="3" max="3"', 'min="3" max="16385"'),
    ("merge", CODES, 'ref="A8:B9"', 'ref="A8"'),
    ("merge", CODES, '<mergeCell ref="A8:B9"/>', ""),
    ("merge-overlap", CODES, '<mergeCell ref="A8:B9"/>', '<mergeCell ref="A8:B9"/><mergeCell ref="B9:C9"/>'),
    ("merge-table", CODES, 'ref="A8:B9"', 'ref="A4:A9"'),
    ("table", "xl/tables/table1.xml", 'id="2" name="名称"', 'id="2" name="代码"'),
    ("table", "xl/tables/table1.xml", 'id="2" name="名称"', 'id="2" name="名字"'),
    ("table", "xl/tables/table1.xml", 'ref="A1:B4" totals', 'ref="A1:C4" totals'),
    ("pane", SHEET, 'topLeftCell="B3"', 'topLeftCell="A3"'),
    ("pane", SHEET, 'xSplit="1" ', ""),
    ("page-breaks", SHEET, '<brk id="20"', '<brk id="1048576"'),
    ("header-footer", SHEET, "第 &amp;P 页", "第" * 254),
    ("page-scale", SHEET, "<pageSetup ", '<pageSetup scale="5" '),
    ("page-scale", SHEET, 'fitToHeight="0"', 'fitToHeight="32768"'),
    ("filter", SHEET, '<autoFilter ref="A2:D9"/>', '<autoFilter ref="A2:D9"><filterColumn colId="4"/></autoFilter>'),
    ("filter", SHEET, '<mergeCell ref="A1:D1"/>', '<mergeCell ref="A2:A3"/>'),
    ("filter", SHEET, 'autoFilter ref="A2:D9"', 'autoFilter ref="D9:A2"'),
    ("filter-name", BOOK, "台账!$A$2:$D$9", "台账!$A$3:$D$9"),
    ("filter-name", BOOK, "_xlnm._FilterDatabase", "_xlnm.Criteria"),
    ("protection", SHEET, 'password="DAA7"', 'password="secret"'),
    ("protection", SHEET, 'password="DAA7"', 'algorithmName="SHA-512" hashValue="a"'),
    ("comment", SHEET, '<legacyDrawing r:id="rId2"/>', ""),
    ("comment", "xl/comments1.xml", "说明", "说" * 32_768),
    ("validation-area", SHEET, 'sqref="D5:D9"', 'sqref=""'),
    ("validation-area", SHEET, 'sqref="D5:D9"', 'sqref="D5:XFE9"'),
    ("validation-kind", SHEET, 'type="whole"', 'type="integer"'),
    ("validation-kind", SHEET, "<formula2>20</formula2>", ""),
    ("validation-list", SHEET, '"甲,乙"', f'"{"甲," * 127}乙乙"'),
    ("validation-title", SHEET, 'promptTitle="人数"', f'promptTitle="{"人" * 33}"'),
    ("validation-title", SHEET, 'errorTitle="人数"', f'errorTitle="{"人" * 33}"'),
    ("validation-prompt", SHEET, 'prompt="填整数"', f'prompt="{"填" * 256}"'),
    ("validation-error", SHEET, 'error="应填1到20"', f'error="{"填" * 226}"'),
    ("validation-formula", SHEET, _FORMULA, f"<formula1>{'+'.join(['LEN(D5)'] * 32)}+1</formula1>"),
    ("rule-formula", SHEET, _FORMULA, "<formula1>SUM({1,2})=D5</formula1>"),
    ("rule-formula", SHEET, _FORMULA, "<formula1>COUNT((A1,B2))=2</formula1>"),
    ("rule-formula", SHEET, _FORMULA, "<formula1>COUNTA(Codes[代码])=2</formula1>"),
    ("rule-formula", SHEET, _FORMAT, "<formula>COUNTA(Codes[代码])=2</formula>"),
    ("rule-formula", SHEET, _FORMAT, "<formula>OR($B3={1,2})</formula>"),
    ("format-area", SHEET, '<conditionalFormatting sqref="B3:B9"', '<conditionalFormatting sqref=""'),
    ("format-rule", SHEET, 'priority="2"', 'priority="1"'),
    ("format-rule", SHEET, 'priority="2"', 'priority="0"'),
    ("format-rule", SHEET, 'cfRule type="expression"', 'cfRule type="formula"'),
    ("format-rule", SHEET, _FORMAT, ""),
    ("format-sheet", SHEET, _FORMAT, "<formula>附表!$A$1=1</formula>"),
    ("link", SHEET, _LINK, "location=\"'无表'!A1\""),
    ("link", SHEET, _LINK, "location=\"'附表'!一\""),
    ("link", RELS, "example.org/a", "example.org/" + "a" * 2080),
    ("link", SHEET, _LINK, f'{_LINK} tooltip="{"点" * 256}"'),
    ("formula-sheet", SHEET, "<formula1>_yes<", "<formula1>_no<"),
)  # fmt: skip


def _broken_pages(text: str) -> str:
    return re.sub(r"<rowBreaks.*</rowBreaks>", "<rowBreaks>" + "".join(f'<brk id="{n}"/>' for n in range(1, 1028)) + "</rowBreaks>", text)


def _links(text: str) -> str:
    return text.replace("<hyperlinks>", "<hyperlinks>" + "<hyperlink ref=\"F1\" location=\"'附表'!A1\"/>" * 65_529)


def _fonts(text: str) -> str:
    return text.replace("</fonts>", '<font><sz val="9"/><name val="宋体"/></font>' * 509 + "</fonts>")


CHANGED: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("styles-many", STYLES, _fonts),
    ("styles-many", STYLES, lambda text: text.replace("</cellXfs>", '<xf numFmtId="0"/>' * 63_997 + "</cellXfs>")),
    ("page-breaks", SHEET, _broken_pages),
    ("links-many", SHEET, _links),
    ("validation-area", SHEET, lambda text: re.sub(r"(<dataValidations[^>]*>).*(</dataValidations>)", r"\1\2", text)),
)

ADDED: tuple[tuple[str, str], ...] = (
    ("formula-long", "+".join(["LEN(A1)"] * 1025)),
    ("formula-string", f'LEN("{"甲" * 256}")'),
    ("formula-nesting", "ABS(" * 65 + "1" + ")" * 65),
    ("formula-arguments", f"SUM({','.join(['1'] * 256)})"),
    ("formula-function", "XLOOKUP(1,A1:A9,B1:B9)"),
    ("formula-function", "没有这个(1)"),
    ("formula-syntax", "SUM(1,2"),
    ("formula-syntax", "SUM(1,2))"),
    ("formula-syntax", 'LEN("甲)'),
    ("formula-syntax", "SUM(1;2)"),
    ("formula-syntax", "1，2"),
    ("formula-sheet", "无名+1"),
)
