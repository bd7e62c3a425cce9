"""The house rules: who may import whom, how long things may be, that nothing is said twice or left unsaid."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from formkit import words
from formkit.cli import COMMANDS
from formkit.types import KINDS
from formkit.words import FINDINGS, SENTENCES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "formkit"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# A module imports only modules that stand above it. A package is one line; inside it the rule holds for its own parts.
ORDER = (
    "values",
    "heap", "pickled", "remembered", "cells", "words", "mask", "formula", "period", "model", "constants", "types", "units", "directory",
    "taskfile", "headings", "roster", "columns", "load", "calendars", "layout", "packed", "filing", "parquet", "held", "finding",
    "identity", "gate", "lock", "disk", "standing", "remote", "holder", "store", "lent", "arrivals", "draft", "read", "checks", "cases",
    "judged", "rivals", "intake", "leaving", "people", "merge", "marked", "union", "compare", "twins", "history", "trace", "container",
    "read.numbers", "read.rollup", "rolled", "workers", "runner", "cluster", "engine", "afar", "loose", "taken", "shelf", "saying",
    "grouped", "compare.retold", "compare.plain", "since", "write", "returns", "beforehand.carry", "beforehand.kept", "beforehand.whose",
    "beforehand.prefill", "beforehand.supply", "journal", "resent", "task", "states", "townships", "overview", "write.report", "page",
    "pool", "between", "office", "against", "course", "beforehand", "leftout", "gather", "pieces", "detail", "export", "books", "counties",
    "trace.lists", "trace.terms", "trace.moved", "trace.origin", "trace.again", "trace.plain", "notice", "commands", "cli", "__main__",
)  # fmt: skip
# Each third-party library is used in one place.
HOMES = {
    "xlsxwriter": ("write",), "python_calamine": ("read",), "docxtpl": ("notice",), "docx": ("notice",),
    "jinja2": ("notice", "page"), "ruamel": ("load",), "yaml": ("load",), "rich": ("commands",),
    "openpyxl": ("draft",), "pyarrow": ("parquet",), "dask": ("cluster",), "distributed": ("cluster",), "fsspec": ("remote",),
    "chinese_calendar": ("calendars",), "msoffcrypto": ("lock",),
}  # fmt: skip


SETTINGS = ("Form", "Column", "Group", "Rule", "Section", "Earlier", "Paper", "Grouping", "Reporting", "Code", "CodeList")
# Codes put together from a word, or named by what raises them.
MADE_UP = (
    "rollup-total-", "number-", "flow-", "how-", "measure-", "outcome-", "state-",
    "change-", "compare-", "rate-", "level-", "period-", "skipped-", "file-", "zip-", "xml-", "formula-", "notice-",
    "roster-", "twin-", "detail-", "index-",
)  # fmt: skip


def module(path: Path) -> str:
    """Dotted name of a source file below the package, without a final __init__."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Every module a file imports, as absolute dotted names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = path.relative_to(ROOT).parent.parts
            base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            whole = ".".join(filter(None, (base, node.module)))
            names |= {whole, *(f"{whole}.{alias.name}" for alias in node.names)}
    return names


def rank(name: str) -> int:
    """Place of a module in the order: its own line, else that of the package it is in."""
    while name:
        if name in ORDER:
            return ORDER.index(name)
        name = name.rpartition(".")[0]
    raise AssertionError("a module that the order does not name")


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_imports_go_one_way(path: Path) -> None:
    own = module(path)
    if not own:
        return
    package = own.split(".")[0]
    for name in imported(path):
        if not name.startswith("formkit.") or name in ("formkit.", "formkit"):
            continue
        other = name.removeprefix("formkit.")
        known = any(other == module(each) for each in SOURCES)
        if known and other.split(".")[0] != package:
            assert rank(other) < rank(own), f"{own} imports {other}"


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_each_library_has_one_home(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    for library, homes in HOMES.items():
        assert library not in tops or module(path).split(".")[0] in homes, f"{library} in {module(path)}"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda path: path.name)
def test_files_functions_and_lines_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    assert max(map(len, text.splitlines()), default=0) <= 140
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or path.stat().st_size == 0
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module(path)}.{node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_nothing_swallows_a_failure(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            caught = ast.unparse(node.type)
            assert caught != "Exception"
            if caught == "BaseException":
                assert any(isinstance(inner, ast.Raise) for inner in ast.walk(node))


def test_no_code_among_the_data() -> None:
    found = [path for folder in ("schemas", "templates") for path in (ROOT / folder).rglob("*.py")]

    assert found == []


def test_the_top_level_holds_what_it_should() -> None:
    made = {".git", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", "dist", "demo"}

    assert {path.name for path in ROOT.iterdir()} - made == {
        ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "README.zh-CN.md", "examples", "formkit",
        "pyproject.toml", "schemas", "templates", "tests",
    }  # fmt: skip


def test_every_code_has_a_sentence_in_both_languages() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.zh, code
        assert sentence.en, code
    for code, sentence in FINDINGS.items():
        assert sentence.severity in ("error", "query"), code
        assert sentence.remedy_zh, code


def test_no_code_means_two_things() -> None:
    tables = [getattr(words, name) for name in dir(words) if name.isupper() and name != "SENTENCES"]

    assert len(SENTENCES) == sum(map(len, tables))


def test_codes_named_in_the_source_have_sentences() -> None:
    said = re.compile(r"""(?:problem=|found\(case, |UsageProblem\(|words\.(?:say|both)\(|Finding\(|Note\()"([a-z-]+)\"""")
    for path in SOURCES:
        for code in said.findall(path.read_text("utf-8")):
            assert code.endswith("-") or code in SENTENCES, f"{module(path)}: {code}"


def test_kinds_of_value_are_those_a_schema_may_name() -> None:
    from typing import get_args

    from formkit.model import Kind

    assert set(get_args(Kind)) == set(KINDS)


def test_no_setting_of_a_schema_or_task_is_without_effect() -> None:
    texts = {path: path.read_text("utf-8") for path in SOURCES}
    for home, names in (("model", SETTINGS), ("model.calendar", ("Calendar",)), ("task", ("Settings",))):
        module_ = importlib.import_module(f"formkit.{home}")
        for name in names:
            for field in getattr(module_, name).model_fields:
                used = [path for path, text in texts.items() if re.search(rf"\.{field}\b|\"{field}\"", text)]
                assert used, f"{name}.{field}"


def test_every_sentence_is_said_by_something() -> None:
    source = "".join(path.read_text("utf-8") for path in SOURCES if path.parent.name != "words")
    for code in SENTENCES:
        assert f'"{code}"' in source or code.startswith(MADE_UP), code


def test_every_command_has_a_module_and_the_other_way_round() -> None:
    shared = {"__init__", "console", "failures", "far", "inbox", "near"}
    modules = {path.stem for path in (PACKAGE / "commands").glob("*.py")}

    assert modules - shared == set(COMMANDS)


@pytest.mark.parametrize("command", [("ruff", "check", "."), ("mypy",)], ids=lambda command: command[0])
def test_lint_and_types_are_clean(command: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
