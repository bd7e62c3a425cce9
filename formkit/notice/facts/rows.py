"""The rows of checked filings as facts: which ones a notice is about, and what it says of each.

A row is a household where rows make households, else a line. It belongs as far down as its own columns say: a county's filing
has the rows of many villages. IDs and telephone numbers are shown by their last characters unless the scene is ``plain``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from formkit import mask, period
from formkit.cells import Place
from formkit.checks.households import Household, first_value, gone, households
from formkit.checks.scope import Constants, RowScope, answer, answers, true_rows, unanswerable
from formkit.compare.standing import label_of
from formkit.constants import constants
from formkit.filing import Record, Step
from formkit.formula import Formula, mentioned
from formkit.identity import steps
from formkit.merge import Part, year_of
from formkit.model import LEVELS, Column, Form
from formkit.model.notice import CLASS, EXPLAINED, Notice, Supply
from formkit.notice.scene import Scene
from formkit.people import persons
from formkit.types import KINDS, Value, shown
from formkit.units import Roster
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its facts; ``path`` is the unit it belongs to and those above, lowest first.

    ``who`` is the same for all rows of one household. ``people`` is how many persons it has: 0 where rows are lines, None
    where that cannot be known.
    """

    path: tuple[Step, ...]
    facts: Mapping[str, object]
    who: str = ""
    people: int | None = None


def rows_of(notice: Notice, scene: Scene) -> tuple[Row, ...]:
    """The rows a notice is about, unit by unit in the order of their codes, those of one unit in the order of its filings.

    A wall never shows a number in full, whoever asks.
    """
    scene = replace(scene, plain=scene.plain and notice.audience != "public")
    found = [
        row
        for supply in notice.rows
        for part in sorted(_parts(scene, supply.form), key=lambda part: part.unit)
        for row in _rows(scene.task.forms[supply.form], supply, part, scene)
    ]
    return tuple(sorted(found, key=lambda row: [(step.code, step.name) for step in reversed(row.path)]))


def unjudged(notice: Notice, scene: Scene) -> tuple[tuple[str, Place], ...]:
    """Cells, with their files, that are wrong, so that nobody can say whether the notice is about their rows: they are left out."""
    found: dict[tuple[str, Place], None] = {}
    for supply in notice.rows:
        if where := supply.formulas.get("where"):
            form = scene.task.forms[supply.form]
            places = [form.places[key] for key in mentioned(where, "cell")]
            for part in _parts(scene, supply.form):
                for record in part.records:
                    wrong = [place for place in places if record.readings[place].wrong]
                    found |= {(part.file, record.place(place)): None for place in wrong}
    return tuple(found)


def counts_of(notice: Notice, scene: Scene) -> dict[str, str]:
    """The numbers of a whole form that a notice asks for, over all filings that count, also those a roll-up brought.

    Empty where a formula does not apply, and where a cell it would count is wrong: it never becomes 0.
    """
    found: dict[str, str] = {}
    for counts in notice.counts:
        form = scene.task.forms.get(counts.form)
        if form is None:  # a text may ask for what another task would know
            found = {**dict.fromkeys(counts.facts, ""), **found}
            continue
        records = [record for part in _parts(scene, form.form) for record in part.records]
        known, end = _known(form, scene.task.period.text)
        scope = RowScope(form, records, known, end)
        for name, formula in counts.formulas.items():
            places = [form.places[key] for key in mentioned(formula, "column")]
            wrong = any(record.readings[place].wrong for record in records for place in places)
            found[name] = "" if wrong or unanswerable(formula, known, end) else _text(answer(formula, scope))
    return found


def _parts(scene: Scene, form: str) -> list[Part]:
    return [part for part in scene.came.parts if part.form == form]


def _known(form: Form, said: str) -> tuple[Constants, date | None]:
    """What a formula may name in a period, and the last day of it."""
    when = period.parsed(said)
    return constants(form, when), when.end if when else None


def _rows(form: Form, supply: Supply, part: Part, scene: Scene) -> Iterator[Row]:
    known, end = _known(form, part.period)
    where = supply.formulas.get("where")
    wanted = true_rows(form, part.records, where, known, end) if where else None
    left = gone(form, part.records, known, end)
    inside = {section.key: [record for record in part.records if record.section == section.key] for section in form.sections}
    scopes = {key: RowScope(form, records, known, end) for key, records in inside.items()}
    places = {id(record): index for records in inside.values() for index, record in enumerate(records)}
    for home in households(form, part.records):
        if supply.section not in ("", home.section):
            continue
        if wanted is not None and not any(id(record) in wanted for record in home.records):
            continue
        path = _path(form, home, part.path, scene.task.roster)
        asked = _Asked(form, supply, home, path, scopes[home.section], places, part.period, plain=scene.plain)
        facts: dict[str, object] = {name: asked.fact(name, text, home.anchor) for name, text in supply.facts.items()}
        staying = [record for record in home.records if id(record) not in left] or list(home.records)
        if supply.members:
            facts["members"] = [
                {"no": str(number), **{name: asked.member(name, text, record) for name, text in supply.members.items()}}
                for number, record in enumerate(staying, 1)
            ]
        yield Row(path, facts, _who(form, home, part), _people(form, supply, facts, home, staying))


def _path(form: Form, home: Household, path: tuple[Step, ...], roster: Roster) -> tuple[Step, ...]:
    """The unit a row belongs to and those above: below the unit that sent it, as far as its own columns name one.

    A name the roster does not know, or that two units below have, is a step without a code; it names files, so no number in it shows.
    """
    level = path[0].level
    below = LEVELS[: LEVELS.index(level)] if level in LEVELS and level != "department" else ()
    for index, column in sorted(enumerate(form.leaves), key=lambda pair: -LEVELS.index(pair[1].level or LEVELS[0])):
        if column.level in below and (first := first_value(home, index)):
            name = shown(first[1])
            units = [unit for unit in roster.called(name, column.level) if any(up.code == path[0].code for up in roster.path(unit.code))]
            path = steps(roster.path(units[0].code)) if len(units) == 1 else (Step(column.level, "", mask.text(name)), *path)
    return path


def _who(form: Form, home: Household, part: Part) -> str:
    """What makes two rows one household: each is one by itself, as in a roll-up, but lines of a unit with the same number."""
    for leaf in form.leaves if form.record.grain == "line" else ():
        if leaf.type == "resident-id" and (value := home.anchor.value(form.places[leaf.key])) is not None:
            return f"{part.unit}:{KINDS[leaf.type].key(value)}"
    return f"{part.form}:{part.unit}:{home.anchor.sheet}:{home.anchor.row}"


def _people(
    form: Form, supply: Supply, facts: Mapping[str, object], home: Household, staying: Sequence[Record]
) -> int | None:  # fmt: skip
    """How many persons a row stands for: what it says of itself (``people``), so that a list adds up, else as roll-ups count."""
    if supply.facts.get("people"):
        said = str(facts["people"])
        return int(said) if said.isdigit() else None
    size = form.record.size
    if form.record.grain == "household" and (size is None or home.anchor.value(form.places[size]) is None):
        return None
    return persons(form, staying)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A household that is asked for its facts."""

    form: Form
    supply: Supply
    home: Household
    path: tuple[Step, ...]
    scope: RowScope
    places: Mapping[int, int]
    period: str
    plain: bool

    def fact(self, name: str, text: str, record: Record) -> str:
        """A fact of the household: of a column that is its own, what the first row with a value says; a place by its unit's name,
        which a unit need not write of itself.
        """
        if text == CLASS:
            return label_of(self.form, self.home, year_of(self.period))
        if text == EXPLAINED:
            said = "；".join(dict.fromkeys(row.explanation for row in self.home.records if row.explanation))
            return said if self.plain else mask.text(said)
        if not text:
            return ""
        if text.startswith("="):
            return self._worked(self.supply.formulas[f"facts-{name}"], record)
        column, place = self.form.column(text), self.form.places[text]
        if column.level and (where := next((step.name for step in self.path if step.level == column.level), "")):
            return where
        if column.per == "household" and (first := first_value(self.home, place)):
            return self._printed(column, first[1])
        return self._printed(column, record.value(place))

    def member(self, name: str, text: str, record: Record) -> str:
        """A fact of one row of it."""
        if not text:
            return ""
        if text.startswith("="):
            return self._worked(self.supply.formulas[f"members-{name}"], record)
        return self._printed(self.form.column(text), record.value(self.form.places[text]))

    def _worked(self, formula: Formula, record: Record) -> str:
        wrong = any(record.readings[self.form.places[key]].wrong for key in mentioned(formula, "cell"))
        if wrong or unanswerable(formula, *_known(self.form, self.period)):
            return ""
        said = _text(answers(formula, self.scope)[self.places[id(record)]])
        return said if self.plain else mask.text(said)

    def _printed(self, column: Column, value: Value) -> str:
        """A value as it is written; what may be a number of a person is masked, also where it stands in a sentence."""
        kind = KINDS[column.type]
        said = "" if value is None else kind.shown(value)
        if self.plain:
            return said
        return mask.number(said) if kind.SECRET else mask.text(said)


def _text(value: object) -> str:
    """What a formula came to, as it is written; empty where it did not apply."""
    if value is None:
        return ""
    if isinstance(value, date):
        return period.long_date(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    return shown(value) if isinstance(value, str | int | Decimal) else str(value)
