"""An author's mistakes: all of them at once, each with its line and column, in words an author understands."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_task import run

from formkit import words
from formkit.load import SchemaError, lint, load_form, shelf
from formkit.load.published import PUBLISHED, published
from formkit.load.shelf import codelist_files, form_files
from formkit.model import Form

GOOD = """\
form: test-form
version: "1"
title: "{unit}测试表"
agency: 某办公室
document: 某办发〔2020〕1号
levels: [village, township, county]
period: {kind: month}
record: {grain: person, head: {relation: 户主}, person: id_number}
sections:
  - {key: main, label: 一、全部}
columns:
  - {key: name, label: 姓名, type: name}
  - {key: relation, label: 与户主关系, type: code, codes: relation-to-head}
  - {key: id_number, label: 身份证号码, type: resident-id}
  - {key: count, label: 人数(人), type: whole}
rules:
  - {id: T-1, test: '[@人数]>0', at: count, says: 人数要大于0, clause: 第一条}
"""


def mistakes(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """Line, column and code of every mistake in a schema; each can be said in both languages."""
    path = folder / "form.yaml"
    path.write_text(text, "utf-8")
    found = lint(path)
    for each in found:
        assert words.both(each.code, each.args)
    return [(each.line, each.column, each.code) for each in found]


def test_the_good_schema_is_good(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD) == []


@pytest.mark.parametrize("path", [*form_files(), *codelist_files()], ids=lambda path: path.stem)
def test_what_is_shipped_has_no_mistake(path: Path) -> None:
    assert lint(path) == ()


# What is changed in the good schema, and each mistake as the text it must point at and its code.
WRONG = [
    ("agency:", "agencey:", [("agencey", "unknown-key"), ("form:", "missing-key")]),
    ('version: "1"\n', "", [("form:", "missing-key")]),
    ("label: 姓名, type: name", "label: 姓名, type: nmae", [("nmae", "not-a-choice")]),
    ("codes: relation-to-head", "codes: relation-to-hed", [("relation-to-hed", "unknown-codelist")]),
    ("type: code, codes: relation-to-head", "type: code", [("{key: relation", "codes-for-code")]),
    ("type: whole}", "type: whole, level: county}", [("{key: count", "level-for-unit")]),
    ("type: whole}", "type: whole, min: many}", [("many", "type-whole")]),
    ("type: whole}", "type: whole, min: 9, max: 1}", [("9, max", "min-above-max")]),
    ("type: whole}", "type: whole}\n  - {key: count, label: 另一个, type: whole}", [
        ("count, label: 人数", "repeated-name"), ("count, label: 另", "repeated-name"),
    ]),
    ("at: count", "at: cuont", [("cuont", "unknown-column-name")]),
    ("[@人数]>0", "[@人]>0", [("[@人]", "formula-unknown-name")]),
    ("[@人数]>0", "VLOOKUP([@人数])", [("VLOOKUP", "formula-unknown-function")]),
    ("[@人数]>0", "[@姓名]>0", [("0', at", "formula-kind")]),
    ("person: id_number", "person: id", [("id}", "unknown-column-name")]),
    ("head: {relation:", "head: {relaton:", [("relaton", "unknown-column-name")]),
    ("levels: [village, township, county]", "levels: [county, village]", [("[county", "level-order")]),
    ('title: "{unit}测试表"', 'title: "{village}测试表"', [('"{village}', "unknown-field")]),
    ('version: "1"', "version: 0123", [("0123", "yaml-leading-zero")]),
    ("document: 某办发", "agency: 某乙\ndocument: 某办发", [("agency: 某乙", "yaml-repeated-key")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), WRONG, ids=[new[:30] for _, new, _ in WRONG])
def test_each_mistake_at_its_place(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = GOOD.replace(old, new)
    places = [(text[: text.index(at)], code) for at, code in expected]

    assert sorted(mistakes(tmp_path, text)) == sorted(
        (before.count("\n") + 1, len(before) - before.rfind("\n"), code) for before, code in places
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("agency: 某办公室", "agency：某办公室", "yaml-full-colon"), ("[@人数]>0", "[@人数]+1", "formula-not-logical"),
     ("sections:", "sections: [", "yaml-bracket"), ("[@人数]>0", "[@姓名]>0", "formula-kind")],
)  # fmt: skip
def test_kinds_of_mistake_that_stand_for_many(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in {found[2] for found in mistakes(tmp_path, GOOD.replace(old, new))}


def test_all_mistakes_are_told_at_once_with_the_place_first(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(GOOD.replace("at: count", "at: cuont").replace("person: id_number", "person: idnumber"), "utf-8")

    done = run("lint", path)

    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == [f"{path.as_posix()}:8:55", f"{path.as_posix()}:17:36"]
    assert "count" in lines[1]


def test_a_code_keeps_its_leading_zero(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(GOOD.replace('version: "1"', 'version: "0123"'), "utf-8")

    assert load_form(path).version == "0123"


def test_a_mistake_never_becomes_a_form(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(GOOD.replace("at: count", "at: cuont"), "utf-8")
    with pytest.raises(SchemaError):
        load_form(path)


def test_a_file_that_is_no_text_is_one_mistake(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_bytes("form: 表".encode("gb18030"))

    assert [each.code for each in lint(path)] == ["yaml-encoding"]


def test_code_lists_may_not_mean_two_things(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(
        "codelist: a-list\ntitle: 甲\nsource: 某文\nvalues:\n  - {value: 一, aliases: [二]}\n  - {value: 二}\n", "utf-8"
    )

    assert [(each.line, each.code) for each in lint(path)] == [(6, "repeated-spelling")]


def test_the_schema_of_schemas_knows_every_key() -> None:
    schema = Form.model_json_schema()

    assert schema["additionalProperties"] is False
    assert {"sections", "columns", "rules", "record"} <= set(schema["properties"])
    assert "resident-id" in schema["$defs"]["Column"]["properties"]["type"]["enum"]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_the_published_schema_is_that_of_the_model(name: str) -> None:
    assert (shelf("schemas") / name).read_text("utf-8") == published(name), "python -m formkit.load.published schemas"


def test_a_rule_may_name_its_column_by_the_label(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(GOOD.replace("at: count", "at: 人数(人)"), "utf-8")

    assert load_form(path).rules[0].at == "count"


def test_columns_of_one_label_are_called_with_their_group(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    group = "  - label: 上月末\n    columns: [{key: before, label: 户, type: whole}]\n"
    other = "  - label: 月末\n    columns: [{key: after, label: 户, type: whole}]\n"
    path.write_text(GOOD.replace("rules:", f"{group}{other}rules:"), "utf-8")

    titles = load_form(path).titles

    assert (titles["before"], titles["after"], titles["name"]) == ("上月末›户", "月末›户", "姓名")
