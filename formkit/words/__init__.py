"""Every sentence formkit says, by code: Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.words.arriving import ARRIVING
from formkit.words.authoring import AUTHORING
from formkit.words.between import BETWEEN
from formkit.words.cases import CASES
from formkit.words.commanding import COMMANDING
from formkit.words.comparing import COMPARING
from formkit.words.detailing import DETAILING
from formkit.words.drafting import DRAFTING
from formkit.words.far import FAR
from formkit.words.files import FILES
from formkit.words.findings import FINDINGS
from formkit.words.identity import CARRIERS
from formkit.words.notices import NOTICES
from formkit.words.outcomes import OUTCOMES
from formkit.words.prefilling import PREFILLING
from formkit.words.procedures import PROCEDURES
from formkit.words.rosters import ENDED
from formkit.words.sentence import Sentence
from formkit.words.standing import STANDING
from formkit.words.structure import HEADERS
from formkit.words.tracing import TRACING
from formkit.words.trusting import NUMBERS
from formkit.words.twins import TWINS

__all__ = ["FINDINGS", "SENTENCES", "Sentence", "both", "english", "remedy", "say"]

SENTENCES: Mapping[str, Sentence] = {
    **FINDINGS, **OUTCOMES, **FILES, **AUTHORING, **COMMANDING, **DRAFTING, **NOTICES, **PROCEDURES, **CASES, **BETWEEN,
    **COMPARING, **ARRIVING, **CARRIERS, **ENDED, **STANDING, **HEADERS, **DETAILING, **NUMBERS, **TRACING, **TWINS,
    **PREFILLING, **FAR,
}  # fmt: skip


def say(code: str, args: Mapping[str, str] | None = None) -> str:
    """The Chinese sentence of a code."""
    return SENTENCES[code].zh.format_map(args or {})


def english(code: str, args: Mapping[str, str] | None = None) -> str:
    """The English sentence of a code."""
    return SENTENCES[code].en.format_map(args or {})


def remedy(code: str, args: Mapping[str, str] | None = None) -> str:
    """How to mend it, in Chinese."""
    return SENTENCES[code].remedy_zh.format_map(args or {})


def both(code: str, args: Mapping[str, str] | None = None) -> str:
    """Chinese with the English beside it: for those who run the program."""
    return f"{say(code, args)} / {english(code, args)}"
