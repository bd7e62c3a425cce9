"""The WordprocessingML of the templates: in the order of its schema, its fonts by name, its figures those of GB/T 9704-2012."""

from __future__ import annotations

import io
import itertools
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from layout_cases import LONG, ROWS, TABLE, filled, notice

from formkit.notice import build, figures, render, xml
from formkit.notice.binding import bound

TEMPLATES = sorted((Path(__file__).parent.parent / "templates").glob("*.docx"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ISO/IEC 29500-1 annex A: what comes before what. Elements that no part of ours has are left out.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs kinsoku wordWrap overflowPunct autoSpaceDE "
           "autoSpaceDN adjustRightInd snapToGrid spacing ind contextualSpacing jc textDirection textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols vAlign titlePg textDirection docGrid",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV", "pBdr": "top left bottom right between", "tblCellMar": "top left bottom right",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign", "tbl": "tblPr tblGrid tr", "tr": "trPr tc",
    "p": "pPr r", "trPr": "cantSplit trHeight tblHeader", "tc": "tcPr p tbl",
    "style": "name basedOn qFormat pPr rPr", "body": "p tbl sectPr",
    "settings": "mirrorMargins evenAndOddHeaders characterSpacingControl compat", "compat": "doNotExpandShiftReturn compatSetting",
}  # fmt: skip
ANY = {"body", "tc"}  # paragraphs and tables in any order
CHOICE = ("headerReference", "footerReference")  # a choice of the two, in any order, before the rest


def parts(docx: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: parse_xml(package.read(name)) for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")}


def body(docx: bytes) -> Any:
    return parts(docx)["word/document.xml"]


def kept(docx: bytes) -> dict[str, bool]:
    """Whether each paragraph stays with the next, by its text."""
    return {
        "".join(text.text or "" for text in each.iter(f"{W}t")): each.find(f"{W}pPr/{W}keepNext") is not None
        for each in body(docx).iter(f"{W}p")
    }


def fonts(docx: bytes) -> dict[str, str]:
    """The font of each run, by its text."""
    runs = (run for run in body(docx).iter(f"{W}r") if run.findtext(f"{W}t"))
    return {run.findtext(f"{W}t"): run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") for run in runs}


def every() -> list[bytes]:
    """The shipped templates, and documents that use every part of the layout, as they are filled and bound."""
    aside = {"title": "横", "landscape": True, "body": [TABLE]}
    whole = filled(notice(to="各镇", annexes=[aside, {"title": "件"}], note="（注）"), rows=ROWS, copies="甲", secrecy="秘密", sealed="是")
    letter = filled(notice(style="letter", upward=False, annexes=[aside]), rows=ROWS, copies="甲")
    grid = {"grid": {"widths": [90], "rows": [{"cells": ["乙"]}]}}
    plain = filled(notice(style="plain", draft="样稿", body=[TABLE, TABLE, {"line": "甲"}, grid]), rows=ROWS)
    return [*(path.read_bytes() for path in TEMPLATES), whole, letter, plain, bound([whole, whole])]


def test_every_element_stands_in_the_order_of_the_schema() -> None:
    for docx in every():
        for name, root in parts(docx).items():
            for element in root.iter(*(f"{W}{each}" for each in ORDER)):
                kind = element.tag.removeprefix(W)
                order = ORDER[kind].split()
                inner = [child.tag.removeprefix(W) for child in element if child.tag.startswith(W)]
                assert set(inner) <= set(order), (name, kind, inner)
                places = [0 if each in CHOICE else order.index(each) for each in inner]
                if kind in ANY:
                    assert inner[-1] == ("sectPr" if kind == "body" else "p"), (name, kind, inner)
                else:
                    assert places == sorted(places), (name, kind, inner)


def test_no_two_tables_touch_and_drawings_have_numbers_of_their_own() -> None:
    for docx in every():
        for first, second in itertools.pairwise(body(docx)[0]):
            assert not (first.tag == second.tag == f"{W}tbl")  # Word makes one of them
    drawn = [each.get("id") for each in body(every()[-1]).iter() if each.tag.endswith("}docPr")]
    assert len(drawn) == len(set(drawn)) > 1


def test_every_run_names_its_font_for_every_script() -> None:
    known = {figures.SONG, figures.FANGSONG, figures.HEI, figures.KAI, figures.NUMERALS}
    assert known == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    for docx in every():
        for root in parts(docx).values():
            for run in itertools.chain(root.iter(f"{W}r"), root.iter(f"{W}style")):
                if run.find(f"{W}t") is None and run.tag == f"{W}r":
                    continue
                fonts = run.find(f"{W}rPr/{W}rFonts")
                named = {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")}
                assert len(named) == 1, named
                assert named <= known, named


def test_relations_and_parts_of_a_package_agree() -> None:
    for docx in every():
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            told = parse_xml(package.read("word/_rels/document.xml.rels"))
            targets = {each.get("Id"): each.get("Target") for each in told}
            assert {f"word/{target}" for target in targets.values()} <= set(package.namelist())
        for section in body(docx).iter(f"{W}sectPr"):
            for each in section:
                if "Reference" in each.tag:
                    kind = "foot" if "footer" in each.tag else "head"
                    said = targets[each.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
                    assert kind in said, said


def test_a_template_is_the_same_bytes_every_time() -> None:
    for page in ({"style": "letter"}, {"upward": True}, {"style": "plain", "draft": "样稿"}):
        assert build.build(notice(**page)) == build.build(notice(**page))


def test_lines_that_are_not_asked_for_are_not_in_the_template() -> None:
    asked = notice()
    assert {"copy_no", "secrecy", "urgency"} <= render.variables(build.build(asked))
    assert not {"copy_no", "secrecy", "urgency"} & render.variables(build.build(asked.model_copy(update={"asks": ()})))


def test_a_list_to_be_read_standing_is_larger() -> None:
    sizes = {}
    for size in ("small", "large"):
        (table,) = body(filled(notice(style="plain", body=[{"list": {**TABLE["list"], "size": size}}]), rows=ROWS)).iter(f"{W}tbl")
        sizes[size] = {each.get(f"{W}val") for each in table.iter(f"{W}sz")} - {None}
    assert ("28" in sizes["large"], "21" in sizes["small"], "28" in sizes["small"]) == (True, True, False)


def test_headings_are_set_by_their_level() -> None:
    said = ["一、甲。乙。", "（一）丙。丁。", "1.戊。", "（1）己。", "{% if signer %}二{% else %}三{% endif %}、庚。"]
    found = fonts(filled(notice(body=said)))
    assert [found[text] for text in ("一、甲。", "乙。", "（一）丙。", "丁。", "1.戊。", "（1）己。", "二、庚。")] == [
        "黑体", "仿宋_GB2312", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312", "仿宋_GB2312", "黑体",
    ]  # fmt: skip
    assert fonts(filled(notice(upward=True)))["张三"] == "楷体_GB2312"  # 7.2.6: 签发人姓名 3 号楷体


@pytest.mark.parametrize("style", ["document", "letter", "plain"])
def test_the_end_of_the_text_stays_with_the_signature_but_never_leaves_the_first_page_bare(style: str) -> None:
    said = ["首段。", "中段。", "末段。", "{%p if signer %}", "尾段。", "{%p endif %}"]
    found = kept(filled(notice(style=style, body=said, note="（注）")))
    assert [found[text] for text in ("首段。", "中段。", "末段。", "尾段。")] == [False, False, True, True]
    assert not kept(filled(notice(style=style, body=["独段。"])))["独段。"]


def test_of_two_ends_one_is_surely_printed_and_what_stands_before_them_stays_where_it_is() -> None:
    said = ["首段。", "中段。", "末前段。", "{%p if signer %}", "甲段。", "{%p else %}", "乙段。", "{%p endif %}"]
    found = kept(filled(notice(body=said)))
    last = next(text for text in ("甲段。", "乙段。") if text in found)
    assert [found[text] for text in ("首段。", "中段。", "末前段。", last)] == [False, False, False, True]


def test_a_heading_by_itself_never_ends_a_page() -> None:
    found = kept(filled(notice(body=["首段。", "一、标题", "正文。", "二、标题。有正文的。", "末段。"])))
    assert [found[text] for text in ("一、标题", "正文。", "二、标题。有正文的。")] == [True, False, False]


def test_the_imprint_takes_the_room_it_needs() -> None:
    heights = []
    for copies in ("", "甲" * figures.COPIES_SHORT, "甲" * (figures.COPIES_SHORT + 1)):
        extents = list(body(filled(notice(), copies=copies)).iter(qn("wp:extent")))
        heights.append(int(extents[-1].get("cy")) / 36000)
    assert heights == [figures.IMPRINT_SHORT, figures.IMPRINT_SHORT, figures.IMPRINT]


def test_a_line_to_sign_stays_with_the_text_above_it_and_the_line_below() -> None:
    lines = [{"line": text, "align": "right"} for text in ("某委会（盖章）", "某年某月某日")]
    found = kept(filled(notice(body=["甲。", "乙。", *lines], sign=None)))
    assert [found[text] for text in ("甲。", "乙。", "某委会（盖章）", "某年某月某日")] == [False, True, True, False]


def test_a_seal_has_a_line_more_above_it() -> None:
    """7.3.5.1: with one line only the seal would lie on the text."""
    counts = [len(list(body(filled(notice(), sealed=sealed)).iter(f"{W}p"))) for sealed in ("否", "是")]
    assert counts[1] - counts[0] == 1


def test_every_measure_of_a_page_is_the_standards() -> None:
    upright, aside = (list(body(docx).iter(f"{W}pgMar")) for docx in (
        filled(notice(body=[LONG])), filled(notice(landscape=True)),
    ))  # fmt: skip
    for element, figure in ((upright[0], (37, 26, 35, 28)), (aside[0], (27, 36, 27, 36))):
        found = [int(element.get(f"{W}{side}")) * 25.4 / 1440 for side in ("top", "right", "bottom", "left")]
        assert found == pytest.approx(figure, abs=0.02)
    assert xml.twips(156) == pytest.approx(28 * (16 + figures.CLOSER / 20) * 20, abs=60)
