"""All drawn cases of a form put to the test: cases that do not come out as drawn, and rules that no case shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from formkit.cases.drawing import Drawn, read_cases
from formkit.cases.running import case_of_drawn, verdict
from formkit.checks.rules import outcomes
from formkit.load import Mistake, SchemaError, load_form, whole_source
from formkit.load.forgotten import of_rule
from formkit.model import Form


def tried(path: Path, folder: Path) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """Mistakes in the cases that a folder holds for the form at a path, and remarks about what they do not show."""
    form = load_form(path)
    cases: list[Drawn] = []
    mistakes: list[Mistake] = []
    for file in sorted(folder.glob("*.md")):
        try:
            cases += read_cases(file, form)
        except SchemaError as error:
            mistakes += error.mistakes
    if mistakes:
        return tuple(mistakes), ()
    failed = sorted(mistake for drawn in cases for mistake in _failed(form, drawn))
    return tuple(failed), tuple(_unseen(path, folder, form, cases))


def _failed(form: Form, drawn: Drawn) -> Iterator[Mistake]:
    missing, unexpected = verdict(form, drawn)
    for line, says in missing:
        yield Mistake(drawn.file, line, 1, "case-missing", {"title": drawn.title, "says": says})
    for says in unexpected:
        yield Mistake(drawn.file, drawn.line, 1, "case-unexpected", {"title": drawn.title, "says": says})


def _unseen(path: Path, folder: Path, form: Form, cases: list[Drawn]) -> Iterator[Mistake]:
    source = whole_source(path)
    if not cases:
        yield source.mistake(("form",), "remark-no-cases", {"folder": folder.as_posix()})
        return
    seen: dict[str, set[object]] = {}
    for drawn in cases:
        for rule, answers in outcomes(case_of_drawn(form, drawn)).items():
            seen.setdefault(rule, set()).update(answers)
    for each in form.rules:
        known = seen.get(each.id, set())
        if each.scope == "row" and False not in known:
            yield of_rule(source, each.id, "remark-never-broken", {})
        if each.scope == "row" and True not in known:
            yield of_rule(source, each.id, "remark-never-held", {})
