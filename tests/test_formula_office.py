"""The rule language against LibreOffice: random typed formulas over random rows, every verdict compared."""

from __future__ import annotations

import datetime
import io
import random
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from random_formulas import CALENDAR, COLUMNS, IDS, NAMES, ROWS, Row, Table, compiled, formulas, table
from xlsxwriter.utility import xl_col_to_name

from formkit import calendars
from formkit.formula import WORKDAYS, WORKDAYS_FROM, WORKDAYS_TO, Formula, Value, parse, render

SPARE = 5
EPOCH = datetime.date(1899, 12, 30)
WRITTEN = {
    "期末": "DATE(2020,3,31)", "线": "5000", WORKDAYS: "_workdays",
    WORKDAYS_FROM: "DATE({0.year},{0.month},{0.day})".format(CALENDAR[0]),
    WORKDAYS_TO: "DATE({0.year},{0.month},{0.day})".format(CALENDAR[1]),
}


def write_book(path: Path, data: Table, rules: Sequence[Formula]) -> None:
    """Values in the first columns, spare blank rows below; a column a rule, as shown and strictly in turn."""
    book = xlsxwriter.Workbook(str(path))
    sheet, book_days, day = book.add_worksheet(), book.add_worksheet("_lists"), book.add_format({"num_format": "yyyy-mm-dd"})
    letters = {key: xl_col_to_name(number) for number, key in enumerate(data)}
    for column, values in enumerate(data.values()):
        for row, value in enumerate(values):
            match value:
                case bool():
                    sheet.write_boolean(row, column, value)
                case float():
                    sheet.write_number(row, column, value)
                case datetime.date():
                    sheet.write_number(row, column, (value - EPOCH).days, day)
                case str():  # never a formula or a link, whatever it begins with
                    sheet.write_string(row, column, value)
    for number, rule in enumerate(rules):
        for row in range(ROWS):
            formula = "=" + written(rule, letters, row, strict=number % 2 == 1)
            sheet.write_formula(row, len(data) + number, formula, None, "")
    days = [day for day in calendars.workdays_of((2019, 2020)) if CALENDAR[0] <= day <= CALENDAR[1]]
    for row, worked in enumerate(days):
        book_days.write_number(row, 0, (worked - EPOCH).days)
    book.define_name("_workdays", f"=_lists!$A$1:$A${len(days)}")
    book.close()


def written(rule: Formula, letters: Mapping[str, str], row: int, *, strict: bool) -> str:
    """The rendered formula; strictly, "skip" is "does not apply", so that it cannot hide behind TRUE."""
    def cell(key: str) -> str:
        return f"{letters[key]}{row + 1}"

    def cells(key: str) -> str:
        return f"${letters[key]}$1:${letters[key]}${ROWS + SPARE}"

    if not strict:
        return render(rule, cell, cells, WRITTEN.__getitem__)
    bare = render(rule, cell, cells, WRITTEN.__getitem__, guarded=False)
    blank = "".join(f',{cell(key)}=""' for key in rule.needs)
    return f'IFERROR(IF(OR(FALSE{blank}),"skip",{bare}),"skip")'


def recalculated(paths: Sequence[Path], profile: Path) -> list[list[list[object]]]:
    """Every cell of the first sheet of each book once LibreOffice has computed it; one start for all."""
    out = profile / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=300)
    books = [CalamineWorkbook.from_filelike(io.BytesIO((out / path.name).read_bytes())) for path in paths]
    sheets = [book.get_sheet_by_index(0).to_python(skip_empty_area=False) for book in books]
    return [[list(row) for row in sheet] for sheet in sheets]


def expected(value: Value, rule: Formula, *, strict: bool) -> object:
    if value is None:
        return "skip" if strict else (True if rule.kind == "logical" else "")
    return (value - EPOCH).days if isinstance(value, datetime.date) else value


def same(cell: object, value: object) -> bool:
    if isinstance(cell, datetime.date):  # of which datetime is one
        cell = cell.toordinal() - EPOCH.toordinal()
    if isinstance(value, bool) or isinstance(cell, bool) or not isinstance(value, int | float):
        return type(cell) is type(value) and cell == value
    # Numbers agree to what a client stores.
    return isinstance(cell, int | float) and abs(cell - value) <= 1e-9 * max(1.0, abs(value))


def differing(data: Table, rules: Sequence[Formula], cells: list[list[object]]) -> list[str]:
    """Each verdict that differs, as a line to read; a formula only once."""
    found: dict[str, str] = {}
    for number, rule in enumerate(rules):
        run, strict = compiled(rule), number % 2 == 1
        for row in range(ROWS):
            value, cell = run(Row(data, row)), cells[row][len(data) + number]
            if not same(cell, expected(value, rule, strict=strict)):
                here = {key: data[key][row] for key in COLUMNS if f"[@{key}]" in rule.text}
                found[rule.text] = f"{rule.text}\n  office {value!r}, LibreOffice {cell!r} at {here}"
    return list(found.values())


def edge_table() -> dict[str, list[Value]]:
    """Rows on the edges: rounding noise, halves, ends of months, texts that are almost numbers."""
    noise = [0.1 + 0.2, 0.3, 4.35 * 100, 1.1 - 1, -0.5, 2.5, 3.5, -2.5, 1.005, 2.675, 1.45, 0.335 * 3,
             1e-300, 1e300,
             0.1 * 3 - 0.3, 8.325, 0.5, 1.5, 1e15, 7.0]
    words = [" 12", "12 ", "1,000", "$5", "(5)", "5e3", "+5", "-5", ".5", "5.", "1 1/2", "TRUE",
             "00012", "12E0",
             "123456789012345", "1234567890123456", "  x  y ", "\u3000x", "ＡＢＣ", "É"]
    days = [datetime.date(2019 + i % 2, 1 + i % 12, 28) + datetime.timedelta(i % 4) for i in range(ROWS)]
    return {
        "n1": [*noise], "n2": [i / 2 - 5 for i in range(ROWS)], "t1": [*words],
        "id": [IDS[i % 5] for i in range(ROWS)],
        "digits": ["0" * i for i in range(1, ROWS + 1)], "k1": ["", "√"] * (ROWS // 2), "k2": [""] * ROWS,
        "d1": [*days], "d2": [None] * ROWS, "b1": [True, False] * (ROWS // 2),
    }


EDGES = (
    "VALUE([@t1])", "VALUE([@digits])", "LEN([@t1])", "LEFT([@t1])", "TRIM([@t1])", "UPPER([@t1])",
    '[@t1]="é"', '[@t1]="ａｂｃ"', "COUNTIF([t1],[@t1])", "COUNTIF([id],[@id])", "EXACT([@id],UPPER([@id]))",
    'FIND("x",[@t1])', "FIND([@k2],[@t1])", "LEFT([@t1],1.99999999999999)", "LEFT([@t1],2147483648)",
    "[@n1]=0.3", "[@n1]<=0.3", "[@n1]<0.3", "[@n1]-0.3=0", "INT([@n1])", "INT([@n1]*10)", "ROUND([@n1],2)",
    "ROUND([@n1],0)", "ROUND([@n1],-1)", "ROUND([@n1],1.9)", "ROUND([@n1],-1.9)", "MOD([@n1],0.1)",
    "MOD([@n1],3)", "MOD(-[@n1],3)", "MOD([@n1],-3)", "COUNTIF([n1],[@n1])", "COUNTIF([n1],0.3)",
    "[@n1]*1E300", "[@n1]/1E-300", "EDATE([@d1],[@n2])", "EOMONTH([@d1],[@n2])", "DATE(2020,[@n2],[@n2])",
    "DATE(2020+[@n2]*10,1,1)", "DAY([@d1]+[@n2])", 'MID("abcdef",[@n2],2)', 'LEFT("abc",[@n2])',
    'MID("abcdef",1,[@n2])', 'FIND("c","abcabc",[@n2])', "SUM([n2])", "MIN([d2])+[@n2]*0-[@d1]<0",
    "COUNT([d2])", "COUNTA([k1])", "MAX([n1],[@n2])", "COUNTIF([d1],[@d1]+[@n2])", "-[@n2]%", "--[@n2]",
    "[@n2]--2", "2*-[@n2]", "([@n2]-1)%-2", "[@n2]-(1-[@n2])", "12/([@n2]*2)/3", "1-2-[@n2]",
    'COUNTIFS([b1],[@b1],[k1],"<>√")', 'COUNTIFS([k1],"",[b1],TRUE)', 'SUMIFS([n2],[k1],"")',
    "COUNTIF([n2],0)", 'COUNTIF([n2],"<=0")', 'COUNTIF([d2],"<>")', 'IF([@b1],[@k1],[@k2])=""',
    'IF([@b1],[@k1],"x")&"y"', "[@k1]", "OR([@b1],1/0=1)", "AND([@b1],1/0=1)",
    "ISBLANK([@d2])", "ISBLANK([@k1])", "ISBLANK([@t1])", "NOT(ISBLANK([@k2]))", "TRUE=ISBLANK([@d2])",
    "ISBLANK([@d2])=[@b1]", "OR(ISBLANK([@d2]),[@d1]>[@d2])", "IF(ISBLANK([@d2]),[@n2],1)",
    "WORKDAYS([@d1],[@d1]+[@n2])", "WORKDAYS([@d1]+[@n2],[@d1])", "WORKDAYS([@d1],[@d1]+7)<=5",
    "WORKDAYS(DATE(2019,12,1),[@d1])", "WORKDAYS(DATE(2019,11,30),[@d1])", "WORKDAYS([@d1],DATE(2020,6,30)+0.75)",
    "WORKDAYS([@d1],DATE(2020,7,1))", "WORKDAYS([@d1]+0.1+0.2-0.3,[@d1]+10)", "WORKDAYS(EDATE([@d1],-1),EDATE([@d1],1))",
    "OR(ISBLANK([@d2]),WORKDAYS([@d1],DATE(2020,3,31))>3)", "-WORKDAYS([@d1],[@d1]+9)*2",
)


@pytest.mark.office
def test_the_office_and_libreoffice_agree_on_every_verdict(tmp_path: Path) -> None:
    rng = random.Random(20200331)
    edges = [parse(text, NAMES, expect=None) for text in EDGES for _ in ("shown", "strictly")]
    books = {tmp_path / "random.xlsx": (table(rng), formulas(rng, 300)),
             tmp_path / "edges.xlsx": (edge_table(), edges)}
    for path, (data, rules) in books.items():
        write_book(path, data, rules)
    computed = recalculated(list(books), tmp_path / "profile")
    lines = [line for (data, rules), cells in zip(books.values(), computed, strict=True)
             for line in differing(data, rules, cells)]
    assert not lines, "\n".join(lines)
