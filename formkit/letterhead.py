"""The Word templates that come with formkit, written from ``letters``: ``python -m formkit.letterhead templates``.

The package is written as XML, part by part: the same bytes come out every time and nothing in it is by chance.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from formkit import letters
from formkit.letters import Letter, Look


def build(letter: Letter) -> bytes:
    """The template of one notice as the bytes of a .docx; the same every time."""
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    own = (("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "odd.xml"), ("footer", "even.xml"))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations((f"{_OFFICE}/officeDocument", "word/document.xml"), (core, "docProps/core.xml")),
        "docProps/core.xml": _core(letter.name),
        "word/document.xml": _document(letter),
        "word/_rels/document.xml.rels": _relations(*((f"{_OFFICE}/{kind}", target) for kind, target in own)),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/odd.xml": _footer(letters.ODD),
        "word/even.xml": _footer(letters.EVEN),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode())
    return out.getvalue()


def write(folder: Path) -> None:
    """Write every template into ``folder``. Raises OSError."""
    for letter in letters.LETTERS:
        (folder / f"{letter.kind}.docx").write_bytes(build(letter))


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _fonts(look: Look, font: str, scale: int = 100) -> str:
    """Run properties; the font is named for every script, or Word sets Chinese in its own choice."""
    name, size = font or look.font, round(look.size * 2)
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    width = f'<w:w w:val="{scale}"/>' if scale != 100 else ""
    closer = f'<w:spacing w:val="{letters.CLOSER}"/>' if look.size == letters.BODY.size else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>{colour}{closer}{width}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _run(look: Look, text: str, font: str = "", scale: int = 100) -> str:
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{_fonts(look, font, scale)}{inner}</w:r>"


def _paragraph(look: Look, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="g{letters.LOOKS.index(look)}"/></w:pPr>{"".join(runs)}</w:p>'


def _text(look: Look, text: str) -> str:
    return _paragraph(look, _run(look, text))


def _mark() -> str:
    """发文机关标志 in the width that its length leaves: one line of the page, 小标宋 narrowed where it must be."""
    runs = []
    for number, (longest, scale) in enumerate(letters.MARK_WIDTHS):
        test = "{% else %}" if number == len(letters.MARK_WIDTHS) - 1 else f"{{% elif agency|length <= {longest} %}}"
        runs.append(_run(letters.MARK, test.replace("elif", "if") if not number else test))
        runs.append(_run(letters.MARK, "{{ agency }}文件", scale=scale))
    return _paragraph(letters.MARK, *runs, _run(letters.MARK, "{% endif %}"))


def _document(letter: Letter) -> str:
    body = [
        _mark(),
        _text(letters.NUMBER, "{{ number }}"),
        _text(letters.TITLE, "{{ agency }}\n" + letter.subject),
        _text(letters.RECIPIENT, "{{ recipient }}："),
        *(
            _paragraph(letters.BODY, *(_run(letters.BODY, text, font) for font, text in pieces))
            for pieces in letter.body
        ),
        _text(letters.LISTED, f"附件：{letter.annex}"),
        _text(letters.SIGNED, "{{ agency|signature(date) }}"),
        _text(letters.DATED, "{{ date|signed_by(agency) }}"),
        _text(letters.NOTE, "（联系人：{{ contact }}，联系电话：{{ phone }}）"),
        _text(letters.ANNEX, "附件"),
        _text(letters.ANNEX_TITLE, letter.annex),
        _text(letters.GAP, ""),
        _annex(letter),
        _paragraph(letters.LAST, _imprint()),
    ]
    margins = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25.5}
    sides = " ".join(f'w:{side}="{_twips(mm)}"' for side, mm in margins.items())
    return (
        f"<w:document {_NAMESPACES}><w:body>{''.join(body)}<w:sectPr>"
        '<w:footerReference w:type="default" r:id="r3"/><w:footerReference w:type="even" r:id="r4"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {sides} w:gutter="0"/>'
        '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr></w:body></w:document>'
    )


def _table(widths: tuple[float, ...], borders: str, rows: str, pad: int) -> str:
    sides = (("top", pad), ("left", 57), ("bottom", pad), ("right", 57))
    pads = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in sides)
    grid = "".join(f'<w:gridCol w:w="{_twips(mm)}"/>' for mm in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{pads}'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(cells: tuple[tuple[float, Look, str], ...], *, span: int = 1, head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(mm)}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + f'<w:vAlign w:val="center"/></w:tcPr>{_text(look, text)}</w:tc>'
        for mm, look, text in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{made}</w:tr>"


def _lines(**sizes: int) -> str:
    """Table borders in eighths of a point, in the order of the schema."""
    return "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sizes.items()
    )


def _annex(letter: Letter) -> str:
    """The list as a table whose head comes again on every page and whose rows stay whole."""
    width = sum(column.width for column in letter.columns)
    rows = (
        _row(tuple((column.width, letters.HEAD, column.label) for column in letter.columns), head=True),
        _row(((width, letters.CELL, f"{{%tr for {letter.loop} %}}"),), span=len(letter.columns)),
        _row(tuple((column.width, column.look, column.text) for column in letter.columns)),
        _row(((width, letters.CELL, "{%tr endfor %}"),), span=len(letter.columns)),
    )
    borders = _lines(top=8, left=4, bottom=8, right=4, insideH=4, insideV=4)
    return _table(tuple(column.width for column in letter.columns), borders, "".join(rows), pad=40)


def _imprint() -> str:
    """版记 (7.4): in a box on the foot of the last page; its paragraph keeps that much of the page free of text."""
    rows = (
        _row(((156, letters.COPIES, "{%tr if copies %}"),), span=2),
        _row(((156, letters.COPIES, "抄送：{{ copies }}。"),), span=2),
        _row(((156, letters.COPIES, "{%tr endif %}"),), span=2),
        _row(((98, letters.ISSUER, "{{ agency }}"), (58, letters.ISSUED, "{{ issued }}印发"))),
    )
    inside = _table((98, 58), _lines(top=8, bottom=8, insideH=6), "".join(rows), pad=0)  # 7.4.1: 0.35 and 0.25 mm
    width, height = 156 * 36000, letters.IMPRINT * 36000
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
        f'{inside}{_text(letters.NOTHING, "")}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="b"><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def _footer(look: Look) -> str:
    """The page number between two dashes (7.5)."""
    page = "".join(
        f"<w:r>{_fonts(look, '')}{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f"<w:ftr {_NAMESPACES}>{_paragraph(look, _run(look, '— '), page, _run(look, ' —'))}</w:ftr>"


def _indents(look: Look) -> str:
    """Each indent twice: in characters for Word and WPS, in twips for whatever does not count characters."""
    given = {"left": look.left, "right": look.right, "firstLine": look.first, "hanging": look.hanging}
    pairs = [
        f'w:{side}Chars="{value}" w:{side}="{round(value * look.size / 5)}"' for side, value in given.items() if value
    ]
    return f"<w:ind {' '.join(pairs)}/>" if pairs else ""


def _styles() -> str:
    made = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/></w:pPr>{_fonts(letters.BODY, "")}</w:style>'
    ]
    for number, look in enumerate(letters.LOOKS):
        made.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="g{number}"><w:name w:val="{look.name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{look.extra}'
            '<w:wordWrap w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{round(look.before * 20)}" w:after="0" w:line="{round(look.line * 20)}" '
            f'w:lineRule="exact"/>{_indents(look)}<w:jc w:val="{look.align}"/></w:pPr>{_fonts(look, "")}</w:style>'
        )
    return f"<w:styles {_NAMESPACES}>{''.join(made)}</w:styles>"


def _settings() -> str:
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:settings {_NAMESPACES}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:doNotExpandShiftReturn/><w:compatSetting {mode}/></w:compat></w:settings>"
    )


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", _OFFICE),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    )
)


def _relations(*targets: tuple[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:title>{title}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "odd": "footer", "even": "footer"}
    parts = {f"word/{name}": f"officedocument.wordprocessingml.{kind}" for name, kind in kinds.items()}
    made = "".join(
        f'<Override PartName="/{name}.xml" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in (*parts.items(), ("docProps/core", "package.core-properties"))
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{made}</Types>'
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
