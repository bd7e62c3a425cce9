"""Word templates that may not be used, or that Word has left in a state nobody sees; each is one sentence with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from test_notices import blank, problems, saved, template, words

from formkit import words as said
from formkit.commands.failures import template_mistakes
from formkit.notice import package
from formkit.notice.render import lint, remarks, render

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def repacked(docx: bytes, change: Callable[[str, bytes], bytes] = lambda _, data: data, more: Mapping[str, bytes] = {}) -> bytes:
    """The package with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in more.items():
            target.writestr(name, data)
    return out.getvalue()


def body(xml: str) -> bytes:
    """A template with this before its last section."""
    document = blank()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:p>"))
    document.element.body.insert(1, parse_xml(f"<w:p {W}><w:r><w:t>{{{{ a }}}}</w:t></w:r></w:p>"))
    return saved(document)


def told(docx: bytes) -> list[tuple[str, int]]:
    """What ``lint`` says, each with a sentence that can be said."""
    found = lint(docx, "t.docx")
    for each in template_mistakes("t.docx", found):
        assert said.both(each.code, each.args)
    return [(each.code, each.paragraph) for each in found]


def outside(kind: str, target: str) -> bytes:
    """A template with a relation to something elsewhere."""
    document = blank()
    document.add_paragraph("{{ a }}")
    document.part.rels.get_or_add_ext_rel(kind, target)
    return saved(document)


def test_a_small_file_that_inflates_is_stopped_and_so_is_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(template("{{ a }}"), more={"word/media/image1.png": bytes(60_000_000), "word/media/image2.png": bytes(60_000_000)})
    assert len(bomb) < 300_000
    assert told(bomb) == [("notice-hostile", 0)]

    monkeypatch.setattr(package, "LARGEST", 10_000)
    assert told(template("{{ a }}")) == []
    assert told(template("{{ a }}", "".join(map(chr, range(0x4E00, 0x9000))))) == [("notice-large", 0)]


@pytest.mark.parametrize("bad", [
    b'<!DOCTYPE w:document [<!ENTITY a "b">]>', b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
])  # fmt: skip
def test_a_declaration_that_reads_other_files_is_refused(bad: bytes) -> None:
    def declared(name: str, data: bytes) -> bytes:
        return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + bad, data, count=1) if name == "word/document.xml" else data

    assert told(repacked(template("{{ a }}"), declared)) == [("notice-hostile", 0)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_named_twice_is_refused() -> None:
    assert told(repacked(template("{{ a }}"), more={"word/document.xml": b"<x/>"})) == [("notice-hostile", 0)]


def test_macros_and_what_word_saves_as_a_template_are_named() -> None:
    assert told(repacked(template("{{ a }}"), more={"word/vbaProject.bin": b"x"})) == [("notice-macros", 0)]
    for kind in (
        b"application/vnd.ms-word.document.macroEnabled.main+xml", b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):  # fmt: skip
        assert told(repacked(template("{{ a }}"), lambda _, data, kind=kind: data.replace(PLAIN, kind))) == [("notice-other-kind", 0)]


@pytest.mark.parametrize("kind", ["image", "oleObject", "subDocument", "frame", "aFChunk"])
def test_what_would_be_fetched_from_elsewhere_is_refused(kind: str) -> None:
    (problem,) = lint(outside(f"{OFFICE}/{kind}", "https://example.invalid/x.png"), "t")
    assert (problem.code, problem.args["target"]) == ("notice-outside", "https://example.invalid/x.png")


def test_a_link_to_be_clicked_stays() -> None:
    made = render(outside(RELATIONSHIP_TYPE.HYPERLINK, "https://example.invalid/"), "t", {"a": "甲"})
    assert any(each.is_external for each in Document(io.BytesIO(made)).part.rels.values())


def test_the_template_a_document_was_begun_from_is_left_out_and_that_is_said() -> None:
    document = blank()
    document.add_paragraph("{{ a }}")
    settings = document.settings.element
    key = document.part._settings_part.rels.get_or_add_ext_rel(f"{OFFICE}/attachedTemplate", "file:///C:/Users/某人/公文.dotm")
    settings.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{key}"/>'))
    linked = saved(document)

    made = render(linked, "t", {"a": "甲"})

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert all("公文.dotm".encode() not in parts.read(name) and b"attachedTemplate" not in parts.read(name) for name in parts.namelist())
    assert [(each.code, each.args["target"]) for each in remarks(linked, "t")] == [("notice-linked", "file:///C:/Users/某人/公文.dotm")]
    assert remarks(template("{{ a }}"), "t") == ()
    assert remarks(b"none", "t") == ()


@pytest.mark.parametrize(
    "xml",
    [
        '<w:ins w:id="1" w:author="x"><w:r><w:t>甲</w:t></w:r></w:ins>',
        '<w:del w:id="1" w:author="x"><w:r><w:delText>{{ b }}</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="1" w:author="x"><w:r><w:t>甲</w:t></w:r></w:moveFrom>',
    ],
)
def test_changes_nobody_has_accepted_are_named_with_their_paragraph(xml: str) -> None:
    assert told(body(xml)) == [("notice-tracked", 1)]


def test_a_comment_would_go_out_with_every_letter() -> None:
    assert told(body('<w:r><w:t>甲</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>')) == [
        ("notice-commented", 1)
    ]


def test_a_field_in_a_code_or_behind_a_picture_is_not_filled_and_so_refused() -> None:
    assert told(body('<w:r><w:instrText xml:space="preserve"> HYPERLINK "{{ b }}" </w:instrText></w:r>')) == [("notice-field-hidden", 1)]
    assert told(body('<w:bookmarkStart w:id="1" w:name="{{b}}"/><w:bookmarkEnd w:id="1"/>')) == [("notice-field-hidden", 1)]


def notes(kind: str, text: str) -> bytes:
    """A template with a part of notes, each of one paragraph."""
    xml = f'<w:{kind} {W}><w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:{kind}>'
    plain = template("{{ a }}")
    types = f'<Override PartName="/word/{kind}.xml" ContentType="{PLAIN.decode().replace("document.main", kind)}"/>'
    link = f'<Relationship Id="n1" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(b"</Types>", types.encode() + b"</Types>")
        return data.replace(b"</Relationships>", link.encode() + b"</Relationships>") if name == "word/_rels/document.xml.rels" else data

    return repacked(plain, change, {f"word/{kind}.xml": xml.encode()})


def test_footnotes_are_filled_and_notes_at_the_end_are_not() -> None:
    made = render(notes("footnotes", "注{{ b }}"), "t", {"a": "甲", "b": "<乙>&"})
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert "注&lt;乙&gt;&amp;" in parts.read("word/footnotes.xml").decode()
    assert problems(notes("footnotes", "注{{ b }}"), {"a": "甲"}) == [("notice-missing-field", 1, "b")]
    assert told(notes("endnotes", "注{{ b }}")) == [("notice-field-hidden", 0)]
    assert told(notes("endnotes", "注")) == []


def test_headers_boxes_and_content_controls_are_filled() -> None:
    document = blank()
    document.sections[0].header.paragraphs[0].text = "页眉{{ b }}"
    box = f'<w:p {W}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>' \
        "<w:p><w:r><w:t>框{{ c }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"  # fmt: skip
    document.element.body.insert(0, parse_xml(box))
    control = f"<w:sdt {W}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控{{{{ d }}}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    docx = saved(document)

    made = render(docx, "t", {"b": "乙", "c": "丙", "d": "丁"})

    assert "框丙" in words(made)
    assert "控丁" in words(made)
    assert Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "页眉乙"
    assert problems(docx, {"b": "乙", "c": "", "d": "丁"}) == [("notice-empty-field", 2, "c")]


SPLIT = (
    '<w:r><w:t>于{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>dead</w:t></w:r><w:proofErr w:type="spellEnd"/>'
    "<w:r><w:t>line</w:t></w:r><w:r><w:t>}}前</w:t></w:r>",
    '<w:r><w:t>于{</w:t></w:r><w:r><w:t>{ deadline }</w:t></w:r><w:r><w:t>}前</w:t></w:r>',
    '<w:r><w:t xml:space="preserve">于{{ dead</w:t></w:r><w:bookmarkStart w:id="3" w:name="x"/><w:r><w:rPr><w:b/></w:rPr>'
    '<w:t>line }}前</w:t></w:r><w:bookmarkEnd w:id="3"/>',
    "<w:r><w:t>于{% if deadline == “4日” %}</w:t></w:r><w:r><w:t>{{ deadline }}{% endif</w:t></w:r><w:r><w:t> %}前</w:t></w:r>",
)


@pytest.mark.parametrize("xml", SPLIT)
def test_a_tag_that_word_has_cut_into_pieces_is_one_tag(xml: str) -> None:
    made: Any = words(render(body(xml), "t", {"a": "甲", "deadline": "4日"}))
    assert "于4日前" in made


def test_a_field_among_half_a_tag_is_told_at_its_paragraph() -> None:
    assert told(template("一", "{{ a", "}} 二"))[:2] == [("notice-placeholder-left", 2), ("notice-placeholder-left", 3)]
