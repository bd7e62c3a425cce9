"""Random formulas of the rule language, and random rows for them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from formkit import calendars
from formkit import formula as formula_module
from formkit.formula import Formula, FormulaError, Name, Value, mentioned, parse

Table = Mapping[str, Sequence[Value]]
ROWS = 20
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
CALENDAR = (datetime.date(2019, 12, 1), datetime.date(2020, 6, 30))
OF_KIND = {kind: [n.key for n in COLUMNS.values() if n.kind == kind] for kind in ("number", "text", "date")}
DAYS = [datetime.date(2019, 12, 1) + datetime.timedelta(days) for days in range(150)]
TEXTS = ["", "√", "因学", "因病", "ABC", "abc", "王 五", "a\"b", "12", "-3.5", "1E2", "5%", "2020-01-01", "1/2",
         "户主*"]
IDS = ["379999198001010015", "379999198001010023", "379999199912310017", "37999919800101001X",
       "37999919800101001x"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table held by columns, as a scope of its own."""

    table: Table
    row: int
    memo: dict[str, Any] = field(default_factory=dict)

    def column(self, key: str) -> Sequence[Value]:
        return self.table[key]

    def constant(self, name: str) -> Value:
        return GIVEN[name]

    def workdays(self, first: datetime.date, last: datetime.date) -> int | None:
        known = CALENDAR[0] <= min(first, last) and max(first, last) <= CALENDAR[1]
        return calendars.workdays_between(first, last) if known else None


def compiled(formula: Formula) -> Callable[[Row], Value]:
    """What a formula comes to in the row of a scope."""
    run = formula_module.compiled(formula)

    def value(scope: Row) -> Value:
        found = run(scope)
        return found[scope.row] if mentioned(formula, "cell") else found[0]

    return value


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
        lambda: f"WORKDAYS({d()},{d()})",
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
        lambda: f"ISBLANK([@{rng.choice(list(COLUMNS))}])",
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
