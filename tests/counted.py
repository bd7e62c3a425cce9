"""Households and totals counted a second time, row by row and slowly, for tests to hold the package against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from formkit.filing import Record
from formkit.merge import Part, Total
from formkit.model import Form

Line = Mapping[str, Any]


def lines(form: Form, part: Part, section: str) -> list[Line]:
    """The rows of one section as plain values by column."""
    return [plain(form, record) for record in part.records if record.section == section]


def plain(form: Form, record: Record) -> Line:
    """A row as plain values by column; a number of 15 digits as that of 18 which it became."""
    found = {column.key: reading.value for column, reading in zip(form.leaves, record.readings, strict=True)}
    return found | {"id_number": number(form, record) or None} if "id_number" in found else found


def number(form: Form, record: Record) -> str:
    """The number of a row's person in 18 digits or more; empty where there is none that can be used."""
    place = form.places["id_number"]
    reading = record.readings[place]
    if reading.problem != "id-old":
        return str(reading.value or "")
    digits = [int(digit) for digit in f"{str(record.raws[place])[:6]}19{str(record.raws[place])[6:]}"]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return "".join(map(str, digits)) + "10X98765432"[rest]


def anchor(rows: Sequence[tuple[str, bool]], index: int) -> int:
    """The row that anchors the household of a row; ``rows`` are the head's name and whether the row is the head."""
    name, head = rows[index]
    if not name or head:
        return index
    same = [place for place, (other, _) in enumerate(rows) if other.lower() == name.lower()]
    heads = [place for place in same if rows[place][1]]
    above = [place for place in heads if place < index]
    below = [place for place in heads if place > index]
    return max(above) if above else min(below) if below else min(same)


def homes(form: Form, rows: Sequence[Line]) -> list[int]:
    """For every row of a section the row that anchors its household."""
    if form.record.grain == "household":
        return list(range(len(rows)))
    said = [(str(row["head_name"] or ""), row["relation"] == "户主") for row in rows]
    return [anchor(said, index) for index in range(len(rows))]


def section_total(form: Form, rows: Sequence[Line]) -> Total:
    """What one filing adds in one section."""
    owners = homes(form, rows)
    people = 0
    for index, row in enumerate(rows):
        if form.record.grain == "household":
            people += row["household_size"] or 0
        elif row["id_number"] is None:
            people += 1
        else:
            people += not any(row["id_number"][:18] == (other["id_number"] or "")[:18] for other in rows[:index])
    return Total(len(rows), len(set(owners)), people, columns(form, rows, owners))


def columns(form: Form, rows: Sequence[Line], owners: Sequence[int]) -> dict[str, Any]:
    """What each column adds up to: a household has one value, the first that one of its rows says."""
    found: dict[str, Any] = {}
    for column in form.leaves:
        said: dict[int, Any] = {}
        for index, row in enumerate(rows):
            if row[column.key] is not None:
                said.setdefault(owners[index] if column.per == "household" else index, row[column.key])
        if column.rollup == "count":
            found[column.key] = len(said)
        elif column.rollup == "sum":
            found[column.key] = sum(said.values())
        elif column.rollup == "by_value":
            every = [code.value for code in form.codelists[str(column.codes)].values]
            found[column.key] = {value: list(said.values()).count(value) for value in every}
    return found


def total(form: Form, parts: Iterable[Part], section: str) -> Total:
    """What several filings add up to in one section."""
    each = [section_total(form, lines(form, part, section)) for part in parts]
    sums: dict[str, Any] = section_total(form, []).columns | {}
    for one in each:
        for key, amount in one.columns.items():
            if isinstance(amount, int):
                sums[key] += amount
            else:
                sums[key] = {value: sums[key][value] + amount[value] for value in sums[key]}
    return Total(sum(o.records for o in each), sum(o.households for o in each), sum(o.persons for o in each), sums)


def persons(form: Form, parts: Iterable[Part], section: str) -> int:
    """Different persons of a section over all units; a row without a number is somebody of its own."""
    rows = [row for part in parts for row in lines(form, part, section)]
    known = {row["id_number"][:18] for row in rows if row["id_number"] is not None}
    return len(known) + sum(row["id_number"] is None for row in rows)
