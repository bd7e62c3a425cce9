"""Many documents in one file to print: each on a sheet of its own, its pages counted from 1, nothing lost and nothing twice."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from test_notices import FACTS, ITEM, UNIT, blank, changed, saved, shipped, template, words

from formkit.notice import pdf
from formkit.notice.binding import UnlikeError, bound
from formkit.notice.render import render


def letters(count: int) -> list[bytes]:
    """Reminders with an annex, each naming a village of its own."""
    cases = (changed("reminder", units=[{**UNIT, "unit": f"第{number}村"}]) for number in range(1, count + 1))
    return [render(shipped("reminder"), "t", facts) for facts in cases]


def test_every_document_begins_on_an_odd_page_counted_from_one() -> None:
    parts = letters(3)
    body = Document(io.BytesIO(bound(parts))).element.body
    alone = [len(list(Document(io.BytesIO(each)).element.body.iter(qn("w:sectPr")))) for each in parts]

    sections = list(body.iter(qn("w:sectPr")))
    starts = [each.find(qn("w:pgNumType")) for each in sections]
    first = [sum(alone[:number]) for number in range(3)]
    assert len(sections) == sum(alone)
    assert [number for number, each in enumerate(starts) if each is not None and each.get(qn("w:start")) == "1"] == first
    assert [number for number, each in enumerate(sections) if each.find(qn("w:type")) is not None] == first
    assert all(sections[number].find(qn("w:type")).get(qn("w:val")) == "oddPage" for number in first)
    order = [child.tag for child in sections[0]]
    assert order.index(qn("w:type")) < order.index(qn("w:pgSz")) < order.index(qn("w:pgNumType")) < order.index(qn("w:docGrid"))


def test_nothing_is_lost_and_the_bytes_are_the_same_every_time() -> None:
    parts = letters(3)
    text = words(bound(parts))
    assert "".join(text.split()) == "".join("".join(words(each).split()) for each in parts)
    assert bound(parts) == bound(parts)
    assert words(bound(parts[:1])) == words(parts[0])


def test_drawings_and_bookmarks_have_numbers_of_their_own_and_links_lead_to_their_own_document() -> None:
    document = blank()
    document.element.body.insert(0, parse_xml(
        f'<w:p {nsdecls("w")}><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:t>{{{{ a }}}}</w:t></w:r><w:bookmarkEnd w:id="7"/>'
        '<w:hyperlink w:anchor="here"><w:r><w:t>见</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF here \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ))  # fmt: skip
    made = [render(saved(document), "t", {"a": each}) for each in "甲乙丙"]

    body = Document(io.BytesIO(bound(made))).element.body

    names = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    numbers = [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))]
    assert (len(set(names)), len(set(numbers))) == (3, 3)
    assert numbers == [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkEnd"))]
    assert [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))] == names
    assert [each.text for each in body.iter(qn("w:instrText"))] == [f" REF {name} \\h " for name in names]
    drawn = [each.get("id") for each in Document(io.BytesIO(bound(letters(3)))).element.body.iter(qn("wp:docPr"))]
    assert (len(drawn), len(set(drawn))) == (3, 3)


def test_a_header_that_differs_cannot_be_shared() -> None:
    document = blank()
    document.sections[0].header.paragraphs[0].text = "{{ unit }}"
    made = [render(saved(document), "t", {"unit": each}) for each in "甲乙"]
    with pytest.raises(UnlikeError):
        bound(made)
    assert bound([made[0], made[0]])


def test_a_document_that_ends_with_a_table_gets_no_page_more() -> None:
    document = blank()
    document.add_table(1, 1).cell(0, 0).text = "{{ a }}"
    made = [render(saved(document), "t", {"a": each}) for each in "甲乙"]
    body = Document(io.BytesIO(bound(made))).element.body
    (closing,) = (each for each in body.findall(qn("w:p")) if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None)
    assert closing.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:line")) == "20"


def test_nothing_to_bind_is_no_document() -> None:
    with pytest.raises(ValueError, match="nothing"):
        bound([])
    assert words(bound([render(template("{{ a }}"), "t", {"a": "甲"})])).strip() == "甲"


@pytest.mark.office
def test_the_office_counts_the_pages_of_each_from_one(tmp_path: Path) -> None:
    kinds = [render(shipped("return-notice"), "t", changed("return-notice", items=[{**ITEM, "value": str(each)}] * 30)) for each in (1, 2)]
    whole = {"return": bound([*kinds, kinds[0]]), "alone": kinds[0], "reminder": bound(letters(2)), "one": letters(1)[0]}
    assert FACTS["reminder"]["number"]

    pages = {}
    for name, data in pdf.printed(whole).items():
        (tmp_path / name).write_bytes(data)
        text = subprocess.run(["pdftotext", "-layout", str(tmp_path / name), "-"], check=True, capture_output=True, text=True).stdout
        pages[name] = [found[-1] if (found := re.findall(r"— *(\d+) *—", page)) else "" for page in text.split("\f")[:-1]]

    for many, one, count in (("return", "alone", 3), ("reminder", "one", 2)):
        sheet = pages[one] + ([""] if len(pages[one]) % 2 else [])
        assert pages[many] == sheet * (count - 1) + pages[one]
        assert pages[one] == [str(number) for number in range(1, len(pages[one]) + 1)]
