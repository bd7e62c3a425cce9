"""formkit lint: cases are run, what may have been forgotten is remarked, and only mistakes end in 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import CASES
from office_task import run
from test_load import GOOD

from formkit.load import shelf

HELPED = GOOD.replace("type: name}", "type: name, help: 姓名}").replace("relation-to-head}", "relation-to-head, help: 选}")
HELPED = HELPED.replace("resident-id}", "resident-id, help: 18位}").replace("type: whole}", "type: whole, help: 人数}")
DRAWN = """\
报告期：2020-03

## 基准
| 栏目 | 填写 |
|---|---|
| 与户主关系 | 户主 |

## 人数
| 姓名 | 人数 |
|---|---|
| 张甲一 | 0 |
| 张甲二 | 1 |

- 1 人数 rule 核实 T-1
"""


def author(folder: Path, schema: str = HELPED, drawn: str | None = DRAWN, where: str = "cases/test-form") -> Path:
    """A schema in a folder, with a file of cases."""
    path = folder / "form.yaml"
    path.write_text(schema, "utf-8")
    if drawn is not None:
        (folder / where).mkdir(parents=True)
        (folder / where / "cases.md").write_text(drawn, "utf-8")
    return path


def told(*arguments: object) -> tuple[int, list[tuple[str, str]]]:
    """Exit status, and place and code of each line but the last, which counts them."""
    done = run("lint", *arguments)
    lines = done.stderr.splitlines()[:-1]
    return done.exit_code, [(line.split(": ")[0].rsplit("/", 1)[-1], line.rsplit("[", 1)[-1].rstrip("]")) for line in lines]


def test_nothing_is_said_of_a_form_whose_cases_show_everything(tmp_path: Path) -> None:
    assert told(author(tmp_path)) == (0, [])


def test_a_case_that_does_not_come_out_as_drawn_is_a_mistake(tmp_path: Path) -> None:
    path = author(tmp_path, drawn=DRAWN.replace("- 1 人数", "- 2 人数"))

    assert told(path) == (2, [("cases.md:8:1", "case-unexpected"), ("cases.md:14:1", "case-missing")])


def test_a_file_that_cannot_be_read_as_cases_is_a_mistake(tmp_path: Path) -> None:
    assert told(author(tmp_path, drawn=DRAWN.replace("| 姓名 | 人数 |", "| 姓名 | 人 |"))) == (
        2, [("cases.md:9:8", "unknown-column-name")],
    )  # fmt: skip


# What is changed in the faultless form and its cases, and the remark that must follow.
REMARKS = [
    ("", "", DRAWN.replace("| 0 |", "| 2 |").replace("- 1 人数 rule 核实 T-1", "没有问题"), "form.yaml:17:5", "remark-never-broken"),
    ("", "", DRAWN.replace("| 张甲二 | 1 |\n", ""), "form.yaml:17:5", "remark-never-held"),
    ("", "", None, "form.yaml:1:7", "remark-no-cases"),
    (", help: 姓名", "", DRAWN, "form.yaml:12:5", "remark-no-help"),
    ("help: 姓名", "help: 姓名, fidelity: reconstructed", DRAWN, "form.yaml:12:60", "remark-no-basis"),
]


@pytest.mark.parametrize(("old", "new", "drawn", "place", "code"), REMARKS, ids=[each[-1] for each in REMARKS])
def test_each_remark_has_its_place_and_ends_in_0(
    tmp_path: Path, old: str, new: str, drawn: str | None, place: str, code: str
) -> None:
    assert told(author(tmp_path, HELPED.replace(old, new) if old else HELPED, drawn)) == (0, [(place, code)])


@pytest.mark.parametrize("source", ["''", '"?"', '"？"'])
def test_a_code_list_without_a_source_is_remarked(tmp_path: Path, source: str) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(f"codelist: a-list\ntitle: 甲\nsource: {source}\nvalues:\n  - {{value: 一}}\n", "utf-8")

    assert told(path) == (0, [("list.yaml:3:9", "remark-no-source")])


@pytest.mark.parametrize("where", ["drawn/test-form", "drawn"])
def test_cases_may_be_elsewhere(tmp_path: Path, where: str) -> None:
    path = author(tmp_path, drawn=DRAWN.replace("- 1 人数", "- 2 人数"), where=where)

    assert told(path)[1] == [("form.yaml:1:7", "remark-no-cases")]
    assert [code for _, code in told(path, "--cases", tmp_path / "drawn")[1]] == ["case-unexpected", "case-missing"]


def test_a_folder_of_cases_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run("lint", author(tmp_path), "--cases", tmp_path / "none").exit_code == 2


def test_shipped_forms_are_held_against_cases_only_when_asked(tmp_path: Path) -> None:
    ledger = shelf("schemas") / "zaozhuang"

    codes = {code for _, code in told(ledger)[1]}

    assert not codes & {"remark-no-cases", "remark-never-broken", "remark-never-held"}
    assert told(ledger, "--cases", CASES) == told(ledger)
    assert "remark-no-cases" in {code for _, code in told(ledger, "--cases", tmp_path)[1]}
