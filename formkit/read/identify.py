"""Whose return a workbook says it is, from every carrier that survived.

This tool's own carriers, in the order in which they are believed: the hidden sheet (which says most), the document
property, the hidden first row and the printed form code; input prompts name the form. Where they are gone, what people
wrote has to do: the unit in the rows, the lines above the table, the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from formkit import directory, identity
from formkit.filing import Filing, Identity
from formkit.identity import Said
from formkit.layout import IDENTITY_SHEET
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.labels import plain
from formkit.remembered import once
from formkit.units import Roster, Unit
from formkit.values import dataclass

_TOP = 12
_GAPS = {"{unit}": "(?P<unit>.*?)", "{period}": "(?P<period>.*?)"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the tool's own carriers say, each with its name; the rows the workbook was made with."""

    identities: tuple[tuple[str, Identity], ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def believed(self) -> Identity | None:
        """The first that speaks; None where nothing does."""
        return self.identities[0][1] if self.identities else None

    @property
    def said(self) -> tuple[Said, ...]:
        """The same as units and periods."""
        return tuple(Said(carrier, each.unit, each.period) for carrier, each in self.identities)


def spoken(grids: Iterable[Grid], properties: Mapping[str, str]) -> Spoken:
    """What a workbook carries of an identity. A sheet left beside it from another time does not count against its own."""
    sheets = tuple(grids)
    found: list[tuple[str, Identity]] = []
    rows: dict[str, int] = {}
    for grid in sheets:
        if grid.name == IDENTITY_SHEET:
            own, rows = identity.from_pairs(_pairs(grid))
            found += [("carrier-sheet", own)] if own else []
    if own := identity.from_code(properties.get(identity.PROPERTY, "")):
        found.append(("carrier-property", own))
    printed = [each for grid in sheets if grid.name != IDENTITY_SHEET for each in _printed(grid)]
    if found:
        # One who left last year's sheet in the file has both its code and the right one printed.
        first = found[0][1]
        printed = [each for each in printed if (each.unit, each.period) == (first.unit, first.period)] or printed
    found += [("carrier-printed", printed[0])] if printed else []
    return Spoken(tuple(found), rows)


def coded(carriers: Spoken, roster: Roster | None, level: str) -> tuple[Spoken, Mapping[str, str]]:
    """The same with each unit under its code in the roster, of whatever code system the workbook's was.

    Where the code is another unit's in another system the name carried beside it decides; where nothing does, the unit is left
    open, and what there is to say of it comes second.
    """
    if roster is None or carriers.believed is None:
        return carriers, {}
    first = carriers.believed
    doubt: dict[str, str] = {}
    found: list[tuple[str, Identity]] = []
    for carrier, own in carriers.identities:
        units = _of_code(own.unit, first.system, first.unit_name, roster, first.level or level)
        likely = units[0] if len(units) == 1 else None
        sure = likely if likely and (likely.coded(own.unit, first.system) or first.unit_name in likely.spellings) else None
        if units and sure is None:
            doubt = {"code": own.unit, "units": "、".join(f"{unit.name}（{unit.system}）" if unit.system else unit.name for unit in units)}
        unit, system = (sure.code, sure.system) if sure else ("" if units else own.unit, own.system)
        same = (unit, system) == (own.unit, own.system)
        found.append((carrier, own if same else replace(own, unit=unit, system=system)))
    return replace(carriers, identities=tuple(found)), doubt


@once(16)
def _of_code(code: str, system: str, name: str, roster: Roster, level: str) -> tuple[Unit, ...]:
    """The units of a level that a code may mean, in its own system before any other; only those of a name where there are some."""
    said = [unit for unit in directory.coded(roster, code, system) if unit.level == level]
    found = said or [unit for unit in directory.coded(roster, code) if unit.level == level]
    return tuple([unit for unit in found if name in unit.spellings] or found)


def prompting(grids: Iterable[Grid], forms: Mapping[str, Form]) -> Mapping[str, Form]:
    """The forms whose columns the input prompts name; all of them where prompts say nothing."""
    named = {mark.partition("/")[0] for grid in grids for mark in grid.marks}
    return {name: form for name, form in forms.items() if name in named} or forms


def identify(grids: Iterable[Grid], properties: Mapping[str, str]) -> tuple[Identity | None, Mapping[str, int]]:
    """The identity a workbook carries, and the entry rows it was made with; None if nothing in it speaks."""
    found = spoken(grids, properties)
    return found.believed, found.rows


def _pairs(grid: Grid) -> Iterator[tuple[str, str]]:
    for line in grid.rows:
        if len(line) >= 2 and isinstance(line[0], str):
            yield line[0], "" if line[1] is None else str(line[1])


def _printed(grid: Grid) -> Iterator[Identity]:
    texts = [value for line in grid.rows[:_TOP] for value in line if isinstance(value, str)]
    for text in texts:
        if ("/" in text or "／" in text) and (found := identity.printed(text)):
            yield found


def written(form: Form, filing: Filing, grids: Sequence[Grid], file: str, roster: Roster | None) -> Iterator[Said]:
    """What people wrote, strongest first: the unit in the rows, the lines above the table, the name of the file."""
    kind = form.period.expected
    if roster and len(units := identity.typed(form, filing, roster)) == 1:
        yield Said("carrier-typed", units[0].code)
    at = filing.identity.level or form.reporter
    known = directory.at(roster, at) if roster else {}
    lines = tuple(_lines(form, [grid for grid in grids if grid.name == filing.source.sheet]))
    names = {name for name, _ in lines}
    meant = {code for name in names for code in _plainly(known).get(name, ())}
    periods = {when for _, text in lines if (when := identity.period_in(text, kind))}
    yield Said("carrier-title", meant.pop() if len(meant) == 1 else "", periods.pop() if len(periods) == 1 else "")
    ended = directory.gone_at(roster, at) if roster else {}
    unit = identity.named(file, known) or identity.named(file, ended)
    yield Said("carrier-name", unit.code if unit else "", identity.period_in(file.rpartition("/")[2], kind))


@once(64)
def _plainly(units: Mapping[str, Unit]) -> directory.Keys:
    """The codes of the units that each plain spelling may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for spelling, codes in directory.spelt(units).items():
        found[plain(spelling)] = (*found.get(plain(spelling), ()), *codes)
    return found


def _lines(form: Form, grids: Iterable[Grid]) -> Iterator[tuple[str, str]]:
    """Unit and period as the title and the lines above the table give them."""
    texts = dict.fromkeys(text for grid in grids for line in grid.rows[:_TOP] for text in map(plain, line) if text)
    for shape in _shapes(form):
        for found in filter(None, map(shape.fullmatch, texts)):
            told = found.groupdict()
            yield told.get("unit") or "", told.get("period") or ""


@once(256)
def _shapes(form: Form) -> tuple[re.Pattern[str], ...]:
    """The title and the lines above the table of a form, with gaps for the unit and the period that they name."""
    templates = [text for text in (form.title, *form.paper.above) if "{unit}" in text or "{period}" in text]
    parts = (re.split(r"(\{\w+\})", template) for template in templates)
    return tuple([re.compile("".join([_GAPS.get(part) or re.escape(plain(part)) for part in each])) for each in parts])
