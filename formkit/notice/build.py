"""Word templates from the wording of notices: ``python -m formkit.notice.build templates`` writes those that are shipped."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from formkit.model.notice import Annex, Block, Cell, Grid, Listing, Notice, Page, Row
from formkit.notice import figures, heads, xml
from formkit.notice.figures import Look
from formkit.notice.reading import read_notice

_HEADING = re.compile(r"^(?:((?:[一二三四五六七八九十]|\{%.*?%\})+、)|(（[一二三四五六七八九十]+）))[^。]*。?")
_TAG = re.compile(r"^\{%p (\w+)")
_KEPT = "<w:keepNext/><w:widowControl/>"  # the last two lines of a paragraph go with what follows
_MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25.5}
"""天头 37, 订口 28, 版心 156 x 225 mm (5.2.1, 5.2.2); the page number 7 mm below it (7.5)."""
_ASIDE = {"top": 27, "right": 36, "bottom": 27, "left": 36, "header": 15, "footer": 15}
"""The same page on its side, its head to the left of the upright page (7.5). It is 37, 28, 35 and 26 there; but margins are mirrored by
Word in their left and right on every page, which are the upright page's head and foot, while 订口 and 切口 are above and below: the
means are within the millimetre that 5.2.1 allows on both.
"""


def build(notice: Notice) -> bytes:
    """The template of a notice as the bytes of a .docx, the same every time; ValueError where the notice has no wording."""
    page = notice.page
    if page is None:
        raise ValueError(notice.notice)
    document = f"<w:document {xml.NAMESPACES}><w:body>{_body(notice, page)}</w:body></w:document>"
    return xml.packed(notice.title, document, _running(notice, page))


def _running(notice: Notice, page: Page) -> dict[str, str]:
    """The headers and footers of a notice by name, in the order of their relations."""
    found = {"foot-odd": heads.page_number(figures.ODD), "foot-even": heads.page_number(figures.EVEN)}
    if page.style == "letter":
        found |= {"head-first": heads.letter_head(), "foot-first": heads.letter_foot()}
    elif page.style == "plain":
        found["foot-first"] = heads.nothing()  # a paper of one page has no number
    if notice.draft:
        found["head-draft"] = heads.draft_mark(notice.draft)
    if page.landscape or any(annex.landscape for annex in page.annexes):
        found |= {"foot-aside-odd": heads.aside_number(figures.ASIDE), "foot-aside-even": heads.aside_number(figures.ASIDE_EVEN)}
    return found


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
    if page.style == "document" and sections[-1][0]:
        sections.append((False, []))
    upright = [blocks for aside, blocks in sections if not aside]
    if page.style != "plain" and upright:
        upright[-1].extend(heads.imprint(letter=page.style == "letter"))
    if sections[-1][1][-1].endswith("</w:tbl>"):
        sections[-1][1].append(xml.text(figures.NOTHING, ""))  # Word wants a paragraph behind a table at the end
    made_up = []
    for place, (aside, blocks) in enumerate(sections):
        properties = _section(tuple(_running(notice, page)), aside=aside, first=place == 0)
        last = place == len(sections) - 1
        made_up.append("".join(blocks) + (properties if last else xml.paragraph(figures.SECTION, section=properties)))
    return "".join(made_up)


def _section(running: Sequence[str], *, aside: bool, first: bool) -> str:
    """The properties of a section; ``running`` are the names of the headers and footers. Only the first page of all differs."""
    side = "aside-" if aside else ""
    wanted = [("footer", "default", f"foot-{side}odd"), ("footer", "even", f"foot-{side}even")]
    wanted += [("header", kind, "head-draft") for kind in ("default", "even", *(("first",) if first else ()))]
    wanted += [("header", "first", "head-first"), ("footer", "first", "foot-first")] if first else []
    told = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="r{running.index(name) + 3}"/>' for part, kind, name in wanted if name in running
    )
    edge = {"header": figures.LETTER_TOP} if "head-first" in running else {}
    margins = " ".join(f'w:{side}="{xml.twips(mm)}"' for side, mm in (_ASIDE if aside else _MARGINS | edge).items())
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if aside else '<w:pgSz w:w="11906" w:h="16838"/>'
    return (
        f'<w:sectPr>{told}{size}<w:pgMar {margins} w:gutter="0"/>{"<w:titlePg/>" if first and "foot-first" in running else ""}'
        '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>'
    )


def _front(notice: Notice, page: Page) -> list[str]:
    """All before the annexes: head, title, text, 附件说明, signature, 附注."""
    first = [ask.name for ask in notice.asks]
    made: list[str] = []
    if page.style == "document":
        made += heads.document_head(upward=page.upward, first=first)
    elif page.style == "letter":
        made.append(heads.letter_opening(first))
    made.append(_title(figures.PLAIN_TITLE if page.style == "plain" else figures.TITLE, page.title))
    if page.to:
        made.append(xml.text(figures.RECIPIENT, f"{page.to}："))
    made += _blocks(page.body, signed=page.sign is not None)
    made += _listed(page.annexes)
    if page.sign:
        made += [xml.text(figures.SEAL, tag) for tag in ("{%p if sealed == '是' %}", "", "{%p endif %}")]
        made.append(xml.text(figures.SIGNED, f"{{{{ {page.sign}|signature(date, sealed) }}}}"))
        date = xml.run(figures.DATED, f"{{{{ date|signed_by({page.sign}, sealed) }}}}")
        made.append(xml.paragraph(figures.DATED, date, section=_KEPT if page.note else ""))
    if page.note:
        made.append(xml.text(figures.NOTE, page.note))
    return made


def _title(look: Look, said: str) -> str:
    """A title; its lines break where they do in the wording, and each again by ``balanced`` where it is long."""
    return xml.text(look, "\n".join(f"{{% filter balanced %}}{line}{{% endfilter %}}" for line in said.split("\n")))


def _listed(annexes: Sequence[Annex]) -> list[str]:
    """附件说明 (7.3.4): one line for each, no sign behind a name; a name that wraps goes on under its first character."""
    if len(annexes) == 1 and annexes[0].each:
        opening = "{% if loop.first %}附件：{% else %}\u3000\u3000\u3000{% endif %}"
        dot = "{% if loop.length > 1 %}{{ loop.index }}.{% endif %}"
        return _each(annexes[0], [xml.text(figures.LISTED_FIRST, f"{opening}{dot}{annexes[0].title}")])
    made: list[str] = []
    for number, annex in zip(_numbers(annexes), annexes, strict=True):
        dotted = number.replace("1{%", "1.{%") if "{% if" in number else f"{number}." if number else ""
        look = figures.LISTED_MORE if made else figures.LISTED_FIRST if number else figures.LISTED
        made += _each(annex, [xml.text(look, f"{'' if made else '附件：'}{dotted}{annex.title}")])
    return made


def _numbers(annexes: Sequence[Annex]) -> list[str]:
    """The number of each annex; none where there is one only. One that comes for each of a list counts on."""
    last = annexes[-1].each if annexes else ""
    if len(annexes) == 1:
        return ["{% if loop.length > 1 %}{{ loop.index }}{% endif %}" if last else ""]
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
    head = [xml.text(figures.ANNEX, f"附件{number}"), _title(figures.ANNEX_TITLE, annex.title), xml.text(figures.GAP, "")]
    return _each(annex, [*head, *_blocks(annex.body, signed=False)])


def _blocks(blocks: Sequence[str | Block], *, signed: bool) -> list[str]:
    """The parts of a text. Its end stays with the signature, though never what must stand on the first page (首页必须显示正文), a line
    with what stands below it, and two tables stay two.
    """
    made: list[str] = []
    kept = _end(blocks) if signed else len(blocks)
    for place, (block, after) in enumerate(zip(blocks, (*blocks[1:], None), strict=False)):
        keep = 0 < place >= kept or (isinstance(after, Block) and (isinstance(block, Block) or after.line is not None))
        said = _block(block, _KEPT if keep and not (isinstance(block, str) and _TAG.match(block)) else "")
        if made and made[-1].endswith("</w:tbl>") and said.startswith("<w:tbl>"):
            made.append(xml.text(figures.BETWEEN, ""))
        made.append(said)
    return made


def _end(blocks: Sequence[str | Block]) -> int:
    """Where the last part begins that is surely printed, one of two where a test has an ``else``; what comes behind may be left out."""
    depth, found, begun = 0, 0, 0
    for place, block in enumerate(blocks):
        tag = _TAG.match(block) if isinstance(block, str) else None
        begun = place if tag and depth == 0 else begun
        depth += (tag[1] in ("if", "for")) - (tag[1] in ("endif", "endfor")) if tag else 0
        if depth == 0 and not tag:
            found = place
        elif depth == 1 and tag and tag[1] == "else":
            found = begun
    return found


def _block(block: str | Block, own: str) -> str:
    if isinstance(block, str):
        return _paragraph(block, own)
    if block.list:
        return _list(block.list)
    if block.grid:
        return _grid(block.grid)
    if block.table:
        return xml.text(figures.LEFT, f"{{{{p {block.table} }}}}")
    look = {"left": figures.LEFT, "center": figures.CENTRED, "right": figures.RIGHT}[block.align]
    return xml.paragraph(look, xml.run(look, block.line or ""), section=own)


def _paragraph(said: str, own: str) -> str:
    """A paragraph; 一、 is set in 黑体 and （一） in 楷体, up to the first full stop (7.3.3)."""
    found = _HEADING.match(said)
    if not found:
        return xml.paragraph(figures.BODY, xml.run(figures.BODY, said), section=own)
    font = figures.HEI if found[1] else figures.KAI
    rest = said[found.end() :]
    runs = [xml.run(figures.BODY, found[0], font), *([xml.run(figures.BODY, rest)] if rest else [])]
    return xml.paragraph(figures.BODY, *runs, section=own if rest else _KEPT)  # a heading by itself never ends a page


def _list(listing: Listing) -> str:
    """A list as a table whose head comes again on every page and whose rows stay whole."""
    large = listing.size == "large"
    head, left, middle = (
        (figures.HEAD_LARGE, figures.CELL_LARGE, figures.MIDDLE_LARGE) if large else (figures.HEAD, figures.CELL, figures.MIDDLE)
    )
    widths = [column.width for column in listing.columns]
    cells = [xml.cell(each.width, xml.text(middle if each.align == "center" else left, each.text)) for each in listing.columns]
    rows = (
        xml.row((xml.cell(column.width, xml.text(head, column.label)) for column in listing.columns), head=True),
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
