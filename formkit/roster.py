"""A roster as a CSV: reading it, with everything that is wrong in it, and writing it.

It has 代码, 名称, 级别, 上级 (or code, name, level, parent), the columns of ``_FURTHER`` where they are needed, and any others,
which are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from formkit import period
from formkit.model import LEVELS
from formkit.units import Roster, Unit

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
_FURTHER = {
    "aliases": ("别名", "aliases"), "former": ("曾用名", "former"), "system": ("代码体系", "system"),
    "other": ("其他代码", "other_codes"), "since": ("起用", "from"), "until": ("停用", "until"), "merged_into": ("并入", "merged_into"),
}  # fmt: skip
_BETWEEN = re.compile(r"[、;；,，]")
_WHEN = re.compile(r"^(\d{4})(?:年|[-/.年](\d{1,2})(?:月|[-/.月](\d{1,2})日?)?)?$")
Numbered = Sequence[tuple[int, Unit]]


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


def decode(data: bytes) -> str:
    """Text of a CSV as Excel or WPS saves it: UTF-8 with or without a mark, else GB 18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_roster(data: bytes, file: str = "units.csv") -> Roster:
    """All units of the CSV, of whatever time; RosterError with every problem. ``file`` is its name in what is said of it."""
    try:
        rows = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
        header = [cell.strip() for cell in next(rows, [])]
        places = _columns(header, file)
        numbered = [(rows.line_num, _unit(row, header, places)) for row in rows if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError((RosterProblem(1, "roster-unreadable", {"why": str(error)[:80]}),), file) from None
    first: dict[str, tuple[int, Unit]] = {}
    for line, unit in numbered:
        if unit.code:
            first.setdefault(unit.code, (line, unit))
    units = {code: unit for code, (_, unit) in first.items()}
    problems = [problem for line, unit in numbered for problem in _mistakes(unit, line, *first.get(unit.code, (line, unit)), units)]
    kept = tuple(first.values())
    problems += [*_broken_tree(kept, units)]
    if not any(problem.code == "roster-date" for problem in problems):
        problems += [*_in_time(kept, units), *_ambiguous(kept)]
    if not numbered:
        problems.append(RosterProblem(2, "roster-empty", {}))
    if problems:
        raise RosterError(tuple(sorted(problems, key=lambda problem: problem.line)), file)
    return Roster(units)


def _columns(header: list[str], file: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    missing: list[RosterProblem] = []
    for name, spellings in {**_HEADINGS, **_FURTHER}.items():
        place = next((header.index(word) for word in spellings if word in header), None)
        if place is not None:
            found[name] = place
        elif name in _HEADINGS:
            missing.append(RosterProblem(1, "roster-column", {"column": spellings[0], "english": spellings[1]}))
    if missing:
        raise RosterError(tuple(missing), file)
    return found


def _unit(row: list[str], header: list[str], places: Mapping[str, int]) -> Unit:
    cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
    said = {name: cells[places[name]] if name in places else "" for name in (*_HEADINGS, *_FURTHER)}
    known = set(places.values())
    word = said["level"]
    return Unit(
        said["code"], said["name"], _LEVEL_WORDS.get(word) or _LEVEL_WORDS.get(word.removesuffix("级"), word), said["parent"],
        _listed(said["aliases"]), _listed(said["former"]), said["system"], tuple(map(_pair, _listed(said["other"]))),
        _when(said["since"]), _when(said["until"]), said["merged_into"],
        {name: cells[place] for place, name in enumerate(header) if place not in known},
    )  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in _BETWEEN.split(text))))


def _pair(text: str) -> tuple[str, str]:
    """A code with its system before it (民政代码:370405101201); the system is empty where none is written."""
    system, _, code = text.replace("：", ":").rpartition(":")
    return system.strip(), code.strip()


def _when(text: str) -> str:
    """A year, month or day as people write it (2021, 2021-7, 2021年7月1日) as 2021, 2021-07, 2021-07-01; else as it stands."""
    written = _WHEN.match(text)
    return "-".join((written[1], *(part.zfill(2) for part in written.groups()[1:] if part))) if written else text


def _mistakes(unit: Unit, line: int, first: int, before: Unit, units: Mapping[str, Unit]) -> Iterator[RosterProblem]:
    """What is wrong with a line by itself, and beside the ``first`` line with its code, where that is another."""
    if not unit.code or not unit.name:
        yield RosterProblem(line, "roster-blank", {})
    for code in (unit.code, *(code for _, code in unit.other)):
        if "E+" in code.upper():
            yield RosterProblem(line, "roster-code-lost", {"code": code})
    if unit.level not in LEVELS:
        yield RosterProblem(line, "roster-level", {"level": unit.level})
    if first != line and unit.parent != before.parent:
        above, other = (_named(each.parent, units) for each in (before, unit))
        args = {"code": unit.code, "name": unit.name, "first": str(first), "above": above, "other": other}
        yield RosterProblem(line, "roster-two-parents", args)
    elif first != line:
        yield RosterProblem(line, "roster-repeated", {"code": unit.code, "name": before.name})
    for system, code in unit.other:
        if not system or not code:
            yield RosterProblem(line, "roster-other-code", {"text": f"{system}{code}", "name": unit.name})
    yield from _times(unit, line)


def _times(unit: Unit, line: int) -> Iterator[RosterProblem]:
    """From when to when it reports: what is no time, a time that runs backwards, a merger at no time."""
    said = [(_FURTHER[name][0], getattr(unit, name)) for name in ("since", "until")]
    wrong = [(column, text) for column, text in said if text and not (_WHEN.match(text) and period.parsed(text))]
    yield from (RosterProblem(line, "roster-date", {"column": column, "text": text[:20]}) for column, text in wrong)
    if not wrong and unit.since and unit.until and not unit.meets(unit):
        yield RosterProblem(line, "roster-dates", {"name": unit.name, "since": unit.since, "until": unit.until})
    if unit.merged_into and not unit.until:
        yield RosterProblem(line, "roster-merged-when", {"name": unit.name})


def _named(code: str, units: Mapping[str, Unit]) -> str:
    return f"“{units[code].name}”（{code}）" if code in units else code or "空"


def _broken_tree(numbered: Numbered, units: Mapping[str, Unit]) -> Iterator[RosterProblem]:
    leads = {code: unit.parent for code, unit in units.items()}
    for line, unit in numbered:
        if unit.parent and unit.parent not in units:
            yield RosterProblem(line, "roster-parent", {"name": unit.name, "parent": unit.parent})
        elif _comes_round(unit.code, leads):
            yield RosterProblem(line, "roster-circle", {"name": unit.name})


def _comes_round(code: str, leads: Mapping[str, str]) -> bool:
    """Whether going on from a code leads back to a code met before."""
    met: set[str] = set()
    while code in leads:
        if code in met:
            return True
        met.add(code)
        code = leads[code]
    return False


def _in_time(numbered: Numbered, units: Mapping[str, Unit]) -> Iterator[RosterProblem]:
    """Mergers that lead nowhere."""
    leads = {code: unit.merged_into for code, unit in units.items() if unit.merged_into}
    for line, unit in numbered:
        into = unit.merged_into
        if into == unit.code and into:
            yield RosterProblem(line, "roster-merged-self", {"name": unit.name})
        elif into and into not in units:
            yield RosterProblem(line, "roster-merged-unknown", {"name": unit.name, "into": into})
        elif into and units[into].level != unit.level:
            yield RosterProblem(line, "roster-merged-level", {"name": unit.name, "into": units[into].name})
        elif into and _comes_round(unit.code, leads):
            yield RosterProblem(line, "roster-merged-circle", {"name": unit.name})


def _ambiguous(numbered: Numbered) -> Iterator[RosterProblem]:
    """Codes of one system that belong to two units, and other names that mean a second unit beside it at the same time."""
    owner: dict[tuple[str, str], Unit] = {}
    for line, unit in numbered:
        for pair in dict.fromkeys(((unit.system, unit.code), *unit.other)):
            if pair[0] and owner.setdefault(pair, unit) is not unit:
                args = {"system": pair[0], "code": pair[1], "name": unit.name, "other": owner[pair].name}
                yield RosterProblem(line, "roster-code-twice", args)
    beside: dict[tuple[str, str], list[tuple[int, Unit]]] = {}
    for line, unit in numbered:
        beside.setdefault((unit.parent, unit.level), []).append((line, unit))
    for group in beside.values():
        if any(unit.given for _, unit in group):
            for (_, one), (line, two) in combinations(group, 2):
                yield from _alike(one, two, line)


def _alike(one: Unit, two: Unit, line: int) -> Iterator[RosterProblem]:
    """What two units beside each other may both be called by; a merged one's name may go on as its heir's."""
    if not one.meets(two) or one.code == two.merged_into or two.code == one.merged_into:
        return
    for name in sorted((one.given & two.spellings) | (two.given & one.spellings)):
        yield RosterProblem(line, "roster-alias", {"alias": name, "name": one.name, "other": two.name})


def roster_csv(roster: Roster) -> bytes:
    """A roster as the bytes of its CSV, with all units of the file, readable by Excel: UTF-8 with a mark."""
    words = {level: word for word, level in reversed(_LEVEL_WORDS.items()) if level != word}
    units = tuple(roster.everyone.values())
    used = [name for name in _FURTHER if any(getattr(unit, name) for unit in units)]
    extra = list(dict.fromkeys(name for unit in units for name in unit.extra))
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["代码", "名称", "级别", "上级", *(_FURTHER[name][0] for name in used), *extra])
    for unit in units:
        more = [*(_written(getattr(unit, name)) for name in used), *(unit.extra.get(name, "") for name in extra)]
        rows.writerow([unit.code, unit.name, words[unit.level], unit.parent, *more])
    return text.getvalue().encode("utf-8-sig")


def _written(value: str | Iterable[str | tuple[str, str]]) -> str:
    """A cell of a further column: a text as it is, several texts or pairs with 、 between them."""
    return value if isinstance(value, str) else "、".join(each if isinstance(each, str) else ":".join(each) for each in value)
