"""How wide the columns of a detail sheet are, and how a form too wide to be read on one page is printed over several."""

from __future__ import annotations

from collections.abc import Iterable

from formkit.container import HIDDEN, OWN
from formkit.layout import header
from formkit.model import Form
from formkit.types import KINDS
from formkit.write.styles import Sheet, put

WIDTHS = {
    "_explanation": 24.0, "_number": 7.0, "_unit": 15.0, "_unit_name": 14.0, "_file": 26.0, "_sheet": 9.0, "_row": 6.0,
}  # fmt: skip
_LEADING = 6
"""Columns that may stay in sight while the others are leafed through."""
_ACROSS = 1118.0
"""Points between the margins of A3 landscape."""
_CHARACTER, _PADDING = 9.34, 6.7
"""Pixels of a character and around a cell: 7 and 5 where Calibri is installed, up to these in the fonts that take its place."""
_SMALLEST, _SCALES = 0.65, range(100, 70, -5)
"""Print may shrink to 6.5 points (小六); below that it is several pages wide, at 7.5 points (六号) or more."""


def unseen(form: Form) -> frozenset[str]:
    """The roll-up's own columns that are hidden: one 序号 is enough for a clerk; it stays, for the check of the detail."""
    numbered = any(KINDS[leaf.type].NUMBERED for leaf in form.leaves)
    return frozenset({*HIDDEN, "_number"} if numbered else HIDDEN)


def leading(form: Form) -> int:
    """How many columns say whose row it is: those up to the name, if it is near the front."""
    name = form.record.name
    return form.places[name] + 1 if name and form.places[name] < _LEADING else 0


def breaks(form: Form) -> tuple[int, ...]:
    """The first column of each further page, where a group of the header begins; nothing where all is readable on one."""
    return () if _ACROSS / sum(_points(form)) >= _SMALLEST else _breaks(form, _scale(form), _groups(form))


def leaf_through(sheet: Sheet, form: Form) -> None:
    """Set a sheet whose form is too wide to be printed over several pages, each with the name in front."""
    if not (further := breaks(form)):
        return
    sheet.set_print_scale(_scale(form))
    sheet.set_v_pagebreaks(list(further))
    if first := leading(form):
        put(sheet.repeat_columns, 0, first - 1)


def _scale(form: Form) -> int:
    """The greatest per cent at which the form itself takes no more pages than at the smallest."""
    own = [group for group in _groups(form) if group[1] < len(form.leaves)]
    fewest = len(_breaks(form, _SCALES[-1], own))
    return next(scale for scale in _SCALES if len(_breaks(form, scale, own)) == fewest)


def _breaks(form: Form, scale: int, groups: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    widths, room = _points(form), _ACROSS * 100 / scale
    found: list[int] = []
    used, repeated = 0.0, sum(widths[: leading(form)])
    for first, last in groups:
        wide = sum(widths[first : last + 1])
        if used and used + wide > room:
            found.append(first)
            used = repeated
        used += wide
    return tuple(found)


def _points(form: Form) -> list[float]:
    """The width of each printed column; a pixel is 0.75 points."""
    own = (0.0 if key in unseen(form) else WIDTHS[key] for key in OWN[: OWN.index(HIDDEN[0])])
    return [0.75 * (_CHARACTER * width + _PADDING) if width else 0.0 for width in (*(leaf.width for leaf in form.leaves), *own)]


def _groups(form: Form) -> list[tuple[int, int]]:
    """First and last column of each group at the top of the header; 核实说明 and the source stand behind."""
    printed = sorted((cell.left, cell.right) for cell in header(form) if cell.top == 0)
    width = len(form.leaves)
    return [*printed, (width, width), (width + 1, width + OWN.index(HIDDEN[0]) - 1)]
