"""The documents are true: every command, option, finding and form stands in both READMEs, and what they show runs.

``python tests/test_docs.py`` writes the table of findings into both.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from formkit.cli import COMMANDS, main
from formkit.commands.demo import STEPS
from formkit.load import shipped_forms
from formkit.words import FINDINGS

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
TABLE = re.compile(r"(?<=<!-- findings -->\n).*?(?=<!-- /findings -->)", re.DOTALL)


def findings_table(language: str) -> str:
    """Every finding with its severity, what it says and how to mend it."""
    heads = {"en": ("code", "severity", "says", "mend"), "zh": ("编号", "级别", "怎么说", "怎么改")}[language]
    severities = {"en": {"error": "error", "query": "query"}, "zh": {"error": "强制", "query": "核实"}}[language]
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
    for key, sentence in sorted(FINDINGS.items(), key=lambda item: (item[1].code or item[0], item[0])):
        texts = (sentence.en, sentence.remedy_en) if language == "en" else (sentence.zh, sentence.remedy_zh)
        said, remedy = (re.sub(r"\{\w+\}", "…", text) for text in texts)
        lines.append(f"| `{sentence.code or key}` | {severities[sentence.severity]} | {said} | {remedy} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", sorted(READMES))
def test_the_table_of_findings_is_that_of_the_program(language: str) -> None:
    found = TABLE.search(READMES[language].read_text("utf-8"))

    assert found is not None
    assert found[0] == findings_table(language), "python tests/test_docs.py"


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
        if words[1] != "init":  # its --units names a file that only the reader has
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

    assert shown == [typed for _, _, typed in STEPS]


def test_the_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    command = next(line for line in READMES["en"].read_text("utf-8").splitlines() if line.endswith("-m pytest"))

    assert command in script


if __name__ == "__main__":
    for language, path in READMES.items():
        table = findings_table(language)
        path.write_text(TABLE.sub(lambda _, table=table: table, path.read_text("utf-8")), "utf-8")
