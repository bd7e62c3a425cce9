"""What a person says for a notice (``--set``, task.yaml, at the terminal): whether it can be what is asked, and how it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from formkit.load import hint
from formkit.model.notice import Ask, Notice
from formkit.notice.facts import common
from formkit.notice.placeholders import BRACES
from formkit.notice.terms import Term
from formkit.notice.wording import day_text, misfit
from formkit.values import dataclass

Place = tuple[str, ...]
"""Where something stands in task.yaml; nothing where it was given on the command line."""
_KINDS = {"date": "date", "issued": "date", "number": "number", "sealed": "flag"}


class WrongFactError(ValueError):
    """What a person gave cannot be what is asked: the code of the sentence, the name and the text."""

    def __init__(self, code: str, name: str, text: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code, self.name, self.text = code, name, text


@dataclass(frozen=True, slots=True)
class Given:
    """A text given for a name, and where."""

    name: str
    text: str
    place: Place = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something given that will not do: the code of the sentence and what it needs."""

    given: Given
    code: str
    args: Mapping[str, str] = field(default_factory=dict)


def fact(notice: Notice, name: str, text: str) -> str:
    """What was given for a name as an official document writes it. Raises WrongFactError."""
    asked = next((ask.kind for ask in notice.asks if ask.name == name), "")
    if not asked and "\n" in text.strip():
        raise WrongFactError("notice-told-lines", name, " ".join(text.split()))
    return said(asked or _KINDS.get(name, "text"), name, text)


def said(kind: str, name: str, text: str) -> str:
    """A text of a kind as an official document writes it: a date in full, a 发文字号 as the standard has it. Raises WrongFactError."""
    if (text or kind == "flag") and (code := misfit(kind, text)):
        raise WrongFactError(code, name, text)
    if BRACES.search(text):
        raise WrongFactError("notice-told-braces", name, text)
    if strange := next((char for char in text if _strange(char)), ""):
        raise WrongFactError("notice-told-sign", name, f"U+{ord(strange):04X}")
    return day_text(text) if kind == "date" and text else text


def _strange(char: str) -> bool:
    """A sign nobody means to print: control, direction and private ones, halves of pairs, what is no character at all."""
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char != "\u200d"


def wrong(notice: Notice, terms: Iterable[Term], used: Iterable[str], given: Iterable[Given]) -> Iterator[Wrong]:
    """All that was given and will not do: names that nobody asks for, names whose value the data give, texts that cannot be it.

    ``terms`` are all a template of this notice may ask for, ``used`` the names its template does ask for.
    """
    known = {term.name for term in terms}
    told = {*(ask.name for ask in notice.asks), *(term.name for term in common.TERMS), *(set(used) - known)}
    for each in given:
        if each.name not in told:
            code = "notice-not-told" if each.name in known else "notice-unknown-set"
            yield Wrong(each, code, {"name": each.name, "near": hint(each.name, told)})
            continue
        try:
            fact(notice, each.name, each.text)
        except WrongFactError as error:
            yield Wrong(each, error.code, {"name": error.name, "text": error.text})


def missing(notice: Notice, used: Iterable[str], told: Mapping[str, str]) -> tuple[Ask, ...]:
    """What only a person knows, the template asks for, and nobody has told."""
    names = set(used)
    return tuple(ask for ask in notice.asks if ask.name in names and ask.default is None and not told.get(ask.name))
