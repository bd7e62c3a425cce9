"""Which rows of a filing are not in the stock: those whose risk was eliminated, that died or moved away, or never were admitted.

They may go on standing in the table, so a total must not count them. What a formula asks of a household's own columns holds for
all its rows, on whichever of them it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formkit import period as periods
from formkit.checks import scope
from formkit.checks.households import Household, households
from formkit.constants import constants
from formkit.filing import Record
from formkit.formula import mentioned
from formkit.model import Form

OUT = ("removed", "lost")
"""The formulas of a form's summary that say who left, the one that counts first where both are true."""
OUTSIDE = "outside"
BESIDE = (OUTSIDE, *OUT)
"""How a row may stand in the table without being in the stock; who never was in it cannot have left it."""


def leaving(form: Form) -> bool:
    """Whether rows that are not in the stock may stand in the table, and are not to be counted: a line is in no stock."""
    return form.record.grain != "line" and any(f"summary-{out}" in form.formulas for out in BESIDE)


def true_rows(form: Form, period: str, records: Sequence[Record], setting: str, grouped: Sequence[Household]) -> set[int]:
    """The rows, by identity, for which a formula of the summary is true; none where the form has no such formula."""
    formula = form.formulas.get(f"summary-{setting}")
    if formula is None:
        return set()
    when = periods.parsed(period)
    found = scope.true_rows(form, records, formula, constants(form, when), when.end if when else None)
    if form.record.grain == "person" and all(form.column(key).per == "household" for key in mentioned(formula, "cell")):
        return {id(row) for home in grouped if any(id(row) in found for row in home.records) for row in home.records}
    return found


def outs(form: Form, period: str, records: Sequence[Record], grouped: Sequence[Household]) -> Mapping[int, str]:
    """Why each row that is out is so, by the identity of the row; a row that is in the stock is not named."""
    return {row: out for out in reversed(BESIDE) for row in true_rows(form, period, records, out, grouped)}


def stock(form: Form, period: str, records: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Household, ...]]:
    """The rows that are in the stock at the end of the period, and the households of which a row is; all of them where the form
    does not say who leaves. A household is whole: what it says on the row of a member who left, it still says.
    """
    return _inside(form, period, records, households(form, records))


def _inside(
    form: Form, period: str, records: Sequence[Record], grouped: tuple[Household, ...]
) -> tuple[tuple[Record, ...], tuple[Household, ...]]:
    if not leaving(form):
        return tuple(records), grouped
    gone = outs(form, period, records, grouped)
    homes = tuple(home for home in grouped if any(id(row) not in gone for row in home.records))
    return tuple(record for record in records if id(record) not in gone), homes


def by_measure(
    form: Form, period: str, records: Sequence[Record]
) -> Mapping[str, tuple[tuple[Record, ...], tuple[Household, ...]]]:
    """The rows and households that count in a column of each measure: for ``stock`` those in it at the end of the period; for
    ``flow`` all of the table, since what happened in the period happened to whoever left in it as well: two who died are two.
    """
    everything = tuple(records), households(form, records)
    return {"stock": _inside(form, period, *everything), "flow": everything}
