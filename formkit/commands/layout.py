"""formkit layout"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from formkit import engine, export, gate, words
from formkit.arrivals import Arrival
from formkit.commands.console import ANY_PATH, UsageProblem, give, json_option
from formkit.filing import Identity
from formkit.layout import lay_out
from formkit.load import forms_around
from formkit.read import FileRead, UnreadableError, read_grids
from formkit.read.identify import identify


@click.command()
@click.argument("file", type=ANY_PATH)
@json_option
def command(file: Path, as_json: bool) -> None:
    """本工具做的填报表，各部分在哪里 (where the parts of a workbook made by formkit stand)."""
    found = engine.each_alone(file, file.as_posix(), carriers)
    if isinstance(found, FileRead):
        raise UsageProblem("file-not-opened", path=file.as_posix(), why=words.both(found.code, found.args))
    identity, rows = found
    form = forms_around([file]).get(identity.form) if identity else None
    if form is None or identity is None or set(rows) != {section.key for section in form.sections}:
        raise UsageProblem("not-made-here", path=file.as_posix())
    carried = {
        "form": identity.form, "version": identity.version, "unit": identity.unit or None,
        "period": identity.period or None, "revision": identity.revision,
    }  # fmt: skip
    document = export.layout_json(form, lay_out(form, rows), carried)
    if as_json:
        give(document)
        return
    for name, value in document.items():
        click.echo(f"{name}: {value}")


def carriers(arrival: Arrival) -> tuple[Identity | None, Mapping[str, int]] | FileRead:
    """The identity and the entry rows that a workbook carries; the FileRead that says why where it cannot be opened."""
    data = arrival.data or b""
    verdict = gate.inspect(data, arrival.shown)
    refused = arrival if arrival.outcome else verdict
    if refused.outcome:
        return FileRead(arrival.shown, "", verdict.kind, refused.outcome, refused.code, refused.args)
    try:
        return identify(read_grids(data, verdict), verdict.properties)
    except UnreadableError:
        return FileRead(arrival.shown, "", verdict.kind, "unreadable", "file-unreadable")
