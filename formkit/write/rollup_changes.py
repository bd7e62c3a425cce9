"""变动明细: one line for each change since the period before, unit by unit: who, what, why, and the rows that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit import mask
from formkit.checks.households import Household, first_value, households
from formkit.compare.changes import Change, Comparison, Spot
from formkit.compare.differing import HOUSEHOLD, SECTION
from formkit.compare.standing import told_by
from formkit.model import Form
from formkit.saying import shown
from formkit.types import KINDS
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


_OF_PEOPLE = ("list-id", "changes-section", "list-homes", "list-persons", "changes-reason", "changes-other")
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
        rows += [_row(homes, plan.form, len(rows) + place, change, one.path[1].name if len(one.path) > 1 else "")
                 for place, change in enumerate(one.changes, 1)]  # fmt: skip
        if one.changes:
            blocks[code] = first, FIRST_ROW + len(rows) - 1
    title = text("changes-title", title=plan.title, before=period_label(comparison.before))
    kept = [place for place, (code, _) in enumerate(_WIDTHS) if not (plan.form.record.grain == "line" and code in _OF_PEOPLE)]
    columns = tuple((text(code), width) for code, width in (_WIDTHS[place] for place in kept))
    name = text("rollup-changes")
    lines = [tuple(row[place] for place in kept) for row in rows]
    write_listing(book, Listing(name, title, columns, lines, text("changes-none"), paper=A3))
    return ChangeRows(name, blocks)


def _row(homes: _Homes, form: Form, number: int, change: Change, above: str) -> tuple[str | int, ...]:
    spot = change.after or change.before
    assert spot is not None
    named, numbered = form.record.name or told_by(form), form.record.person
    return (
        number, above, change.unit.name, text(f"change-{change.kind}"), _shown(homes, form, spot, named) if named else "",
        _shown(homes, form, spot, numbered) if numbered else "", _section(form, spot), change.size.households or "",
        change.size.persons or "", "；".join(_differences(homes, form, change)), change.reason,
        change.other.name if change.other else "", _source(change.after), _source(change.before),
    )  # fmt: skip


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
