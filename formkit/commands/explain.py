"""formkit explain"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import click

from formkit.commands.console import UsageProblem
from formkit.commands.forms import link_told
from formkit.formula import explain, mentioned
from formkit.load import known_forms, provisions, shown_by
from formkit.words import FINDINGS, Sentence


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """某个问题是什么意思、怎么改 (what a finding means and how to mend it)."""
    known = {key: sentence.code or key for key, sentence in FINDINGS.items()}
    wordings = [key for key, stable in known.items() if stable == code]
    # What formkit finds by itself is named in small letters: no form has to be read for it.
    forms = known_forms(Path()).values() if code[:1].isupper() else ()
    rules = [(form, rule) for form in forms for rule in form.rules if rule.id == code]
    for form, rule in rules:
        labels = {name: name for name in mentioned(form.formulas[rule.id], "constant")}
        labels |= {column.key: column.label for column in form.leaves}
        click.echo(f"{code}  {'强制 error' if rule.severity == 'error' else '核实 query'}  {form.form}")
        click.echo(f"  {rule.says}。{rule.remedy or ''}\n  依据：{rule.clause}\n  公式：{rule.test}")
        click.echo(f"  读作：{explain(form.formulas[rule.id], labels.__getitem__)}")
    links = [(form, link) for form in forms for link in form.links if link.id == code]
    for form, link in links:
        click.echo(f"{code}  {'强制 error' if link.severity == 'error' else '核实 query'}  {form.form}")
        click.echo(f"  {link.says}。{link.remedy or ''}\n  依据：{link.clause}\n  {link_told(form, link)}")
    laid_down = [provision for provision in (provisions() if code[:1].isupper() else ()) if provision.id == code]
    for provision in laid_down:
        click.echo(f"{code}  {provision.document} {provision.clause}\n  “{provision.words}”\n  {provision.says}。")
        click.echo(f"  {'由 ' + '、'.join(shown_by(provision)) + ' 核对' if shown_by(provision) else provision.reason}")
    if not wordings and not rules and not links and not laid_down:
        near = difflib.get_close_matches(code, list(known.values()), 1)
        raise UsageProblem("unknown-code", code=code, near=f"“{near[0]}”" if near else "id-checksum")
    for key in wordings:
        sentence = FINDINGS[key]
        click.echo(f"{code}  {'强制 error' if sentence.severity == 'error' else '核实 query'}")
        for line in _lines(sentence):
            click.echo(f"  {line}")


def _lines(sentence: Sentence) -> tuple[str, ...]:
    """The sentence and its remedy in both languages, with the places for values shown as …"""
    texts = (f"{sentence.zh}。{sentence.remedy_zh}。", f"{sentence.en}. {sentence.remedy_en}.")
    return tuple(re.sub(r"\{\w+\}", "…", text) for text in texts)
