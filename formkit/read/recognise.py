"""Which form a workbook holds: what it says of itself, else what its header and its title say.

A form that nobody collects is still named for what it is. All shipped forms are loaded only for a file that needs it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import cast

from formkit.cells import Place
from formkit.filing import Filing, Identity, Note, Source
from formkit.identity import label
from formkit.layout import OWN_SHEETS
from formkit.load import known_forms
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header, find_headers
from formkit.read.identify import prompting
from formkit.read.labels import labels_of, plain, spelled
from formkit.read.sheets import filing_of
from formkit.types import KINDS
from formkit.units import Roster
from formkit.values import dataclass

_FEW, _LISTED = 3, 6


@dataclass(frozen=True, slots=True)
class Meant:
    """The collected form that a file is one of, and its version."""

    form: Form
    version: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """A file that is none of the forms collected: outcome, code and the arguments of its sentence."""

    outcome: str
    code: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A form whose header stands on a sheet: the version of it, and how well it fits."""

    form: Form
    version: str
    found: int
    missing: int
    unknown: int
    titled: bool

    @property
    def fit(self) -> tuple[int, int, bool]:
        """More columns of the form, fewer labels that are none of its, its title above them."""
        return self.found, -self.unknown, self.titled

    @property
    def whole(self) -> bool:
        """Whether every column is there and nothing else."""
        return not self.missing and not self.unknown


def recognised(
    grids: Sequence[Grid], said: Identity | None, forms: Mapping[str, Form], roster: Roster | None, beside: Mapping[str, Form] | None
) -> Meant | Stranger:
    """The form a file is one of, by what it says of itself or, where it says nothing, by its header."""
    if said and said.form in forms:
        return Meant(forms[said.form], said.version)
    if said:
        known = _known(beside).get(said.form)
        return _wrong((known,) if known else (), said, forms, roster)
    own = matches(grids, prompting(grids, forms).values()) or matches(grids, forms.values())
    if not (own and own[0].whole and own[0].titled):
        others = matches(grids, (form for name, form in _known(beside).items() if name not in forms))
        if foreign(own, others):
            return _wrong([match.form for match in others], Identity(), forms, roster)
    if len(own) > 1:
        own = _readable(grids, own)
    if len(own) == 1:
        return Meant(own[0].form, own[0].version)
    if own:
        args = {"found": "、".join(f"{_title(match.form)}（{match.form.form}）" for match in own)}
        return Stranger("not-a-filing", "form-ambiguous", args)
    return _partly(grids, forms)


def mislaid(
    grids: Sequence[Grid], meant: Meant, said: Identity, forms: Mapping[str, Form], beside: Mapping[str, Form] | None
) -> Stranger | None:
    """What stands in a file instead of the form that its identity names, where another form's header does."""
    found = matches(grids, forms.values()) or matches(grids, _known(beside).values())
    if not found:
        return None
    args = {"who": said.unit_name, "title": _title(meant.form), "found": "或".join(_title(match.form) for match in found)}
    return Stranger("wrong-form", "wrong-table", args)


def others_beside(grids: Iterable[Grid], meant: Meant, filing: Filing, forms: Mapping[str, Form]) -> Iterator[Note]:
    """other-form-sheet: a sheet of the file that holds another of the collected forms, filled in, which is not counted."""
    for grid in grids:
        if grid.name in (filing.source.sheet, *OWN_SHEETS) or not grid.visible:
            continue
        best = matches([grid], forms.values())
        if best and meant.form.form not in {match.form.form for match in best}:
            form = best[0].form
            rows = len(filing_of([grid], form, Source("", ""), Identity(form.form), None).records)
            if rows:
                args = {"title": _title(form), "rows": str(rows)}
                yield Note("other-form-sheet", (Place(grid.name, "A1"),), value=grid.name, args=args)


def _known(beside: Mapping[str, Form] | None) -> Mapping[str, Form]:
    """All forms there are, each read when it is asked for."""
    return ChainMap(dict(beside or {}), cast("dict[str, Form]", known_forms()))


def uncollected(said: Identity, forms: Mapping[str, Form], roster: Roster | None, beside: Mapping[str, Form] | None) -> Stranger:
    """A workbook that names a form that is not collected."""
    own = _known(beside).get(said.form)
    return _wrong([own] if own else [], said, forms, roster)


def _wrong(found: Sequence[Form], said: Identity, forms: Mapping[str, Form], roster: Roster | None) -> Stranger:
    """A file of a form that is not collected: its title, unit and period, beside what is."""
    titles = list(dict.fromkeys(_title(form) for form in forms.values()))
    expected = "、".join(titles[:_FEW]) + (f"等{len(titles)}种" if len(titles) > _FEW else "")
    unit = roster.units.get(said.unit) if roster else None
    args = {
        "who": said.unit_name or (unit.name if unit else ""), "title": "或".join(dict.fromkeys(_title(form) for form in found)),
        "when": label(said.period), "found": said.form, "expected": expected,
    }  # fmt: skip
    return Stranger("wrong-form", "wrong-form" if found else "form-unknown", args)


def _title(form: Form) -> str:
    return f"《{form.title.replace('{unit}', '')}》"


def _readable(grids: Sequence[Grid], own: Sequence[Match]) -> tuple[Match, ...]:
    """Of forms with one header, those under which the fewest cells make no sense."""
    read = [filing_of(grids, match.form, Source("", ""), Identity(match.form.form), None) for match in own]
    faults = [sum(bool(reading.problem) for record in filing.records for reading in record.readings) for filing in read]
    return tuple(match for match, count in zip(own, faults, strict=True) if count == min(faults))


def _partly(grids: Sequence[Grid], forms: Mapping[str, Form]) -> Stranger:
    """A file of which some labels are known, or none."""
    near = resemblance(grids, forms)
    if near is None:
        return Stranger("not-a-filing", "not-a-filing")
    form, found, missing = near
    args = {"title": _title(form), "found": _listed(found), "missing": _listed(missing)}
    return Stranger("not-a-filing", "header-partly", args)


def _listed(titles: Sequence[str]) -> str:
    return "、".join(titles[:_LISTED]) + (f"等{len(titles)}栏" if len(titles) > _LISTED else "")


def matches(grids: Iterable[Grid], forms: Iterable[Form]) -> tuple[Match, ...]:
    """The forms that fit best: one, or several that nothing tells apart; none whose header is nowhere."""
    sheets = tuple(grids)
    each = [best for form in forms if (best := _best(sheets, form))]
    top = max((match.fit for match in each), default=None)
    return tuple(match for match in each if match.fit == top)


def foreign(own: Sequence[Match], others: Sequence[Match]) -> bool:
    """Whether a form that is not collected is meant rather than one that is.

    Only on clear signs: its title stands there and that of the other does not, or it fits to the last column while the other
    lacks some and does not know some. A header that was merely cut or added to stays with the form that is collected.
    """
    if not others:
        return False
    if not own:
        return True
    mine, theirs = own[0], others[0]
    better = theirs.fit > mine.fit and theirs.form.form not in {match.form.form for match in own}
    return better and ((theirs.titled and not mine.titled) or (theirs.whole and bool(mine.missing and mine.unknown)))


def _best(grids: Iterable[Grid], form: Form) -> Match | None:
    """How well a form fits, in the version of it that fits best."""
    versions = (form.version, *(earlier.version for earlier in form.earlier))
    found = [match for version in versions for grid in grids for match in _on(grid, form, version)]
    return max(found, key=lambda match: match.fit, default=None)


def _on(grid: Grid, form: Form, version: str) -> Iterator[Match]:
    asked = spelled(form, version)
    lacked = form.lacked(version)
    wanted = {leaf.key for leaf in asked.leaves if not KINDS[leaf.type].NUMBERED and leaf.key not in lacked}
    for header in find_headers(asked, grid):
        keys = wanted & header.columns.keys()
        titled = _titled(grid, form, header)
        yield Match(form, version, len(keys), len(wanted - keys), len(header.unknown), titled)


def _titled(grid: Grid, form: Form, header: Header) -> bool:
    """Whether the form's title stands above its header."""
    title = plain(form.title.replace("{unit}", ""))
    return any(title in plain(value) for line in grid.rows[: header.first] for value in line)


def resemblance(grids: Iterable[Grid], forms: Mapping[str, Form]) -> tuple[Form, tuple[str, ...], tuple[str, ...]] | None:
    """The form of which a few labels stand together somewhere, with those found and those missing; None where none has."""
    best: tuple[Form, tuple[str, ...], tuple[str, ...]] | None = None
    for form in forms.values():
        known = labels_of(form).known
        for grid in grids:
            for number in range(len(grid.rows)):
                texts = {plain(value) for line in grid.rows[number : number + 3] for value in line} & known.keys()
                keys = {key for text in texts for key in known[text]}
                if len(texts) >= _FEW and (best is None or len(keys) > len(best[1])):
                    best = form, _titles(form, keys), _titles(form, form.places.keys() - keys)
    return best


def _titles(form: Form, keys: Iterable[str]) -> tuple[str, ...]:
    wanted = set(keys)
    return tuple(form.titles[leaf.key] for leaf in form.leaves if leaf.key in wanted and not KINDS[leaf.type].NUMBERED)
