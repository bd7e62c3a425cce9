"""What is said of findings, repairs and files, in Chinese, with people's numbers masked unless asked for."""

from __future__ import annotations

from formkit import mask, words
from formkit.finding import Finding, Repair
from formkit.intake import Judged
from formkit.model import Form
from formkit.types import KINDS


def sentence(finding: Finding, *, masked: bool = True) -> str:
    """What a finding says, in Chinese."""
    text = words.say(finding.wording, finding.args)
    return mask.text(text) if masked else text


def remedy(finding: Finding) -> str:
    """How to mend it, in Chinese."""
    return mask.text(words.remedy(finding.wording, finding.args))


def repair_shown(form: Form, repair: Repair, text: str) -> str:
    """One end of a repair, masked as its column asks."""
    return mask.number(text) if KINDS[form.column(repair.column).type].SECRET else mask.text(text)


def value_shown(form: Form, finding: Finding) -> str:
    """The value of a finding, masked: wholly where the column holds identity numbers, else what looks like one."""
    secret = finding.column is not None and KINDS[form.column(finding.column).type].SECRET
    return mask.number(finding.value) if secret else mask.text(finding.value)


def say_of(judged: Judged) -> str:
    """The one sentence for a file."""
    return mask.text(words.say(judged.code, judged.args))
