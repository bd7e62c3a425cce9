"""What stands round the text of a notice: the red head, the 版记 at its foot, the page numbers (GB/T 9704-2012 7.2, 7.4, 7.5, 10.1)."""

from __future__ import annotations

from formkit.notice import figures, xml
from formkit.notice.figures import Look


def document_head(*, upward: bool) -> list[str]:
    """文件格式: 发文机关标志, 发文字号 and the red rule; of a paper to a higher office with its 签发人."""
    if not upward:
        return [_mark(figures.MARK, "{{ agency }}文件"), xml.text(figures.NUMBER, "{{ number }}")]
    signer = xml.run(figures.UPWARD_NUMBER, "\t签发人：") + xml.run(figures.UPWARD_NUMBER, "{{ signer }}", figures.KAI)
    number = xml.run(figures.UPWARD_NUMBER, "{{ number }}")
    return [_mark(figures.MARK, "{{ agency }}文件"), xml.paragraph(figures.UPWARD_NUMBER, number, signer)]


def letter_head() -> list[str]:
    """信函格式: the name over a red double line, the number at the right under it."""
    return [_mark(figures.LETTER_MARK, "{{ agency }}"), xml.text(figures.LETTER_NUMBER, "{{ number }}")]


def _mark(look: Look, said: str) -> str:
    """发文机关标志 in the width that its length leaves: one line of the page, 小标宋 narrowed where it must be."""
    runs = []
    for number, (longest, scale) in enumerate(figures.MARK_WIDTHS):
        last = number == len(figures.MARK_WIDTHS) - 1
        test = "{% else %}" if last else f"{{% {'elif' if number else 'if'} agency|length <= {longest} %}}"
        runs += [xml.run(look, test), xml.run(look, said, scale=scale)]
    return xml.paragraph(look, *runs, xml.run(look, "{% endif %}"))


def imprint() -> str:
    """版记 (7.4): in a box on the foot of the last page; its paragraph keeps that much of the page free of text."""
    rows = (
        xml.row([xml.cell(156, xml.text(figures.COPIES, "{%tr if copies %}"), span=2)]),
        xml.row([xml.cell(156, xml.text(figures.COPIES, "抄送：{{ copies }}。"), span=2)]),
        xml.row([xml.cell(156, xml.text(figures.COPIES, "{%tr endif %}"), span=2)]),
        xml.row([xml.cell(98, xml.text(figures.ISSUER, "{{ agency }}")), xml.cell(58, xml.text(figures.ISSUED, "{{ issued }}印发"))]),
    )
    inside = xml.table((98, 58), xml.lines(top=8, bottom=8, insideH=6), "".join(rows), pad=0)  # 7.4.1: 0.35 and 0.25 mm
    return xml.paragraph(figures.LAST, _box(inside))


def _box(inside: str) -> str:
    """A frame without lines at the foot of the page's margins."""
    width, height = 156 * 36000, figures.IMPRINT * 36000
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>"
        f'{inside}{xml.text(figures.NOTHING, "")}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="b"><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def page_number(look: Look) -> str:
    """The footer with the page number between two dashes (7.5)."""
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
    return xml.part("ftr", xml.paragraph(look, xml.run(look, "— "), page, xml.run(look, " —")))


def letter_foot() -> str:
    """The footer of the first page of a 信函: the second red double line, no number."""
    return xml.part("ftr", xml.text(figures.LETTER_RULE, ""))


def nothing() -> str:
    """A footer with nothing in it."""
    return xml.part("ftr", xml.text(figures.NOTHING, ""))
