"""The shipped templates: built from the one definition, and set as GB/T 9704-2012 says."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from formkit.notice import build, render, shelf
from formkit.notice.letterbox import terms_of
from formkit.notice.wording import signature, signed_by

TEMPLATES = Path(__file__).parent.parent / "templates"


def test_the_shipped_templates_are_the_ones_the_wording_builds() -> None:
    kinds = shelf.kinds()
    assert {"reminder", "return-notice"} <= {kept.kind for kept in kinds}
    for kept in kinds:
        notice = shelf.described(kept)
        assert (TEMPLATES / f"{kept.kind}.docx").read_bytes() == build.build(notice)
        assert render.lint(shelf.template(kept), kept.kind, terms_of(notice)) == ()
    with pytest.raises(KeyError):
        shelf.find("../secret")


@pytest.mark.parametrize(
    ("agency", "date"),
    [("枣庄市薛城区扶贫开发领导小组办公室", "2020年4月6日"), ("区府", "2020年12月31日"), ("办" * 30, "2020年1月1日")],
)
def test_the_signature_stands_as_the_standard_says(agency: str, date: str) -> None:
    first, second = signature(agency, date), signed_by(date, agency)
    lead = len(first) - len(agency)
    assert len(second) - len(date) == lead + 2
    wide = max(len(agency), 2 + sum(0.5 if char.isdigit() else 1 for char in date))
    assert lead == max(0, int(28 - 2 - wide))


def test_the_page_is_the_standards() -> None:
    document = Document(TEMPLATES / "return-notice.docx")
    section = document.sections[0]
    edges = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(edge.mm) for edge in edges if edge] == [37, 28, 26, 35]
    assert section.page_width == pytest.approx(210 * 36000, abs=3600)
    assert document.settings.odd_and_even_pages_header_footer
    body = document.styles["公文正文"].element.pPr
    spacing = body.find(qn("w:spacing"))
    assert (spacing.get(qn("w:lineRule")), spacing.get(qn("w:line"))) == ("exact", "579")
    indent = body.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    for run in document.element.body.iter(qn("w:r")):
        if run.find(qn("w:t")) is not None:
            fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
            assert fonts.get(qn("w:eastAsia")) in {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    heads = document.tables[0]._tbl.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")
    assert len(heads) == 1
