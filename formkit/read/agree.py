"""The carriers of one file held against each other: what is missing is completed, what differs is said.

Nothing that differs is settled silently: either a carrier that cannot be mistaken decides and a query says so, or the
file is nobody's until a person has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from formkit import identity, words
from formkit.filing import Identity, Note
from formkit.identity import Said
from formkit.period import Period
from formkit.units import Roster, Unit
from formkit.values import dataclass

_WEAK = ("carrier-title", "carrier-name")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two carriers of this tool's own name two units and nothing else decides: what is believed and what says otherwise."""

    believed: str
    unit: str
    carrier: str
    other: str


def completed(
    found: Identity, said: Iterable[Said], roster: Roster | None, asked: Period | None
) -> tuple[Identity, tuple[str, ...]]:
    """An identity with what is known from elsewhere, and the carriers that were believed for it.

    The name of the file counts where nothing else speaks. Where the others do not agree, nothing is taken from them.
    Where nobody says a period and but one is collected, it is that one: the clerk copied the form that was sent.
    """
    told, by = tuple(said), list[str]()
    if not found.unit:
        unit, carrier = _agreed((each.carrier, each.unit) for each in told)
        found, by = replace(found, unit=unit), [*by, carrier]
    if not found.period and found.unit:
        when, carrier = _agreed((each.carrier, each.period) for each in told)
        if not when and asked and not any(each.period for each in told):
            when, carrier = asked.text, "carrier-task"
        found, by = replace(found, period=when), [*by, carrier]
    if not found.path and roster and found.unit in roster.units:
        found = replace(found, path=identity.steps(roster.path(found.unit)))
    return found, tuple(dict.fromkeys(carrier for carrier in by if carrier))


def _agreed(told: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """What all carriers but the file name say, else what that one says, with the first that says it; empty where none or two."""
    spoken = [(carrier, text) for carrier, text in told if text]
    strong = [each for each in spoken if each[0] != "carrier-name"] or spoken
    return (strong[0][1], strong[0][0]) if len({text for _, text in strong}) == 1 else ("", "")


def notes(
    before: Identity, found: Identity, by: Sequence[str], said: Sequence[Said], roster: Roster | None, rows: str
) -> Iterator[Note]:
    """identity-lost, identity-differs, name-differs, not-settled: what a person should look at, none of which stops the filing.

    ``rows`` is the content of the records: as it was in the return copy, nothing was done about what had been said of it.
    """
    units = roster.units if roster else {}
    if by:
        lost = "lost-both" if not before.unit and not before.period else "lost-period" if before.unit else "lost-unit"
        carriers = "、".join(words.say(carrier) for carrier in by)
        args = {"lost": words.say(lost), "by": carriers, "unit": found.unit_name or found.unit, "period": identity.label(found.period)}
        yield Note("identity-lost", args=args)
    yield from (Note("not-settled", args={"said": each}) for each in (before.unsettled if before.content == rows else ()))
    mine, clashing = believed(said), clash(found, said, roster)
    for each in said:
        args = {"carrier": words.say(each.carrier), "believed": words.say(mine), "found": found.unit_name or found.unit}
        if each.unit and found.unit and each.unit != found.unit and each.carrier != "carrier-typed" and not clashing:
            other = args | {"other": _named(each.unit, units)}
            yield Note("name-differs" if each.carrier == "carrier-name" else "identity-differs", value=each.unit, args=other)
        elif each.period and found.period and each.period != found.period and each.carrier != "carrier-name":
            when = {"other": identity.label(each.period), "found": identity.label(found.period)}
            yield Note("identity-differs", value=each.period, args=args | when)


def clash(found: Identity, said: Sequence[Said], roster: Roster | None) -> Clash | None:
    """A carrier of this tool's own that names another unit than the believed one, where the rows do not say whose they are."""
    if any(each.carrier == "carrier-typed" and each.unit == found.unit for each in said):
        return None
    units = roster.units if roster else {}
    for each in said:
        own = each.carrier not in (*_WEAK, "carrier-typed")
        if own and each.unit and found.unit and each.unit != found.unit:
            return Clash(believed(said), found.unit_name or found.unit, each.carrier, _named(each.unit, units))
    return None


def believed(said: Sequence[Said]) -> str:
    """The carrier that names the unit first."""
    return next((each.carrier for each in said if each.unit), "carrier-task")


def _named(code: str, units: Mapping[str, Unit]) -> str:
    return units[code].name if code in units else code
