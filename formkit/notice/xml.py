"""WordprocessingML, piece by piece: runs, paragraphs, tables, styles and the package they stand in.

Written as text, so that the same bytes come out every time and nothing in them is by chance.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from formkit.notice import figures
from formkit.notice.figures import Look

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", OFFICE),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    )
)


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def fonts(look: Look, font: str = "", scale: int = 100) -> str:
    """Run properties; the font is named for every script, or Word sets Chinese in its own choice."""
    name, size = font or look.font, round(look.size * 2)
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    width = f'<w:w w:val="{scale}"/>' if scale != 100 else ""
    closer = f'<w:spacing w:val="{figures.CLOSER}"/>' if look.size == figures.BODY.size else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>{colour}{closer}{width}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def run(look: Look, text: str, font: str = "", scale: int = 100) -> str:
    """A run; line breaks and tabs of the text are those of the paper."""
    lines = ("<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t")) for line in text.split("\n"))
    return f"<w:r>{fonts(look, font, scale)}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(look: Look, *runs: str, section: str = "") -> str:
    """A paragraph in the style of a look; ``section`` are properties of its own: keepNext, or the section that it ends."""
    return f'<w:p><w:pPr><w:pStyle w:val="g{figures.LOOKS.index(look)}"/>{section}</w:pPr>{"".join(runs)}</w:p>'


def text(look: Look, said: str) -> str:
    """A paragraph of one run."""
    return paragraph(look, run(look, said))


def table(widths: Sequence[float], borders: str, rows: str, pad: int) -> str:
    """A table with columns of so many mm."""
    sides = (("top", pad), ("left", 57), ("bottom", pad), ("right", 57))
    pads = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sides)
    grid = "".join(f'<w:gridCol w:w="{twips(mm)}"/>' for mm in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{pads}'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def cell(width: float, inside: str, *, span: int = 1, merge: str = "") -> str:
    """A cell of so many mm; ``merge`` is ``restart`` or ``continue`` in one that spans rows."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spans}{down}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def row(cells: Iterable[str], *, height: float = 0, head: bool = False) -> str:
    """A row that stays whole, at least so many mm high; a head comes again on every page."""
    least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def lines(**sizes: int) -> str:
    """Table borders in eighths of a point, in the order of the schema."""
    return "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sizes.items())


FRAME = lines(top=8, left=4, bottom=8, right=4, insideH=4, insideV=4)
"""The borders of a table in a text."""


def part(root: str, inside: str) -> str:
    """A part of the package with that root element, such as ``hdr``."""
    return f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"


def _indents(look: Look) -> str:
    """Each indent twice: in characters for Word and WPS, in twips for whatever does not count characters."""
    given = {"left": look.left, "right": look.right, "firstLine": look.first, "hanging": look.hanging}
    pairs = [
        f'w:{side}Chars="{value}" w:{side}="{round(value * look.size / 5)}"' for side, value in given.items() if value
    ]
    pairs += [f'w:{side}="{-twips(mm)}"' for side, mm in zip(("left", "right"), look.beyond, strict=True) if mm]
    return f"<w:ind {' '.join(pairs)}/>" if pairs else ""


def _styles() -> str:
    made = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/></w:pPr>{fonts(figures.BODY)}</w:style>'
    ]
    for number, look in enumerate(figures.LOOKS):
        made.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="g{number}"><w:name w:val="{look.name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{look.extra}'
            '<w:wordWrap w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}" w:line="{round(look.line * 20)}" '
            f'w:lineRule="exact"/>{_indents(look)}<w:jc w:val="{look.align}"/></w:pPr>{fonts(look)}</w:style>'
        )
    return f"<w:styles {NAMESPACES}>{''.join(made)}</w:styles>"


def _settings() -> str:
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:settings {NAMESPACES}><w:mirrorMargins/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:doNotExpandShiftReturn/><w:compatSetting {mode}/></w:compat></w:settings>"
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    made = "".join(f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:title>{title}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _types(parts: Mapping[str, str]) -> str:
    """``parts`` are the parts of the document, by name, with the kind each is of."""
    named = {f"word/{name}": f"officedocument.wordprocessingml.{kind}" for name, kind in parts.items()}
    made = "".join(
        f'<Override PartName="/{name}.xml" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in (*named.items(), ("docProps/core", "package.core-properties"))
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{made}</Types>'
    )


def packed(title: str, document: str, running: Mapping[str, str]) -> bytes:
    """A .docx: its body, and its headers and footers by name (``head-…``, ``foot-…``), whose relations are r3, r4, … in order."""
    kinds = {name: "header" if name.startswith("head") else "footer" for name in running}
    own = [("styles", "styles.xml"), ("settings", "settings.xml"), *((kind, f"{name}.xml") for name, kind in kinds.items())]
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    parts = {
        "[Content_Types].xml": _types({"document": "document.main", "styles": "styles", "settings": "settings", **kinds}),
        "_rels/.rels": _relations(((f"{OFFICE}/officeDocument", "word/document.xml"), (core, "docProps/core.xml"))),
        "docProps/core.xml": _core(title),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations((f"{OFFICE}/{kind}", target) for kind, target in own),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        **{f"word/{name}.xml": said for name, said in running.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, said in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{said}'.encode())
    return out.getvalue()
