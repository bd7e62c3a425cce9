"""Who reports to whom: units, their tree and the roster of a task.

A roster is a CSV with 代码, 名称, 级别, 上级 (or code, name, level, parent) and any further columns. The tree is
the reporting tree, which need not be the administrative one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from formkit.model import LEVELS

_LEVEL_WORDS = {
    "村": "village", "村(社区)": "village", "社区": "village",
    "乡": "township", "镇": "township", "乡镇": "township", "街道": "township", "镇街": "township", "镇(街)": "township",
    "部门": "department", "局": "department", "单位": "department",
    "县": "county", "区": "county", "区县": "county", "县区": "county", "区(市)": "county",
    "市": "prefecture", "地": "prefecture", "州": "prefecture",
    "省": "province",
    **{str(level): str(level) for level in LEVELS},
}  # fmt: skip
_HEADINGS = {"code": ("代码", "code"), "name": ("名称", "name"), "level": ("级别", "level"), "parent": ("上级", "parent")}
_SUFFIXES = ("村民委员会", "社区居委会", "社区居民委员会", "居民委员会", "村委会", "居委会", "社区", "村")


@dataclass(frozen=True, slots=True)
class Unit:
    """填报单位: one place in the reporting tree. ``code`` is text, in the code system of its roster."""

    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def spellings(self) -> frozenset[str]:
        """Names people write for it: 张庄, 张庄村, 张庄村委会, 张庄村民委员会."""
        names = {self.name, *self.aliases}
        if self.level == "village":
            stem = _stem(self.name)
            names |= {stem, stem + "村", stem + "村委会", stem + "村民委员会"}
            if "居" in self.name or "社区" in self.name:
                names |= {stem + "社区", stem + "居委会", stem + "社区居委会", stem + "居民委员会"}
        return frozenset(names)


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A line of a roster that cannot be used: line from 1, a code and what to put in its sentence."""

    line: int
    code: str
    args: Mapping[str, str]


class RosterError(ValueError):
    """All that is wrong with a roster file, at once."""

    def __init__(self, problems: tuple[RosterProblem, ...], file: str = "units.csv") -> None:
        super().__init__(f"{len(problems)} problems in the roster")
        self.problems, self.file = problems, file


@dataclass(frozen=True, slots=True)
class Roster:
    """应报名单: the units of a task by code, in the order of the file."""

    units: Mapping[str, Unit]

    def path(self, code: str) -> tuple[Unit, ...]:
        """The unit and those above it, lowest first."""
        found: list[Unit] = []
        while code in self.units:
            found.append(self.units[code])
            code = self.units[code].parent
        return tuple(found)

    def above(self, code: str, level: str) -> Unit | None:
        """The unit of that level at or above the one with this code."""
        return next((unit for unit in self.path(code) if unit.level == level), None)

    def at(self, level: str) -> tuple[Unit, ...]:
        """All units of a level, in the order of the file."""
        return tuple(unit for unit in self.units.values() if unit.level == level)

    def under(self, code: str, level: str) -> tuple[Unit, ...]:
        """The units of a level at or below the one with this code, in the order of the file."""
        return tuple(unit for unit in self.at(level) if any(up.code == code for up in self.path(unit.code)))

    def children(self, code: str) -> tuple[Unit, ...]:
        """Units directly under this one, in the order of the file."""
        return tuple(unit for unit in self.units.values() if unit.parent == code)

    def limited(self, code: str) -> Roster:
        """The part of the roster at and below a unit, with those above it kept for its place."""
        above = {unit.code for unit in self.path(code)}
        kept = {key for key in self.units if any(up.code == code for up in self.path(key))}
        return Roster({key: unit for key, unit in self.units.items() if key in kept | above})


def decode(data: bytes) -> str:
    """Text of a CSV as Excel or WPS saves it: UTF-8 with or without a mark, else GB 18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_roster(data: bytes, file: str = "units.csv") -> Roster:
    """A roster from the bytes of its CSV; RosterError with every problem. ``file`` is its name in what is said of it."""
    try:
        rows = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
        header = [cell.strip() for cell in next(rows, [])]
        places = _columns(header, file)
        numbered = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError((RosterProblem(1, "roster-unreadable", {"why": str(error)[:80]}),), file) from None
    problems: list[RosterProblem] = []
    units: dict[str, Unit] = {}
    for line, row in numbered:
        unit = _unit(row, header, places)
        problems.extend(_mistakes(unit, line, units))
        if unit.code:
            units.setdefault(unit.code, unit)
    problems.extend(_broken_tree(units, {unit: line for line, unit in _lines(numbered, places)}))
    if not units and not problems:
        problems.append(RosterProblem(2, "roster-empty", {}))
    if problems:
        raise RosterError(tuple(problems), file)
    return Roster(units)


def _columns(header: list[str], file: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    missing: list[RosterProblem] = []
    for name, spellings in _HEADINGS.items():
        place = next((header.index(word) for word in spellings if word in header), None)
        if place is None:
            missing.append(RosterProblem(1, "roster-column", {"column": spellings[0], "english": spellings[1]}))
        else:
            found[name] = place
    if missing:
        raise RosterError(tuple(missing), file)
    return found


def _unit(row: list[str], header: list[str], places: Mapping[str, int]) -> Unit:
    cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
    word = cells[places["level"]]
    known = set(places.values())
    extra = {name: cells[i] for i, name in enumerate(header) if i not in known}
    aliases = tuple(filter(None, extra.get("别名", extra.get("aliases", "")).replace("、", ";").split(";")))
    level = _LEVEL_WORDS.get(word) or _LEVEL_WORDS.get(word.removesuffix("级"), word)
    return Unit(cells[places["code"]], cells[places["name"]], level, cells[places["parent"]], aliases, extra)


def _mistakes(unit: Unit, line: int, units: Mapping[str, Unit]) -> Iterator[RosterProblem]:
    if not unit.code or not unit.name:
        yield RosterProblem(line, "roster-blank", {})
    if "E+" in unit.code.upper():
        yield RosterProblem(line, "roster-code-lost", {"code": unit.code})
    if unit.level not in LEVELS:
        yield RosterProblem(line, "roster-level", {"level": unit.level})
    if unit.code in units:
        yield RosterProblem(line, "roster-repeated", {"code": unit.code, "name": units[unit.code].name})


def _lines(numbered: list[tuple[int, list[str]]], places: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    for line, row in numbered:
        if len(row) > places["code"]:
            yield line, row[places["code"]].strip()


def _broken_tree(units: Mapping[str, Unit], lines: Mapping[str, int]) -> Iterator[RosterProblem]:
    for unit in units.values():
        if unit.parent and unit.parent not in units:
            yield RosterProblem(lines.get(unit.code, 1), "roster-parent", {"name": unit.name, "parent": unit.parent})
            continue
        seen, code = {unit.code}, unit.parent
        while code in units:
            if code in seen:
                yield RosterProblem(lines.get(unit.code, 1), "roster-circle", {"name": unit.name})
                break
            seen.add(code)
            code = units[code].parent


def roster_csv(roster: Roster) -> bytes:
    """A roster as the bytes of its CSV, readable by Excel: UTF-8 with a mark."""
    words = {level: word for word, level in reversed(_LEVEL_WORDS.items()) if level != word}
    extra = list(dict.fromkeys(name for unit in roster.units.values() for name in unit.extra))
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["代码", "名称", "级别", "上级", *extra])
    for unit in roster.units.values():
        more = [unit.extra.get(name, "") for name in extra]
        rows.writerow([unit.code, unit.name, words[unit.level], unit.parent, *more])
    return text.getvalue().encode("utf-8-sig")
