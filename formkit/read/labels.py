"""What a header label may mean: the labels, aliases and groups of a form in plain spelling, and the nearest of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any

from formkit.model import Form
from formkit.remembered import once
from formkit.types import Raw, characters
from formkit.values import dataclass

_BRACKETS = str.maketrans("（）［］【】“”‘’：；，", "()[][]\"\"'':;,")
_TAIL = re.compile(r"\([^()]*\)$")
# Signs that make another question of the same words: 元 and 万元, 第1月 and 第2月, 上年度 and 本年度.
_TELLING = re.compile(r"[0-9一二三四五六七八九十万上下本今去男女]")
_LIKE = 0.75


@dataclass(frozen=True, slots=True)
class Labels:
    """A form's labels, plain: the keys each spelling may mean, all spellings of each key, its groups, and every text of these.

    ``titles`` are those of its sections, with and without the number before them, each with the section's key; ``wanted`` are all
    of these texts. ``headers`` is for whoever finds headers by them: those found before, by their texts.
    """

    form: Form
    known: Mapping[str, tuple[str, ...]]
    groups: frozenset[str]
    every: frozenset[str]
    titles: Mapping[str, str]
    wanted: frozenset[str]
    headers: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def spellings(self, key: str) -> tuple[str, ...]:
        """Every plain spelling that may mean a column."""
        return tuple(text for text, keys in self.known.items() if key in keys)


@lru_cache(16384)
def plain(value: Raw) -> str:
    """A label without spaces, line breaks or differences of bracket width; nothing for what is no text."""
    if not isinstance(value, str):
        return ""
    return value if characters.untouched(value) else characters.solid(value.translate(_BRACKETS)).replace('"', "")


def spelt(values: Iterable[Raw]) -> tuple[list[str], list[str]]:
    """The texts among some values: those that are their own plain spelling as they stand, and all others."""
    texts = [value for value in values if type(value) is str]
    easy = list(filter(str.isalnum, texts))
    # One look at all of them together: nearly never is one full-width.
    if easy and not characters.untouched("".join(easy)):
        return [], texts
    return easy, [text for text in texts if not text.isalnum()]


@once(64)
def spelled(form: Form, version: str) -> Form:
    """``form.spelled``, the same form each time."""
    return form.spelled(version)


@once(256)
def labels_of(form: Form) -> Labels:
    """The labels of a form: as printed, by alias, and without a final bracket where nothing else is spelt so."""
    found: dict[str, list[str]] = {}
    for column in form.leaves:
        spellings = dict.fromkeys(plain(text) for text in (column.label, *column.aliases))
        for spelling in spellings:
            found.setdefault(spelling, []).append(column.key)
    for column in form.leaves:
        bare = _TAIL.sub("", plain(column.label))
        if bare not in found:
            found[bare] = [column.key]
    groups = frozenset(plain(label) for path in form.paths.values() for label in path[:-1])
    known = {spelling: tuple(keys) for spelling, keys in found.items()}
    every, titles = groups | found.keys(), _titles(form)
    return Labels(form, known, groups, every, titles, every | titles.keys())


def _titles(form: Form) -> dict[str, str]:
    titles = {plain(section.label): section.key for section in form.sections if section.label}
    return {label.split("、", 1)[-1]: key for label, key in titles.items()} | titles


def likeness(first: str, second: str) -> float:
    """How alike two plain texts are, from 0 to 1; not at all where a telling sign differs."""
    if sorted(_TELLING.findall(first)) != sorted(_TELLING.findall(second)):
        return 0.0
    from difflib import SequenceMatcher  # most labels are as printed

    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # What cannot be like enough is not worked out: a file is held against every form there is.
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _LIKE else 0.0


def nearest(text: str, wanted: Iterable[str]) -> str:
    """The plain text most like one that is not known; empty where none is like enough."""
    scored = [(likeness(text, each), each) for each in wanted]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _LIKE else ""


def alike(words: Labels, texts: Iterable[tuple[int, str]], keys: Iterable[str]) -> dict[str, int]:
    """Columns by likeness: for keys that were not found, the place whose unknown label is most like one of theirs."""
    missing, unknown = list(keys), list(texts)
    scored = sorted(
        (
            (max((likeness(plain(text), each) for each in words.spellings(key)), default=0.0), -place, key)
            for key in missing
            for place, text in unknown
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for score, place, key in scored:
        if score >= _LIKE and key not in found and -place not in found.values():
            found[key] = -place
    return found
