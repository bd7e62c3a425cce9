"""Where roll-ups stand beside one another with nothing above them, as the counties of a province do: a table to find them by."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from formkit import detail, disk, words
from formkit.books import Book
from formkit.gather import Gathered
from formkit.intake import GOOD
from formkit.merge import Rollup

NAME = "汇总索引.csv"
_HEAD = ("form", "period", "code", "unit", "file", "expected", "accepted", "missing", "households", "persons", "sha256")


def index(gathered: Gathered, made: Sequence[Book]) -> bytes | None:
    """A CSV with a line for each roll-up that has none above it, in the order of the roster; None where none stands beside another.

    ``made`` are the workbooks as they were written. ``missing`` are units of which nothing was accepted, for whatever reason.
    """
    top = [(book, rollup) for book, rollup in zip(made, gathered.rollups, strict=True) if detail.topmost(rollup, gathered.rollups)]
    kinds = [(rollup.form.form, rollup.period) for _, rollup in top]
    if len(set(kinds)) == len(kinds):
        return None
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(words.say(f"index-{key}") for key in _HEAD)
    lines.writerows([detail.cell(value) for value in _line(gathered, book, rollup)] for book, rollup in top)
    return text.getvalue().encode("utf-8-sig")


def _line(gathered: Gathered, book: Book, rollup: Rollup) -> tuple[str | int, ...]:
    states = gathered.under(rollup)
    good = sum(state.state in GOOD for state in states)
    households, persons = (sum(getattr(total, key) for total in book.totals.values()) for key in ("households", "persons"))
    return (
        rollup.form.form, rollup.period, rollup.unit.code, rollup.unit.name, book.file.name,
        len(states), good, len(states) - good, households, persons, disk.digest(book.file),
    )  # fmt: skip
