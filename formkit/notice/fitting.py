"""Whether what was filled in has room on the paper: the red head in one line, a title in four, a cell on a page.

Measured in the finished XML by width, type size and line pitch, every figure taken in favour of the text: what is told here cannot
stand there, and what is not told may still be wider than it looks (ECMA-376-1 17.3.1.33 spacing, 17.4.80 trHeight).
"""

from __future__ import annotations

import functools
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from formkit.notice import figures
from formkit.notice.placeholders import Need, Problem, values
from formkit.notice.wording import width
from formkit.values import dataclass

LINES = {
    **{look.name: 1 for look in (figures.MARK, figures.LETTER_MARK)},
    **{look.name: 4 for look in (figures.TITLE, figures.PLAIN_TITLE, figures.ANNEX_TITLE)},
}
"""How many lines a paragraph of a style may take (GB/T 9704-2012 7.2.4, 7.3.1)."""
_CLOSER = 0.97
_TALL = 1.1
_P, _R, _TR, _TC, _VAL = qn("w:p"), qn("w:r"), qn("w:tr"), qn("w:tc"), qn("w:val")
_PPR, _RPR, _TCPR, _PSTYLE, _SPACING = qn("w:pPr"), qn("w:rPr"), qn("w:tcPr"), qn("w:pStyle"), qn("w:spacing")
_SZ, _WIDTH, _SPAN, _MERGE = qn("w:sz"), qn("w:w"), qn("w:gridSpan"), qn("w:vMerge")
_BREAKS = frozenset((qn("w:br"), qn("w:cr")))
_SAID = _BREAKS | {qn("w:t")}
_MARKS = re.compile(r"[\s《》〈〉]")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    size: float = 10.0
    line: float = 1.0
    rule: str = "auto"


@dataclass(frozen=True, slots=True)
class _Set:
    """A paragraph as it is set: how many lines it takes at least, and their pitch in pt."""

    lines: int
    pitch: float

    @property
    def tall(self) -> float:
        return self.lines * self.pitch


def overlong(
    found: Iterable[tuple[str, Any]], docx: bytes, needs: Sequence[Need], facts: Mapping[str, object], name: str
) -> Iterator[Problem]:  # fmt: skip
    """Each text of a finished notice that has no room where it stands, with the field it came by and its paragraph."""
    styles = _styles(_part(docx, "word/styles.xml"))
    for part, root in found:
        for text, lines, most in _crowded(root, styles):
            label, line = _whose(text, needs, facts)
            yield Problem("notice-too-long", name, line, label, {"part": part, "lines": str(lines), "most": str(most)})


def _part(docx: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return package.read(name) if name in package.namelist() else b""


def _crowded(root: Any, styles: Mapping[str, _Style]) -> Iterator[tuple[str, int, int]]:
    """Texts with no room: the lines they take and the most there may be."""
    for wide, tall, block in _blocks(root):
        for paragraph in block.iter(qn("w:p")):
            style = _style(paragraph, styles)
            if most := LINES.get(style.name):
                lines = _laid(paragraph, style, wide).lines
                if lines > most:
                    yield _text(paragraph), lines, most
        for table in block.iter(qn("w:tbl")):
            yield from _table(table, styles, _box(table) or tall)


def _blocks(root: Any) -> Iterator[tuple[float, float, Any]]:
    """The parts of a body, each with the width and the height of the text on its pages; a header has no bound."""
    body = root.find(qn("w:body"))
    if body is None:
        yield math.inf, math.inf, root
        return
    waiting = []
    for block in body:
        waiting.append(block)
        section = block if block.tag == qn("w:sectPr") else block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            yield from ((*_page(section), each) for each in waiting)
            waiting.clear()
    yield from ((math.inf, math.inf, each) for each in waiting)


def _page(section: Any) -> tuple[float, float]:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return math.inf, math.inf
    wide = _number(size, "w:w") - _number(margins, "w:left") - _number(margins, "w:right")
    return wide, _number(size, "w:h") - abs(_number(margins, "w:top")) - abs(_number(margins, "w:bottom"))


def _box(table: Any) -> float:
    """How tall the box is that a table stands in, in pt; 0 where it stands in the text."""
    inside = next(table.iterancestors(qn("w:txbxContent")), None)
    drawn = next(inside.iterancestors(qn("wp:anchor"), qn("wp:inline")), None) if inside is not None else None
    extent = drawn.find(qn("wp:extent")) if drawn is not None else None
    return int(extent.get("cy", 0)) / 12700 if extent is not None else 0.0


def _table(table: Any, styles: Mapping[str, _Style], tall: float) -> Iterator[tuple[str, int, int]]:
    """The fullest cell of each row that is taller than its row or the page; in a box all rows share its height."""
    edges = [0.0]
    for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"):
        edges.append(edges[-1] + _number(column, "w:w"))
    rows = ((row, list(_cells(row, edges, styles))) for row in table.iterfind(_TR))
    fullest = [(*max(cells, key=_tallest), min(tall, _exact(row))) for row, cells in rows if cells]
    if _box(table) and fullest:
        whole, most = sum(each[0] for each in fullest), max(fullest, key=_tallest)
        fullest = [(*most[:3], tall - whole + most[0])]
    for height, pitch, own, room in fullest:
        if height > room:
            yield "\n".join(map(_text, own)), round(height / pitch), max(0, int(room / pitch))


def _tallest(cell: tuple[Any, ...]) -> float:
    return float(cell[0])


def _cells(row: Any, edges: Sequence[float], styles: Mapping[str, _Style]) -> Iterator[tuple[float, float, list[Any]]]:
    """How tall the text of each cell is, its line pitch, and its paragraphs; one that goes on through several rows is none."""
    place = 0
    for cell in row.iterfind(_TC):
        properties = _first(cell, _TCPR)
        span = properties.find(_SPAN) if properties is not None else None
        end = min(place + int(span.get(_VAL) if span is not None else 1), len(edges) - 1)
        wide, place = edges[end] - edges[min(place, end)], end
        if properties is None or properties.find(_MERGE) is None:
            own = cell.findall(_P)
            made = [_laid(each, _style(each, styles), wide or math.inf) for each in own]
            yield sum(each.tall for each in made), max(each.pitch for each in made), own


def _exact(row: Any) -> float:
    height = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    exact = height is not None and height.get(qn("w:hRule")) == "exact"
    return _number(height, "w:val") if exact else math.inf


def _laid(paragraph: Any, style: _Style, wide: float) -> _Set:
    """A paragraph in lines of so many pt."""
    properties = _first(paragraph, _PPR)
    if properties is not None:
        style = _spaced(style, properties.find(_SPACING))
    lines, size, across = 0, style.size, 0.0
    for run in _runs(paragraph):
        own, scale = style.size, 1.0
        for each in () if (given := _first(run, _RPR)) is None else given:
            if each.tag == _SZ:
                own = float(each.get(_VAL)) / 2
            elif each.tag == _WIDTH:
                scale = float(each.get(_VAL)) / 100
        for number, piece in enumerate(_said(run).split("\n")):
            if number:
                lines, across = lines + _lines(across, wide), 0.0
            across += width(piece) * own * scale * _CLOSER
        size = own
    pitch = style.line if style.rule == "exact" else max(style.line, size) if style.rule == "atLeast" else size * _TALL * style.line
    return _Set(lines + _lines(across, wide), pitch)


def _first(element: Any, tag: str) -> Any:
    """Its properties, which come first in every element that has any; None where it has none."""
    return element[0] if len(element) and element[0].tag == tag else None


def _lines(across: float, wide: float) -> int:
    return max(1, math.ceil(across / wide)) if wide > 0 else 1


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph itself, not those of a box that hangs on it."""
    for child in paragraph:
        if child.tag == _R:
            yield child
        elif child.tag != _PPR:
            yield from child.iter(_R)


def _said(run: Any) -> str:
    return "".join("\n" if part.tag in _BREAKS else part.text or "" for part in run if part.tag in _SAID)


def _text(paragraph: Any) -> str:
    return "".join(map(_said, _runs(paragraph)))


def _style(paragraph: Any, styles: Mapping[str, _Style]) -> _Style:
    properties = _first(paragraph, _PPR)
    named = _first(properties, _PSTYLE) if properties is not None else None
    return styles[""] if named is None else styles.get(named.get(_VAL), styles[""])


@functools.lru_cache(maxsize=8)
def _styles(blob: bytes) -> Mapping[str, _Style]:
    """The paragraph styles by their ids, each with what it takes from those it is based on; "" is the default one."""
    if not blob:
        return {"": _Style()}
    root = parse_xml(blob)
    elements = {each.get(qn("w:styleId")): each for each in root.iterfind(qn("w:style"))}
    usual = _usual(root)
    made: dict[str, _Style] = {"": usual}

    def found(key: str, seen: frozenset[str]) -> _Style:
        if key in made or key in seen or key not in elements:
            return made.get(key, usual)
        element = elements[key]
        based = element.find(qn("w:basedOn"))
        above = found(based.get(qn("w:val")), seen | {key}) if based is not None else usual
        spaced = _spaced(above, element.find(f"{qn('w:pPr')}/{qn('w:spacing')}"))
        size = _child(element.find(qn("w:rPr")), "w:sz", above.size * 2) / 2
        title = element.find(qn("w:name"))
        made[key] = _Style(title.get(qn("w:val"), "") if title is not None else "", size, spaced.line, spaced.rule)
        return made[key]

    for key, element in elements.items():
        style = found(key, frozenset())
        if element.get(qn("w:default")) == "1" and element.get(qn("w:type")) == "paragraph":
            made[""] = style
    return made


def _usual(root: Any) -> _Style:
    """What holds where no style says otherwise (17.7.5.1)."""
    size = _child(root.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr")))), "w:sz", 20) / 2
    return _spaced(_Style("", size), root.find("/".join(map(qn, ("w:docDefaults", "w:pPrDefault", "w:pPr", "w:spacing")))))


def _spaced(style: _Style, spacing: Any) -> _Style:
    """The style with the line pitch of a ``w:spacing``: in pt, or for ``auto`` in lines."""
    if spacing is None or spacing.get(qn("w:line")) is None:
        return style
    rule = spacing.get(qn("w:lineRule"), "auto")
    return _Style(style.name, style.size, float(spacing.get(qn("w:line"))) / (240 if rule == "auto" else 20), rule)


def _child(properties: Any, name: str, usual: float) -> float:
    found = properties.find(qn(name)) if properties is not None else None
    return float(found.get(qn("w:val"), usual)) if found is not None else usual


def _number(element: Any, name: str) -> float:
    """A length in twentieths of a point, as pt."""
    return float(element.get(qn(name), 0)) / 20


def _whose(text: str, needs: Sequence[Need], facts: Mapping[str, object]) -> tuple[str, int]:
    """The field that gives most of a text and the paragraph that asks for it; none where the text is the template's own."""
    bare = _MARKS.sub("", text)
    inside = [(len(value), label, line) for label, line, value in values(needs, facts) if _MARKS.sub("", value) in bare]
    most = max(inside, key=lambda each: each[0], default=(0, "", 0))
    return most[1:] if most[0] * 8 >= len(bare) else ("", 0)
