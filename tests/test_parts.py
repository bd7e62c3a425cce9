"""Shared parts: what ``use`` stands for, chosen and changed, with every entry's mistakes at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from formkit.load import SchemaError, lint, load_form
from formkit.model import Form

PART = """\
part: people
columns:
  - {key: serial, label: 序号, type: serial}
  - label: 基本情况
    columns:
      - {key: head_name, label: 户主姓名, type: name, required: true}
      - {key: phone, label: 联系电话, type: phone}
  - {key: people, label: 人数, type: whole}
rules:
  - {id: T-1, test: '[@people]>底数', at: people, says: 人数太少, clause: 第一条}
  - {id: T-2, test: '[@people]<100', at: people, says: 人数太多, clause: 第二条}
parameters:
  - {name: 底数, values: {2020: "0"}, clause: 第三条}
"""
FORM = """\
form: test-form
version: "1"
title: 测试表
agency: 某办公室
document: 某办发〔2020〕1号
levels: [village]
period: {kind: month}
record: {grain: household, name: head_name}
columns:
  - {key: note, label: 说明, type: text}
  - use: people
rules:
  - use: people
parameters:
  - use: people
"""


def form(folder: Path, text: str, part: str = PART) -> Path:
    """A schema with its part beside it."""
    (folder / "parts").mkdir(exist_ok=True)
    (folder / "parts" / "people.yaml").write_text(part, "utf-8")
    path = folder / "form.yaml"
    path.write_text(text, "utf-8")
    return path


def loaded(folder: Path, old: str = "", new: str = "", part: str = PART) -> Form:
    assert old in FORM
    return load_form(form(folder, FORM.replace(old, new, 1) if old else FORM, part))


def test_a_part_stands_where_it_is_used(tmp_path: Path) -> None:
    found = loaded(tmp_path)

    assert list(found.paths.values()) == [
        ("说明",), ("序号",), ("基本情况", "户主姓名"), ("基本情况", "联系电话"), ("人数",),
    ]  # fmt: skip
    assert [rule.id for rule in found.rules] == ["T-1", "T-2"]
    assert found.parameters[0].value(2020) == 0


@pytest.mark.parametrize(
    ("use", "keys"),
    [("{use: people, only: [people]}", ["note", "people"]), ("{use: people, only: people}", ["note", "people"]),
     ("{use: people, without: [serial, 基本情况]}", ["note", "people"]),
     ("{use: people, only: [基本情况, people], without: [people]}", ["note", "head_name", "phone"])],
)  # fmt: skip
def test_entries_are_chosen_by_key_or_label(tmp_path: Path, use: str, keys: list[str]) -> None:
    text = FORM.replace("use: people", use, 1).replace("record: {grain: household, name: head_name}", "record: {grain: household}")
    text = text.replace("rules:\n  - use: people\nparameters:\n  - use: people\n", "")

    assert [column.key for column in load_form(form(tmp_path, text)).leaves] == keys


def test_an_entry_is_changed_wherever_in_the_part_it_stands(tmp_path: Path) -> None:
    found = loaded(tmp_path, "- use: people", "- {use: people, change: {phone: {label: 手机, required: true}, people: {max: 9}}}")

    assert found.paths["phone"] == ("基本情况", "手机")
    assert found.column("phone").required
    assert found.column("people").max == 9
    assert found.column("people").label == "人数"


def test_a_rule_is_changed_by_its_id(tmp_path: Path) -> None:
    found = loaded(tmp_path, "rules:\n  - use: people", "rules:\n  - {use: people, without: T-2, change: {T-1: {severity: error}}}")

    assert [(rule.id, rule.severity) for rule in found.rules] == [("T-1", "error")]


def test_a_part_may_use_a_part(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "outer.yaml").write_text("part: outer\ncolumns:\n  - {use: people, only: [people]}\n", "utf-8")
    found = loaded(tmp_path, "- {key: note, label: 说明, type: text}\n  - use: people", "- {use: people, without: people}\n  - use: outer")

    assert [column.key for column in found.leaves] == ["serial", "head_name", "phone", "people"]


# What is wrong, in the form or in the part; the file, line and code of the mistake.
WRONG = [
    ("use: people", "use: peple", PART, ("form.yaml", 11, "unknown-part")),
    ("- use: people", "- {use: people, olny: [people]}", PART, ("form.yaml", 11, "unknown-key")),
    ("- use: people", "- {use: people, only: [peple]}", PART, ("form.yaml", 11, "unknown-part-entry")),
    ("- use: people", "- {use: people, change: {fone: {label: 甲}}}", PART, ("form.yaml", 11, "unknown-part-entry")),
    ("- use: people", "- {use: people, change: {phone: {type: fone}}}", PART, ("form.yaml", 11, "not-a-choice")),
    ("", "", PART.replace("type: whole", "type: hole"), ("parts/people.yaml", 8, "not-a-choice")),
    ("", "", PART.replace("[@people]>底数", "[@peple]>底数"), ("parts/people.yaml", 10, "formula-unknown-name")),
    ("", "", PART.replace("  - {key: people", "  - use: people\n  - {key: people"), ("parts/people.yaml", 8, "part-circle")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "part", "expected"), WRONG, ids=[str(row[3]) for row in WRONG])
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, part: str, expected: tuple[str, int, str]
) -> None:
    path = form(tmp_path, FORM.replace(old, new, 1) if old else FORM, part)

    found = [(Path(each.file).relative_to(tmp_path).as_posix(), each.line, each.code) for each in lint(path)]

    assert expected in found
    with pytest.raises(SchemaError):
        load_form(path)
