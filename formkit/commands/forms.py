"""formkit forms"""

from __future__ import annotations

import click

from formkit import export
from formkit.commands.console import give, json_option
from formkit.load import find_form, shipped_forms


@click.command()
@click.argument("form", required=False)
@json_option
def command(form: str | None, as_json: bool) -> None:
    """有哪些报表；给出 FORM 则列出它的全部栏目 (what forms there are; one form in full)."""
    chosen = (find_form(form),) if form else shipped_forms()
    if as_json:
        give([export.form_json(each) for each in chosen])
        return
    for each in chosen:
        click.echo(f"{each.form}  {each.version}  {each.title.format(unit=each.paper.blank_unit)}  （{each.document}）")
        for column in each.leaves if form else ():
            must = "必填" if column.required else "选填"
            note = "" if column.fidelity == "printed" else "  按正文推定"
            click.echo(f"  {' › '.join(each.paths[column.key])}  [{column.key}] {column.type} {must}{note}")
        for rule in each.rules if form else ():
            click.echo(f"  {rule.id}  {'强制' if rule.severity == 'error' else '核实'}  {rule.says}  （{rule.clause}）")
