"""Which unit and which section each row of a supplied table belongs to: by code, by name and the names above it, by title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from formkit import columns, mask, words
from formkit.filing import Step
from formkit.identity import steps
from formkit.load import load_codelists
from formkit.model import Form
from formkit.period import Period
from formkit.read.labels import plain
from formkit.read.lines import Line, text_of
from formkit.read.supplied import HEADS, RELATION, Supplied
from formkit.types import Raw, Spec, characters
from formkit.units import Roster, Unit
from formkit.values import dataclass

_SECTION = ("section", "部分")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows are for: a form, the period, the units that report it (none: all rows are for one workbook), and what the
    columns take. ``only`` is the unit of a single workbook, to which rows belong that name none.
    """

    form: Form
    when: Period | None
    roster: Roster | None
    only: str = ""

    @property
    def specs(self) -> tuple[Spec, ...]:
        """What each column takes."""
        units = self.roster.units.values() if self.roster else ()
        return columns.specs(self.form, self.when.end if self.when else None, units)

    def path(self, unit: str) -> tuple[Step, ...]:
        """A unit and those above it."""
        return steps(self.roster.path(unit)) if self.roster else ()


Answer = tuple[str, str]
"""What a row belongs to, else the sentence that says why to nothing."""
Whose = Callable[[Line], Answer]


def _most(table: Supplied, known: Callable[[str], bool]) -> int | None:
    """The place most of whose texts are known, at least half of them; the leftmost of several. None where there is none."""
    best: tuple[int, int] | None = None
    for place in sorted(table.headings):
        texts = [(text, count) for value, count in _times(table, place).items() if (text := text_of(value))]
        count = sum(count for text, count in texts if known(text))
        if count and count * 2 >= sum(count for _, count in texts) and (best is None or count > best[0]):
            best = count, place
    return best[1] if best else None


def _times(table: Supplied, place: int) -> Mapping[Raw, int]:
    """How often each value comes: a column of units says the same few in all rows. TRUE, 1 and 1.0 would be one, so they are texts."""
    column = [line.values[place] for line in table.lines if place < len(line.values)]
    return Counter(column if set(map(type, column)) <= {str, type(None)} else map(text_of, column))


def taken(wanted: Wanted, table: Supplied, names: Mapping[str, str]) -> Iterator[int]:
    """The places that say which unit, which section or which member a row is about."""
    places = (_code_place(wanted, table), _section_place(table, names), table.headed(RELATION))
    return (place for place in places if place is not None)


def _codes(roster: Roster, level: str) -> dict[str, tuple[Unit, ...]]:
    """The units of a level that each code may mean, in any code system; those that have ended too."""
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in (roster.units.get(code, unit) for code, unit in roster.everyone.items() if unit.level == level):
        for code in dict.fromkeys((unit.code, *(code for _, code in unit.other))):
            found[code] = (*found.get(code, ()), unit)
    return found


def _code_place(wanted: Wanted, table: Supplied) -> int | None:
    """The column of the codes of the units that report."""
    codes = _codes(wanted.roster, wanted.form.reporter) if wanted.roster else {}
    return _most(table, codes.__contains__) if codes else None


def unit_of(wanted: Wanted, table: Supplied) -> Whose:
    """By the code of the unit, else by its name and the names of those above it; where both are there, both mean the same."""
    roster, level = wanted.roster, wanted.form.reporter
    code = _code_place(wanted, table)
    if roster is None or (wanted.only and code is None and level not in table.levels):
        return lambda _: (wanted.only, "")
    codes = _codes(roster, level)

    @cache
    def answer(said: str, names: tuple[tuple[str, str], ...]) -> Answer:
        named = _by_name(roster, level, dict(names)) if dict(names).get(level) else None
        if not said:
            return named or ("", words.say("left-unit-blank", {"level": words.say(f"level-{level}")}))
        units = codes.get(said, ())
        fitting = [unit for unit in units if not (named and named[0]) or named[0] == unit.code]
        if not units:
            return "", words.say("left-unit", {"name": said})
        if not fitting:
            return "", words.say("left-unit-differs", {"code": said, "unit": units[0].name, "name": dict(names)[level]})
        return _reporting(roster, fitting[0]) if len(fitting) == 1 else _several(said, fitting)

    if code is None and level not in table.levels:
        return lambda _: ("", words.say("left-no-unit", {"level": words.say(f"level-{level}")}))
    places = tuple(table.levels.items())
    return lambda line: answer(characters.solid(line.text(code)), tuple((each, line.text(place)) for each, place in places))


def _several(name: str, units: Sequence[Unit]) -> Answer:
    return "", words.say("left-unit-many", {"name": name, "count": str(len(units))})


def _reporting(roster: Roster, unit: Unit) -> Answer:
    """A unit that reports, else since when it does not and who does instead."""
    if unit.code in roster.units:
        return unit.code, ""
    if not unit.until:
        return "", words.say("left-unit", {"name": unit.name})
    heir = roster.units.get(roster.successors.get(unit.code, ""))
    args = {"name": unit.name, "since": unit.ended, "into": heir.name if heir else ""}
    return "", words.say("left-unit-merged" if heir else "left-unit-ended", args)


def _by_name(roster: Roster, level: str, said: Mapping[str, str]) -> Answer:
    name = said[level]
    fitting = _meant(roster, level, name)
    if not fitting:
        return "", words.say("left-unit", {"name": name})
    for above, text in said.items():
        ups = [(unit, roster.above(unit.code, above)) for unit in fitting]
        fitting = tuple(unit for unit, up in ups if above == level or not text or up is None or _answers(up, text))
    if not fitting:
        return "", words.say("left-unit-above", {"name": name, "above": "、".join(text for above, text in said.items() if above != level)})
    if len(fitting) > 1:
        return _several(name, fitting)
    return _reporting(roster, fitting[0])


def _answers(unit: Unit, text: str) -> bool:
    """Whether a unit is called so, whatever the width of its brackets."""
    return characters.solid(text) in map(characters.solid, unit.spellings)


def _meant(roster: Roster, level: str, text: str) -> tuple[Unit, ...]:
    """The units of a level that a name may mean, also one written behind the names of those above it (东镇甲庄村)."""
    name = characters.solid(text)
    if found := roster.called(text, level) or roster.called(name, level):
        return found
    ups = [(up, name.removeprefix(characters.solid(up.name))) for up in roster.units.values() if up.level != level]
    return tuple(
        unit for up, rest in ups if rest and rest != name
        for unit in _meant(roster, level, rest) if up in roster.path(unit.code)
    )  # fmt: skip


def section_of(form: Form, table: Supplied, names: Mapping[str, str]) -> Whose:
    """By a column that is called so, by the one whose values are sections, else by the title above the row or of its sheet."""
    if len(form.sections) == 1:
        return lambda _: (form.sections[0].key, "")
    place = _section_place(table, names)
    if place is None:
        choices = "、".join(section.means or section.label for section in form.sections)
        none = words.say("left-no-section", {"choices": choices})
        return lambda line: (line.section, "" if line.section else none)

    def section(line: Line) -> tuple[str, str]:
        text = line.text(place)
        key = names.get(plain(text), "")
        return key, "" if key else words.say("left-section", {"name": mask.text(text)})

    return section


def _section_place(table: Supplied, names: Mapping[str, str]) -> int | None:
    headed = table.headed(_SECTION)
    return headed if headed is not None else _most(table, lambda text: plain(text) in names)


def section_names(form: Form) -> dict[str, str]:
    """What may be written for a section: its key, its label, what it means, and the other names a code list has for that.

    Nothing where there is but one.
    """
    if len(form.sections) == 1:
        return {}
    names = {plain(text): part.key for part in form.sections for text in (part.key, part.label, part.means) if text}
    means = {part.means: part.key for part in form.sections if part.means}
    for codes in {**load_codelists(), **form.codelists}.values():
        known = {code.value: code.key for code in codes.values}
        if means and all(text in known for text in means):
            same = {known[text] or text: key for text, key in means.items()}
            for code in codes.values:
                for text in (code.value, *code.aliases):
                    if (code.key or code.value) in same:
                        names.setdefault(plain(text), same[code.key or code.value])
    return names


def no_head(form: Form, table: Supplied, line: Line) -> str:
    """Why a row is none of a form that has one for each household: it is about a member who is not the head."""
    place = table.headed(RELATION)
    if form.record.grain != "household" or place is None:
        return ""
    relation = characters.solid(line.text(place))
    return "" if not relation or relation in HEADS else words.say("left-member", {"relation": mask.text(relation)})
