"""What stands round the text of a notice: the red head, the 版记 at its foot, the page numbers (GB/T 9704-2012 7.2, 7.4, 7.5, 10.1)."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.notice import figures, xml
from formkit.notice.figures import Look


def document_head(*, upward: bool, first: Sequence[str]) -> list[str]:
    """文件格式: 份号 and the like, 发文机关标志, 发文字号 and the red rule; of a paper to a higher office with its 签发人."""
    made = [_mark(figures.MARK, "{{ agency }}文件", figures.MARK_WIDTHS, _first_lines(first, "margin"))]
    if not upward:
        return [*made, xml.text(figures.NUMBER, "{{ number }}")]
    look = figures.UPWARD_NUMBER
    signer = xml.run(look, "{{ signer }}", figures.KAI)
    return [*made, xml.paragraph(look, xml.run(look, "\t{{ number }}\t签发人："), signer)]


def letter_opening(first: Sequence[str]) -> str:
    """信函格式, below the double line: 份号 and the like at the left, the number at the right."""
    look = figures.LETTER_NUMBER
    return xml.paragraph(look, _first_lines(first, "paragraph"), xml.run(look, "{{ number }}"))


def letter_head() -> str:
    """The header of the first page of a 信函: the name over the red double line, which stands above the 版心."""
    mark = _mark(figures.LETTER_MARK, "{{ agency }}", figures.LETTER_WIDTHS)
    return xml.part("hdr", mark + xml.text(figures.LETTER_THIN, "") + xml.text(figures.LETTER_BELOW, ""))


def _first_lines(asked: Sequence[str], below: str) -> str:
    """份号, 密级和保密期限, 紧急程度 (7.2.1 to 7.2.3), those a paper asks for and that are given, in a box of their own: whether there are
    any moves nothing below them.
    """
    looks = {"copy_no": figures.COPY_NO, "secrecy": figures.SECRECY, "urgency": figures.SECRECY}
    lines = [
        xml.text(looks[name], said)
        for name in looks
        if name in asked
        for said in (f"{{%p if {name} %}}", f"{{{{ {name} }}}}", "{%p endif %}")
    ]
    body = '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>'
    inside = "".join(lines) + xml.text(figures.NOTHING, "")
    return _box("份号、密级和紧急程度", _at("margin", 0, below, 0), (70, 32), body, inside) if lines else ""


def _at(across: str, left: float, down: str, top: float) -> str:
    """The place of a box, so many mm from what it is measured from."""
    return "".join(
        f'<wp:position{way} relativeFrom="{start}"><wp:posOffset>{round(mm * 36000)}</wp:posOffset></wp:position{way}>'
        for way, start, mm in (("H", across, left), ("V", down, top))
    )


def _mark(look: Look, said: str, widths: Sequence[tuple[int, int]], box: str = "") -> str:
    """发文机关标志 in the width that its length leaves: one line of the page, 小标宋 narrowed where it must be."""
    runs = []
    for number, (longest, scale) in enumerate(widths):
        last = number == len(widths) - 1
        test = "{% else %}" if last else f"{{% {'elif' if number else 'if'} agency|length <= {longest} %}}"
        runs += [xml.run(look, test), xml.run(look, said, scale=scale)]
    return xml.paragraph(look, box, *runs, xml.run(look, "{% endif %}"))


def imprint(*, letter: bool) -> list[str]:
    """版记 (7.4): in a box on the foot of the last page; its paragraph keeps that much of the page free of text. That of a 信函 has
    neither lines nor 印发 (10.1), and is not there without 抄送.
    """
    copies = xml.row([xml.cell(156, xml.text(figures.COPIES, "抄送：{{ copies }}。"), span=2)])
    if letter:
        made = xml.paragraph(figures.LAST, _foot_box(xml.table((98, 58), "", copies, pad=0), figures.IMPRINT))
        return [xml.text(figures.NOTHING, "{%p if copies %}"), made, xml.text(figures.NOTHING, "{%p endif %}")]
    rows = (
        xml.row([xml.cell(156, xml.text(figures.COPIES, "{%tr if copies %}"), span=2)]),
        copies,
        xml.row([xml.cell(156, xml.text(figures.COPIES, "{%tr endif %}"), span=2)]),
        xml.row([xml.cell(98, xml.text(figures.ISSUER, "{{ agency }}")), xml.cell(58, xml.text(figures.ISSUED, "{{ issued }}印发"))]),
    )
    borders = xml.lines(top=8, bottom=8, insideH=6)  # 7.4.1: 首条、末条 0.35 mm, 中间 0.25 mm
    inside = xml.table((98, 58), borders, "".join(rows), pad=0)
    short, long = (
        xml.paragraph(look, _foot_box(inside, room))
        for look, room in ((figures.LAST_SHORT, figures.IMPRINT_SHORT), (figures.LAST, figures.IMPRINT))
    )
    little = f"(copies or '')|length <= {figures.COPIES_SHORT} and agency|length <= {figures.ISSUER_SHORT}"
    begin, other, end = (xml.text(figures.NOTHING, f"{{%p {tag} %}}") for tag in (f"if {little}", "else", "endif"))
    return [begin, short, other, long, end]


def _foot_box(inside: str, room: float) -> str:
    """A frame without lines, of so many mm, at the foot of the page's margins."""
    place = ('<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
             '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>')  # fmt: skip
    body = '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:spAutoFit/></wps:bodyPr>'
    return _box("版记", place, (156, room), body, inside + xml.text(figures.NOTHING, ""))


def _box(name: str, place: str, size: tuple[float, float], body: str, inside: str) -> str:
    """A text box without lines, of so many mm, as a run."""
    width, height = (round(mm * 36000) for mm in size)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{place}'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="{name}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>"
        f"{inside}</w:txbxContent></wps:txbx>{body}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def page_number(look: Look) -> str:
    """The footer with the page number between two dashes (7.5)."""
    return xml.part("ftr", _number(look))


def aside_number(look: Look) -> str:
    """That of a page on its side, which stands where it does on the upright page: turned, beyond the left edge of the text (7.5)."""
    place = _at("page", figures.ASIDE_LEFT, "page", figures.ASIDE_TOP)
    body = '<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>'
    return xml.part("ftr", xml.paragraph(figures.NOTHING, _box("页码", place, (5, 156), body, _number(look))))


def _number(look: Look) -> str:
    page = "".join(
        f"<w:r>{xml.fonts(look)}{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return xml.paragraph(look, xml.run(look, "— "), page, xml.run(look, " —"))


def letter_foot() -> str:
    """The footer of the first page of a 信函: the second red double line, no number."""
    body = '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>'
    lines = _box("下双线", _at("page", 20, "page", figures.LETTER_FOOT_TOP), (170, 2), body, xml.text(figures.LETTER_FOOT, ""))
    return xml.part("ftr", xml.paragraph(figures.NOTHING, lines))


def nothing() -> str:
    """A footer with nothing in it."""
    return xml.part("ftr", xml.text(figures.NOTHING, ""))


def draft_mark(said: str) -> str:
    """The header of a paper whose wording still needs another's eye."""
    return xml.part("hdr", xml.text(figures.DRAFT, said))
