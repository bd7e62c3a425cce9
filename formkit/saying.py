"""What is said of findings, repairs and files, in Chinese, and how much of people's data it shows to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from formkit import mask, words
from formkit.finding import Finding, Repair
from formkit.intake import Judged
from formkit.model import Column, Form
from formkit.types import KINDS, nothing

Reader = Literal["office", "unit", "plain"]
"""Who reads it: the office sees neither numbers nor health, a unit sees its own people's health, ``plain`` hides nothing."""
_VALUES = ("value", "before", "piece")


def sentence(form: Form, finding: Finding, to: Reader = "office") -> str:
    """What a finding says, in Chinese."""
    return _told(words.say(finding.wording, _args(form, finding, to)), to)


def remedy(form: Form, finding: Finding, to: Reader = "office") -> str:
    """How to mend it, in Chinese."""
    return _told(words.remedy(finding.wording, _args(form, finding, to)), to)


def value_shown(form: Form, finding: Finding, to: Reader = "office") -> str:
    """The value of a finding, masked as its column asks."""
    return shown(_column(form, finding), finding.value, to)


def repair_shown(form: Form, repair: Repair, text: str, to: Reader = "office") -> str:
    """One end of a repair, masked as its column asks."""
    return shown(form.column(repair.column), text, to)


def shown(column: Column | None, text: str, to: Reader = "office") -> str:
    """A value of a column: identity and telephone numbers by their last characters, what is sensitive not at all.

    无, / and 同上 in place of a number are nobody's secret, and stars would not say what to mend.
    """
    if to == "plain":
        return text
    if column and KINDS[column.type].SECRET:
        return text if nothing.none(text) or nothing.same(text) else mask.number(text)
    if column and column.sensitive and to == "office":
        return mask.whole(text)
    return mask.text(text)


def say_of(judged: Judged) -> str:
    """The one sentence for a file; of one with macros also that they were left alone."""
    macros = words.say("macros-ignored") if judged.kind == "xlsm" else ""
    return mask.text(words.say(judged.code, judged.args)) + macros


def _column(form: Form, finding: Finding) -> Column | None:
    return form.column(finding.column) if finding.column and finding.column in form.places else None


def _args(form: Form, finding: Finding, to: Reader) -> Mapping[str, str]:
    column = _column(form, finding)
    return {name: shown(column, text, to) if name in _VALUES else text for name, text in finding.args.items()}


def _told(text: str, to: Reader) -> str:
    return text if to == "plain" else mask.text(text)
