"""What Excel refuses, repairs or silently drops in a workbook, by code: the limit, and who says so.

LIMITS "Excel specifications and limits" (support.microsoft.com), ECMA-376 part 1 (SpreadsheetML) and part 2 (packages),
OI29500 = [MS-OI29500] (where Office is stricter than the standard), FACTS = seen or documented for Excel's own dialogs.
"""

from __future__ import annotations

LIMITS = {
    # the package
    "zip": "the file is a zip archive, its members stored or deflated, nothing encrypted (ECMA-376-2 §7.3, annex B)",
    "zip-duplicate": "no two members of a name, in letters of either case (ECMA-376-2 §6.2.2)",
    "xml": "each part is well-formed XML of allowed characters, without a DOCTYPE (ECMA-376-2 §6.1.4)",
    "content-types": "each part has a content type and each content type its part (ECMA-376-2 §6.2.3)",
    "relationship-target": "what a relationship points at is there (ECMA-376-2 §6.3)",
    "relationship-id": "an id is used once, and each r:id has its relationship (ECMA-376-2 §6.3.3)",
    "property": "custom properties have names used once in either case, ids from 2, texts of 255 characters (OI29500 §2.1)",
    # the workbook
    "sheet-name-long": "a sheet's name has 1 to 31 characters (LIMITS; OI29500 §2.1.600)",
    "sheet-name-sign": "none of []:*?/\\ in a sheet's name (Excel: rename a worksheet)",
    "sheet-name-quote": "a sheet's name neither begins nor ends with ' (Excel: rename a worksheet)",
    "sheet-name-history": "no sheet is called History (Excel: rename a worksheet)",
    "sheet-name-repeated": "no two sheets of a name, in letters of either case (ECMA-376-1 §18.2.19)",
    "sheet-id": "each sheet's id is its own, from 1 to 65,534 (OI29500 §2.1.600)",
    "sheet-none": "at least one sheet is visible (ECMA-376-1 §18.18.68)",
    "active-tab": "the active sheet and the first one shown are there, the active one visible (ECMA-376-1 §18.2.30)",
    "sheet-selected": "a hidden sheet is not selected: one typed into both (ECMA-376-1 §18.3.1.87)",
    "name": "a defined name is letters, digits, . _ \\ ?, does not begin with a digit, is no cell, at most 255 (LIMITS; OI29500)",
    "name-repeated": "a name is defined once in a scope, in letters of either case (ECMA-376-1 §18.2.5)",
    "name-scope": "the sheet that a name belongs to is there (ECMA-376-1 §18.2.5 localSheetId)",
    "name-area": "print areas and titles are areas, or whole rows and columns, of their own sheet (ECMA-376-1 §18.2.5)",
    # styles
    "style-index": "each cell, row, column and format points at a style, font, fill and border that is there (ECMA-376-1 §18.8)",
    "dxf-index": "each conditional format points at a differential format that is there (ECMA-376-1 §18.8.15)",
    "styles-many": "at most 64,000 cell formats and 512 fonts (LIMITS)",
    "number-format": "a number format has 1 to 255 characters, its quotes and brackets closed, 4 parts at most (LIMITS)",
    "font": "a font's name has 1 to 31 characters, its size is 1 to 409 (LIMITS; OI29500 §2.1.726)",
    # texts
    "text-long": "a cell's text has at most 32,767 characters (LIMITS)",
    "text-lines": "a cell's text has at most 253 line feeds (LIMITS)",
    "text-control": "what XML has not is written as _xHHHH_, never half of a pair of surrogates (ECMA-376-1 §22.9.2.19)",
    "text-blanks": "leading and trailing blanks are kept by xml:space (ECMA-376-1 §18.4.12)",
    "string-index": "each shared string that a cell names is there (ECMA-376-1 §18.4.8)",
    "string-count": "the table of shared strings has as many as it says (ECMA-376-1 §18.4.9)",
    # sheets
    "element-order": "the parts of a worksheet stand in the order of CT_Worksheet, each once (ECMA-376-1 §18.3.1.99)",
    "cell-reference": "each cell has a place in the grid of 1,048,576 rows and 16,384 columns, in its own row (LIMITS)",
    "cell-order": "rows and cells ascend, none stands twice (OI29500 §2.1.589)",
    "cell-value": "a value is what its t= says: number, 0 or 1, error, text (ECMA-376-1 §18.18.11)",
    "row-height": "a row is at most 409.5 points high (LIMITS)",
    "column-width": "a column is at most 255 characters wide (LIMITS)",
    "column-overlap": "column ranges ascend without overlap (OI29500 §2.1.582)",
    "merge": "a merge is two cells or more in the grid (OI29500 §2.1.607)",
    "merge-overlap": "no two merges share a cell (OI29500 §2.1.607)",
    "merge-table": "no merge in a table (Excel: tables)",
    "table": "a table's name and columns are used once and its header cells say what its columns are called (OI29500 §2.1.700)",
    "pane": "frozen panes begin where the frozen rows and columns end, the active pane is one there is (ECMA-376-1 §18.3.1.66)",
    "page-breaks": "at most 1,026 page breaks a way, inside the grid (LIMITS)",
    "header-footer": "a header or footer has at most 255 characters (LIMITS)",
    "page-scale": "a scale of 10 to 400 %, at most 32,767 pages to fit (ECMA-376-1 §18.3.1.63)",
    "filter": "a filter is an area with filter columns in it, and no merge across its header's lower edge (Excel: filter)",
    "filter-name": "the filter's area stands under the hidden name _FilterDatabase of its sheet (OI29500 §2.1.741)",
    "protection": "a password is a hash of 4 hex digits, or algorithm, hash, salt and count (ECMA-376-1 §18.3.1.85)",
    "comment": "a sheet's comments: a cell has one, text of at most 32,767 characters, with its drawing (ECMA-376-1 §18.7.3)",
    # rules in cells
    "validation-area": "a validation has cells in the grid; at most 65,534 of them (OI29500 §2.1.593)",
    "validation-kind": "a validation has a known type and operator, and the formulas it needs (ECMA-376-1 §18.3.1.32)",
    "validation-list": "a list written out has at most 255 characters (FACTS; OI29500 §2.1.594)",
    "validation-title": "titles have at most 32 characters (OI29500 §2.1.593)",
    "validation-prompt": "a prompt has at most 255 characters (OI29500 §2.1.593)",
    "validation-error": "an error text has at most 225 characters (FACTS)",
    "validation-formula": "a formula has at most 255 characters (FACTS)",
    "rule-formula": "no array constants, unions or table references in validations and conditional formats (FACTS)",
    "format-area": "a conditional format has cells in the grid (ECMA-376-1 §18.3.1.18)",
    "format-rule": "its rules have known types, priorities of their own from 1, the formulas they need (OI29500 §2.1.577)",
    "format-sheet": "its formulas name no other sheet: Excel 2007 has no such, 2010 keeps them in an extension (FACTS)",
    "links-many": "at most 65,530 hyperlinks on a sheet (LIMITS)",
    "link": "a hyperlink has a cell, an address of at most 2,079 characters and a tip of 255, or a place that is there (LIMITS)",
    # formulas
    "formula-long": "a formula has at most 8,192 characters (LIMITS)",
    "formula-string": "a text in a formula has at most 255 characters (LIMITS)",
    "formula-nesting": "at most 64 levels of functions (LIMITS)",
    "formula-arguments": "at most 255 arguments (LIMITS)",
    "formula-function": "functions are those of Excel 2010, newer ones written with _xlfn. (OI29500 §2.1.743)",
    "formula-shared": "a shared formula has a number of its own, stands in full in the first cell of its area and is named by all others, "
    "and holds no array constants, other sheets, unions, intersections, joined ranges, tables, errors ([MS-XLSB] §2.5.98.98)",
    "formula-syntax": "brackets and quotes are closed, arguments parted by commas (ECMA-376-1 §18.17)",
    "formula-sheet": "the sheets and names that a formula speaks of are there (ECMA-376-1 §18.17.2.3)",
}  # fmt: skip
