"""formkit explain"""

from __future__ import annotations

import difflib
import re

import click

from formkit.commands.console import UsageProblem
from formkit.words import FINDINGS, Sentence


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """某个问题是什么意思、怎么改 (what a finding means and how to mend it)."""
    known = {key: sentence.code or key for key, sentence in FINDINGS.items()}
    wordings = [key for key, stable in known.items() if stable == code]
    if not wordings:
        near = difflib.get_close_matches(code, list(known.values()), 1)
        raise UsageProblem("unknown-code", code=code, near=f"“{near[0]}”" if near else "formkit check --json")
    for key in wordings:
        sentence = FINDINGS[key]
        click.echo(f"{code}  {'强制 error' if sentence.severity == 'error' else '核实 query'}")
        for line in _lines(sentence):
            click.echo(f"  {line}")


def _lines(sentence: Sentence) -> tuple[str, ...]:
    """The sentence and its remedy in both languages, with the places for values shown as …"""
    texts = (f"{sentence.zh}。{sentence.remedy_zh}。", f"{sentence.en}. {sentence.remedy_en}.")
    return tuple(re.sub(r"\{\w+\}", "…", text) for text in texts)
