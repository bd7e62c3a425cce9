"""formkit layout"""

from __future__ import annotations

from pathlib import Path

import click

from formkit import disk, export, gate
from formkit.commands.console import ANY_PATH, UsageProblem, give, json_option
from formkit.layout import lay_out
from formkit.load import shipped_forms
from formkit.read import UnreadableError, read_grids
from formkit.read.identify import identify


@click.command()
@click.argument("file", type=ANY_PATH)
@json_option
def command(file: Path, as_json: bool) -> None:
    """本工具做的填报表，各部分在哪里 (where the parts of a workbook made by formkit stand)."""
    data = disk.read(file)
    verdict = gate.inspect(data or b"", file.name)
    if data is None or verdict.outcome:
        raise UsageProblem("no-files", path=file.as_posix())
    try:
        identity, rows = identify(read_grids(data, verdict), verdict.properties)
    except UnreadableError:
        identity, rows = None, {}
    form = next((each for each in shipped_forms() if identity and each.form == identity.form), None)
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
