"""The workbooks of many units as one, written once and stamped: what differs is put in, and only that is deflated again.

A stamped workbook is, part by part and byte by byte, the one that ``write_workbook`` writes for the unit. So a mould serves only
units of one shape: all that decides how their workbook is built is equal, and only texts differ. A unit that has a text in common
with the form itself is written directly, for equal texts are kept once in a workbook and the numbers of others follow from that.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import islice

from formkit.model import Form
from formkit.write.book import write_workbook
from formkit.write.entries import too_wide
from formkit.write.faults import room_for_marks
from formkit.write.filling import filling, pieces
from formkit.write.guide import FACT, WHOLE, listed_beforehand
from formkit.write.issue import Issue
from formkit.write.mould import (
    ADDED,
    CODE,
    COUNTS,
    TEXTS_PART,
    TITLE,
    Cut,
    Mould,
    counted,
    disguised,
    escaped,
    item,
    mould_of,
    text_cells,
    unit_texts,
)
from formkit.write.package import Packed, archive, packed, piece
from formkit.write.paper import title_lines
from formkit.write.returned import columns_of
from formkit.write.styles import lines_in

MOULDS = 64
"""So many are kept at once: a few for each form, and of filled workbooks one for each number of rows."""
_LONGEST, _CODE = 16_000, 255
_QUICK = 3
"""Deflates rows in half the time of the usual level, to a tenth more."""

Moulds = dict[Hashable, Mould]
"""The moulds of one run by shape."""


def stamped(form: Form, issue: Issue, moulds: Moulds) -> bytes:
    """The workbook of one unit; raises what ``write_workbook`` does. ``moulds`` is filled as they are needed."""
    own = unit_texts(form, issue)
    shape = _shape(form, issue, own)
    mould = None if shape is None else moulds.get(shape) or _new(form, issue, shape)
    if mould is None or not mould.fixed.keys().isdisjoint(own):
        return write_workbook(form, issue)
    if shape not in moulds and len(moulds) >= MOULDS:
        del moulds[next(iter(moulds))]
    moulds[shape] = mould
    return _stamp(mould, issue, tuple(dict.fromkeys(own)))


def _new(form: Form, issue: Issue, shape: Hashable) -> Mould | None:
    """The mould of a shape, made of a workbook of that shape without texts of the unit; None where there is no such."""
    hidden = disguised(form, issue)
    return mould_of(form, hidden) if _shape(form, hidden, unit_texts(form, hidden)) == shape else None


def _shape(form: Form, issue: Issue, own: Sequence[str]) -> Hashable | None:
    """All that decides how a workbook is built but for its unit's texts; None where it is built for this unit alone."""
    who = issue.identity
    path = {step.code for step in who.path}
    if not who.unit or not all(step.name for step in who.path) or not all(place.code in path for place in issue.places):
        return None
    crowded = any(len(entries) > issue.rows[section] for section, entries in issue.entries.items())
    if crowded or max(map(len, own)) > _LONGEST or len(own[CODE]) > _CODE:
        return None
    first: dict[str, int] = {}
    alike = tuple(first.setdefault(each, number) for number, each in enumerate(own))
    wide = tuple(too_wide(step.name, leaf) for leaf in form.leaves if leaf.level for step in who.path if step.level == leaf.level)
    facts = (lines_in(said, FACT) for said in own[TITLE : TITLE + 2])
    heights = (title_lines(form, own[TITLE]), *facts, *(lines_in(said, WHOLE) for said in listed_beforehand(issue)))
    told = tuple(map(bool, (who.answers, who.content, *who.unsettled)))
    back = len(columns_of(issue)), len(issue.remarks), bool(issue.outside), issue.returned, room_for_marks(form, issue)
    return (
        id(form), who.form, who.version, who.period, who.revision, who.system, tuple(step.level for step in who.path),
        tuple(issue.rows.items()), issue.end, issue.period, issue.deadline, issue.contact, issue.zero, issue.own,
        bool(issue.entries) or issue.returned, alike, heights, wide, told, back,
    )  # fmt: skip


def _stamp(mould: Mould, issue: Issue, own: Sequence[str]) -> bytes:
    known = {**mould.fixed, **{each: number for each, number in zip(own, mould.own, strict=True) if number >= 0}}
    first = len(known)

    def number_of(said: str) -> int:
        return known.setdefault(said, len(known))

    put_in = pieces(mould.cast, filling(mould.cast, issue, number_of)) if mould.cast else {}
    added = "".join(map(item, islice(known, first, None)))
    texts = {COUNTS: counted(mould.count + text_cells(put_in), len(known)), ADDED: added, **dict(enumerate(map(item, own)))}
    fillings = {name: dict(enumerate(each)) for name, each in put_in.items()} | {TEXTS_PART: texts}
    said = dict(enumerate(map(escaped, own)))
    return archive([part if isinstance(part, Packed) else _filled(part, fillings.get(part.name, said)) for part in mould.parts])


def _filled(part: Cut, texts: Mapping[int, str]) -> Packed:
    return packed(part.name, (piece(texts[each].encode(), _QUICK) if isinstance(each, int) else each for each in part.pieces))
