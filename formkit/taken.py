"""Filings and roll-ups of filings, as they come in together: each file read as what it is."""

from __future__ import annotations

from formkit.arrivals import Arrival
from formkit.engine import examine_file
from formkit.intake import Examined, Expectation
from formkit.read.rollup import RollupRead, read_rollup
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Container:
    """A roll-up workbook among filings, as it was read."""

    file: str
    sha256: str
    read: RollupRead


def taken(arrival: Arrival, expected: Expectation) -> Examined | Container:
    """One file as what it is: a filing, examined, or a roll-up with its parts; never raises for what is in it."""
    found = examine_file(arrival, expected)
    if found.read.code == "rollup-not-filing" and arrival.data is not None:
        rollup = read_rollup(arrival.data, arrival.shown, expected.forms, expected.passwords)
        return Container(arrival.shown, found.read.sha256, rollup) if rollup else found
    return found
