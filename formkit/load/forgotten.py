"""What an author may have forgotten without being wrong: help, sources, bases, what is private, and where a rule is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from formkit.load.bind import places
from formkit.load.source import Mistake, Path_, Source
from formkit.model import CodeList, Column, Form

_UNSAID = ("", "?", "？")
# What a person suffers from; 因病 and 因残 are causes that an office works with, 健康扶贫 and 大病保险 are policies.
_HEALTH = re.compile("健康(?!扶贫|帮扶|档案)|(?<!因)病(?!保险|救助)|(?<!因)残(?!联)|伤情|孕")
_ACCOUNT = re.compile("账号|帐号|账户|帐户|卡号|开户|存折|银行|一卡通")
_TELLING = ("text", "code", "choices", "resident-id")
"""Kinds of value in which the state of one person's health can stand."""


def of_list(source: Source, codes: CodeList) -> Iterator[Mistake]:
    """A code list that does not say what document it comes from."""
    if codes.source.strip() in _UNSAID:
        yield source.mistake(("source",), "remark-no-source", {"title": codes.title})


def of_form(source: Source, form: Form) -> Iterator[Mistake]:
    """Columns without a help text, and reconstructed ones without the words they were taken from."""
    for column, path in places(form.columns, ("columns",)):
        if not column.help and column.type != "serial":
            yield source.mistake(path, "remark-no-help", {"label": column.label})
        if column.fidelity == "reconstructed" and not column.basis:
            yield source.mistake((*path, "fidelity"), "remark-no-basis", {"label": column.label})
        if not column.sensitive and (code := _private(form, column)):
            yield source.mistake(path, code, {"label": column.label})


def _private(form: Form, column: Column) -> str:
    """The remark on a column that seems to hold private facts, by its label or what may be chosen; empty where it seems not."""
    if _ACCOUNT.search(column.label):
        return "remark-account"
    chosen = form.codelists[column.codes].allowed() if column.codes else ()
    return "remark-health" if column.type in _TELLING and any(map(_HEALTH.search, (column.label, *chosen))) else ""


def of_links(source: Source, form: Form, others: Mapping[str, Form]) -> Iterator[Mistake]:
    """Links to forms that are not at hand, so that nothing tells whether they are right."""
    for place, link in enumerate(form.links):
        for index, name in enumerate(link.forms):
            if name not in others:
                yield source.mistake(("links", place, "forms", index), "remark-link-form", {"name": name})


def of_rule(source: Source, rule: str, code: str, args: Mapping[str, str]) -> Mistake:
    """A remark at a rule: where it is written, or the procedure that stands for it."""
    written = _numbered(source, "rules").get(rule)
    path: Path_ = written or _numbered(source, "procedures").get(rule.rpartition("-")[0], ())
    return source.mistake(path, code, {"rule": rule, **args})


def _numbered(source: Source, key: str) -> dict[str, Path_]:
    parts: list[Mapping[str, Any]] = source.data.get(key, [])
    return {str(part["id"]): (key, place) for place, part in enumerate(parts)}
