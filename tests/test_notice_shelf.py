"""Which notices there are: listed for people and for programs, copied to be edited, shadowed, and an office's own kinds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from office_task import answer, new_task, run
from test_commands_notice import SETTINGS, made, own_template, words_of
from test_notices import TEMPLATES, shipped, template

from formkit import load
from formkit.notice import shelf

OWN = """notice: own
title: 自定通知
basis: [本级规定]
needs: 无
audience: office
"""
PAGE = """page:
  style: plain
  title: 关于{{ period }}的通知
  body: ["由{{ agency }}办理。"]
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task to which nobody has reported."""
    folder = new_task(tmp_path_factory.mktemp("shelf"), "--due", "2020-04-05")
    settings = (folder / "task.yaml").read_text("utf-8")
    for name, value in SETTINGS.items():
        settings = settings.replace(f'{name}: ""', f"{name}: {value}")
    (folder / "task.yaml").write_text(settings, "utf-8")
    return folder.parent


@pytest.fixture
def task(first: Path, tmp_path: Path) -> Path:
    """One to write in."""
    shutil.copytree(first, tmp_path / "own")
    return tmp_path / "own" / "task"


def only_text(task: Path) -> str:
    (path,) = (task / "notices").iterdir()
    return words_of(path)


def test_the_list_says_what_each_is_and_loads_no_form() -> None:
    before = load.load_form.cache_info()
    done = run("notice", "--list")

    assert load.load_form.cache_info() == before
    assert done.exit_code == 0
    block = done.stdout[done.stdout.index("rejection  审核结果书面告知") :].split("\nrelease ")[0]
    for said in ("依据：龙扶贫组字〔2021〕1号", "需要：", "数据来自：longkou-case", "要由人给出：", "review_days", "一户一份", "只含这一户"):
        assert said in block
    assert "可以由人给出：县级以上" in block


def test_the_list_as_json_has_every_kind_with_its_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TEMPLATES.parent)  # where the shipped ones are no task's own
    found = {each["kind"]: each for each in answer("notice", "--list")}
    assert set(found) == {each.kind for each in shelf.kinds()}
    rejection = found["rejection"]
    assert (rejection["audience"], rejection["per"], rejection["own"]) == ("household", "household", False)
    assert rejection["forms"] == ["longkou-case"]
    assert rejection["clauses"]
    ask = next(each for each in rejection["asks"] if each["name"] == "review_days")
    assert ask == {"name": "review_days", "label": ask["label"], "kind": "text", "example": "5", "default": None}


def test_the_fields_of_a_kind_for_people_and_programs() -> None:
    found = {each["name"]: each["means"] for each in answer("notice", "reminder", "--fields")}
    assert "units.unit" in found
    assert found["agency"]
    for line in run("notice", "reminder", "--fields").stdout.splitlines():
        name, _, means = line.partition("  ")
        assert found[name] == means


def test_the_list_of_a_task_has_its_own_and_says_so(task: Path) -> None:
    own_template(task, "封面", "{{ agency }}")
    (task / "templates" / "~$封面.docx").write_bytes(b"word has it open")
    (task / "templates" / "own.yaml").write_text(OWN + PAGE, "utf-8")

    found = {each["kind"]: each["own"] for each in answer("notice", "--list", task)}

    assert (found["封面"], found["own"], found["reminder"]) == (True, True, False)
    assert "~$封面" not in found
    assert "本任务自己的模板" in run("notice", "--list", task).stdout


def test_a_template_is_copied_to_be_edited_and_never_twice(task: Path) -> None:
    target = task / "templates" / "reminder.docx"
    assert run("notice", "reminder", task, "--template").exit_code == 0
    assert target.read_bytes() == shipped("reminder")

    document = Document(str(target))
    for paragraph in document.paragraphs:
        if "催报" in paragraph.text:
            paragraph.insert_paragraph_before("本办自己加的一段")
            break
    document.save(str(target))
    before = target.read_bytes()
    again = run("notice", "reminder", task, "--template")

    assert (again.exit_code, target.read_bytes()) == (2, before)
    assert "没有改动" in again.stderr
    assert run("notice", "reminder", task, "--set", "number=示办〔2020〕1号").exit_code == 0
    assert "本办自己加的一段" in only_text(task)
    assert target.read_bytes() == before


def test_a_kind_of_ones_own_by_its_description_by_a_template_or_by_both(task: Path) -> None:
    (task / "templates" / "own.yml").write_text(OWN + PAGE, "utf-8")
    own_template(task, "封面", "封面：{{ agency }}")
    assert run("notice", "own", task).exit_code == 0
    assert run("notice", "封面", task).exit_code == 0
    assert made(task) == ["封面_2020-03.docx", "自定通知_2020-03.docx"]
    assert "由示例区扶贫办办理。" in words_of(task / "notices" / "自定通知_2020-03.docx")

    own_template(task, "own", "改过的：{{ agency }}")
    assert run("notice", "own", task, "--overwrite").exit_code == 0
    assert words_of(task / "notices" / "自定通知_2020-03.docx").strip() == "改过的：示例区扶贫办"


def test_a_description_without_wording_needs_a_template(task: Path) -> None:
    (task / "templates" / "own.yaml").write_text(OWN, "utf-8")
    for done in (run("notice", "own", task), run("lint", task / "templates")):
        assert done.exit_code == 2
        assert "own.yaml:1:1" in done.stderr
        assert "没有正文" in done.stderr
    own_template(task, "own", "{{ agency }}")
    assert run("lint", task / "templates").exit_code == 0
    assert run("notice", "own", task).exit_code == 0


@pytest.mark.parametrize("suffix", [".docm", ".dotx", ".doc", ".DOTM", ".wps"])
def test_what_was_saved_as_something_else_is_not_passed_over(task: Path, suffix: str) -> None:
    (task / "templates" / f"reminder{suffix}").write_bytes(template("{{ agency }}"))
    made_of_it = run("notice", "reminder", task, "--set", "number=示办〔2020〕1号")
    linted = run("lint", task / "templates")
    for done in (made_of_it, linted):
        assert done.exit_code == 2
        assert f"reminder{suffix}" in done.stderr
        assert "另存为" in done.stderr
    assert made(task) == []


def test_a_name_in_capitals_is_the_same_kind_of_file(task: Path) -> None:
    (task / "templates" / "reminder.DOCX").write_bytes(template("只说：{{ agency }}"))
    assert run("notice", "reminder", task).exit_code == 0
    assert only_text(task).strip() == "只说：示例区扶贫办"


def test_lint_names_what_nobody_supplies_and_where(task: Path) -> None:
    own_template(task, "reminder", "一", "{{ agencey }}", "{% for each in units %}{{ each.vilage }}{% endfor %}")
    (task / "templates" / "~$reminder.docx").write_bytes(b"word has it open")

    done = run("lint", task / "templates")

    assert done.exit_code == 2
    lines = [line for line in done.stderr.splitlines() if "reminder.docx:" in line]
    assert [line.split("reminder.docx:")[1].split(":")[0] for line in lines] == ["2", "3"]
    assert "“agencey”" in lines[0]
    assert "→ agency" in lines[0]
    assert "“units.vilage”" in lines[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("asks: [{name: until, label: 日期, kind: date, default: 某日}]", "不是日期"),
        ("asks: [{name: n, label: 号, kind: number, example: 第5号}]", "发文字号"),
        ("asks: [{name: agency, label: 甲}, {name: agency, label: 乙}]", "agency"),
        ("per: household", "rows"), ("provisions: [R99]", "R99"), ("audience: everybody", "everybody"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_description_has_its_line(task: Path, line: str, said: str) -> None:
    text = OWN.replace("audience: office\n", "") if line.startswith("audience") else OWN
    (task / "templates" / "own.yaml").write_text(f"{text}{line}\n{PAGE}", "utf-8")
    row = text.count("\n") + 1

    done = run("lint", task / "templates" / "own.yaml")

    assert done.exit_code == 2
    assert any(f"own.yaml:{row}:" in each and said in each for each in done.stderr.splitlines()), done.stderr
