"""How a workbook says whose it is, in forms short enough to be a property, a printed line or a hidden row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from formkit.filing import Identity, Step
from formkit.units import Unit

PROPERTY = "formkit"
LINE_PREFIX = "表单编码："


def code(identity: Identity) -> str:
    """form/version/unit/period/revision: the printed form code, the document property and the hidden row."""
    revision = str(identity.revision)
    return "/".join((identity.form, identity.version, identity.unit or "-", identity.period or "-", revision))


def from_code(text: str) -> Identity | None:
    """What such a code says; None if it is none."""
    parts = text.removeprefix(LINE_PREFIX).strip().split("/")
    if len(parts) != 5 or not parts[0] or not parts[4].isascii() or not parts[4].isdigit():
        return None
    form, version, unit, period, revision = ("" if part == "-" else part for part in parts)
    return Identity(form, version, unit, period, int(revision))


def pairs(identity: Identity, rows: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """All of an identity as key and text, for the hidden sheet; ``rows`` are the entry rows of each section."""
    steps = ((f"path.{step.level}", f"{step.code} {step.name}") for step in identity.path)
    counts = ((f"rows.{section}", str(count)) for section, count in rows.items())
    return ((PROPERTY, code(identity)), ("answers", identity.answers), *steps, *counts)


def from_pairs(found: Iterable[tuple[str, str]]) -> tuple[Identity | None, dict[str, int]]:
    """What a hidden sheet says: the identity, and the entry rows of each section."""
    texts = dict(found)
    identity = from_code(texts.get(PROPERTY, ""))
    rows = {
        key.removeprefix("rows."): int(text)
        for key, text in texts.items()
        if key.startswith("rows.") and text.isascii() and text.isdigit()
    }
    if identity is None:
        return None, rows
    steps = tuple(
        Step(key.removeprefix("path."), *text.split(" ", 1))
        for key, text in texts.items()
        if key.startswith("path.") and " " in text
    )
    return replace(identity, answers=texts.get("answers", ""), path=steps), rows


def steps(path: Iterable[Unit]) -> tuple[Step, ...]:
    """Units on the way up as the steps of an identity."""
    return tuple(Step(unit.level, unit.code, unit.name) for unit in path)
