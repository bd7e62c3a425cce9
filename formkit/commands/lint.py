"""formkit lint"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from formkit import notices
from formkit.commands.console import ANY_PATH, CLEAN, MISUSE, UsageProblem, say, show_mistakes
from formkit.commands.failures import template_mistakes
from formkit.load import lint, shelf
from formkit.load.source import Mistake


@click.command()
@click.argument("paths", nargs=-1, type=ANY_PATH)
def command(paths: tuple[Path, ...]) -> None:
    """检查报表描述和文书模板，一次列出全部错误 (check schemas and templates, every mistake at once)."""
    files = [file for path in paths or (shelf("schemas"), shelf("templates")) for file in _files(path)]
    if not files:
        raise UsageProblem("no-files", path="、".join(path.as_posix() for path in paths))
    mistakes = [mistake for file in files for mistake in _mistakes(file)]
    show_mistakes(mistakes)
    say(f"检查了{len(files)}个文件，{len(mistakes)}处错误 / {len(files)} files, {len(mistakes)} mistakes")
    sys.exit(MISUSE if mistakes else CLEAN)


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise UsageProblem("no-files", path=path.as_posix())
    if path.is_file():
        yield path
        return
    yield from (each for each in sorted(path.rglob("*")) if each.suffix in (".yaml", ".yml", ".docx"))


def _mistakes(path: Path) -> tuple[Mistake, ...]:
    if path.suffix != ".docx":
        return lint(path)
    return template_mistakes(path.as_posix(), notices.lint(path.read_bytes(), path.name))
