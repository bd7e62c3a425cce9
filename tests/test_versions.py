"""A form in two versions: a workbook of the old one is read by the new one, and what that means is said once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from drawn import person
from office_task import run

from formkit import words
from formkit.cells import letter
from formkit.identity import LINE_PREFIX
from formkit.layout import IDENTITY_SHEET, SHEET, lay_out
from formkit.load import lint, load_form
from formkit.model import Earlier, Form
from formkit.read import read_file

NOW = """\
form: two-versions
version: "2021.1"
title: "{unit}两版试表"
agency: 某办公室
document: 某办发〔2021〕1号
levels: [village, township]
period: {kind: month}
record: {grain: household, name: head_name}
columns:
  - {key: village, label: 村, type: unit, level: village}
  - {key: head_name, label: 户主姓名, type: name, required: true}
  - {key: id_number, label: 公民身份号码, type: resident-id, required: true}
  - {key: risk, label: 主要风险, type: code, codes: two-risk, required: true}
  - {key: helper_agency, label: 帮扶单位, type: text}
  - {key: phone, label: 联系电话, type: phone, required: true}
  - {key: income, label: 家庭年收入(元), type: money}
earlier:
  - version: "2020.1"
    keys: {card: id_number}
    labels: {id_number: 证件, income: 收入, helper_agency: 结对部门}
    lacks: [phone]
    gone: [帮扶单位, 备注]
rules:
  - {id: TV-01, test: "[@联系电话]<>\\"\\"", at: phone, says: 联系电话没有填, severity: error, clause: 一}
  - {id: TV-02, test: "[@家庭年收入]>=0", at: income, says: 收入不对, severity: error, clause: 二}
"""
# The old one: 帮扶单位 was then another question, which is no longer asked.
OLD = """\
form: two-versions
version: "2020.1"
title: "{unit}两版试表"
agency: 某办公室
document: 某办发〔2020〕1号
levels: [village, township]
period: {kind: month}
record: {grain: household, name: head_name}
columns:
  - {key: village, label: 村, type: unit, level: village}
  - {key: head_name, label: 户主姓名, type: name, required: true}
  - {key: card, label: 证件, type: text, required: true}
  - {key: agency, label: 帮扶单位, type: text}
  - {key: helper_agency, label: 结对部门, type: text}
  - {key: risk, label: 主要风险, type: text}
  - {key: income, label: 收入, type: money}
  - {key: note, label: 备注, type: text}
"""
CODES = "codelist: two-risk\ntitle: 风险\nsource: 某文\nvalues:\n  - {value: 因病, aliases: [疾病]}\n  - {value: 因残}\n"
ROSTER = "代码,名称,级别,上级\n379999100000,东镇,乡,\n379999100200,甲庄村,村,379999100000\n"
ROW: dict[str, Any] = {
    "head_name": "张甲一", "card": person("1970-01-01", 1), "agency": "旧单位", "helper_agency": "某局", "risk": "疾病",
    "income": 5000, "note": "旧备注",
}  # fmt: skip


@pytest.fixture
def forms(tmp_path: Path) -> tuple[Form, Form]:
    """The form now and as it was, in two folders."""
    for name, text in (("now", NOW), ("old", OLD)):
        (tmp_path / name / "codelists").mkdir(parents=True)
        (tmp_path / name / "codelists" / "two-risk.yaml").write_text(CODES, "utf-8")
        (tmp_path / name / "form.yaml").write_text(text, "utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return load_form(tmp_path / "now" / "form.yaml"), load_form(tmp_path / "old" / "form.yaml")


def old_workbook(folder: Path, old: Form, *, version: str = "", bare: bool = False) -> Path:
    """A workbook made of the old form, filled in; ``bare`` without any identity."""
    blank = folder / "old.xlsx"
    units = ("--unit", "379999100200", "--units", folder / "roster.csv", "--period", "2021-03", "--rows", 3)
    made = run("blank", folder / "old" / "form.yaml", "-o", blank, *units)
    assert made.exit_code == 0, made.stderr
    book = openpyxl.load_workbook(blank)
    sheet, first = book[SHEET], lay_out(old, 3).blocks[0].first_row
    for key, value in ROW.items():
        sheet[f"{letter(old.places[key])}{first}"] = value
    if bare:
        del book[IDENTITY_SHEET], book.custom_doc_props["formkit"]
        sheet.delete_rows(1)
        for line in sheet.iter_rows(max_row=4):
            for cell in line:
                if str(cell.value).startswith(LINE_PREFIX):
                    cell.value = None
    if version:
        book[IDENTITY_SHEET]["B1"] = book[IDENTITY_SHEET]["B1"].value.replace("2020.1", version)
    target = folder / "sent.xlsx"
    book.save(target)
    return target


def checked(folder: Path, sent: Path) -> Any:
    """What the office says of the file in a task of the new form."""
    task = folder / "task"
    started = run("init", task, "--form", folder / "now" / "form.yaml", "--units", folder / "roster.csv", "--period", "2021-03")
    assert started.exit_code == 0, started.stderr
    (task / "inbox" / "sent.xlsx").write_bytes(sent.read_bytes())
    return json.loads(run("check", task, "--json").stdout)["filings"][0]


@pytest.mark.parametrize("bare", [False, True], ids=["as sent", "without identity"])
def test_an_old_workbook_is_read_and_one_query_says_so(bare: bool, forms: tuple[Form, Form], tmp_path: Path) -> None:
    now, old = forms
    sent = old_workbook(tmp_path, old, bare=bare)
    found = checked(tmp_path, sent)
    filing = read_file(sent.read_bytes(), "a.xlsx", {now.form: now}).filing

    said = [(each["code"], each["severity"]) for each in found["findings"] if each["code"] != "identity-lost"]
    assert said == [("old-version", "query")]
    message = next(each["message"] for each in found["findings"] if each["code"] == "old-version")
    assert message == "本表是2020.1版，现行为2021.1版；旧版没有的栏目：联系电话；不再收的栏目：帮扶单位、备注"
    assert (found["outcome"], found["version"]) == ("accepted", "2020.1")
    assert {each["id"]: each["status"] for each in found["rules"] if each["id"].startswith("TV")} == {"TV-01": "skipped", "TV-02": "ran"}
    assert filing is not None
    (record,) = filing.records
    values = {leaf.key: record.value(place) for leaf, place in zip(now.leaves, range(99), strict=False)}
    assert [values[key] for key in ("head_name", "id_number", "risk", "helper_agency", "phone", "income")] == [
        "张甲一", ROW["card"], "因病", "某局", None, 5000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "code", "message"),
    [
        ("2019.7", "old-version", "本表是2019.7版，现行为2021.1版"),
        ("2021.12", "newer-version", "本表是2021.12版，比本机的2021.1版新，新增的内容可能没有读到"),
    ],
)
def test_a_version_that_nobody_described_is_said_and_its_columns_are_missed(
    version: str, code: str, message: str, forms: tuple[Form, Form], tmp_path: Path
) -> None:
    found = checked(tmp_path, old_workbook(tmp_path, forms[1], version=version))

    assert (code, message) in {(each["code"], each["message"]) for each in found["findings"]}
    assert ("missing-column", "phone") in {(each["code"], each["column"]) for each in found["findings"]}


MISTAKES = {
    "keys: {card: id_number}": ("keys: {card: id_nummer}", ["19:18: 没有栏目“id_nummer”（→ id_number）"]),
    "lacks: [phone]": ("lacks: [fone]", ["21:13: 没有栏目“fone”（→ phone）"]),
    "labels: {id_number: 证件,": ("labels: {number: 证件,", ["20:14: 没有栏目“number”（→ id_number）"]),
    'version: "2020.1"': ('version: "2021.1"', ["18:14: “2021.1”用了两次，每个都要不同"]),
    "lacks: [phone] ": ("lacks: [phone, income] ", ["20:13: “income”用了两次，每个都要不同"]),
    "keys: {card: id_number} ": ("keys: {risk: id_number} ", ["19:12: “risk”用了两次，每个都要不同"]),
    "gone: [帮扶单位, 备注]": ("gone: 备注", ["22:11: “备注”应写成列表，如 [甲, 乙]，或每项一行、以“- ”开头"]),
}  # fmt: skip


@pytest.mark.parametrize("right", MISTAKES)
def test_a_wrong_description_of_a_version_is_told_with_its_place(right: str, forms: tuple[Form, Form], tmp_path: Path) -> None:
    wrong, expected = MISTAKES[right]
    assert right.strip() in NOW
    path = tmp_path / "now" / "wrong.yaml"
    path.write_text(NOW.replace(right.strip(), wrong.strip()), "utf-8")

    assert [f"{each.line}:{each.column}: {words.say(each.code, each.args)}" for each in lint(path)] == expected


def test_what_is_otherwise_is_all_that_an_earlier_version_says(forms: tuple[Form, Form]) -> None:
    now, _ = forms

    assert now.spelled("2021.1") is now
    assert now.spelled("1999") is now
    assert [leaf.label for leaf in now.spelled("2020.1").leaves] == ["村", "户主姓名", "证件", "主要风险", "结对部门", "联系电话", "收入"]
    assert [now.spelled("2020.1").key_of(key) for key in ("card", "risk")] == ["id_number", "risk"]


def test_a_label_that_meant_another_column_then_is_that_column_s_alone(forms: tuple[Form, Form]) -> None:
    before = Earlier(version="2019", labels={"income": "联系电话"}, lacks=("phone",))
    then = forms[0].model_copy(update={"earlier": (before,)}).spelled("2019")

    assert {key: (then.column(key).label, then.column(key).aliases) for key in ("phone", "income")} == {
        "phone": ("phone", ()), "income": ("联系电话", ("家庭年收入(元)",)),
    }  # fmt: skip
