"""The walk-through of the READMEs, typed as it stands: from an official blank to a checked filing."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from make_new_form import PLANTED

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "new-form"
SHOWN = (EXAMPLE / "README.md", ROOT / "README.md", ROOT / "README.zh-CN.md")
CASE = Path("forms/cases/public-posts/attendance.md")
_WALK = re.compile(r"<!-- walk -->\n(.*?)<!-- /walk -->", re.DOTALL)
_STEP = re.compile(r"^```(\w+)\n(.*?)^```$|^\|---\|---\|\n((?:\| `[^\n]*\n)+)", re.DOTALL | re.MULTILINE)
_EDIT = re.compile(r"^\| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)
_QUESTION = re.compile(r"(?m)^ *# \?.*\n")


def steps(path: Path) -> list[tuple[str, str]]:
    """What a document has its reader do: blocks by their language, and tables of what to replace."""
    (walk,) = _WALK.findall(path.read_text("utf-8"))
    return [(kind or "edits", body or table) for kind, body, table in _STEP.findall(walk)]


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as a person types it in a folder."""
    command = [sys.executable, "-P", "-m", "formkit", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@dataclass
class Desk:
    """Where the reader works, the commands typed so far, and what the last ones said since something was shown."""

    folder: Path
    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    heard: str = ""

    def type(self, line: str) -> None:
        """A command as it stands."""
        if line.startswith("formkit check"):
            shutil.copytree(EXAMPLE / "returned", self.folder / "2024-06" / "inbox", dirs_exist_ok=True)
        done = typed(self.folder, *line.split()[1:])
        self.said[line] = (done.returncode, done.stderr + done.stdout)
        self.heard += done.stderr + done.stdout


def edit(folder: Path, table: str) -> None:
    """Replace what is to be replaced, each of which stands in one place, and delete what was asked."""
    files = sorted(folder.rglob("*.yaml"))
    texts = {path: path.read_text("utf-8") for path in files}
    for old, new in _EDIT.findall(table):
        (place,) = (path for path in files if old in texts[path])
        assert texts[place].count(old) == 1, old
        texts[place] = texts[place].replace(old, new)
    for path, text in texts.items():
        path.write_text(_QUESTION.sub("", text), "utf-8")


def files_of(folder: Path) -> dict[str, str]:
    """The texts of a folder by their places in it."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def follow(desk: Desk) -> None:
    """Do every step in its order; what is shown as an answer must have been said since the last one."""
    forms = desk.folder / "forms"
    for kind, body in steps(SHOWN[0]):
        if kind == "sh":
            for line in body.splitlines():
                desk.type(line)
        elif kind == "text":
            assert [line for line in body.splitlines() if line not in desk.heard] == []
            desk.heard = ""
        elif kind == "edits":
            shutil.copytree(forms, desk.folder / "drafted")
            edit(forms, body)
        elif kind == "yaml":
            path = forms / "public-posts.yaml"
            path.write_text(path.read_text("utf-8") + body, "utf-8")
        else:
            (desk.folder / CASE).parent.mkdir(parents=True)
            (desk.folder / CASE).write_text(body, "utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder with the blank and the roster, after all that the example's README shows."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("blank.xlsx", "units.csv"):
        shutil.copy(EXAMPLE / name, folder / name)
    desk = Desk(folder)
    follow(desk)
    return desk


@pytest.mark.parametrize("path", SHOWN[1:], ids=lambda path: path.name)
def test_all_three_documents_show_the_same_steps(path: Path) -> None:
    assert steps(path) == steps(SHOWN[0])
    assert [kind for kind, _ in steps(path)] == [
        "sh", "text", "edits", "yaml", "markdown", "sh", "text", "sh", "sh", "text",
    ]  # fmt: skip


def test_every_command_ends_as_it_should(desk: Desk) -> None:
    ended = {line.split()[1]: code for line, (code, _) in desk.said.items()}

    assert ended == {"draft": 0, "lint": 0, "init": 0, "generate": 0, "check": 1, "status": 1}


def test_the_draft_is_the_one_in_the_example(desk: Desk) -> None:
    assert files_of(desk.folder / "drafted") == files_of(EXAMPLE / "drafted")


def test_the_questions_are_those_in_the_example(desk: Desk) -> None:
    _, said = desk.said["formkit lint forms"]
    asked = re.findall(r"(?m)^[^\s:]+:\d+: .*$", said)

    assert asked == (EXAMPLE / "questions.txt").read_text("utf-8").splitlines()
    assert len(asked) == sum(text.count("# ? ") for text in files_of(EXAMPLE / "drafted").values()) == 9  # the READMEs say nine


def test_the_edits_lead_to_the_schema_in_the_example(desk: Desk) -> None:
    assert files_of(desk.folder / "forms") == files_of(EXAMPLE / "answered")


def test_after_the_edits_nothing_is_asked_and_the_rule_is_tried(desk: Desk) -> None:
    (said,) = (text for line, (_, text) in desk.said.items() if "--cases" in line)

    assert re.findall(r"(?m)^[^\s:]+:\d+: ", said) == []
    assert "GW-01" not in said
    assert "remark-no-cases" not in said


def test_a_case_that_comes_out_otherwise_is_told(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "answered", tmp_path / "forms")
    schema = tmp_path / "forms" / "public-posts.yaml"
    schema.write_text(schema.read_text("utf-8").replace("天数]<=[", "天数]<[", 1), "utf-8")

    done = typed(tmp_path, "lint", "forms")

    assert done.returncode == 2
    assert "attendance.md" in done.stderr


def test_exactly_what_is_planted_is_found(desk: Desk) -> None:
    with (EXAMPLE / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        planted = [tuple(row.values()) for row in csv.DictReader(file)]

    done = typed(desk.folder, "check", "2024-06", "--now", "2024-07-03", "--json")
    found = [
        (filing["file"], finding["cell"], finding["code"], finding["severity"], finding["rule"] or "")
        for filing in json.loads(done.stdout)["filings"]
        for finding in filing["findings"]
    ]

    assert sorted(found) == sorted(planted)
    assert len(planted) == len(PLANTED)
