"""People are protected: the whole loop over a task full of private facts, and what of them can be read where."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from office_task import run
from private_task import ACCOUNT, FORM, IDS, ILLS, NUMBERS, PHONES, Loop, looped, made

from formkit.load import SchemaError, load_form, shipped_forms

# What may stand where. The form itself goes to the unit and upwards; everything else shows nobody. A fact about somebody's
# health is known by its column: what is typed into another one, nobody can tell from any other word.
EVERYTHING, NOTHING = (*NUMBERS, *ILLS), ()
MAY = {
    "return copy": EVERYTHING,  # the unit's own workbook, mended by itself
    "roll-up detail": EVERYTHING,  # the form on its way upwards
    "names of return copies": NUMBERS,  # after the file they answer, which its sender named
    "elsewhere": NOTHING,
}
DETAIL = ("all", "_parts")


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    return looped(made(tmp_path_factory.mktemp("private")))


def read_off(text: str, may: tuple[str, ...] = ()) -> list[str]:
    """Private facts that can be read in a text: eight digits of a number in a row, or an illness in words."""
    half = text.translate({ord("０") + place: str(place) for place in range(10)})
    runs = re.findall(r"[0-9](?:[\s　.,-]?[0-9]){7,}", half)
    digits = " ".join(re.sub(r"[^0-9]", "", each) for each in runs)
    numbers = [each for each in NUMBERS if any(each[at : at + 8] in digits for at in range(len(each) - 7))]
    return [each for each in (*numbers, *(ill for ill in ILLS if ill in text)) if each not in may]


def texts(data: bytes) -> dict[str, str]:
    """The text of a workbook by sheet, with the names of its sheets, or of a document, with everything else inside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        inside = {name: re.sub(r"<[^>]*>", " ", parts.read(name).decode()) for name in names}
    if "xl/workbook.xml" not in inside:
        return inside
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = {sheet.title: " ".join(f"{value}" for row in sheet.values for value in row if value is not None) for sheet in book}
    rest = {name: text for name, text in inside.items() if not name.startswith(("xl/worksheets/sheet", "xl/sharedStrings"))}
    return cells | rest | {"sheets": " ".join(book.sheetnames)}


def test_the_task_really_holds_what_must_not_be_seen(loop: Loop) -> None:
    came = [path for path in (loop.task / "inbox").glob("*.xlsx") if path.stat().st_size]
    found = {fact for path in came for fact in read_off(path.name + str(texts(path.read_bytes())))}

    assert found >= {*IDS, *PHONES, ACCOUNT, *ILLS}
    document = loop.said["check --json"].stdout
    for code in ("id-checksum", "id-is-number", "not-in-codelist", "household-differs", "text-too-long", "duplicate", "not-a-number"):
        assert f'"{code}"' in document, code


def test_nothing_private_is_said(loop: Loop) -> None:
    for words, done in loop.said.items():
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        assert read_off(done.stdout + done.stderr, MAY["elsewhere"]) == [], words


def test_nothing_private_is_written_but_into_the_form_itself(loop: Loop) -> None:
    seen = set()
    for path in sorted(loop.task.rglob("*")):
        where = path.relative_to(loop.task)
        kind = where.parts[0]
        if kind in ("inbox", "outbox") or path.is_dir():
            continue
        copy = kind == "returns" and path.suffix == ".xlsx" and "审核报告" not in path.name
        assert read_off(path.name, MAY["names of return copies" if copy else "elsewhere"]) == [], where
        inside = texts(path.read_bytes()) if path.suffix in (".xlsx", ".docx") else {"": path.read_text("utf-8")}
        for part, text in inside.items():
            allowed = "return copy" if copy else "roll-up detail" if kind == "rollup" and part in DETAIL else "elsewhere"
            assert read_off(text, MAY[allowed]) == [], (where, part)
        seen.add((kind, path.suffix))
    assert seen >= {("returns", ".xlsx"), ("returns", ".html"), ("rollup", ".xlsx"), ("notices", ".docx"), ("journal.jsonl", ".jsonl")}


def test_what_is_asked_for_is_shown(loop: Loop) -> None:
    done = run("check", loop.task, "--json", "--show-values", "--now", "2020-04-08")

    assert {*IDS[1:5], PHONES[1], ILLS[1]} <= set(read_off(done.stdout))
    assert f"乙庄村_{IDS[1]}_{PHONES[1]}.xlsx" in done.stdout


_FAILING = """
from formkit.cli import main
import formkit.commands.check as check

def fails(*args, **named):
    here = {facts!r}
    raise {error}(here)

check.task_of = fails
main(["check", {folder!r}])
"""


@pytest.mark.parametrize(("error", "asked"), [("KeyError", False), ("RuntimeError", True), ("OSError", True)])
def test_a_failure_nobody_foresaw_shows_no_cell(tmp_path: Path, error: str, asked: bool) -> None:
    facts = f"{IDS[0]} {PHONES[0]} {ACCOUNT}"
    code = _FAILING.format(facts=facts, error=error, folder=str(tmp_path))

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={"PYTHONIOENCODING": "utf-8", "PATH": "", "PYTHONPATH": ":".join(sys.path)} | ({"FORMKIT_TRACEBACK": "1"} if asked else {}),
    )  # fmt: skip

    assert (done.returncode, read_off(done.stdout + done.stderr)) == (3, [])
    assert ("Traceback" in done.stderr) == (asked and error != "OSError")
    if error != "OSError":
        assert re.search(rf"（{error} commands/check\.py:[0-9]+）", done.stderr)


@pytest.mark.parametrize(("label", "codes", "code"), [
    ("健康状况", "", "remark-health"), ("残疾证号", "", "remark-health"), ("所患疾病", "", "remark-health"),
    ("情况", "dachuan-group", "remark-health"), ("开户银行", "", "remark-account"), ("一卡通账号", "", "remark-account"),
    ("健康扶贫政策", "", ""), ("主要风险", "zaozhuang-risk", ""), ("因病支出", "", ""), ("大病保险", "", ""),
])  # fmt: skip
def test_an_author_is_told_of_a_column_that_looks_private(tmp_path: Path, label: str, codes: str, code: str) -> None:
    kind = f"type: choices, codes: {codes}" if codes else "type: text"
    for place, marked in enumerate(("", ", sensitive: health")):
        path = tmp_path / f"form{place}.yaml"
        more = f"  - {{key: more, label: {label}, {kind}, help: 甲{marked}}}\n"
        path.write_text(FORM.replace("  - {key: remark", more + "  - {key: remark"), "utf-8")
        said = run("lint", path).stderr

        assert ("remark-health" in said or "remark-account" in said) == (bool(code) and not marked), said
        assert not code or marked or code in said


def test_only_kinds_of_privacy_there_are_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(FORM.replace("max: 5, sensitive: health", "max: 5, sensitive: illness"), "utf-8")

    with pytest.raises(SchemaError) as caught:
        load_form(path)

    assert [(each.line, each.code) for each in caught.value.mistakes] == [(19, "not-a-choice")]


def test_the_shipped_forms_mark_what_tells_of_health() -> None:
    marked = {form.form: {column.key for column in form.leaves if column.sensitive} for form in shipped_forms()}

    assert {name: keys for name, keys in marked.items() if keys} == {
        "dachuan-candidates": {"group_type", "risk"}, "longkou-alerts": {"alert_type", "detail"},
        "heqing-annex-1": {"focus", "risk_note", "family_change"}, "heqing-annex-2": {"focus", "risk_note", "family_change"},
    }  # fmt: skip
