"""The sheet 重复人员 of a roll-up: both ends of every duplicate, one line an end, with what each wrote where they differ.

A unit's own people are shown to it; of an end outside the roll-up's unit only the unit is named. Numbers are masked, and of what
is sensitive it is only said that it differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit import mask, words
from formkit.filing import Record
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.saying import shown
from formkit.twins import Place, Twin
from formkit.twins.across import counted, kind_of, named, said, wording
from formkit.types import KINDS
from formkit.words.ledgers import text
from formkit.write.listing import Listing
from formkit.write.rollup_plan import period_label

_WIDTHS = {
    "number": 5, "twin": 12, "id": 19, "unit-name": 15, "section": 10, "name": 8, "relation": 8, "differs": 22, "settle": 38,
    "file": 20, "row": 9,
}  # fmt: skip
_HIDDEN = "***"


def twins_listing(rollup: Rollup, twins: Sequence[Twin]) -> Listing:
    """The list: the duplicates of this form and period with an end at or below the roll-up's unit, the gravest first."""
    mine = twins_under(rollup, twins)
    asked = [key for key in _WIDTHS if key != "relation" or rollup.form.record.head]
    rows = [tuple(line[key] for key in asked) for number, twin in enumerate(mine, 1) for line in _lines(rollup, number, twin)]
    columns = tuple((text(f"list-{key}"), float(_WIDTHS[key])) for key in asked)
    lead = text("twins-lead", count=str(len(mine)), kinds=counted(mine)) if mine else ""
    if any(not _inside(rollup, part) for twin in mine for part, _ in twin.places):
        lead += text("twins-outside")
    title = text("twins-title", unit=rollup.unit.name, period=period_label(rollup.period))
    return Listing(text("rollup-twins"), title, columns, rows, text("list-none"), lead)


def twins_under(rollup: Rollup, twins: Sequence[Twin]) -> list[Twin]:
    """The duplicates of the roll-up's form and period that have an end at or below its unit."""
    return [twin for twin in twins if any(_inside(rollup, part) for part, _ in twin.places)]


def _inside(rollup: Rollup, part: Part) -> bool:
    """Whether a part is one of the roll-up's own."""
    own = any(step.code == rollup.unit.code for step in part.path)
    return own and (part.form, part.period) == (rollup.form.form, rollup.period)


def _lines(rollup: Rollup, number: int, twin: Twin) -> Iterator[dict[str, str | int]]:
    form = rollup.form
    kinds = "、".join(kind_of(trait) for trait in twin.traits)
    for part, record in twin.places:
        lead: dict[str, str | int] = {"number": number, "twin": kinds, "unit-name": named(part, (rollup.unit, *rollup.above))}
        if _inside(rollup, part):
            yield lead | _own(form, twin, (part, record))
        else:
            yield dict.fromkeys(_WIDTHS, "") | lead | {"id": mask.number(twin.person), "differs": _masked(form, twin)}


def _own(form: Form, twin: Twin, place: Place) -> dict[str, str | int]:
    """What the unit of the roll-up may see of an end: its own people."""
    part, record = place
    labels = {section.key: section.means or section.named for section in form.sections}
    differs = "\n".join(f"{form.titles[key]}：{_value(form, key, record) or text('list-blank')}" for key in twin.differs)
    code = wording(twin, part.unit)
    return {
        "id": _number(form, twin, record), "section": labels.get(record.section, record.section),
        "name": _value(form, form.record.name, record), "relation": "、".join(_value(form, key, record) for key in form.record.head),
        "differs": differs, "settle": mask.text(words.remedy(code, said(form, twin, part))), "file": mask.text(part.file),
        "row": mask.text(f"{record.sheet} {record.row}"),
    }  # fmt: skip


def _masked(form: Form, twin: Twin) -> str:
    return "\n".join(f"{form.titles[key]}：{_HIDDEN}" for key in twin.differs)


def _number(form: Form, twin: Twin, record: Record) -> str:
    """The masked number; one of 15 digits as it was written."""
    place = form.places[form.record.person or ""]
    return mask.number(twin.person if record.value(place) is not None else str(record.raws[place]))


def _value(form: Form, key: str | None, record: Record) -> str:
    """A value as the office may see it; of what is sensitive only that there is a difference."""
    value = record.value(form.places[key]) if key else None
    if key is None or value is None:
        return ""
    column = form.column(key)
    return text("list-differs-only") if column.sensitive else shown(column, KINDS[column.type].shown(value))
