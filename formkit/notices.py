"""Facts and a Word template make a notice (文书); the template is an ordinary .docx with ``{{ }}`` in it.

Kinds: one per .docx shipped in ``templates/``; another kind is another file, no Python. The facts each takes:

- every notice: ``agency`` 发文机关, ``number`` 发文字号, ``date`` 成文日期, ``recipient`` 主送, ``form_title``,
  ``period``, ``deadline``, ``contact``, ``phone``, ``issued`` 印发日期, ``copies`` 抄送 (may be empty: no such line);
- ``return-notice`` 退回修改通知: ``unit``, ``file``, ``errors``, ``queries``, ``resubmit`` 重报时限, ``rollup``
  what to do with a roll-up that goes back (empty for a filing), ``items``: a list of ``no, cell, column, value, problem,
  remedy`` (``cell, column, value, remedy`` may be empty);
- ``reminder`` 催报通知: ``expected``, ``received``, ``missing_count``, ``overdue_days`` (empty before the deadline),
  ``units``: a list of ``no, township, unit, state`` (``township`` may be empty).

Values are texts (or whole numbers) ready to print; numbers and dates formatted and IDs masked by the caller. A field
must be given and not be empty; it may be empty only where the template itself asks, by ``{% if field %}`` or
``{{ field or "—" }}``. A template holds fields, ``if`` and ``for`` and a few filters, no code; two of the filters
place the signature as GB/T 9704-2012 7.3.5.2 asks: ``agency|signature(date)`` and ``date|signed_by(agency)``.

Every mistake is a ``Problem``: ``notice-not-a-docx``, ``notice-template-syntax``, ``notice-template-code``,
``notice-placeholder-left``, ``notice-missing-field``, ``notice-empty-field``, ``notice-wrong-kind``,
``notice-render-failed``, ``notice-value-lost``.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from formkit.placeholders import BRACES, ENVIRONMENT, Need, Problem, examine, judge, plain, printable, texts

__all__ = ["Problem", "TemplateProblem", "kinds", "lint", "render", "shipped", "variables"]

_PRINTED = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes)\+xml$")
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OpcError, KeyError, ValueError, SyntaxError, EOFError)


class TemplateProblem(Exception):  # noqa: N818
    """Nothing was written: the template or the facts will not do; all the problems found at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.template}:{p.paragraph}: {p.code} {p.field}".rstrip() for p in problems))
        self.problems = problems


def kinds() -> tuple[str, ...]:
    """The notices that come with formkit, by the name of their template."""
    return tuple(sorted(path.stem for path in _folder().glob("*.docx") if not path.name.startswith("~$")))


def shipped(kind: str) -> bytes:
    """The template of one of ``kinds()``. Raises KeyError for any other."""
    if kind not in kinds():
        raise KeyError(kind)
    return (_folder() / f"{kind}.docx").read_bytes()


def lint(template: bytes, name: str) -> tuple[Problem, ...]:
    """Everything wrong with a template as such, without facts; empty when it can be used."""
    return _examine(template, name)[0]


def variables(template: bytes) -> frozenset[str]:
    """The facts a template asks for. Raises TemplateProblem where the template itself is wrong."""
    problems, needs = _examine(template, "")
    if problems:
        raise TemplateProblem(problems)
    return frozenset(need.path[0] for need in needs)


def render(template: bytes, name: str, facts: Mapping[str, object]) -> bytes:
    """The notice as the bytes of a .docx, the same for the same input; ``name`` is for the problems only.

    Raises TemplateProblem, with all problems, if the template is wrong, a field is missing or empty, or the result
    does not carry what it should.
    """
    problems, needs = _examine(template, name)
    problems = problems or judge(needs, facts, name)
    if problems:
        raise TemplateProblem(problems)
    document = DocxTemplate(io.BytesIO(_ready(template)))
    written = io.BytesIO()
    try:
        document.render({key: plain(value) for key, value in facts.items()}, jinja_env=ENVIRONMENT, autoescape=True)
        document.save(written)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise TemplateProblem((Problem("notice-render-failed", name, args={"kind": type(error).__name__}),)) from error
    result = _settled(written.getvalue())
    problems = tuple(_lost(result, needs, facts, name))
    if problems:
        raise TemplateProblem(problems)
    return result


def _settled(docx: bytes) -> bytes:
    """The same package with nothing of the moment in it: zip dates fixed, no trace of the system."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for old in source.infolist():
            entry = zipfile.ZipInfo(old.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(old))
    return out.getvalue()


def _folder() -> Path:
    packed = Path(__file__).parent / "_data" / "templates"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "templates"


def _parts(docx: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each part that prints, and the text of its paragraphs in document order, table cells and boxes included."""
    for part in Document(io.BytesIO(docx)).part.package.iter_parts():
        if _PRINTED.search(part.content_type):
            root = parse_xml(part.blob)
            owned: dict[object, list[str]] = {paragraph: [] for paragraph in root.iter(qn("w:p"))}
            for text in root.iter(qn("w:t")):
                owned[next(text.iterancestors(qn("w:p")))].append(text.text or "")
            yield str(part.partname), tuple("".join(pieces) for pieces in owned.values())


@functools.lru_cache(maxsize=16)
def _ready(template: bytes) -> bytes:
    """The template as it is to be filled: its properties without the fields Word copies there from the first line."""
    document = Document(io.BytesIO(template))
    for key in ("author", "comments", "identifier", "language", "subject", "title"):
        if BRACES.search(getattr(document.core_properties, key)):
            setattr(document.core_properties, key, "")
    document.core_properties.modified = document.core_properties.created or datetime.datetime(2000, 1, 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@functools.lru_cache(maxsize=16)
def _examine(template: bytes, name: str) -> tuple[tuple[Problem, ...], tuple[Need, ...]]:
    problems: list[Problem] = []
    needs: list[Need] = []
    try:
        parts = tuple(_parts(template))
    except _BROKEN as error:
        return (Problem("notice-not-a-docx", name, args={"kind": type(error).__name__}),), ()
    for part, paragraphs in parts:
        found, used = examine(paragraphs, name, part)
        problems += found
        needs += used
    return tuple(problems), tuple(needs)


def _lost(result: bytes, needs: Sequence[Need], facts: Mapping[str, object], name: str) -> Iterator[Problem]:
    """What the finished notice still holds of its template, and what it does not hold of its facts."""
    braced = sorted((value for value in _strings(facts) if BRACES.search(value)), key=len, reverse=True)
    whole: list[str] = []
    for part, paragraphs in _parts(result):
        for number, text in enumerate(paragraphs, 1):
            whole.append(text)
            for value in braced:
                text = text.replace(value, "")
            if BRACES.search(text):
                yield Problem("notice-placeholder-left", name, number, args={"part": part})
    printed = "".join("".join(whole).split())
    for label, value in dict(texts(needs, facts)).items():
        if "".join(value.split()) not in printed:
            yield Problem("notice-value-lost", name, field=label)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield printable(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)
