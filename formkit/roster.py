"""A roster as a CSV: reading it, with everything that is wrong in it, and writing it.

It has 代码, 名称, 级别, 上级 (or code, name, level, parent), the columns of ``FURTHER`` where they are needed, and any others,
which are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from formkit import period
from formkit.headings import FURTHER, HEADINGS, Listing, RosterProblem, listing
from formkit.headings import RosterError as RosterError
from formkit.headings import decode as decode
from formkit.model import LEVELS
from formkit.types import characters
from formkit.units import Roster, Unit

_LEVEL_WORDS = {
    "村": "village", "村(社区)": "village", "社区": "village", "行政村": "village", "村居": "village", "村(居)": "village",
    "村委会": "village", "居委会": "village", "社区居委会": "village", "村民委员会": "village", "居民委员会": "village",
    "乡": "township", "镇": "township", "乡镇": "township", "街道": "township", "镇街": "township", "镇(街)": "township",
    "部门": "department", "局": "department", "单位": "department",
    "县": "county", "区": "county", "区县": "county", "县区": "county", "区(市)": "county",
    "市": "prefecture", "地": "prefecture", "州": "prefecture",
    "省": "province",
    **{str(level): str(level) for level in LEVELS},
}  # fmt: skip
_BETWEEN = re.compile(r"[、;；,，]")
_LOST = re.compile(r"^\d+(?:\.\d+)?[eE]\+?\d+$")
_POINT = re.compile(r"(?<=\d)\.0+$")
_WHEN = re.compile(r"^(\d{4})(?:年|[-/.年](\d{1,2})(?:月|[-/.月](\d{1,2})日?)?)?$")
Numbered = Sequence[tuple[int, Unit]]


def read_roster(data: bytes, file: str = "units.csv") -> Roster:
    """All units of the CSV, of whatever time; RosterError with every problem. ``file`` is its name in what is said of it."""
    listed = listing(data, file)
    numbered = [(line, _unit(row, listed)) for line, row in listed.rows]
    first: dict[str, tuple[int, Unit]] = {}
    for line, unit in numbered:
        if unit.code:
            first.setdefault(unit.code, (line, unit))
    units = {code: unit for code, (_, unit) in first.items()}
    problems = [problem for line, unit in numbered for problem in _mistakes(unit, line, *first.get(unit.code, (line, unit)), units)]
    kept = tuple(first.values())
    problems += [*_broken_tree(kept, units), *(problem for line, row in listed.rows for problem in _written_wrong(line, row, listed))]
    if not any(problem.code == "roster-date" for problem in problems):
        problems += [*_in_time(kept, units), *_ambiguous(kept)]
    if not numbered:
        problems.append(RosterProblem(2, "roster-empty", {}))
    if problems:
        raise RosterError(tuple(sorted(problems, key=lambda problem: problem.line)), file)
    return Roster(units)


def _unit(row: list[str], listed: Listing) -> Unit:
    cells = [cell.strip() for cell in row] + [""] * (len(listed.header) - len(row))
    places = listed.places
    said = {name: cells[places[name]] if name in places else "" for name in (*HEADINGS, *FURTHER)}
    known = set(places.values())
    word = characters.solid(said["level"])
    return Unit(
        _code(said["code"]), characters.tidy(said["name"]), _LEVEL_WORDS.get(word) or _LEVEL_WORDS.get(word.removesuffix("级"), word),
        _code(said["parent"]), _listed(said["aliases"]), _listed(said["former"]), said["system"], tuple(map(_pair, _listed(said["other"]))),
        _when(said["since"]), _when(said["until"]), _code(said["merged_into"]),
        {name: cells[place] for place, name in enumerate(listed.header) if place not in known},
    )  # fmt: skip


def _code(text: str) -> str:
    """A code without what a spreadsheet or a keyboard puts to it: blanks, a quote before it, full width, ``.0`` behind it."""
    return _POINT.sub("", characters.solid(text).strip("'’‘`"))


def _written_wrong(line: int, row: list[str], listed: Listing) -> Iterator[RosterProblem]:
    """Codes that are written otherwise than they are meant, and cells beyond the last heading."""
    for name in ("code", "parent", "merged_into"):
        place = listed.places.get(name, len(row))
        said = row[place].strip() if place < len(row) else ""
        if said != _code(said):
            yield RosterProblem(line, "roster-code-form", {"code": said, "better": _code(said)})
    more = [cell.strip() for cell in row[len(listed.header) :] if cell.strip()]
    if more:
        yield RosterProblem(line, "roster-more-cells", {"text": more[0][:20], "count": str(len(listed.header))})


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
    for code in dict.fromkeys((unit.code, unit.parent, unit.merged_into, *(code for _, code in unit.other))):
        if _LOST.match(code):
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
    said = [(FURTHER[name][0], getattr(unit, name)) for name in ("since", "until")]
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
            yield from _no_parent(line, unit, units)
        elif _comes_round(unit.code, leads):
            yield RosterProblem(line, "roster-circle", {"name": unit.name})


def _no_parent(line: int, unit: Unit, units: Mapping[str, Unit]) -> Iterator[RosterProblem]:
    """Why the unit above is none: two were written, or its name in place of its code, or it is not there."""
    said = {"name": unit.name, "parent": unit.parent}
    called = [code for code, other in units.items() if unit.parent in other.spellings]
    if len(_listed(unit.parent)) > 1:
        yield RosterProblem(line, "roster-parents", said)
    elif called:
        yield RosterProblem(line, "roster-parent-name", said | {"codes": "、".join(called)})
    elif not _LOST.match(unit.parent):
        yield RosterProblem(line, "roster-parent", said)


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
    used = [name for name in FURTHER if any(getattr(unit, name) for unit in units)]
    extra = list(dict.fromkeys(name for unit in units for name in unit.extra))
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["代码", "名称", "级别", "上级", *(FURTHER[name][0] for name in used), *extra])
    for unit in units:
        more = [*(_written(getattr(unit, name)) for name in used), *(unit.extra.get(name, "") for name in extra)]
        rows.writerow([unit.code, unit.name, words[unit.level], unit.parent, *more])
    return text.getvalue().encode("utf-8-sig")


def _written(value: str | Iterable[str | tuple[str, str]]) -> str:
    """A cell of a further column: a text as it is, several texts or pairs with 、 between them."""
    return value if isinstance(value, str) else "、".join(each if isinstance(each, str) else ":".join(each) for each in value)
