"""The blanks of a task as tables of a document: the real header of each form, with some rows to show how it is filled in.

A form wider than the page comes in bands, one below the other, cut where two groups of columns meet if that can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from formkit import words
from formkit.layout import HeaderCell, header_cells
from formkit.model import Column, Form
from formkit.notice import figures, xml
from formkit.notice.facts.common import title
from formkit.notice.printing import Fragment, printable
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import titled, width
from formkit.period import long_date
from formkit.task import outbox_name

TERMS = (
    Term("blanks", "各张报表的空表", (
        Term("title", "报表名称，不带书名号"), Term("titled", "报表名称，带书名号"), Term("document", "依据的文件字号"), Term("table", "空表（表头和空行）"),
        Term("level", "由哪一级填报，如村"), Term("grain", "每行填什么，如每户填一行"), Term("deadline", "报送期限（可以空）"),
        Term("optional", "没有内容可以不报的是“是”（可以空）"), Term("file", "电子表格文件名的例子"), Term("notes", "填报口径", (Term("text", "一条"),)),
    )),
    Term("workbooks", "随文下发的电子表格个数"), Term("flows", "有填统计期内发生数的栏目时是“是”（可以空）"),
    Term("zero_duty", "没有内容也要零报告时是“是”（可以空）"),
)  # fmt: skip
ACROSS = 225.0
"""mm between the margins of a page on its side."""
ROWS, FEWER, TALL = 3, 2, 6.5
"""Empty rows of a table, of one in several bands or sections, and the mm each is high."""
_SIGN, _PADS = 3.8, 2.2  # mm a character of the heading takes, and what a cell needs besides
_SIGNS = 58  # characters of a line across the page
_GAP = re.compile("\u3000+")
_MOST_LINES = 6
_STRETCH = 2.2


def facts(scene: Scene) -> dict[str, object]:
    """What goes out with the request: one table for each form."""
    task = scene.task
    several = len(task.forms) > 1
    found: list[dict[str, object]] = []
    for form in task.forms.values():
        unit = next(iter(task.roster.at(form.reporter)), None)
        due = task.due(form)
        found.append({
            "title": title(form), "titled": titled(title(form)), "document": form.document, "table": table(form, task.period.label),
            "level": words.say(f"level-{form.reporter}"), "grain": words.say(f"notice-grain-{form.record.grain}"),
            "deadline": long_date(due) if due else "", "optional": "是" if form.period.optional else "",
            "file": outbox_name(form, unit, task.period, several=several) if unit else "",
            "notes": [{"text": note} for note in form.paper.notes],
        })  # fmt: skip
    flows = any(column.measure == "flow" for form in task.forms.values() for column in form.leaves)
    owed = any(not form.period.optional for form in task.forms.values())
    return {
        "blanks": found, "workbooks": str(len(task.reporters)), "flows": "是" if flows else "", "zero_duty": "是" if owed else "",
    }  # fmt: skip


def table(form: Form, period: str) -> Fragment:
    """The blank of a form as WordprocessingML: its lines above, the header over empty rows for each section, its lines below."""
    bands = _bands(form)
    empty = ROWS if len(bands) * len(form.sections) == 1 else FEWER
    made = [_line(line.format(unit=form.paper.blank_unit, period=period), above=True) for line in form.paper.above]
    for section in form.sections:
        made += [_line(section.label, above=True)] if section.label else []
        for place, band in enumerate(bands):
            made += [_line(words.say("notice-band"), above=True)] if place else []
            made.append(_band(form, band, empty))
    made += [_line(line) for line in form.paper.below]
    return Fragment("".join(made))


def _line(said: str, *, above: bool = False) -> str:
    """A line above or below the table; what stands far apart on the wide paper of the form moves closer. One
    that stands ``above`` a table stays with it.
    """
    most = max((len(gap) for gap in _GAP.findall(said)), default=0)
    while width(said) > _SIGNS and most > 1:
        most -= 1
        said = re.sub(f"\u3000{{{most + 1},}}", "\u3000" * most, said)
    return xml.paragraph(figures.CELL, xml.run(figures.CELL, _safe(said)), section="<w:keepNext/>" if above else "")


def _safe(said: str) -> str:
    """A text as it may stand in a filled document; ``xml.run`` escapes it."""
    return printable(said.strip())


class _Band(NamedTuple):
    """Columns of a form that stand side by side on one page, and their widths in mm."""

    columns: Sequence[Column]
    widths: Sequence[float]


def _bands(form: Form) -> list[_Band]:
    """The columns in as few bands as the page allows, each stretched to the width of the page."""
    widths = [_natural(form, column) for column in form.leaves]
    ends = [0.0, *accumulate(widths)]
    for count in range(1, len(widths) + 1):
        cuts = [0, *(_cut(form, ends, ends[-1] * place / count) for place in range(1, count)), len(widths)]
        if all(ends[last] - ends[first] <= ACROSS for first, last in pairwise(cuts)):
            break
    return [_stretched(form.leaves[first:last], widths[first:last]) for first, last in pairwise(cuts) if last > first]


def _natural(form: Form, column: Column) -> float:
    """How wide a column must be for its heading to take no more than so many lines, and what stands in it to look at home."""
    label = width(form.paths[column.key][-1])
    least = 3 if "（" in form.paths[column.key][-1] else 2  # so that （元） stays in one line
    signs = max(least, -(-label // _MOST_LINES))
    return max(signs * _SIGN + _PADS, min(column.width * 1.2, 28.0))


def _cut(form: Form, ends: Sequence[float], ideal: float) -> int:
    """The place nearest to where the cut should be; within a group only where no other is near."""
    tops = [form.paths[column.key][0] if len(form.paths[column.key]) > 1 else column.key for column in form.leaves]
    within = {place: ACROSS / 6 for place in range(1, len(tops)) if tops[place - 1] == tops[place]}
    return min(range(1, len(tops)), key=lambda place: abs(ends[place] - ideal) + within.get(place, 0.0))


def _stretched(columns: Sequence[Column], widths: Sequence[float]) -> _Band:
    by = min(_STRETCH, ACROSS / sum(widths))
    return _Band(columns, [each * by for each in widths])


def _band(form: Form, band: _Band, count: int) -> str:
    """The header of some columns, with merged cells as on the paper, over empty rows."""
    cells = header_cells([form.paths[column.key] for column in band.columns])
    depth = max(cell.bottom for cell in cells) + 1
    rows = [xml.row(_header_row(cells, band.widths, row), head=True) for row in range(depth)]
    empty = [xml.row((xml.cell(wide, xml.text(figures.CELL, "")) for wide in band.widths), height=TALL) for _ in range(count)]
    return xml.table(band.widths, xml.FRAME, "".join((*rows, *empty)), pad=30)


def _header_row(cells: Iterable[HeaderCell], widths: Sequence[float], row: int) -> Iterable[str]:
    """The cells of one row of the header; one that began above goes on through it."""
    for cell in sorted((cell for cell in cells if cell.top <= row <= cell.bottom), key=lambda cell: cell.left):
        wide = sum(widths[cell.left : cell.right + 1])
        merge = "" if cell.top == cell.bottom else "restart" if cell.top == row else "continue"
        said = xml.text(figures.HEAD, _safe(cell.label) if cell.top == row else "")
        yield xml.cell(wide, said, span=cell.right - cell.left + 1, merge=merge)
