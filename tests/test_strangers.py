"""Files that are none of the forms collected: named for what they are; and authors' own forms, known wherever files are looked at."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from drawn import made
from identity_form import FORM, MARCH, ROSTER
from office_task import run
from test_identity import code_of, workbook
from test_versions import CODES, NOW

from formkit import identity
from formkit.filing import Identity
from formkit.layout import IDENTITY_SHEET
from formkit.load import find_form, forms_around, known_forms, load_form, own_forms
from formkit.model import Form, Part
from formkit.read import FileRead, read_file
from formkit.words import say
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

ANNEX = find_form("heqing-annex-1")


def blank(form: Form, *, bare: bool = False) -> bytes:
    """A workbook of 乙庄村 for February; ``bare`` without the marks of identity."""
    sent = Identity(form.form, form.version, "379999100201", "2020-02", path=code_of("B3").path)
    data = write_workbook(form, Issue(sent, {section.key: 2 for section in form.sections}, period="2020年2月"))
    return without(data) if bare else data


def without(data: bytes) -> bytes:
    """The sheet alone, copied into a new workbook, without the key row and the printed code."""
    lines = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    return saved([[None if str(value).startswith(("=", identity.LINE_PREFIX)) else value for value in line] for line in lines[1:]])


def saved(lines: list[list[object]]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(target)
    return target.getvalue()


def read(data: bytes, *forms: Form, beside: Path | None = None) -> FileRead:
    """A file that came to a task of some forms."""
    return read_file(data, "a.xlsx", {form.form: form for form in forms or (FORM,)}, ROSTER, (), MARCH, beside)


def told(found: FileRead) -> str:
    return f"{found.outcome}：{say(found.code, found.args)}"


def test_another_form_is_named_by_title_unit_and_period() -> None:
    assert told(read(blank(ANNEX))).startswith("wrong-form：这是乙庄村《鹤庆县返贫预警情况统计表》2020年2月的表，这里收的是《试表》；请")


def test_another_form_without_identity_is_named_by_its_title() -> None:
    assert told(read(blank(ANNEX, bare=True))).startswith("wrong-form：这是《鹤庆县返贫预警情况统计表》的表，这里收的是《试表》；请")


def test_a_form_that_nobody_here_knows_is_named_by_its_id() -> None:
    other = made([{"key": "a", "label": "甲", "type": "text"}], form="far-away", sections=[{"key": "all"}])

    assert told(read(blank(other))).startswith("wrong-form：这是另一张报表（编号far-away）2020年2月的表，本机没有它的描述，这里收的是《试表》")


def test_an_author_s_own_form_beside_the_task_is_named_too(tmp_path: Path) -> None:
    own(tmp_path)
    form = load_form(tmp_path / "form.yaml")

    assert told(read(blank(form), beside=own_forms(tmp_path))).startswith("wrong-form：这是乙庄村《两版试表》2020年2月的表")
    assert told(read(blank(form, bare=True), beside=own_forms(tmp_path))).startswith("wrong-form：这是《两版试表》的表")


def test_a_header_that_was_cut_stays_with_the_form_that_is_collected() -> None:
    """Its own form has further columns that a clerk deleted: what is left is the shipped form to the last column."""
    label = {"key": "extra", "label": "包村干部", "type": "text"}
    wider = of_columns("wider", *ANNEX.columns, made([label]).columns[0])
    found = read(blank(ANNEX, bare=True), wider)

    assert found.filing is not None
    assert found.identity.form == "wider"
    assert [note.column for note in found.filing.notes if note.code == "missing-column"] == ["extra"]


def test_a_column_that_was_added_does_not_make_it_another_form() -> None:
    """What is there is the shipped form to the last column, but the form that is collected has the title too and misses nothing."""
    found = read(blank(ANNEX, bare=True), of_columns("narrow", *ANNEX.columns[:-1]))

    assert found.identity.form == "narrow"
    assert found.filing is not None
    assert {note.code for note in found.filing.notes} >= {"unknown-column"}


def of_columns(name: str, *columns: Part) -> Form:
    """The form with other columns, under another id."""
    form = ANNEX.model_copy(update={"form": name, "columns": columns})
    for each in ("paths", "leaves", "titles", "places"):
        form.__dict__.pop(each, None)
    return form


def test_the_table_of_another_form_pasted_into_a_workbook_is_told() -> None:
    lines = [list(line) for line in openpyxl.load_workbook(io.BytesIO(blank(ANNEX, bare=True))).active.iter_rows(values_only=True)]
    book = openpyxl.load_workbook(io.BytesIO(workbook("A3", "-", "-", "-", "-")))
    book["填报表"].delete_rows(1, 9)
    for line in lines:
        book["填报表"].append(line)
    target = io.BytesIO()
    book.save(target)

    assert IDENTITY_SHEET in book.sheetnames
    assert told(read(target.getvalue())).startswith("wrong-form：文件是甲庄村《试表》的，里面的表却是《鹤庆县返贫预警情况统计表》；请")


def test_another_collected_form_on_a_second_sheet_is_not_passed_over() -> None:
    lines = list(openpyxl.load_workbook(io.BytesIO(blank(ANNEX, bare=True))).active.iter_rows(values_only=True))
    book = openpyxl.load_workbook(io.BytesIO(workbook("A3", "A3", "A3", "A", "A3")))
    more = book.create_sheet("附表")
    for line in lines:
        more.append(line)
    empty, filled = io.BytesIO(), io.BytesIO()
    book.save(empty)
    more.cell(next(cell.row for line in more.iter_rows() for cell in line if cell.value == "户主姓名") + 2, 5, "张乙一")
    book.save(filled)
    found = [read(data.getvalue(), FORM, ANNEX).filing for data in (empty, filled)]

    said = [[(note.code, note.value, note.args["rows"]) for note in each.notes] for each in found if each]
    assert said == [[], [("other-form-sheet", "附表", "1")]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([["甲", "乙"], [1, 2]], "not-a-filing：不是要收的表：没有本工具的标识，也认不出表头；"),
        ([["户名", "地址", "电话"]], "not-a-filing：不是要收的表：没有本工具的标识，也认不出表头；"),
        (
            [["存款", "户主姓名", "风险类别", "联系电话", "家庭人口数", "身份证号码"], ["a"]],
            "not-a-filing：不是要收的表：只有几栏像《鹤庆县返贫预警情况统计表》，认出了户主姓名、",
        ),
    ],
    ids=["nothing", "two labels of none", "some labels"],
)
def test_a_file_of_no_form_says_what_was_found_of_one(lines: list[list[object]], expected: str) -> None:
    assert told(read(saved(lines), ANNEX)).startswith(expected)


def test_the_ledgers_are_told_apart_by_what_stands_in_them() -> None:
    """Their headers are one and the same; a tick where the other takes a number decides."""
    forms = [find_form(name) for name in ("zaozhuang-ledger", "zaozhuang-ledger-household")]
    book = openpyxl.load_workbook(io.BytesIO(blank(forms[0], bare=True)))
    row = next(cell.row for line in book.active.iter_rows() for cell in line if cell.value == "户主姓名") + 2
    book.active.cell(row, 4, "张甲一")
    book.active.cell(row, 8, "√")
    target = io.BytesIO()
    book.save(target)

    assert read(blank(forms[0], bare=True), *forms).code == "form-ambiguous"
    assert [read(target.getvalue(), *order).identity.form for order in (forms, forms[::-1])] == ["zaozhuang-ledger"] * 2


def test_other_forms_are_loaded_only_for_a_file_that_needs_them(tmp_path: Path) -> None:
    """They cost seconds: a task whose files say what they are never reads another schema."""
    (tmp_path / "mine.xlsx").write_bytes(workbook("A3", "A3", "A3", "A", "A3"))
    (tmp_path / "lost.xlsx").write_bytes(workbook("-", "-", "-", "A", "A3"))
    (tmp_path / "other.xlsx").write_bytes(blank(ANNEX))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom formkit import load\nfrom formkit.read import read_file\n"
        "from identity_form import FORM, ROSTER, MARCH\n"
        "had = load.load_form.cache_info().currsize\n"
        "for name in ('mine', 'lost', 'other'):\n"
        "    read_file((Path(sys.argv[2]) / f'{name}.xlsx').read_bytes(), 'a.xlsx', {FORM.form: FORM}, ROSTER, (), MARCH)\n"
        "    print(load.load_form.cache_info().currsize - had)\n"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "0", "1"]


def own(folder: Path) -> Path:
    """An author's own form in a folder."""
    (folder / "codelists").mkdir(parents=True)
    (folder / "codelists" / "two-risk.yaml").write_text(CODES, "utf-8")
    (folder / "form.yaml").write_text(NOW, "utf-8")
    return folder / "form.yaml"


def test_loose_files_of_an_author_s_own_form_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    form, sent = own(tmp_path / "task"), tmp_path / "task" / "inbox" / "a.xlsx"
    (tmp_path / "task" / "broken.yaml").write_text("form: broken\n", "utf-8")
    (tmp_path / "roster.csv").write_text("代码,名称,级别,上级\n379999100000,东镇,乡,\n379999100200,甲庄村,村,379999100000\n", "utf-8")
    more = ("--unit", "379999100200", "--units", "roster.csv", "--period", "2021-03", "--rows", 3)
    assert run("blank", form, "-o", sent, *more).exit_code == 0

    assert json.loads(run("layout", sent, "--json").stdout)["form"] == "two-versions"
    assert json.loads(run("check", sent, "--json").stdout)["filings"][0]["outcome"] == "empty"
    assert [each["outcome"] for each in json.loads(run("merge", sent, "-o", "made", "--json").stdout)["excluded"]] == ["empty"]
    assert run("explain", "TV-01").exit_code == 2
    monkeypatch.chdir(tmp_path / "task")
    assert "联系电话没有填" in run("explain", "TV-01").stdout


def test_an_own_form_comes_before_a_shipped_one_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(NOW.replace("two-versions", "heqing-annex-1"), "utf-8")
    (tmp_path / "codelists").mkdir()
    (tmp_path / "codelists" / "two-risk.yaml").write_text(CODES, "utf-8")

    assert known_forms(tmp_path)["heqing-annex-1"].version == "2021.1"
    assert forms_around([tmp_path / "inbox" / "a.xlsx"])["heqing-annex-1"].version == "2021.1"
    assert known_forms()["heqing-annex-1"] is ANNEX


def test_input_prompts_name_the_form_where_all_else_is_gone() -> None:
    """Cells pasted into another workbook take their prompts with them, which nobody sees and nobody deletes."""
    ledgers = [find_form(name) for name in ("zaozhuang-ledger", "zaozhuang-ledger-household")]
    for form in ledgers:
        book = openpyxl.load_workbook(io.BytesIO(blank(form)))
        for name in book.sheetnames[1:]:
            del book[name]
        book.custom_doc_props.props.clear()
        sheet = book.active
        sheet.delete_rows(1)
        for line in sheet.iter_rows():
            for cell in line:
                if str(cell.value).startswith(("=", identity.LINE_PREFIX)):
                    cell.value = None
        target = io.BytesIO()
        book.save(target)
        found = read(target.getvalue(), *ledgers)

        assert (found.identity.form, found.identity.unit) == (form.form, "379999100201"), "told apart from its sibling"
