"""How a workbook says whose it is, in forms short enough to be a property, a printed line or a hidden row.

Besides these carriers, which this tool writes, there are those that people write: the unit in the rows, in the title and
in the name of the file. All are heard; ``intake`` decides whom to believe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from formkit import directory, period
from formkit.filing import Filing, Identity, Step
from formkit.model import Form
from formkit.types import characters
from formkit.units import Roster, Unit
from formkit.values import dataclass

PROPERTY, SYSTEM = "formkit", "system"
LINE_PREFIX = "表单编码："
_PREFIX = re.compile(r"^表单编码:?")
_DASHES = str.maketrans("–—−﹣", "----")
_FORM_ID = re.compile(r"^[a-z][a-z0-9-]*$")
_PARTS = re.compile(r"[\s_()\[\]（）【】「」,，、;；+＋.·—-]+")
_DIGITS = re.compile(r"(?<!\d)\d{6,17}(?!\d)")
_WRITTEN = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}|\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}Q[1-4])(?!\d)")
_LABELS = (
    (re.compile(r"(\d{4})年第?([1-4])季度"), "{0}Q{1}"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), "{0}-{1:0>2}-{2:0>2}"),
    (re.compile(r"(\d{4})年(\d{1,2})月"), "{0}-{1:0>2}"),
    (re.compile(r"(\d{4})年"), "{0}"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one carrier says: its name (a code of ``words``), the unit's code and the period; empty where it does not say."""

    carrier: str
    unit: str = ""
    period: str = ""


def code(identity: Identity) -> str:
    """form/version/unit/period/revision: the printed form code, the document property and the hidden row."""
    revision = str(identity.revision)
    return "/".join((identity.form, identity.version, identity.unit or "-", identity.period or "-", revision))


def from_code(text: str) -> Identity | None:
    """What such a code says, in whatever width or case it was typed again and with whatever blanks; None if it is none."""
    parts = _PREFIX.sub("", characters.solid(text).translate(_DASHES)).split("/")
    if len(parts) != 5 or not _FORM_ID.match(parts[0].lower()) or not parts[4].isascii() or not parts[4].isdigit():
        return None
    form, version, unit, when, revision = ("" if part == "-" else part for part in parts)
    return Identity(form.lower(), version, unit, when.upper(), int(revision))


@lru_cache(1024)
def printed(text: str) -> Identity | None:
    """What a cell says that may hold such a code; None for any other."""
    return from_code(text) if text.count("/") + text.count("／") == 4 else None


def pairs(identity: Identity, rows: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """All of an identity as key and text, for the hidden sheet; ``rows`` are the entry rows of each section."""
    steps = ((f"path.{step.level}", f"{step.code} {step.name}") for step in identity.path)
    counts = ((f"rows.{section}", str(count)) for section, count in rows.items())
    said = ((f"unsettled.{number}", text) for number, text in enumerate(identity.unsettled))
    system = ((SYSTEM, identity.system),) if identity.system else ()
    own = ((PROPERTY, code(identity)), ("answers", identity.answers), ("content", identity.content))
    return (*own, *system, *said, *steps, *counts)


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
    said = tuple(text for key, text in texts.items() if key.startswith("unsettled."))
    answers, content = texts.get("answers", ""), texts.get("content", "")
    system = texts.get(SYSTEM, "")
    return replace(identity, answers=answers, path=steps, unsettled=said, content=content, system=system), rows


def steps(path: Iterable[Unit]) -> tuple[Step, ...]:
    """Units on the way up as the steps of an identity."""
    return tuple(Step(unit.level, unit.code, unit.name) for unit in path)


def typed(form: Form, filing: Filing, roster: Roster) -> tuple[Unit, ...]:
    """The units the rows may mean, of the level that reports; none where rows disagree or name nobody.

    Of two villages of one name, the one whose township is written beside it; a township that nobody knows decides nothing.
    """
    level = filing.identity.level or form.reporter
    name = typed_name(form, filing, level)
    found = roster.called(name, level)
    for column in form.leaves:
        if column.level and column.level != level and (above := typed_name(form, filing, column.level)):
            ups = ((unit, roster.above(unit.code, column.level)) for unit in found)
            found = tuple(unit for unit, up in ups if up and above in up.spellings) or found
    return found


def typed_name(form: Form, filing: Filing, level: str) -> str:
    """The name of a level's unit as every row with one gives it; empty where rows disagree or say nothing."""
    place = next((index for index, column in enumerate(form.leaves) if column.level == level), None)
    if place is None:
        return ""
    # The same few cells stand in every row, and are the same things where they do.
    cells = {(id(record.readings[place]), id(record.raws[place])): record for record in filing.records}.values()
    names = {str(record.value(place) or record.raws[place] or "").strip() for record in cells} - {""}
    return names.pop() if len(names) == 1 else ""


def named(file: str, units: Mapping[str, Unit]) -> Unit | None:
    """The unit that a file name names by its code, in whatever system, else by its name between separators.

    Of two units of one code the one that is also named; None where it names none or two.
    """
    stem = _stem(file)
    parts = {part for part in _PARTS.split(stem) if part}
    known, spelt = directory.codes(units), directory.spelt(units)
    coded = {key for code in parts.union(_DIGITS.findall(stem)) for key in known.get(code, ())}
    if len(coded) == 1:
        return units[coded.pop()]
    named = {key for part in parts for key in spelt.get(part, ()) if not coded or key in coded}
    return units[named.pop()] if len(named) == 1 else None


def _stem(file: str) -> str:
    """The name of a file without its ending, as ``PurePosixPath.stem`` has it in twenty times as long."""
    name = file.rpartition("/")[2]
    if name in ("", "."):
        return PurePosixPath(file).stem
    return name[:point] if 0 < (point := name.rfind(".")) < len(name) - 1 else name


@lru_cache(1024)
def period_in(text: str, kind: str) -> str:
    """The period of a kind that stands in a text, as 2020-03 or as 2020年3月; empty where there is none, or two."""
    plain = characters.arabic(characters.solid(text))
    found = set(_WRITTEN.findall(plain))
    for pattern, shape in _LABELS:
        found |= {shape.format(*match.groups()) for match in pattern.finditer(plain)}
        plain = pattern.sub(" ", plain)
    if kind == "year":
        found |= {part for part in _PARTS.split(plain) if re.fullmatch(r"(?:19|20)\d{2}", part)}
    told = {each for each in found if (when := period.parsed(each)) and period.kind(when) == kind}
    return told.pop() if len(told) == 1 else ""


def label(text: str) -> str:
    """A period as it is said, 2020年3月; what is none as it stands."""
    found = period.parsed(text)
    return found.label if found else text
