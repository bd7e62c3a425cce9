"""Bytes to filings: what a file is, whose it is, and every row of it. The only package that reads spreadsheets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from formkit import gate, lock
from formkit.filing import Filing, Identity, Source
from formkit.model import Form
from formkit.read.grid import Grid, UnreadableError, read_grids
from formkit.read.identify import identify, recognised
from formkit.read.sheets import filing_of, places_of, units_of
from formkit.units import Roster

__all__ = ["FileRead", "Grid", "UnreadableError", "places_of", "read_file", "read_grids", "units_of"]

_NAMED = 3


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as read: what it is, the filing in it, or the outcome and sentence that say why there is none."""

    file: str
    sha256: str
    kind: str
    outcome: str = ""
    code: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    filing: Filing | None = None


def read_file(
    data: bytes, file: str, forms: Mapping[str, Form], roster: Roster | None = None, passwords: Sequence[str] = ()
) -> FileRead:
    """Read a file of any kind against the forms it may be; never raises for what is in the file.

    ``passwords`` are tried on a file that needs one. The SHA-256 is that of the file as it came.
    """
    digest = hashlib.sha256(data).hexdigest()
    verdict = gate.inspect(data, file)
    if verdict.outcome == "encrypted" and (plain := lock.opened(data, passwords)) is not None:
        data, verdict = plain, gate.inspect(plain, file)
    if verdict.outcome:
        return FileRead(file, digest, verdict.kind, verdict.outcome, verdict.code, verdict.args)
    try:
        grids = read_grids(data, verdict)
    except UnreadableError:
        return FileRead(file, digest, verdict.kind, "unreadable", "file-unreadable")
    found, _ = identify(grids, verdict.properties)
    form = forms.get(found.form) if found else recognised(grids, forms)
    identity = found or Identity(form.form if form else "", form.version if form else "")
    whole = FileRead(file, digest, verdict.kind, identity=identity)
    if form is None:
        outcome = "wrong-form" if found else "not-a-filing"
        titles = [known.title.replace("{unit}", "") for known in forms.values()]
        expected = "、".join(titles[:_NAMED]) + (f"等{len(titles)}种" if len(titles) > _NAMED else "")
        return replace(whole, outcome=outcome, code=outcome, args={"found": identity.form, "expected": expected})
    if any(key.startswith("rollup") for key in verdict.properties):
        return replace(whole, outcome="not-a-filing", code="rollup-not-filing")
    return replace(whole, filing=filing_of(grids, form, Source(file, digest, kind=verdict.kind), identity, roster))
