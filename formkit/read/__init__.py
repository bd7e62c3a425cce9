"""Bytes to filings: what a file is, whose it is, and every row of it. The only package that reads spreadsheets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from formkit import lock
from formkit.filing import Filing, Identity, Source, content
from formkit.identity import Said
from formkit.layout import PARTS_SHEET
from formkit.model import Form
from formkit.period import Period
from formkit.pickled import by_fields
from formkit.read.agree import Clash, clash, completed, notes
from formkit.read.grid import Grid, UnreadableError, read_grids
from formkit.read.identify import coded, spoken, written
from formkit.read.labels import spelled
from formkit.read.recognise import Meant, Stranger, mislaid, others_beside, recognised, uncollected
from formkit.read.sheets import filing_of, places_of, units_of
from formkit.units import Roster
from formkit.values import dataclass

__all__ = ["Clash", "FileRead", "Grid", "UnreadableError", "places_of", "read_file", "read_grids", "units_of"]


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as read: what it is, the filing in it, or the outcome and sentence that say why there is none.

    ``named`` is the unit its file name names where that is another one than the filing's, ``titled`` the period it names;
    ``clash`` is set where its carriers name two units and nothing decides; ``doubt`` is what to say where its code does.
    """

    file: str
    sha256: str
    kind: str
    outcome: str = ""
    code: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    filing: Filing | None = None
    named: str = ""
    titled: str = ""
    clash: Clash | None = None
    doubt: Mapping[str, str] = field(default_factory=dict)
    __reduce__ = by_fields


def read_file(
    data: bytes, file: str, forms: Mapping[str, Form], roster: Roster | None = None, passwords: Sequence[str] = (),
    period: Period | None = None, beside: Mapping[str, Form] | None = None,
) -> FileRead:  # fmt: skip
    """Read a file of any kind against the forms it may be; never raises for what is in the file.

    ``passwords`` are tried on a file that needs one. ``period`` is what is being collected, for a file that no longer says
    which it is for. ``beside`` are authors' own forms, to name what is none of ``forms``. The SHA-256 is that of
    the file as it came.
    """
    digest = hashlib.sha256(data).hexdigest()
    data, verdict = lock.inspected(data, file, passwords)
    if verdict.outcome:
        return FileRead(file, digest, verdict.kind, verdict.outcome, verdict.code, verdict.args)
    try:
        grids = read_grids(data, verdict)
    except UnreadableError as error:
        return FileRead(file, digest, verdict.kind, error.outcome, error.code, error.detail)
    carriers = spoken(grids, verdict.properties)
    whole = FileRead(file, digest, verdict.kind, identity=carriers.believed or Identity())
    if any(key.startswith("rollup") for key in verdict.properties) or any(grid.name == PARTS_SHEET for grid in grids):
        own = verdict.properties.get("rollup", "").split("/")
        if len(own) == 4 and own[0] not in forms:
            return _stranger(whole, uncollected(Identity(own[0], own[1], own[2], own[3]), forms, roster, beside))
        return replace(whole, outcome="not-a-filing", code="rollup-not-filing")
    meant = recognised(grids, carriers.believed, forms, roster, beside)
    if isinstance(meant, Stranger):
        return _stranger(whole, meant)
    carriers, doubt = coded(carriers, roster, meant.form.reporter)
    before = carriers.believed or Identity(meant.form.form, meant.version)
    filing = _as_of(grids, meant, Source(file, digest, kind=verdict.kind), before, roster)
    if not filing.blocks and (stranger := mislaid(grids, meant, before, forms, beside)):
        return _stranger(whole, stranger)
    said = (*carriers.said, *written(meant.form, filing, grids, file, roster))
    found, by = completed(before, said, roster, period)
    if (found.unit, found.period, found.path) != (before.unit, before.period, before.path):
        filing = _as_of(grids, meant, filing.source, found, roster)
    asked = (*others_beside(grids, meant, filing, forms), *notes(before, found, by, said, roster, _rows(before, filing)))
    filing = replace(filing, notes=(*filing.notes, *asked))
    return _named(replace(whole, identity=found, filing=filing, clash=clash(found, said, roster), doubt=doubt), said)


def _rows(before: Identity, filing: Filing) -> str:
    """The content of the records, where anything hangs on it: only a return copy says what was not settled."""
    return content(filing.records) if before.unsettled else ""


def _named(whole: FileRead, said: Sequence[Said]) -> FileRead:
    """The same with the unit and the period that its file name names."""
    name = next((each for each in said if each.carrier == "carrier-name"), None)
    own = whole.identity.unit
    return replace(whole, named=name.unit if own and name.unit != own else "", titled=name.period) if name else whole


def _stranger(whole: FileRead, found: Stranger) -> FileRead:
    return replace(whole, outcome=found.outcome, code=found.code, args=found.args)


def _as_of(grids: Sequence[Grid], meant: Meant, source: Source, identity: Identity, roster: Roster | None) -> Filing:
    """The filing, found by the labels of the version it is of; what that version did not have is not missed, nor what is gone."""
    filing = filing_of(grids, spelled(meant.form, meant.version), source, identity, roster)
    before = meant.form.before(meant.version)
    if before is None:
        return filing
    kept = (
        note
        for note in filing.notes
        if not (note.code == "missing-column" and note.column in before.lacks)
        and not (note.code == "unknown-column" and note.value in before.gone)
    )
    return replace(filing, notes=tuple(kept))
