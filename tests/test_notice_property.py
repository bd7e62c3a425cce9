"""The law of the documents: every value put in is found again, in its place, in the text read back, and nothing else is."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from test_notices import blank, saved

from formkit.load import find_form
from formkit.notice import figures, xml
from formkit.notice.facts import blank as blanks
from formkit.notice.printing import Fragment, printable
from formkit.notice.render import render

TEXTS = st.text(st.one_of(st.sampled_from("{}%<>&\"'\u202e\x07\ufffe《》〔〕甲乙Aé👨"), st.characters(exclude_categories=("Z", "Cc"))), min_size=1)
PLAIN = st.text(st.characters(exclude_characters="{}%", exclude_categories=("Z", "Cc")), min_size=1)
EMPTY = st.one_of(st.just(""), TEXTS)
NAMES = ("a", "b", "items", "values", "字段", "x1")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a template: its paragraphs (a list of lists is a table), the facts it needs, and the paragraphs it must become."""

    written: tuple[str | tuple[tuple[str, ...], ...], ...]
    facts: dict[str, object]
    becomes: tuple[str, ...] = field(default=())


def _shown(text: str) -> str:
    return printable(text)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """One of the ways in which a template may ask for something."""
    name = draw(st.sampled_from(NAMES))
    way = draw(st.sampled_from(("field", "twice", "if", "or", "keep", "loop", "rows", "header")))
    if way in ("field", "twice", "header"):
        text = draw(TEXTS)
        end = f"又{{{{ {name} }}}}" if way == "twice" else ""
        return Piece((f"前{{{{ {name} }}}}{end}后",), {name: text}, (f"前{_shown(text)}{'又' + _shown(text) if end else ''}后",))
    if way in ("if", "or", "keep"):
        text = draw(EMPTY)
        if way == "if":
            written = f"{{% if {name} %}}有{{{{ {name} }}}}{{% else %}}无{{% endif %}}"
            return Piece((written,), {name: text}, (f"有{_shown(text)}" if text else "无",))
        if way == "or":
            return Piece((f'甲{{{{ {name} or "—" }}}}乙',), {name: text}, (f"甲{_shown(text) or '—'}乙",))
        kept = (f"留{_shown(text)}",) if text else ()
        return Piece((f"{{%p if {name} %}}", f"留{{{{ {name} }}}}", "{%p endif %}"), {name: text}, kept)
    rows = draw(st.lists(st.tuples(TEXTS, EMPTY), min_size=1, max_size=4))
    facts: dict[str, object] = {name: [{"one": one, "two": two} for one, two in rows]}
    if way == "loop":
        said = "".join(f"〔{_shown(one)}〕" for one, _ in rows)
        return Piece((f"{{% for each in {name} %}}〔{{{{ each.one }}}}〕{{% endfor %}}",), facts, (said,))
    table = ((f"{{%tr for each in {name} %}}", ""), ("{{ each.one }}", '{{ each.two or "无" }}'), ("{%tr endfor %}", ""))
    return Piece((table,), facts, tuple(_shown(cell) for one, two in rows for cell in (one, two or "无")))


def template_of(parts: list[Piece]) -> bytes:
    document = blank()
    for part in parts:
        for written in part.written:
            if isinstance(written, str):
                document.add_paragraph(written)
                continue
            table = document.add_table(len(written), 2)
            for row, cells in zip(table.rows, written, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    return saved(document)


def read_back(docx: bytes) -> list[str]:
    body = Document(io.BytesIO(docx)).element.body
    return ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]


@settings(max_examples=60, deadline=None)
@given(st.lists(pieces(), min_size=1, max_size=5, unique_by=lambda part: next(iter(part.facts))))
def test_every_value_is_found_again_in_its_place_and_nothing_else(parts: list[Piece]) -> None:
    facts = {name: value for part in parts for name, value in part.facts.items()}
    made = render(template_of(parts), "t", facts)
    assert read_back(made) == [text for part in parts for text in part.becomes]


@settings(max_examples=30, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=6), TEXTS)
def test_every_text_of_a_table_of_our_own_is_found_again(cells: list[str], beside: str) -> None:
    made = (xml.cell(20, xml.text(figures.CELL, printable(text))) for text in cells)
    table = Fragment(xml.table([20.0] * len(cells), xml.FRAME, xml.row(made), pad=30))
    document = blank()
    for text in ("前{{ beside }}", "{{p table }}", "后"):
        document.add_paragraph(text)

    found = read_back(render(saved(document), "t", {"table": table, "beside": beside}))

    assert found == [f"前{printable(beside)}", *map(printable, cells), "后"]


def test_the_blank_of_every_form_a_notice_may_carry_has_every_heading() -> None:
    document = blank()
    document.add_paragraph("{{p table }}")
    for name in ("zaozhuang-ledger", "longkou-case", "fuzhou-monthly"):
        form = find_form(name)
        text = "".join("".join(read_back(render(saved(document), "t", {"table": blanks.table(form, "2020年3月")}))).split())
        for path in form.paths.values():
            assert all("".join(label.split()) in text for label in path)
