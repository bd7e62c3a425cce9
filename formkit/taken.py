"""Filings and roll-ups of filings, as they come in together: each file read as what it is."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from formkit import marked
from formkit.arrivals import Arrival
from formkit.engine import examine_file
from formkit.intake import Examined, Expectation, another
from formkit.merge import Part
from formkit.model import Form
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


def put_by(arrival: Arrival, expected: Expectation, salt: bytes) -> Examined | Container:
    """The same with all rows put away, and what has to be asked of them by itself asked; persons are marked by the salt."""
    found = taken(arrival, expected)
    if isinstance(found, Container):
        form = expected.forms[found.read.form]
        own, disputed = (tuple(_put(form, part, salt) for part in parts) for parts in (found.read.parts, found.read.disputed))
        return replace(found, read=replace(found.read, parts=own, disputed=disputed))
    filing = found.read.filing
    if filing is None:
        return found
    form = expected.forms[filing.identity.form]
    kept = replace(filing, records=marked.put_by(form, filing.records, salt))
    return replace(found, read=replace(found.read, filing=kept), other=another(form, filing, expected.roster))


def _put(form: Form, part: Part, salt: bytes) -> Part:
    return replace(part, records=marked.put_by(form, part.records, salt))


def alike(one: Examined, known: dict[Hashable, Any]) -> Examined:
    """What stands in many filings alike (which rules ran, where the columns stand) as the same thing in all: half of what is known of one.

    ``known`` is what stood in those before.
    """
    filing, report = one.read.filing, one.report
    report = replace(report, rules=known.setdefault(report.rules, report.rules))
    if filing is None:
        return replace(one, report=report)
    blocks = tuple(
        known.setdefault((each.section, each.sheet, each.header_row, *each.letters.items(), each.unknown, each.missing), each)
        for each in filing.blocks
    )
    return replace(one, read=replace(one.read, filing=replace(filing, blocks=blocks)), report=report)
