"""Rows as the list of one document: numbered, added up as households and persons, and the documents they are divided into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from formkit.filing import Step
from formkit.notice.facts.rows import Row
from formkit.notice.terms import Term

_BETWEEN = re.compile(r"[、，,；;/／\n]+")
"""What people put between names in one cell."""
KIND = "kind"
"""The fact by which the rows of a list are also added up each kind by itself."""
TERMS = (
    Term("row_count", "清单的行数"), Term("row_homes", "清单的户数"), Term("row_people", "清单的人数（算不出时是空的）"),
    Term("row_size", "清单的户数人数，如3户9人；一行不是一户的只有户数（算不出时是空的）"),
)  # fmt: skip
KINDS_TERM = Term("row_kinds", "清单按 kind 分开合计", (Term("name", "名称"), Term("count", "行数"), Term("size", "户数人数，如3户9人（算不出时是空的）")))


def listed(rows: Sequence[Row]) -> dict[str, object]:
    """A list and what it comes to."""
    kinds = dict.fromkeys(str(row.facts.get(KIND, "")) for row in rows)
    grouped = {name: [row for row in rows if str(row.facts.get(KIND, "")) == name] for name in kinds if name}
    people = _people(rows)
    return {
        "rows": numbered(rows), "row_count": str(len(rows)), "row_homes": str(_homes(rows)), "row_people": str(people or ""),
        "row_size": size(rows),
        "row_kinds": [{"name": name, "count": str(len(own)), "size": size(own)} for name, own in grouped.items()],
    }  # fmt: skip


def size(rows: Sequence[Row]) -> str:
    """Households and persons together, each household once; of lines the households alone; empty where persons cannot be known."""
    people = _people(rows)
    if people is None:
        return ""
    return f"{_homes(rows)}户{people}人" if people else f"{_homes(rows)}户"


def _homes(rows: Iterable[Row]) -> int:
    return len({row.who for row in rows})


def _people(rows: Iterable[Row]) -> int | None:
    """The persons of the households, those of one that has several rows once; None where one cannot be known."""
    each = {row.who: row.people for row in rows}
    known = [people for people in each.values() if people is not None]
    return sum(known) if len(known) == len(each) else None


def numbered(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Rows as a list in a template: each with its number, its unit and the one above."""
    return [
        {"no": str(number), "unit": row.path[0].name, "township": _above(row.path, "township"), **row.facts}
        for number, row in enumerate(rows, 1)
    ]


def _above(path: Sequence[Step], level: str) -> str:
    return next((step.name for step in path if step.level == level), "")


def parted(rows: Iterable[Row], name: str | None) -> Iterator[Row]:
    """The rows, one that names several in a fact (民政局、住建局) once for each of them."""
    for row in rows:
        names = dict.fromkeys(part.strip() for part in _BETWEEN.split(str(row.facts.get(name, ""))) if part.strip()) if name else {}
        if not names or name is None:
            yield row
        for each in names:
            yield replace(row, facts={**row.facts, str(name): each})
