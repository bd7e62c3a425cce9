"""Findings of one kind told together: what they say in common, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from formkit import mask
from formkit.cells import Place
from formkit.finding import Finding
from formkit.layout import SHEET
from formkit.model import Form
from formkit.saying import Reader, remedy, sentence
from formkit.words.ledgers import text

VARIES = "…"


def kind_of(finding: Finding) -> tuple[str, ...]:
    """What findings have in common that are told together."""
    return finding.rule or "", finding.wording, finding.column or "", finding.severity


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Findings of one file by kind, and the explained apart; each kind where it first occurs."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        found.setdefault((*kind_of(finding), finding.open), []).append(finding)
    return tuple(tuple(group) for group in found.values())


def told(form: Form, findings: Sequence[Finding], to: Reader = "office") -> tuple[str, str]:
    """What findings of one kind say, and how to mend it; where they differ from each other stands …"""
    first = findings[0]
    same = {
        name: said if all(finding.args.get(name) == said for finding in findings) else VARIES
        for name, said in first.args.items()
    }
    common = replace(first, args=same)
    return sentence(form, common, to), remedy(form, common, to)


def cells_of(findings: Sequence[Finding], most: int) -> str:
    """Where they are: the first few cells, and how many in all; with the sheet where it is not the one that was handed out."""
    places = [finding.places[0] if finding.places else None for finding in findings]
    shown = "、".join(dict.fromkeys(_named(place) for place in places[:most]))
    return text("report-cells-more", cells=shown, count=str(len(places))) if len(places) > most else shown


def _named(place: Place | None) -> str:
    if place is None:
        return text("report-whole")
    return place.cell if place.sheet == SHEET else mask.text(f"{place.sheet}!{place.cell}")
