"""The layout of notices as LibreOffice prints it, measured against the figures of GB/T 9704-2012."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from layout_cases import HEAD, LONG, ROWS, SIGN, TABLE, Box, filled, notice, printed, said, texts
from test_notices_office import Band, ink

from formkit.notice import build, render

pytestmark = pytest.mark.office
LINE = 225 / 22
NEAR = 0.6  # mm
SEALED = {"sealed": "是", "date": "二〇二〇年四月六日"}  # LibreOffice sets digits apart from characters whatever the paragraph says
ANNEXES = [
    {"title": "第一件" + "很长" * 12, "body": [TABLE]}, {"title": "横一", "landscape": True, "body": [TABLE]},
    {"title": "横二", "landscape": True, "body": [TABLE]}, {"title": "末件" + "很长" * 12, "body": ["正文。"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case in one start of the office."""
    whole = notice(to="各镇", annexes=ANNEXES, body=["办" * 700, f"一、末段。{'办' * 30}"], note="（联系人：张三）")
    first = {"copy_no": "000001", "secrecy": "秘密★1年", "urgency": "特急"}
    one = notice(to="各镇", annexes=[{"title": "一件" * 20, "enclosed": True}])
    letter = notice(style="letter", to="各镇", body=[LONG])
    return printed(tmp_path_factory.mktemp("layout"), {
        "whole": filled(whole, rows=ROWS, copies="甲镇人民政府，" * 10 + "乙镇", date="二〇二〇年四月六日", **first),
        "bare": filled(one, **SEALED),
        "long-name": filled(one, **SEALED, agency="示例市示例区扶贫开发领导小组办公室"),
        "letter": filled(letter, secrecy="秘密★1年", agency="示例县扶贫开发领导小组办公室", copies="甲、乙"),
        "upward": filled(notice(upward=True, to="上级")),
        "plain": filled(notice(style="plain", draft="样稿（请审定）", body=[LONG])),
        "one": filled(notice(style="plain", body=["短。", TABLE, TABLE]), rows=ROWS),
    })  # fmt: skip


def test_a_template_saved_by_another_program_is_filled_and_still_stands_right(tmp_path: Path) -> None:
    templates = {"document": build.build(notice(to="各镇")), "letter": build.build(notice(style="letter", to="各镇", body=[LONG]))}
    again = printed(tmp_path, templates, "docx")
    given = {**HEAD, "secrecy": "秘密"}
    made = printed(tmp_path, {f"{name}-again": render.render(path.read_bytes(), name, given) for name, path in again.items()})
    mark, rule = ink(made["document-again"], 1, red=True)
    assert (mark.top, rule.left, rule.right) == pytest.approx((37 + 35, 28, 184), abs=1)
    assert said(texts(made["document-again"])[0], "秘密").top == pytest.approx(37 + 2.8, abs=1)
    lines = ink(made["letter-again"], 1, red=True)
    assert (lines[0].top, 297 - lines[-1].bottom) == pytest.approx((30, 20), abs=1)
    assert all((line.left, line.right) == pytest.approx((20, 190), abs=1) for line in lines[1:])


def page(pdfs: dict[str, Path], name: str, number: int) -> list[Box]:
    return texts(pdfs[name])[number - 1]


def reds(pdfs: dict[str, Path], name: str) -> list[Band]:
    return ink(pdfs[name], 1, red=True)


def test_a_page_has_22_lines_of_28_characters_and_its_margins_change_sides(pdfs: dict[str, Path]) -> None:
    for number, left in ((2, 26), (3, 28)):
        lines = [line for line in page(pdfs, "plain", number) if line.text.startswith("办")]
        assert all(line.left == pytest.approx(left, abs=NEAR) for line in lines)  # 5.2.1: 订口 28, 切口 26
        whole = [line for line in lines if len(line.text) == 28]
        assert all(156 - line.right + line.left == pytest.approx(0, abs=1) for line in whole)
        assert [after.top - before.top for before, after in pairwise(lines)] == pytest.approx([LINE] * (len(lines) - 1), abs=0.1)
    full = [line for line in page(pdfs, "plain", 2) if line.text.startswith("办")]
    assert len(full) == 22
    assert {len(line.text) for line in full} == {28}
    assert full[0].top > 37
    assert full[-1].bottom < 262 + 0.5


def test_the_red_head_stands_where_it_does_whatever_is_written_above_it(pdfs: dict[str, Path]) -> None:
    for name in ("whole", "bare", "long-name", "upward"):
        mark, rule = reds(pdfs, name)
        assert mark.top == pytest.approx(37 + 35, abs=NEAR), name  # 7.2.4
        assert (rule.left, rule.right) == pytest.approx((28, 184), abs=NEAR), name  # 7.2.7: 与版心等宽
        black = ink(pdfs[name], 1)
        number = next(band for band in black if band.bottom < rule.top and band.top > mark.bottom)
        assert number.top - mark.bottom == pytest.approx(2 * LINE, abs=1.5), name  # 7.2.5: 空二行
        assert rule.top - number.bottom == pytest.approx(4, abs=0.8), name
        title = next(band for band in black if band.top > rule.bottom)
        assert title.top - rule.bottom == pytest.approx(2 * LINE, abs=1.5), name  # 7.3.1: 空二行
    for text, place in (("000001", 0), ("秘密★1年", 1), ("特急", 2)):
        line = said(page(pdfs, "whole", 1), text)
        assert (line.left, line.top) == pytest.approx((28, 37 + place * LINE + 2.8), abs=0.8)  # 7.2.1: 顶格第一行


def test_a_paper_to_a_higher_office_has_its_number_left_and_its_signer_right(pdfs: dict[str, Path]) -> None:
    lines = page(pdfs, "upward", 1)
    number, signer = said(lines, "〔2020〕5号"), said(lines, "签发人：张三")
    assert number.left - 28 == pytest.approx(SIGN, abs=NEAR)  # 7.2.5: 居左空一字
    assert 184 - signer.right == pytest.approx(SIGN, abs=NEAR)  # 7.2.6: 居右空一字
    assert number.top == pytest.approx(signer.top, abs=0.1)


def test_a_letter_has_its_name_at_30_mm_between_double_lines_of_170(pdfs: dict[str, Path]) -> None:
    mark, thick, thin, foot_thin, foot_thick = reds(pdfs, "letter")
    assert mark.top == pytest.approx(30, abs=NEAR)  # 10.1: 上边缘至上页边 30 mm
    assert thick.top - mark.bottom == pytest.approx(4, abs=NEAR)
    assert 297 - foot_thick.bottom == pytest.approx(20, abs=NEAR)
    for line in (thick, thin, foot_thin, foot_thick):
        assert (line.left, line.right) == pytest.approx((20, 190), abs=NEAR)  # 170 mm, centred on the page
    assert all(heavy.bottom - heavy.top > 0.6 > light.bottom - light.top for heavy, light in ((thick, thin), (foot_thick, foot_thin)))
    lines = page(pdfs, "letter", 1)
    number, secrecy = said(lines, "〔2020〕5号"), said(lines, "秘密")
    assert number.right == pytest.approx(184, abs=NEAR)
    assert number.top - thin.bottom > 4
    assert (secrecy.left, secrecy.top) == pytest.approx((28, number.top), abs=NEAR)
    assert not any("—" in line.text for line in lines)  # 首页不显示页码
    second, last = page(pdfs, "letter", 2), page(pdfs, "letter", 3)
    assert "—2—" in second[-1].text
    assert said(last, "抄送：甲、乙。").bottom == pytest.approx(262, abs=1)
    assert not any("印发" in line.text for line in last)


def test_names_of_annexes_go_on_under_their_first_character(pdfs: dict[str, Path]) -> None:
    lines = page(pdfs, "whole", 3)
    first, more = said(lines, "附件：1.第一件"), said(lines, "2.横一")
    last = next(place for place, line in enumerate(lines) if line.text.startswith("4.末件"))
    assert first.left - 28 == pytest.approx(2 * SIGN, abs=NEAR)  # 7.3.4: 左空二字
    assert more.left - 28 == pytest.approx(5 * SIGN, abs=1)
    for wrapped in (lines[lines.index(first) + 1], lines[last + 1]):
        assert wrapped.left - 28 == pytest.approx(6 * SIGN, abs=1)
    bare = page(pdfs, "bare", 1)
    single = next(place for place, line in enumerate(bare) if line.text.startswith("附件："))
    assert bare[single + 1].left - 28 == pytest.approx(5 * SIGN, abs=1)
    annex = page(pdfs, "whole", 4)
    assert (annex[0].text, annex[0].left) == ("附件1", pytest.approx(26, abs=NEAR))  # 7.3.7: 第一行, 顶格
    assert (annex[1].top + annex[1].bottom) / 2 == pytest.approx(37 + 2.5 * LINE, abs=2.5)  # 第三行


def test_the_signature_stands_right_and_is_never_alone(pdfs: dict[str, Path]) -> None:
    for name in ("bare", "long-name"):
        lines = page(pdfs, name, 1)
        date = said(lines, "二〇二〇年四月六日")
        place = lines.index(date)
        agency, above = lines[place - 1], lines[place - 2]
        assert (agency.left + agency.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=SIGN / 2)  # 7.3.5.1
        assert agency.top - above.top == pytest.approx(3 * LINE, abs=0.2)  # a seal of 42 mm: its top within one line of the text
        middle = (agency.top + date.bottom) / 2 - 3.5  # 居印章中心偏下位置
        assert 0 <= middle - 21 - above.bottom <= LINE
        assert 184 - date.right >= 4 * SIGN - SIGN / 2
        if name == "bare":
            assert 184 - date.right == pytest.approx(4 * SIGN, abs=SIGN / 2)
    lines = page(pdfs, "whole", 3)
    assert lines[0].text.startswith("一、末段。")  # two lines of the text came along
    date, note = said(lines, "二〇二〇年四月六日"), said(lines, "（联系人：张三）")
    agency = lines[lines.index(date) - 1]
    assert (date.left - agency.left, 184 - date.right) == pytest.approx((2 * SIGN, 2 * SIGN), abs=SIGN / 2)  # 7.3.5.2
    assert note.left - 28 == pytest.approx(2 * SIGN, abs=NEAR)


def test_page_numbers_stand_outside_also_on_a_page_on_its_side(pdfs: dict[str, Path]) -> None:
    for number in (1, 2, 3, 4, 7):
        found = said(page(pdfs, "whole", number), f"—{number}—")
        assert (found.top + found.bottom) / 2 == pytest.approx(262 + 7, abs=NEAR)  # 7.5
        outside = 184 - found.right if number % 2 else found.left - 26
        assert outside == pytest.approx(14 * 25.4 / 72, abs=NEAR)  # 空一字 of 4 号
    for number in (5, 6):
        lines = page(pdfs, "whole", number)
        digit, dashes = said([line for line in lines if line.left < 35], str(number)), [line for line in lines if line.text == "—"]
        assert (digit.left + digit.right) / 2 == pytest.approx(36 - 7, abs=NEAR)
        outside = 183 - max(dash.bottom for dash in dashes) if number % 2 else min(dash.top for dash in dashes) - 27
        assert outside == pytest.approx(14 * 25.4 / 72, abs=NEAR)
        head = said(lines, "附件")
        assert (head.left, head.top) == pytest.approx((36.5, 27 + 3.5), abs=1.5)


def test_the_imprint_ends_the_last_upright_page(pdfs: dict[str, Path]) -> None:
    lines = page(pdfs, "whole", 7)
    start = next(place for place, line in enumerate(lines) if line.text.startswith("抄送："))
    copies, more, agency, day = *lines[start : start + 2], said(lines[start:], "示例区扶贫办"), said(lines, "2020年4月6日印发")
    small = 14 * 25.4 / 72
    assert (copies.left - 28, more.left - copies.left) == pytest.approx((small, 3 * small), abs=1.1)  # 7.4.2: 回行与冒号后的首字对齐
    assert (agency.left - 28, 184 - day.right) == pytest.approx((small, small), abs=1.1)
    rules = [band for band in ink(pdfs["whole"], 7) if band.right - band.left > 150 and 215 < band.top < 264]
    assert rules[-1].bottom == pytest.approx(262, abs=NEAR)  # 7.4.1
    assert not any("印发" in line.text for number in range(1, 7) for line in page(pdfs, "whole", number))


def test_a_plain_paper_has_a_number_only_where_it_goes_on_and_its_draft_mark_on_every_page(pdfs: dict[str, Path]) -> None:
    assert not any("—" in line.text for line in (*page(pdfs, "one", 1), *page(pdfs, "plain", 1)))
    for number, edge in ((1, 184), (2, 182), (3, 184)):
        mark = said(page(pdfs, "plain", number), "样稿")
        assert (mark.right, mark.top < 25) == (pytest.approx(edge, abs=1), True)
    assert "—2—" in page(pdfs, "plain", 2)[-1].text
