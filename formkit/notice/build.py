"""Word templates from the wording of notices: ``python -m formkit.notice.build templates`` writes those that are shipped."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from formkit.model import Annex, Block, Cell, Grid, Listing, Notice, Page, Row
from formkit.notice import figures, heads, xml
from formkit.notice.figures import Look
from formkit.notice.reading import read_notice

_HEADING = re.compile(r"^(?:([一二三四五六七八九十]+、)|(（[一二三四五六七八九十]+）))[^。]*。?")
_MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25.5}
"""天头 37, 订口 28, 版心 156 x 225 mm (5.2.1, 5.2.2); the page number 7 mm below it (7.5)."""
_ASIDE = {"top": 28, "right": 37, "bottom": 26, "left": 35, "header": 15, "footer": 15}
"""The same page on its side, its head to the left of the upright page (7.5)."""


def build(notice: Notice) -> bytes:
    """The template of a notice as the bytes of a .docx, the same every time; ValueError where the notice has no wording."""
    page = notice.page
    if page is None:
        raise ValueError(notice.notice)
    running = {"foot-odd": heads.page_number(figures.ODD), "foot-even": heads.page_number(figures.EVEN)}
    if page.style == "letter":
        running["foot-first"] = heads.letter_foot()
    document = f"<w:document {xml.NAMESPACES}><w:body>{_body(notice, page)}</w:body></w:document>"
    return xml.packed(notice.title, document, running)


def write(folder: Path) -> None:
    """Write the template of every notice that is worded in a folder beside its YAML. Raises OSError and SchemaError."""
    for path in sorted(folder.glob("*.yaml")):
        notice = read_notice(path)
        if notice.page:
            path.with_suffix(".docx").write_bytes(build(notice))


def _body(notice: Notice, page: Page) -> str:
    """The text in its sections: what lies on its side has a section of its own, and the 版记 stands on an upright page."""
    own = [pair for pair in zip(_numbers(page.annexes), page.annexes, strict=True) if not pair[1].enclosed]
    sections = [(page.landscape, _front(notice, page))]
    for number, annex in own:
        made = _annex(annex, number)
        if annex.landscape == sections[-1][0]:
            sections[-1][1].extend(made)
        else:
            sections.append((annex.landscape, made))
    if page.style == "document":
        if sections[-1][0]:
            sections.append((False, []))
        sections[-1][1].append(heads.imprint())
    made_up = []
    for place, (aside, blocks) in enumerate(sections):
        properties = _section(page, aside=aside, first=place == 0)
        last = place == len(sections) - 1
        made_up.append("".join(blocks) + (properties if last else xml.paragraph(figures.SECTION, section=properties)))
    return "".join(made_up)


def _section(page: Page, *, aside: bool, first: bool) -> str:
    margins = _ASIDE if aside else _MARGINS
    sides = " ".join(f'w:{side}="{xml.twips(mm)}"' for side, mm in margins.items())
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if aside else '<w:pgSz w:w="11906" w:h="16838"/>'
    letter = page.style == "letter" and first
    opening = '<w:footerReference w:type="first" r:id="r5"/>' if letter else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="r3"/><w:footerReference w:type="even" r:id="r4"/>'
        f'{opening}{size}<w:pgMar {sides} w:gutter="0"/>{"<w:titlePg/>" if letter else ""}'
        '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>'
    )


def _front(notice: Notice, page: Page) -> list[str]:
    """All before the annexes: head, title, text, 附件说明, signature, 附注."""
    made = [xml.text(figures.DRAFT, notice.draft)] if notice.draft else []
    if page.style == "document":
        made += [*heads.document_head(upward=page.upward), xml.text(figures.TITLE, page.title)]
    elif page.style == "letter":
        made += [*heads.letter_head(), xml.text(figures.TITLE, page.title)]
    else:
        made.append(xml.text(figures.PLAIN_TITLE, page.title))
    if page.to:
        made.append(xml.text(figures.RECIPIENT, f"{page.to}："))
    made += [_block(block) for block in page.body]
    made += _listed(page.annexes)
    if page.sign:
        made.append(xml.text(figures.SIGNED, f"{{{{ {page.sign}|signature(date, sealed) }}}}"))
        made.append(xml.text(figures.DATED, f"{{{{ date|signed_by({page.sign}, sealed) }}}}"))
    if page.note:
        made.append(xml.text(figures.NOTE, page.note))
    return made


def _listed(annexes: Sequence[Annex]) -> list[str]:
    """附件说明 (7.3.4): one line for each, no sign behind a name."""
    made: list[str] = []
    for number, annex in zip(_numbers(annexes), annexes, strict=True):
        dotted = number.replace("1{%", "1.{%") if "%" in number else f"{number}." if number else ""
        look = figures.LISTED_MORE if made else figures.LISTED
        made += _each(annex, [xml.text(look, f"{'' if made else '附件：'}{dotted}{annex.title}")])
    return made


def _numbers(annexes: Sequence[Annex]) -> list[str]:
    """The number of each annex; none where there is one only. One that comes for each of a list counts on."""
    last = annexes[-1].each if annexes else ""
    if len(annexes) == 1:
        return ["{{ loop.index }}" if last else ""]
    condition = last.partition(" if ")[2]
    numbers = [str(number) for number in range(1, len(annexes) + 1)]
    if last:
        numbers[-1] = f"{{{{ loop.index + {len(annexes) - 1} }}}}"
    if condition and len(annexes) == 2:
        numbers[0] = f"{{% if {condition} %}}1{{% endif %}}"
    return numbers


def _each(annex: Annex, made: list[str]) -> list[str]:
    """Paragraphs that come once for each of the annex's list."""
    if not annex.each:
        return made
    begin, end = (xml.text(figures.LEFT, tag) for tag in (f"{{%p for {annex.each} %}}", "{%p endfor %}"))
    return [begin, *made, end]


def _annex(annex: Annex, number: str) -> list[str]:
    return _each(annex, [
        xml.text(figures.ANNEX, f"附件{number}"), xml.text(figures.ANNEX_TITLE, annex.title), xml.text(figures.GAP, ""),
        *(_block(block) for block in annex.body),
    ])  # fmt: skip


def _block(block: str | Block) -> str:
    if isinstance(block, str):
        return _paragraph(block)
    if block.list:
        return _list(block.list)
    if block.grid:
        return _grid(block.grid)
    if block.table:
        return xml.text(figures.LEFT, f"{{{{p {block.table} }}}}")
    look = {"left": figures.LEFT, "center": figures.CENTRED, "right": figures.RIGHT}[block.align]
    return xml.text(look, block.line or "")


def _paragraph(said: str) -> str:
    """A paragraph; 一、 is set in 黑体 and （一） in 楷体, up to the first full stop (7.3.3)."""
    found = _HEADING.match(said)
    if not found:
        return xml.text(figures.BODY, said)
    font = figures.HEI if found[1] else figures.KAI
    rest = said[found.end() :]
    runs = [xml.run(figures.BODY, found[0], font), *([xml.run(figures.BODY, rest)] if rest else [])]
    return xml.paragraph(figures.BODY, *runs)


def _list(listing: Listing) -> str:
    """A list as a table whose head comes again on every page and whose rows stay whole."""
    widths = [column.width for column in listing.columns]
    cells = [
        xml.cell(column.width, xml.text(figures.MIDDLE if column.align == "center" else figures.CELL, column.text))
        for column in listing.columns
    ]
    rows = (
        xml.row((xml.cell(column.width, xml.text(figures.HEAD, column.label)) for column in listing.columns), head=True),
        *_repeated(xml.row(cells), listing.each, sum(widths), len(widths)),
    )
    return xml.table(widths, xml.FRAME, "".join(rows), pad=40)


def _repeated(row: str, each: str, width: float, count: int) -> tuple[str, str, str]:
    """A row between those that say it comes once for each of a list."""
    tags = (f"{{%tr for {each} %}}", "{%tr endfor %}")
    begin, end = (xml.row([xml.cell(width, xml.text(figures.CELL, tag), span=count)]) for tag in tags)
    return begin, row, end


def _grid(grid: Grid) -> str:
    edges = [0.0, *accumulate(grid.widths)]
    rows: list[str] = []
    for row in grid.rows:
        made = _grid_row(row, edges)
        rows += _repeated(made, row.each, edges[-1], len(grid.widths)) if row.each else (made,)
    return xml.table(grid.widths, xml.FRAME, "".join(rows), pad=40)


def _grid_row(row: Row, edges: Sequence[float]) -> str:
    made, place = [], 0
    for each in row.cells:
        cell = Cell(text=each) if isinstance(each, str) else each
        made.append(xml.cell(edges[place + cell.span] - edges[place], xml.text(_look(cell), cell.text), span=cell.span))
        place += cell.span
    return xml.row(made, height=row.height or 9)


def _look(cell: Cell) -> Look:
    """A label stands in the middle, what is filled in at the left, unless the cell says otherwise."""
    if "{" not in cell.text and cell.align is None:
        return figures.LABEL
    return figures.FILLED_MIDDLE if cell.align == "center" else figures.FILLED


if __name__ == "__main__":
    write(Path(sys.argv[1]))
