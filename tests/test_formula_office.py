"""The rule language against LibreOffice: random typed formulas over random rows, every verdict compared."""

from __future__ import annotations

import datetime
import io
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from formkit.formula import Formula, FormulaError, Name, Value, compiled, fold, parse, render

Table = Mapping[str, Sequence[Value]]
ROWS, SPARE = 20, 5
EPOCH = datetime.date(1899, 12, 30)
COLUMNS = {
    "n1": Name("n1", "number"), "n2": Name("n2", "number"), "t1": Name("t1", "text"),
    "id": Name("id", "text"),
    "digits": Name("digits", "text"), "k1": Name("k1", "text", never_blank=True),
    "k2": Name("k2", "text", never_blank=True), "d1": Name("d1", "date"), "d2": Name("d2", "date"),
    "b1": Name("b1", "logical"),
}
CONSTANTS = {"期末": Name("期末", "date", constant=True), "线": Name("线", "number", constant=True)}
NAMES = COLUMNS | CONSTANTS
GIVEN: dict[str, Value] = {"期末": datetime.date(2020, 3, 31), "线": 5000.0}
WRITTEN = {"期末": "DATE(2020,3,31)", "线": "5000"}
OF_KIND = {kind: [n.key for n in COLUMNS.values() if n.kind == kind] for kind in ("number", "text", "date")}
DAYS = [datetime.date(2019, 12, 1) + datetime.timedelta(days) for days in range(150)]
TEXTS = ["", "√", "因学", "因病", "ABC", "abc", "王 五", "a\"b", "12", "-3.5", "1E2", "5%", "2020-01-01", "1/2",
         "户主*"]
IDS = ["379999198001010015", "379999198001010023", "379999199912310017", "37999919800101001X",
       "37999919800101001x"]


@dataclass(frozen=True, slots=True)
class Row:
    """The scope of one row over a table held by columns."""

    table: Table
    row: int

    def cell(self, key: str) -> Value:
        return self.table[key][self.row]

    def column(self, key: str) -> Sequence[Value]:
        return self.table[key]

    def constant(self, name: str) -> Value:
        return GIVEN[name]

    def index(self, keys: tuple[str, ...]) -> Mapping[tuple[Value, ...], int]:
        return Counter(zip(*(map(fold, self.table[key]) for key in keys), strict=True))


def table(rng: random.Random) -> dict[str, list[Value]]:
    def some(make: Callable[[], Value]) -> list[Value]:
        return [None if rng.random() < 0.1 else make() for _ in range(ROWS)]

    return {
        "n1": some(lambda: float(rng.randrange(-3, 12))),
        "n2": some(lambda: rng.choice([0.0, 0.1, 0.2, 0.3, 1.005, 2.675, -2.5, 4999.99, 5000.0, 12345.67])),
        "t1": some(lambda: rng.choice(TEXTS[1:])), "id": some(lambda: rng.choice(IDS)),
        "digits": some(lambda: str(rng.randrange(10 ** rng.randrange(1, 17)))),
        "k1": rng.choices(["", "√"], k=ROWS), "k2": rng.choices(["", "√", "x"], k=ROWS),
        "d1": some(lambda: rng.choice(DAYS)), "d2": some(lambda: rng.choice(DAYS)),
        "b1": some(lambda: rng.random() < 0.5)}


def one_of(rng: random.Random, *makers: Callable[[], str]) -> str:
    return rng.choice(makers)()


def number(rng: random.Random, depth: int) -> str:
    if depth <= 0 or rng.random() < 0.15:
        cell = f"[@{rng.choice(OF_KIND['number'])}]"
        return rng.choice([cell, cell, "线", str(rng.randrange(10)), "0.1", "2.5", "30%"])
    n, t, d = partial(number, rng, depth - 1), partial(text, rng, depth - 1), partial(date, rng, depth - 1)
    small = rng.randrange(-1, 20)
    return one_of(
        rng, lambda: f"({n()}{rng.choice('+-*/')}{n()})", lambda: f"{n()}{rng.choice('+-*/')}{n()}",
        lambda: f"-{n()}", lambda: f"({n()})%", lambda: f"({d()}-{d()})", lambda: f"LEN({t()})",
        lambda: f"FIND({t()},{t()},{small})", lambda: f"FIND({t()},{t()})", lambda: f"MOD({n()},{n()})",
        lambda: f"VALUE({t()})", lambda: "VALUE([@digits])", lambda: f"ABS({n()})", lambda: f"INT({n()})",
        lambda: f"VALUE(MID([@id],{small},{small}))",
        lambda: f"ROUND({n()},{rng.randrange(-2, 4)})", lambda: f"YEAR({d()})", lambda: f"MONTH({d()})",
        lambda: f"DAY({d()})", lambda: f"IF({logical(rng, depth - 1)},{n()},{n()})",
        lambda: f"{rng.choice(['SUM', 'MIN', 'MAX'])}([{rng.choice(OF_KIND['number'])}],{n()})",
        lambda: f"{rng.choice(['SUM', 'MIN', 'MAX'])}({n()},{n()})",
        lambda: f"(MAX([{rng.choice(OF_KIND['date'])}])-{d()})",
        lambda: f"COUNT([{rng.choice(OF_KIND['number'] + OF_KIND['date'])}])",
        lambda: f"COUNTA([{rng.choice(list(COLUMNS))}])", lambda: f"COUNTIFS({conditions(rng, depth - 1)})",
        lambda: f"COUNTIFS({conditions(rng, depth - 1)})",
        lambda: f"SUMIFS([{rng.choice(OF_KIND['number'])}],{conditions(rng, depth - 1)})",
    )


def conditions(rng: random.Random, depth: int) -> str:
    return ",".join(condition(rng, rng.choice(list(COLUMNS)), depth) for _ in range(rng.randrange(1, 4)))


def condition(rng: random.Random, key: str, depth: int) -> str:
    kind = COLUMNS[key].kind
    makers: dict[str, Callable[[random.Random, int], str]] = {
        "number": number, "text": text, "date": date, "logical": logical}
    order = ["=", "<>", "<", "<=", ">", ">="] if kind in ("number", "date") else ["=", "<>"]
    choices = [f"[{key}],[@{key}]", f"[{key}],{makers[kind](rng, depth)}", f'[{key}],"<>"',
               f'[{key}],"{rng.choice(order)}"&{makers[kind](rng, 0)}']
    if kind == "number":
        choices.append(f'[{key}],"{rng.choice(order)}{rng.choice([0, 1, 5, -2, 0.3])}"')
    if kind == "text":
        choices.append(f'[{key}],"{rng.choice(order)}{rng.choice(["√", "因学", "abc"])}"')
    return rng.choice(choices)


def text(rng: random.Random, depth: int) -> str:
    if depth <= 0 or rng.random() < 0.35:
        quoted = '"' + rng.choice(TEXTS).replace('"', '""') + '"'
        return rng.choice([f"[@{rng.choice(OF_KIND['text'])}]", f"[@{rng.choice(OF_KIND['text'])}]", quoted])
    t = partial(text, rng, depth - 1)
    n = partial(one_of, rng, partial(number, rng, 0), lambda: str(rng.randrange(-1, 8)))
    return one_of(
        rng, lambda: f"({t()}&{t()})", lambda: f"LEFT({t()},{n()})", lambda: f"RIGHT({t()},{n()})",
        lambda: f"LEFT({t()})", lambda: f"MID({t()},{n()},{n()})", lambda: f"UPPER({t()})",
        lambda: f"TRIM({t()})", lambda: f"IF({logical(rng, depth - 1)},{t()},{t()})",
    )


def date(rng: random.Random, depth: int) -> str:
    if depth <= 0 or rng.random() < 0.3:
        return rng.choice([f"[@{rng.choice(OF_KIND['date'])}]", "期末", "DATE(2020,2,29)"])
    d, small = partial(date, rng, depth - 1), rng.randrange(-15, 30)
    return one_of(
        rng, lambda: f"({d()}+{small})", lambda: f"({d()}-{small})", lambda: f"EDATE({d()},{small})",
        lambda: f"EOMONTH({d()},{small})", lambda: f"DATE(YEAR({d()})+{small % 3},{small},{small + 3})",
        lambda: "DATE(VALUE(MID([@id],7,4)),VALUE(MID([@id],11,2)),VALUE(MID([@id],13,2)))",
        lambda: f"IF({logical(rng, depth - 1)},{d()},{d()})", lambda: f"MIN([d2],{d()})",
    )


def logical(rng: random.Random, depth: int) -> str:
    if depth <= 0 or rng.random() < 0.08:
        return rng.choice(["[@b1]", "TRUE", '([@k1]="√")', "([@n1]>2)", '([@t1]<>"因学")', "([@d1]<=期末)"])
    order, b = rng.choice(["=", "<>", "<", "<=", ">", ">="]), partial(logical, rng, depth - 1)
    n, t, d = partial(number, rng, depth - 1), partial(text, rng, depth - 1), partial(date, rng, depth - 1)
    return one_of(
        rng, lambda: f"({n()}{order}{n()})", lambda: f"({n()}{order}{n()})", lambda: f"({d()}{order}{d()})",
        lambda: f"({t()}{order[:1] if order == '=' else '<>'}{t()})", lambda: f"AND({b()},{b()})",
        lambda: f"OR({b()},{b()},{b()})", lambda: f"NOT({b()})", lambda: f"IF({b()},{b()},{b()})",
        lambda: f"EXACT({t()},{t()})", lambda: f"ISNUMBER({n()})", lambda: f"ISNUMBER(FIND({t()},{t()}))",
        lambda: f"({b()}={b()})", lambda: f"(COUNTIFS({conditions(rng, depth - 1)})>{rng.randrange(3)})",
    )


def formulas(rng: random.Random, count: int) -> list[Formula]:
    """Random formulas that the author would be allowed to write; five in six are rules."""
    made: list[Formula] = []
    while len(made) < count:
        maker = rng.choice([*[logical] * 15, number, text, date])
        try:
            made.append(parse(maker(rng, 3), NAMES, expect=None))
        except FormulaError as error:
            # The generator keeps to the kinds; only these two hang on what it happened to put together.
            if error.code not in ("formula-counts-blanks", "formula-wildcard"):
                raise
    return made


def write_book(path: Path, data: Table, rules: Sequence[Formula]) -> None:
    """Values in the first columns, spare blank rows below; a column a rule, as shown and strictly in turn."""
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
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
