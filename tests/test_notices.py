"""Word notices: what a template asks for, what goes wrong and where, and that every value arrives whole."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.notice import shelf
from formkit.notice.render import TemplateProblem, lint, render, variables

TEMPLATES = Path(__file__).parent.parent / "templates"
COMMON: dict[str, object] = {
    "agency": "枣庄市薛城区扶贫开发领导小组办公室",
    "number": "薛扶贫组办字〔2020〕5号",
    "date": "2020年4月6日",
    "recipient": "周营镇扶贫办",
    "form_document": "枣扶贫组办字〔2020〕4号",
    "form_titles": "《存在致贫、返贫风险人口即时帮扶情况台账》",
    "form_title": "存在致贫、返贫风险人口即时帮扶情况台账",
    "period": "2020年3月",
    "deadline": "2020年4月10日",
    "contact": "王小明",
    "phone": "0632-0000000",
    "copies": "各镇（街）人民政府（办事处）",
    "sealed": "否",
    "issued": "2020年4月6日",
}
ITEM = {
    "no": "1",
    "cell": "D7",
    "column": "身份证号码",
    "value": "**************1234",
    "problem": "校验码不符",
    "remedy": "核对",
}
UNIT = {"no": "1", "township": "周营镇", "unit": "东村", "state": "未报"}
FACTS: dict[str, dict[str, object]] = {
    "return-notice": {
        **COMMON, "unit": "周营镇东村", "file": "东村.xlsx", "errors": "3", "queries": "2", "resubmit": "2020年4月8日",
        "rollup": "", "items": [ITEM],
    },
    "reminder": {
        **COMMON, "expected": "120", "received": "119", "missing_count": "1",
        "behind": "周营镇", "behind_deadline": "2020年4月10日", "overdue_days": "", "units": [UNIT], "until": "", "zero_duty": "是",
    },
}  # fmt: skip


def shipped(kind: str) -> bytes:
    """The template that comes with formkit."""
    return shelf.template(shelf.find(kind))


def blank() -> Any:
    """A document without text; smaller than the one python-docx starts from, and so quicker."""
    document = Document(io.BytesIO(shipped("reminder")))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    return document


def template(*paragraphs: str, title: str = "") -> bytes:
    document = blank()
    document.core_properties.title = title
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def words(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br/>", "\n", xml))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def problems(docx: bytes, facts: dict[str, object]) -> list[tuple[str, int, str]]:
    with pytest.raises(TemplateProblem) as caught:
        render(docx, "t.docx", facts)
    return [(each.code, each.paragraph, each.field) for each in caught.value.problems]


def changed(kind: str, **facts: object) -> dict[str, object]:
    return {**copy.deepcopy(FACTS[kind]), **facts}


@pytest.mark.parametrize("kind", FACTS)
def test_a_shipped_notice_prints_every_fact_and_is_the_same_every_time(kind: str) -> None:
    text = words(render(shipped(kind), kind, FACTS[kind]))
    assert render(shipped(kind), kind, FACTS[kind]) == render(shipped(kind), kind, FACTS[kind])
    listed = ITEM if kind == "return-notice" else UNIT
    for value in (*(FACTS[kind][name] for name in variables(shipped(kind)) - {"sealed", "zero_duty"}), *listed.values()):
        assert not isinstance(value, str) or value in text
    assert "{" not in text


@pytest.mark.parametrize("kind", FACTS)
def test_any_fact_left_out_or_empty_is_named(kind: str) -> None:
    optional = {"behind_deadline", "copies", "overdue_days", "rollup", "until", "zero_duty"}
    for name in variables(shipped(kind)):
        facts = changed(kind)
        del facts[name]
        assert {(code, field) for code, _, field in problems(shipped(kind), facts)} == {
            ("notice-missing-field", name)
        }
        for nothing in (None, "", "  "):
            if name in optional:
                render(shipped(kind), kind, changed(kind, **{name: nothing}))
            else:
                found = problems(shipped(kind), changed(kind, **{name: nothing}))
                assert {(code, field) for code, _, field in found} == {("notice-empty-field", name)}


def test_what_is_held_against_a_text_may_not_be_empty_for_that() -> None:
    held = template("{% if a != '0' %}错误{{ a }}处{% endif %}", "{% if b != '' %}{{ b }}{% endif %}", "{% if c == '甲' %}乙{% endif %}")
    assert "错误" not in words(render(held, "t", {"a": "0", "b": "", "c": ""}))
    assert problems(held, {"a": "", "b": "", "c": ""}) == [("notice-empty-field", 1, "a")]


def test_all_that_is_missing_is_told_at_once_with_its_row() -> None:
    items = [ITEM, {**ITEM, "problem": None}, {key: text for key, text in ITEM.items() if key != "no"}]
    facts = changed("return-notice", items=items, agency="")
    del facts["file"]
    found = problems(shipped("return-notice"), facts)
    assert {(code, field) for code, _, field in found} == {
        ("notice-empty-field", "agency"),
        ("notice-missing-field", "file"),
        ("notice-empty-field", "items[2].problem"),
        ("notice-missing-field", "items[3].no"),
    }
    assert problems(shipped("return-notice"), changed("return-notice", items=[]))[0][0] == "notice-empty-field"


def test_what_a_row_may_leave_empty_is_shown_as_empty() -> None:
    bare = {**ITEM, "cell": None, "column": "", "value": "", "remedy": None}
    assert "（空）" in words(render(shipped("return-notice"), "t", changed("return-notice", items=[bare])))


def test_an_empty_copies_line_and_an_overdue_sentence_come_and_go() -> None:
    plain = words(render(shipped("reminder"), "t", changed("reminder", copies="")))
    assert "抄送" not in plain
    assert "逾期" not in plain
    late = words(render(shipped("reminder"), "t", changed("reminder", overdue_days="3")))
    assert "已逾期3天" in late
    assert "立即报送" in late
    assert "抄送：各镇（街）人民政府（办事处）。" in late


HOSTILE = (
    "A<b>&c",
    "{{ agency }}",
    "{% if %}",
    "{_{x}_}",
    "a\x07b\x00",
    "甲\n乙",
    "]]>",
    "&lt;",
    "}}",
    "100%}",
    "\ud800",
    "甲\u202e乙\u200f",
    "👨‍👩‍👧",
    "甲\ufffe乙",
    "x" * 300,
)


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_clerk_typed_never_breaks_a_notice(value: str) -> None:
    text = words(
        render(shipped("return-notice"), "t", changed("return-notice", items=[{**ITEM, "value": value}]))
    )
    shown = value.replace("\x07", "␇").replace("\x00", "␀").translate(dict.fromkeys((0xD800, 0x202E, 0x200F, 0xFFFE), "\ufffd"))
    assert shown in text
    assert "校验码不符" in text.split(shown)[-1]  # what stands after it is still there


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1))
def test_any_text_arrives_whole(value: str) -> None:
    made = render(template("甲{{ x }}乙"), "t", {"x": value})
    assert Document(io.BytesIO(made)).paragraphs[0].text == f"甲{value.translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})}乙"


def test_a_field_word_has_cut_into_runs_or_given_curly_quotes_still_works() -> None:
    document = blank()
    paragraph = document.add_paragraph()
    for piece in ("请于{", "{ dead", "line", " }", "}前报送{{ x or “无” }}"):
        paragraph.add_run(piece)
    assert "请于4月10日前报送无" in words(render(saved(document), "t", {"deadline": "4月10日", "x": ""}))


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("正文", "{{ a b }}", "{{ c. }}"), [("notice-template-syntax", 2), ("notice-template-syntax", 3)]),
        (("{% if a %}", "无尽"), [("notice-template-syntax", 1)]),
        (("一", "二", "{% endfor %}"), [("notice-template-syntax", 3)]),
        (("一", "请于{{ a 前"), [("notice-placeholder-left", 2)]),
        (("｛｛ a ｝｝",), [("notice-placeholder-left", 1)]),
        (("一", "a }} 前"), [("notice-placeholder-left", 2)]),
        (("{{ a|upper }}",), [("notice-template-code", 1)]),
        (("一", "{{ a.__class__.mro() }}"), [("notice-template-code", 2)]),
        (("{% set a = 1 %}",), [("notice-template-code", 1)]),
        (("{% include 'x' %}",), [("notice-template-code", 1)]),
        (("{{ '十' * 9 }}",), [("notice-template-code", 1)]),
    ],
)
def test_a_mistake_in_a_template_has_its_paragraph(
    paragraphs: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    assert [(code, at) for code, at, _ in problems(template(*paragraphs), {"a": "甲"})][: len(expected)] == expected
    assert [(each.code, each.paragraph) for each in lint(template(*paragraphs), "t")] == expected
    with pytest.raises(TemplateProblem):
        variables(template(*paragraphs))


def test_a_mistake_in_a_table_or_a_footer_is_found_there() -> None:
    document = Document()
    document.add_table(1, 2).cell(0, 1).text = "{{ a b }}"
    document.sections[0].footer.paragraphs[0].text = "{{ foot }}"
    found = lint(saved(document), "t")
    assert [(each.code, each.paragraph, each.args["part"]) for each in found] == [
        ("notice-template-syntax", 2, "/word/document.xml")
    ]
    document.tables[0].cell(0, 1).text = ""
    assert variables(saved(document)) == {"foot"}


def test_what_is_not_a_docx_says_so() -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    good = template("{{ a }}")
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(spoilt, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, b"<w:document" if entry.filename == "word/document.xml" else source.read(entry))
    for blob in (b"", b"PK\x03\x04", workbook.getvalue(), good[:-400], spoilt.getvalue()):
        assert problems(blob, {"a": "甲"})[0][0] == "notice-not-a-docx"
    assert problems(b"\xd0\xcf\x11\xe0" * 200, {"a": "甲"})[0][0] == "notice-old-word"


def test_the_wrong_kind_of_fact_is_told() -> None:
    loop = template("{% for i in items %}{{ i.a }}{% endfor %}", "{{ n }}")
    assert problems(loop, {"items": "文字", "n": 1}) == [("notice-wrong-kind", 1, "items")]
    assert problems(loop, {"items": [{"a": "甲"}], "n": ["乙"]}) == [("notice-wrong-kind", 2, "n")]
    assert problems(loop, {"items": ["甲"], "n": 1}) == [("notice-missing-field", 1, "items[1].a")]
    assert problems(loop, {"items": [{"a": "甲"}], "n": True}) == [("notice-render-failed", 0, "")]
    counted = template("{% if items|length == 2 %}两{% endif %}")
    assert words(render(counted, "t", {"items": ["甲", "乙"]})).strip() == words(render(counted, "t", {"items": "甲乙"})).strip() == "两"
    assert problems(counted, {"items": []}) == [("notice-empty-field", 1, "items")]


def test_a_value_that_does_not_reach_the_page_is_told() -> None:
    assert problems(template("{{p a }}", "{{ b }}"), {"a": "甲", "b": "乙"}) == [("notice-value-lost", 0, "a")]


def test_what_the_template_makes_itself_is_checked_too() -> None:
    loop = template("{% for i in a %}{% if loop.nothing %}甲{% endif %}{% endfor %}")
    assert problems(loop, {"a": ["乙"]}) == [("notice-render-failed", 0, "")]


def test_nothing_of_the_moment_is_in_a_notice() -> None:
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("{{ a }}"))) as source, zipfile.ZipFile(bare, "w") as target:
        for entry in source.infolist():
            if not entry.filename.startswith(("docProps", "_rels")):
                target.writestr(entry, source.read(entry))
        relations = re.sub(r"<Relationship [^>]*core-properties[^>]*>", "", source.read("_rels/.rels").decode())
        target.writestr("_rels/.rels", relations)
    made = zipfile.ZipFile(io.BytesIO(render(bare.getvalue(), "t", {"a": "甲"})))
    assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2000-01-01" in made.read("docProps/core.xml")


def test_a_field_named_like_a_method_is_the_field() -> None:
    made = render(template("{% for i in r %}{{ i.items }}{% endfor %}"), "t", {"r": [{"items": "甲"}]})
    assert "甲" in words(made)


def test_fields_word_copied_into_the_properties_do_no_harm() -> None:
    made = render(template("{{ a }}", title="{{ a 文件"), "t", {"a": "甲&乙"})
    assert Document(io.BytesIO(made)).core_properties.title == ""
