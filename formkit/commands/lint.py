"""formkit lint"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from formkit import calendars
from formkit.cases import tried
from formkit.commands.console import ANY_PATH, CLEAN, FOLDER, MISUSE, UsageProblem, say, show_mistakes
from formkit.commands.failures import template_mistakes
from formkit.draft.questions import questions
from formkit.load import LARGEST, SchemaError, lint, load_form, remarks, shelf, whole_source
from formkit.load.source import Mistake
from formkit.notice import reading, render
from formkit.notice import shelf as templates
from formkit.notice.letterbox import terms_of
from formkit.notice.terms import Term
from formkit.taskfile import FILE

_NOTICE = re.compile(rb"^notice: ", re.MULTILINE)
_READ = (".yaml", ".yml", ".docx")
Told = tuple[tuple[Mistake, ...], tuple[Mistake, ...]]
"""Mistakes, and remarks: what may be as it is."""


@click.command()
@click.argument("paths", nargs=-1, type=ANY_PATH)
@click.option("--cases", "folder", type=FOLDER, metavar="DIR", help="例子所在的文件夹，缺省是报表描述旁边的 cases (where the drawn cases are)")
def command(paths: tuple[Path, ...], folder: Path | None) -> None:
    """检查报表描述和文书模板，试跑例子，一次列出全部错误 (check schemas and templates, run the cases, every mistake at once)."""
    files = [file for path in paths or (shelf("schemas"), shelf("templates")) for file in _files(path)]
    if not files or (folder and not folder.is_dir()):
        raise UsageProblem("no-files", path=folder.as_posix() if files and folder else "、".join(path.as_posix() for path in paths))
    told = [_told(file, folder) for file in files]
    mistakes, advice = (list(dict.fromkeys(each for pair in told for each in pair[side])) for side in (0, 1))
    show_mistakes(mistakes)
    for each in (each for file in files if file.suffix.lower() in (".yaml", ".yml") for each in questions(file)):
        say(f"{each.file}:{each.line}: {each.args['text']}")
    show_mistakes(advice)
    say(
        f"检查了{len(files)}个文件，{len(mistakes)}处错误，{len(advice)}处提示 / "
        f"{len(files)} files, {len(mistakes)} mistakes, {len(advice)} remarks"
    )
    sys.exit(MISUSE if mistakes else CLEAN)


def _template_told(path: Path) -> Told:
    """Mistakes of a Word template, held against what its notice supplies: one of the same folder, else the shipped one; what
    the task it is of tells by its task.yaml is supplied too.
    """
    kept = {each.kind: each for each in templates.kinds(path.parent)}.get(path.stem)
    try:
        terms = (*terms_of(templates.described(kept)), *_told_by_task(path)) if kept else None
    except SchemaError:
        terms = None  # its own mistakes are told where the YAML is read
    data, shown = path.read_bytes(), path.as_posix()
    wrong = template_mistakes(shown, render.lint(data, path.name, terms))
    return wrong, template_mistakes(shown, render.remarks(data, path.name))


def _told_by_task(path: Path) -> Iterator[Term]:
    settings = path.resolve().parent.parent / FILE
    said = whole_source(settings).data if settings.is_file() else {}
    told = said.get("notices") if isinstance(said, Mapping) else None
    own = told.get(path.stem) if isinstance(told, Mapping) else None
    yield from (Term(name, name) for name in (own if isinstance(own, Mapping) else ()))


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise UsageProblem("no-files", path=path.as_posix())
    if path.is_file():
        yield path
        return
    inside = (each for each in sorted(path.rglob("*")) if not each.name.startswith("~$"))  # Word's own, while a file is open
    yield from (each for each in inside if each.suffix.lower() in _READ or _meant(each))


def _meant(path: Path) -> bool:
    return path.parent.name == "templates" and path.suffix.lower() in templates.OTHER


def _told(path: Path, folder: Path | None) -> Told:
    if path.suffix.lower() == ".docx":
        return _template_told(path)
    if path.suffix.lower() not in _READ:
        return (Mistake(path.as_posix(), 1, 1, "notice-other-suffix", {"path": path.name}),), ()
    if _NOTICE.search(path.read_bytes()[:LARGEST]):
        return reading.lint(path), ()
    if mistakes := lint(path) or calendars.disordered(path):
        return mistakes, ()
    own = folder or (None if path.resolve().is_relative_to(shelf("schemas")) else path.parent / "cases")
    if own is None or "form" not in whole_source(path).data:
        return (), remarks(path)
    beside = own / load_form(path).form
    failed, unseen = tried(path, own if folder and not beside.is_dir() and any(own.glob("*.md")) else beside)
    return failed, (*remarks(path), *unseen)
