"""The filings of two periods unit by unit: a unit stands with what became part of it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from formkit import period as periods
from formkit.merge import Part
from formkit.model import Form
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Joined:
    """The filings of a unit: those of the earlier period, its own first, of all that became part of it; and that of this one.

    ``silent`` are the codes of units it was then, and that had to report and did not.
    """

    earlier: tuple[Part, ...]
    now: Part | None
    silent: tuple[str, ...]

    @property
    def named(self) -> Part:
        """The filing that says what the unit is called and what it is under."""
        return self.now or self.earlier[0]


def latest(form: Form, parts: Iterable[Part]) -> list[Part]:
    """The parts of the last period of a form, by unit."""
    own = sorted((part for part in parts if part.form == form.form), key=lambda part: part.unit)
    last = max((_when(part.period) for part in own), default=None)
    return [part for part in own if _when(part.period) == last]


def _when(text: str) -> tuple[date, str]:
    return periods.end_of(text) or date.min, text


def joined(
    before: Sequence[Part], after: Sequence[Part], successors: Mapping[str, str], asked: Iterable[str]
) -> dict[str, Joined]:  # fmt: skip
    """Every unit of either period by its code, in order; one that became another stands with that if it has reported.

    ``successors`` and ``asked`` are those of ``compare``.
    """
    now = {part.unit: part for part in after}
    then: dict[str, list[Part]] = {}
    for part in before:
        then.setdefault(_heir(part.unit, now, successors), []).append(part)
    silent: dict[str, list[str]] = {}
    for code in sorted(set(asked) - {part.unit for part in before}):
        silent.setdefault(_heir(code, now, successors), []).append(code)
    found = {}
    for code in sorted({*now, *then}):
        earlier = sorted(then.get(code, ()), key=lambda part: part.unit != code)
        unheard = tuple(silent.get(code, ())) if earlier else ()  # one that did not report at all is left out for that
        found[code] = Joined(tuple(earlier), now.get(code), unheard)
    return found


def _heir(code: str, now: Mapping[str, Part], successors: Mapping[str, str]) -> str:
    """What a unit that no longer reports became, if that has reported; else the unit itself."""
    seen, heir = {code}, code
    while heir not in now and successors.get(heir, heir) not in seen:
        heir = successors[heir]
        seen.add(heir)
    return heir if heir in now else code
