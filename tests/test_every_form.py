"""Every shipped form at every level goes the whole way: handed out, filled in, checked, returned, mended, rolled up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_task import answer, run
from right_rows import ROSTER, Row, every, right, rows_of

from formkit.cells import letter
from formkit.layout import SHEET, lay_out
from formkit.model import Form, Level

ROWS = 4
FIRST = [(form, level) for form, level in every() if level == form.reporter]
EVERY = pytest.mark.parametrize(("form", "level"), every(), ids=lambda each: getattr(each, "form", each))


def begun(folder: Path, form: Form, level: Level, units: str = ROSTER) -> tuple[Path, list[Path]]:
    """A task of one form from one level, and the workbooks it hands out."""
    drawn, roster, task = right(form, level), folder / "roster.csv", folder / "task"
    roster.write_text(units, "utf-8")
    started = run("init", task, "--form", form.form, "--units", roster, "--period", drawn.period, "--rows", ROWS)
    assert started.exit_code == 0, started.stderr
    settings = (task / "task.yaml").read_text("utf-8")
    settings = settings.replace("\nlevel:", f"\nlevel: {level}")
    settings = settings.replace("\nparameters: {}", f"\nparameters: {json.dumps(dict(drawn.parameters), ensure_ascii=False)}")
    (task / "task.yaml").write_text(settings, "utf-8")
    made = run("generate", task)
    assert made.exit_code == 0, made.stderr
    return task, sorted((task / "outbox").rglob("*.xlsx"))


def typed(source: Path, target: Path, form: Form, rows: list[Row], *, zero: bool = False) -> None:
    """Values typed into the first rows of the first section, over what stands there."""
    book = openpyxl.load_workbook(source)
    sheet, layout = book[SHEET], lay_out(form, ROWS)
    for row, values in enumerate(rows, layout.blocks[0].first_row):
        for key, value in values.items():
            sheet[f"{letter(form.places[key])}{row}"] = value
    if zero:
        sheet[layout.zero_switch] = "是"
    book.save(target)


def units_of(source: Path) -> int:
    """From which number on the people of a workbook's unit are counted: those of the west apart."""
    return 100 if source.name.startswith(("379999101", "379999901")) else 0


@EVERY
def test_right_rows_are_accepted_and_rolled_up(form: Form, level: Level, tmp_path: Path) -> None:
    task, sent = begun(tmp_path, form, level)
    for number, source in enumerate(sent):
        rows = [] if number == 1 else rows_of(form, level, 2, units_of(source))
        typed(source, task / "inbox" / source.name, form, rows, zero=not rows)
    found = answer("check", task)

    said = [(each["outcome"], each["rows"]["records"]) for each in found["filings"]]
    assert said == [("zero", 0) if number == 1 else ("accepted", 2) for number in range(len(sent))]
    assert [(f["label"], f["message"]) for each in found["filings"] for f in each["findings"]] == []
    assert [repair for each in found["filings"] for repair in each["repairs"]] == []
    merged = run("merge", task, "--json")
    document = json.loads(merged.stdout)
    assert merged.exit_code == 0, document
    upper = len(form.levels) - form.levels.index(level) - 1
    assert bool(document["rollups"]) == bool(upper)
    if upper and level == form.reporter:
        again = answer("merge", *(each["file"] for each in document["rollups"]), "-o", tmp_path / "again")
        assert totals(again) == totals(document)


def totals(document: Any) -> dict[str, Any]:
    """The sums of each roll-up by its unit."""
    return {each["unit"]: (each["parts"], each["sections"]) for each in document["rollups"]}


WRONG: dict[str, Any] = {
    "text": "长" * 301, "name": "同上", "whole": "三", "money": "约5000", "date": "2020-02-30", "month": "去年",
    "code": "乱写", "choices": "乱写、也乱写", "tick": "√2", "unit": "别处", "resident-id": "379999199001011230", "phone": "123",
}  # fmt: skip


@pytest.mark.parametrize(("form", "level"), FIRST, ids=lambda each: getattr(each, "form", each))
def test_a_return_copy_names_every_wrong_cell_and_is_accepted_once_mended(form: Form, level: Level, tmp_path: Path) -> None:
    task, sent = begun(tmp_path, form, level)
    (good,) = rows_of(form, level, 1, units_of(sent[0]))
    asked = {leaf.key: leaf.type for leaf in form.leaves if leaf.key in good}
    typed(sent[0], task / "inbox" / sent[0].name, form, [good | {key: WRONG[kind] for key, kind in asked.items()}])
    first = only_of(answer("check", task), sent[0].name)

    own = [each for each in first["findings"] if each["code"] not in ("rule", "required")]
    assert {each["column"] for each in own} == asked.keys()
    assert all(each["return_cell"] and each["remedy"] and "“" in each["message"] for each in own)
    assert first["outcome"] == "returned"
    copy = task / first["return_copy"]
    typed(copy, task / "inbox" / copy.name, form, [good])
    second = answer("check", task, "--now", "2035-01-01")
    mended = only_of(second, copy.name)
    assert (mended["outcome"], mended["revision"], mended["findings"]) == ("accepted", 2, [])
    assert only_of(second, sent[0].name)["outcome"] == "superseded"


def only_of(document: Any, name: str) -> Any:
    """What a check says of one file."""
    return next(each for each in document["filings"] if each["file"] == f"inbox/{name}")
