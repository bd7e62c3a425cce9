"""formkit forms"""

from __future__ import annotations

import click

from formkit import export
from formkit.commands.console import give, json_option
from formkit.load import find_form, shipped_forms
from formkit.model import Form, Link


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
            over = "  （全部报表合计）" if rule.scope == "task" else ""
            click.echo(f"  {rule.id}  {'强制' if rule.severity == 'error' else '核实'}  {rule.says}  （{rule.clause}）{over}")
        for link in each.links if form else ():
            click.echo(f"  {link.id}  {'强制' if link.severity == 'error' else '核实'}  {link.says}  （{link.clause}）")
            click.echo(f"    {link_told(each, link)}")


def link_told(form: Form, link: Link) -> str:
    """A link in a line: which form it looks into, by which columns, and how many rows there should be."""
    alike = "、".join(f"{form.column(own).label}={other}" for own, other in link.by.items())
    span = f"至少{link.least}行" if link.most is None else f"{link.least}到{link.most}行" if link.most > link.least else f"{link.most}行"
    where = f"，仅 {link.where} 的行" if link.where else ""
    other = f"，只数 {link.other} 的行" if link.other else ""
    each = ""
    if link.each:
        labels = "、".join(form.column(key).label for key in link.each.columns)
        each = f"，{labels} 中填“{link.each.value}”的各一问，对方 {link.each.key} 为该栏目名称"
    before = "，含以前各期" if link.earlier else ""
    return f"表间：{'、'.join(link.forms)} 里 {alike} 的应有{span}{before}{where}{other}{each}"
