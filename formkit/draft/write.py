"""A plan as YAML text: a schema that lints clean at once, with a ``# ?`` line for everything that could not be told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from formkit import words
from formkit.draft.compose import Drawn, Plan
from formkit.draft.guess import Question

TO_DO = "待填"
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fff\w（）()、，。“”《》/％.-]*")
_DEFAULT_ROWS = 30
_GRAINS = {"person": "draft-grain-person", "household": "draft-grain-household", "line": "draft-grain-line"}


def schema(plan: Plan) -> str:
    """The text of the schema."""
    return "\n".join([*_opening(plan), *_record(plan), *_paper(plan), *_sections(plan), *_columns(plan)]) + "\n"


def codelist(name: str, title: str, values: Sequence[str], *, dropdown: bool) -> str:
    """The text of a code list."""
    source = f"空白表“{title}”栏的下拉菜单" if dropdown else f"空白表“{title}”栏的表头"
    lines = [f"codelist: {name}", f"title: {text(title)}", _question(("draft-source", {})), f"source: {text(source)}", "values:"]
    return "\n".join([*lines, *(f"  - {{value: {text(value)}}}" for value in values)]) + "\n"


def text(said: str) -> str:
    """A text as a YAML scalar: bare where that is safe anywhere, else in double quotes."""
    line = said.strip()
    if _PLAIN.fullmatch(line) and line != "null":
        return line
    return "".join(map(_printable, json.dumps(line, ensure_ascii=False)))


def _printable(character: str) -> str:
    """A character that YAML may hold as it is, else its escape."""
    return character if character.isprintable() or character == "　" else f"\\U{ord(character):08x}"


def _question(question: Question, indent: str = "") -> str:
    code, args = question
    shown = {name: "".join(each if each.isprintable() else " " for each in value) for name, value in args.items()}
    return f"{indent}# ? {words.say(code, shown)}？"


def _opening(plan: Plan) -> Iterator[str]:
    frame = plan.frame
    yield "# 由空白表起草。带“# ?”的行是要人来答的问题：答完删去；formkit lint 会列出还没有答的。"
    yield from (_question(question) for question in plan.asked)
    yield _question(("draft-form", {}))
    yield f"form: {plan.form}"
    yield 'version: "1"'
    if not frame.title:
        yield _question(("draft-title", {}))
    elif re.search(r"20[Xx×_\s　]{1,4}年|[_＿]{2,}\s*年|(?<!\d)\s{2,}年", frame.title):
        yield _question(("draft-year", {}))
    yield f"title: {text(frame.title or TO_DO)}"
    yield _question(("draft-agency", {}))
    yield f"agency: {TO_DO}"
    yield _question(("draft-document", {}))
    yield f"document: {TO_DO}"
    yield _question(("draft-levels", {}))
    yield f"levels: [{', '.join(plan.levels)}]"
    yield _question(("draft-period", {}))
    yield f"period: {{kind: {plan.period}{', stamp: month' if plan.period == 'standing' else ''}}}"


def _record(plan: Plan) -> Iterator[str]:
    yield _question(("draft-grain", {"grain": words.say(_GRAINS[plan.grain])}))
    parts = [f"grain: {plan.grain}"]
    if plan.grain == "person":
        parts.append("head: {relation: 户主}")
    if plan.grain != "line":
        named = {"person": plan.key_of("resident-id"), "size": "household_size" if plan.has("household_size") else "",
                 "name": "head_name" if plan.has("head_name") else ""}  # fmt: skip
        parts += [f"{part}: {key}" for part, key in named.items() if key]
    yield f"record: {{{', '.join(parts)}}}"


def _paper(plan: Plan) -> Iterator[str]:
    page, frame = plan.table.page, plan.frame
    rows = min(5000, max((len(block.rows) for block in plan.table.blocks), default=0))
    yield "paper:"
    yield f"  size: {page.size}"
    yield f"  orientation: {page.orientation}"
    for name, said in (("annex", frame.annex), ("blank_unit", frame.blank_unit)):
        if said:
            yield f"  {name}: {text(said)}"
    for name, lines in (("above", frame.above), ("notes", frame.notes), ("below", frame.below)):
        if lines:
            yield f"  {name}:"
            yield from (f"    - {text(line)}" for line in lines)
    if not rows:
        yield _question(("draft-rows", {"rows": str(_DEFAULT_ROWS)}), "  ")
    yield f"  rows: {rows or _DEFAULT_ROWS}"


def _sections(plan: Plan) -> Iterator[str]:
    blocks = plan.table.blocks
    if len(blocks) == 1 and not blocks[0].title:
        return
    yield "sections:"
    for number, block in enumerate(blocks, 1):
        if not block.title:
            yield _question(("draft-section", {"number": str(number)}), "  ")
        yield f"  - {{key: part_{number}, label: {text(block.title or TO_DO)}}}"


def _columns(plan: Plan) -> Iterator[str]:
    yield _question(("draft-required", {}))
    yield "columns:"
    yield from _level(plan.columns, 0)


def _level(columns: Sequence[Drawn], depth: int) -> Iterator[str]:
    """Columns at a depth of the header; neighbours under one label become a group."""
    indent = "  " * (2 * depth + 1)
    at = 0
    while at < len(columns):
        path = columns[at].path
        if len(path) == depth + 1:
            yield from _column(columns[at], indent)
            at += 1
            continue
        last = at
        while last < len(columns) and len(columns[last].path) > depth + 1 and columns[last].path[depth] == path[depth]:
            last += 1
        yield f"{indent}- label: {text(path[depth])}"
        yield f"{indent}  columns:"
        yield from _level(columns[at:last], depth + 1)
        at = last


def _column(column: Drawn, indent: str) -> Iterator[str]:
    yield from (_question(question, indent) for question in column.guess.questions)
    guess = column.guess
    settings = {
        "key": column.key, "label": text(column.path[-1]), "type": guess.type, "level": guess.level, "codes": column.codes,
        "per": column.per, "required": "true" if column.required else "", "rollup": column.rollup, "min": guess.low,
        "max": guess.high, "stub": text(guess.stub) if guess.stub else "", "width": f"{column.width:g}",
        "help": text(column.help) if column.help else "",
    }  # fmt: skip
    said = ", ".join(f"{name}: {value}" for name, value in settings.items() if value not in ("", None))
    yield f"{indent}- {{{said}}}"
