"""The documents are true: every command, option, finding and form stands in both READMEs, and what they show runs.

``python tests/test_docs.py`` writes the tables of ``reference.py`` into both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click
import pytest
from reference import tables

from formkit import model
from formkit.cli import COMMANDS, main
from formkit.commands.demo import STEPS
from formkit.formula import FUNCTIONS
from formkit.load import shipped_forms
from formkit.model import (
    LEVELS,
    Card,
    Code,
    CodeList,
    Column,
    Described,
    Due,
    Earlier,
    Form,
    Grain,
    Grouping,
    Kind,
    Link,
    Ordinary,
    Pack,
    Paper,
    Parameter,
    Procedure,
    Reporting,
    Rule,
    Section,
    SharedPart,
    Spread,
    Stage,
    Summary,
    Unstated,
    calendar,
    notice,
)  # fmt: skip
from formkit.model.calendar import Calendar
from formkit.model.notice import Annex, Ask, Block, Cell, Counts, Grid, ListColumn, Listing, Notice, Page, Row, Supply
from formkit.task import Extension, Settings

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
# The parts of a schema or task, by the name they stand under in the reference.
PARTS: dict[str, type[Described]] = {
    "form": Form, "period": Reporting, "due": Due, "record": Grouping, "paper": Paper, "card": Card, "sections": Section,
    "columns": Column, "earlier": Earlier, "parameters": Parameter, "rules": Rule, "procedures": Procedure, "stages": Stage, "links": Link,
    "each": Spread, "summary": Summary, "ordinary": Ordinary, "extensions": Extension, "part": SharedPart,
    "codelist": CodeList, "values": Code, "pack": Pack,
    "unstated": Unstated, "calendar": Calendar, "task.yaml": Settings,
    "notice": Notice, "asks": Ask, "supply": Supply, "counts": Counts, "page": Page, "annexes": Annex, "block": Block, "list": Listing,
    "list.columns": ListColumn, "grid": Grid, "grid.rows": Row, "cells": Cell,
}  # fmt: skip
BESIDE = {("form", "extends"), ("columns", "columns"), *(("use", key) for key in ("use", "only", "without", "change"))}
"""What a schema may say and no model holds: the loader takes it away before."""


def marked(name: str) -> re.Pattern[str]:
    """What stands between the marks of a name."""
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)


@pytest.mark.parametrize("language", sorted(READMES))
def test_the_tables_are_those_of_the_program(language: str) -> None:
    text = READMES[language].read_text("utf-8")

    for name, table in tables(language).items():
        assert marked(name).findall(text) == [table], f"{name}: python tests/test_docs.py"


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_every_key_of_a_schema_or_task_stands_once_with_what_it_is(path: Path) -> None:
    rows = re.findall(r"^\| `([a-z.]+)` \| `([a-z_]+)` \| [^|]+ \|$", path.read_text("utf-8"), re.MULTILINE)

    assert len(rows) == len(set(rows))
    assert set(rows) == {(part, key) for part, model in PARTS.items() for key in model.model_fields} | BESIDE


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_every_word_a_schema_may_choose_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    words = (*get_args(Kind), *LEVELS, *get_args(Grain), *FUNCTIONS)

    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_model_is_in_the_reference() -> None:
    base = {"Described", "Formulated", "ProvisionList", "Provision", "Group"}  # no part of a form; a group is a column

    named = vars(model) | vars(calendar) | vars(notice)
    there = {name for name, each in named.items() if isinstance(each, type) and issubclass(each, Described)}

    assert there - base == {each.__name__ for each in PARTS.values()} - {"Settings", "Extension"}


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_stands_with_exactly_its_options(name: str, path: Path) -> None:
    context = click.Context(main, info_name="formkit")
    command = main.get_command(context, name)
    assert command is not None
    usage = command.get_usage(click.Context(command, info_name=f"formkit {name}", parent=None))
    words = usage.removeprefix("Usage: ").replace("[OPTIONS] ", "").replace(" [OPTIONS]", "").replace("|", r"\|")

    (row,) = re.findall(rf"^\| `{re.escape(words)}` \| (.*?) \|", path.read_text("utf-8"), re.MULTILINE)

    options = {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
    assert set(re.findall(r"`(-[-\w]+)`", row)) == options - {"--now", "--help", "-h"}
    assert "--now" in options


def test_both_readmes_show_the_same_commands() -> None:
    blocks = [re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL) for path in READMES.values()]
    typed = [[line.split("#")[0].strip() for block in each for line in block.splitlines()] for each in blocks]

    assert [line for line in typed[0] if line] == [line for line in typed[1] if line]


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_the_month_in_the_office_can_be_typed_as_it_stands(path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("formkit ")]
    shown = [line.split("#")[0].split() for line in lines]

    assert len(shown) >= 6
    for words in shown:
        command = main.get_command(click.Context(main), words[1])
        assert command is not None, words
        if words[1] not in ("init", "trace"):  # they name files that only the reader has
            command.make_context(words[1], words[2:])


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_every_outcome_and_form_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    outcomes = (
        "refused", "encrypted", "unreadable", "not-a-filing", "copy", "wrong-form", "wrong-unit", "wrong-period",
        "conflict", "superseded", "zero", "empty", "returned", "accepted",
    )  # fmt: skip

    assert [name for name in outcomes if f"`{name}`" not in text] == []
    assert [form.form for form in shipped_forms() if form.form not in text] == []


def test_the_example_shows_the_commands_that_the_demo_types() -> None:
    text = (ROOT / "examples" / "taierzhuang" / "README.md").read_text("utf-8")

    shown = [line.removeprefix("formkit ") for line in text.splitlines() if line.startswith("formkit ")]

    assert shown == [step.typed for step in STEPS]


def test_the_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    command = next(line for line in READMES["en"].read_text("utf-8").splitlines() if line.endswith("-m pytest"))

    assert command in script


if __name__ == "__main__":
    for language, path in READMES.items():
        for name, table in tables(language).items():
            text = marked(name).sub(lambda _, table=table: table, path.read_text("utf-8"))
            path.write_text(text, "utf-8")
