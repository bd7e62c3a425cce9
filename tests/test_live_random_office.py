"""Live and office agree on rows nobody thought of: right rows of every form with a few cells changed at random.

One workbook and one hard recalculation for each form and level. A row is judged alike where both say something or
neither does; where a rule is all the office has to say, the workbook says it in the rule's own words.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Spreadsheet
from drawn import cases_of
from test_live_office import PASSED, blank, shown_live, typed

from formkit.cases import Drawn, Row, case_of_drawn
from formkit.cases.drawing import AUTOMATIC
from formkit.cells import split
from formkit.checks import Case, examine
from formkit.finding import Finding
from formkit.formula import mentioned
from formkit.layout import SHEET, lay_out
from formkit.load import shipped_forms
from formkit.model import Column, Form

pytestmark = pytest.mark.office
ROWS = 100
NAMES = [f"{family}{given}" for family in "张王李赵" for given in ("甲一", "乙二", "丙三", "丁四", "戊五", "己六")]


def changed(form: Form, column: Column, text: str, base: Row, dice: random.Random) -> str:
    """Something else that might stand in a column, near its limits where it has any."""
    if column.codes:
        values = list(form.codelists[column.codes].allowed())
        some = "、".join(dice.choices(values, k=dice.randint(1, 3))) if column.type == "choices" else dice.choice(values)
        return dice.choice([some, some, some, "（空）", "乱写"])
    if column.type in ("whole", "money"):
        number = float(text) if text.replace(".", "", 1).isdigit() else 3.0
        return dice.choice(["（空）", "0", "1", "乱写", *(f"{max(0.0, number + step):g}" for step in (-100, -1, 1, 2, 1000))])
    if column.type in ("date", "month"):
        days = [value for key, value in base.written.items() if form.column(key).type == "date" and value.startswith("20")]
        day = date.fromisoformat(text if text in days else dice.choice(days)) if days else date(2020, 3, 1)
        moved = day + timedelta(dice.choice([-400, -30, *range(-9, 12), 30]))
        return dice.choice(["（空）", f"{moved.year}年{moved.month}月" if column.type == "month" else moved.isoformat()])
    if column.type == "resident-id":
        return dice.choice(["（空）", f"生于{dice.randint(1940, 2015)}-0{dice.randint(1, 9)}-11", "37999919800101001"])
    if column.type == "tick":
        return dice.choice(["√", "（空）", "有"])
    return dice.choice(["（空）", "文字若干", text or "一"]) if column.type != "name" else dice.choice([*NAMES, "（空）", "张3"])


def rows_of(form: Form, right: Drawn, dice: random.Random) -> tuple[Row, ...]:
    """Right rows of a case, each with up to three columns changed; the heads' names make households of one to three rows."""
    found: list[Row] = []
    columns = [column for column in form.leaves if not column.level and column.type != "serial"]
    ruled = {key for rule in form.rules for key in mentioned(form.formulas[rule.id], "cell")}
    weights = [4 if column.key in ruled else 1 for column in columns]
    for number in range(ROWS):
        base = dice.choice(right.rows)
        written = dict(base.written)
        if form.record.name:
            written[form.record.name] = dice.choice(NAMES)
        for column in form.leaves:
            if column.type == "resident-id":
                written[column.key] = AUTOMATIC
            elif column.unique and column.type == "text":
                written[column.key] = f"甲{number:03d}"
        for column in dict.fromkeys(dice.choices(columns, weights, k=dice.choice([0, 1, 1, 1, 2, 3]))):
            written[column.key] = changed(form, column, written.get(column.key, ""), base, dice)
        found.append(Row(dice.choice(form.sections).key, written, dice.choice(["", "", "", "情况属实"])))
    return tuple(found)


def differing(form: Form, filing: Case, said: list[str]) -> list[tuple[int, str, list[str]]]:
    """Rows that the workbook and the office judge differently, or name by other words."""
    rules = {rule.id: rule.says for rule in form.rules}
    found = examine(filing).findings
    wrong = []
    for row, live in enumerate(said, 1):
        here = [each for each in found if each.places and split(each.places[0].cell)[0] == row and shown_live(each)]
        told = [each.rule or each.code for each in here]
        if bool(here) == (live == PASSED) or (_only_rules(here) and not any(rules[str(f.rule)] in live for f in here)):
            wrong.append((row, live, told))
    return wrong


def _only_rules(found: list[Finding]) -> bool:
    return bool(found) and all(each.rule for each in found)


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.form)
def test_random_rows_are_judged_alike(form: Form, spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    right = {drawn.level: drawn for drawn in cases_of(form) if not drawn.expected}
    assert right, "no right case is drawn"
    for level, drawn in right.items():
        rows = rows_of(form, drawn, random.Random(f"{form.form}/{level}"))
        # There is one made-up village: where a village may stand once only, each row is a return of its own.
        alone = any(column.unique and column.type == "unit" for column in form.leaves)
        parts = [(row,) for row in rows] if alone else [rows]
        filings = [case_of_drawn(form, replace(drawn, rows=part, expected=())) for part in parts]
        orders = [typed(lay_out(form, len(parts[0])), filing) for filing in filings]
        file = blank(form, drawn, tmp_path, len(parts[0]))

        answers = spreadsheet(file, SHEET, [{"set": cells, "read": said} for cells, said in orders], hard=True)["answers"]

        live = [list(answer["read"].values()) for answer in answers]
        assert [wrong for pair in zip(filings, live, strict=True) for wrong in differing(form, *pair)] == []
        assert 0.1 < sum(each == PASSED for said in live for each in said) / ROWS < 0.95
