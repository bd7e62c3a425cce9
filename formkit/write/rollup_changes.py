"""变动明细: one line for each change since the period before, unit by unit: who, what, why, and the rows that show it; behind them
one for each number of the unit that changed more than is ordinary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from formkit import mask
from formkit.checks.households import Household, first_value, households
from formkit.compare.changes import Change, Compared, Comparison, Jump, Spot
from formkit.compare.differing import HOUSEHOLD, SECTION
from formkit.compare.standing import label_of, told_by
from formkit.merge import year_of
from formkit.model import Form
from formkit.saying import shown
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words import say
from formkit.words.ledgers import text
from formkit.write.listing import A3, Listing, write_listing
from formkit.write.rollup_plan import RollupPlan, period_label
from formkit.write.styles import Book

FIRST_ROW = 3
"""Row of the first change, counted from 1."""
KIND, HOMES, PERSONS = 3, 7, 8
"""Columns that the sums of 变动表 run over: what kind of change, and how many households and persons it is."""
_WIDTHS = (
    ("list-number", 6.0), ("flows-above", 14.0), ("list-unit-name", 14.0), ("changes-kind", 11.0), ("list-name", 11.0),
    ("list-id", 22.0), ("changes-section", 12.0), ("list-homes", 6.0), ("list-persons", 6.0), ("changes-what", 38.0),
    ("changes-reason", 12.0), ("changes-other", 16.0), ("changes-now", 40.0), ("changes-then", 40.0),
    ("list-unit", 16.0), ("changes-class", 14.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRows:
    """Where the changes of each unit stand on the sheet: first and last row by the unit's code."""

    sheet: str
    blocks: Mapping[str, tuple[int, int]]

    def summed(self, unit: str, kinds: tuple[str, ...], column: int) -> str:
        """The formula that adds a column over a unit's changes of some kinds; "" where it has none at all."""
        if unit not in self.blocks:
            return ""
        first, last = self.blocks[unit]
        of, add = (f"'{self.sheet}'!${name}${first}:${name}${last}" for name in (_LETTERS[KIND], _LETTERS[column]))
        return "+".join(f'SUMIF({of},"{text(f"change-{kind}")}",{add})' for kind in kinds)


_OF_PEOPLE = ("list-id", "changes-section", "list-homes", "list-persons", "changes-reason", "changes-other", "changes-class")
"""Columns that say nothing of a row that is a line: what it is called stands under the name."""
_LETTERS = "ABCDEFGHIJKLMN"
_Homes = dict[int, dict[int, Household]]
"""The household of each row, by the identity of its filing and its own."""


def write_changes(book: Book, plan: RollupPlan, comparison: Comparison) -> ChangeRows:
    """The sheet, and where each unit's changes stand on it."""
    homes: _Homes = {}
    rows: list[tuple[str | int, ...]] = []
    blocks: dict[str, tuple[int, int]] = {}
    for code, one in comparison.units.items():
        first = FIRST_ROW + len(rows)
        came = {id(change.after.record) for change in one.changes if change.kind in ("added", "arrived") and change.after}
        found = [*(_row(homes, plan.form, came, change) for change in one.changes),
                 *(_jump(homes, plan.form, one, jump) for jump in comparison.jumps if jump.unit.code == code)]  # fmt: skip
        above = one.path[1].name if len(one.path) > 1 else ""
        rows += [(len(rows) + place, above, *line) for place, line in enumerate(found, 1)]
        if found:
            blocks[code] = first, FIRST_ROW + len(rows) - 1
    title = text("changes-title", title=plan.title, before=period_label(comparison.before))
    lines_only, classed = plan.form.record.grain == "line", plan.form.summary is not None and plan.form.summary.classes is not None
    unfit = {*(_OF_PEOPLE if lines_only else ()), *(() if classed else ("changes-class",))}
    kept = [place for place, (code, _) in enumerate(_WIDTHS) if code not in unfit]
    called = plan.form.record.name or told_by(plan.form)
    named = {"list-name": plan.form.column(called).label} if called else {}
    columns = tuple((named.get(code) or text(code), width) for code, width in (_WIDTHS[place] for place in kept))
    name = text("rollup-changes")
    lines = [tuple(row[place] for place in kept) for row in rows]
    write_listing(book, Listing(name, title, columns, lines, text("changes-none"), paper=A3))
    return ChangeRows(name, blocks)


def _row(homes: _Homes, form: Form, came: Collection[int], change: Change) -> tuple[str | int, ...]:
    """A change as a line. It is booked in the class it stood in before, or, of a row that came (``came``), in the one it came to."""
    spot = change.after or change.before
    assert spot is not None
    named, numbered = form.record.name or told_by(form), form.record.person
    booked = change.after if change.after and id(change.after.record) in came else change.before
    return (
        change.unit.name, text(f"change-{change.kind}"), _shown(homes, form, spot, named) if named else "",
        _shown(homes, form, spot, numbered) if numbered else "", _section(form, spot), change.size.households or "",
        change.size.persons or "", "；".join(_differences(homes, form, change)), change.reason,
        change.other.name if change.other else "", _source(change.after), _source(change.before), change.unit.code,
        _class(homes, form, booked or spot),
    )  # fmt: skip


def _jump(homes: _Homes, form: Form, one: Compared, jump: Jump) -> tuple[str | int, ...]:
    """A number that changed more than is ordinary: a record's, with its rows, or a sum of the unit, with its filings."""
    column, spot = form.column(jump.key) if jump.key in form.places else None, jump.spot
    before, after = (shown(column, KINDS[column.type].shown(each)) if column else str(each) for each in (jump.before, jump.after))
    label = form.titles[jump.key] if column else say(f"compare-{jump.key}")
    section = next((part.means or part.label for part in form.sections if part.key == jump.section), "")
    who = [_shown(homes, form, spot, key) if spot and key else "" for key in (form.record.name or told_by(form), form.record.person)]
    then = next((change.before for change in one.changes if spot and change.after and change.after.record is spot.record), None)
    ends = [_source(spot), _source(then)] if spot else [mask.text(part.file) if part else "" for part in (one.after, one.before)]
    return (
        jump.unit.name, text("change-jump"), *who, section, "", "", f"{label}：{before}→{after}", "", "", *ends, jump.unit.code,
        _class(homes, form, spot) if spot else "",
    )  # fmt: skip


def _class(homes: _Homes, form: Form, spot: Spot) -> str:
    """The class of a row's household, where the form has a column for it."""
    classed = form.summary is not None and form.summary.classes is not None and form.record.grain != "line"
    return label_of(form, _home_of(homes, form, spot), year_of(spot.part.period)) if classed else ""


def _section(form: Form, spot: Spot) -> str:
    found = next(part for part in form.sections if part.key == spot.record.section)
    return found.means or found.label


def _source(spot: Spot | None) -> str:
    if spot is None:
        return ""
    record = spot.record
    return text("changes-source", file=mask.text(spot.part.file), sheet=record.sheet, row=str(record.row))


def _differences(homes: _Homes, form: Form, change: Change) -> Iterator[str]:
    """What changed, old → new; what no column shows is said of the household."""
    if change.before is None or change.after is None:
        if HOUSEHOLD in change.columns:
            yield text("changes-household")
        return
    for key in change.columns:
        if key == HOUSEHOLD:
            yield text("changes-household")
            continue
        label = text("changes-section") if key == SECTION else form.titles[key]
        ends = (_section(form, spot) if key == SECTION else _shown(homes, form, spot, key) for spot in (change.before, change.after))
        old, new = (said or text("changes-blank") for said in ends)
        yield f"{label}：{old}→{new}"


def _shown(homes: _Homes, form: Form, spot: Spot, key: str) -> str:
    """A value as it may be shown: what is asked once for a household is its household's, on whichever row it stands."""
    place, record = form.places[key], spot.record
    value = record.value(place)
    if value is None and form.leaves[place].per == "household":
        first = first_value(_home_of(homes, form, spot), place)
        value = first[1] if first else None
    return "" if value is None else shown(form.leaves[place], KINDS[form.leaves[place].type].shown(value))


def _home_of(homes: _Homes, form: Form, spot: Spot) -> Household:
    """The household of a row; those of a filing are worked out once."""
    if id(spot.part) not in homes:
        grouped = households(form, spot.part.records)
        homes[id(spot.part)] = {id(record): home for home in grouped for record in home.records}
    return homes[id(spot.part)][id(spot.record)]
