"""The text of every document as it is read back: official Chinese without holes, whatever the task has and however units are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from notice_task import COUNTY, VILLAGE, made, people, scene
from right_rows import ROSTER, right
from test_documents_audience import CASES, END, KINDS, OTHERWISE
from test_documents_reports import document
from test_documents_wall import OWN
from test_notices import changed, shipped, words

from formkit.load import find_form
from formkit.notice.reading import lint as lint_notice
from formkit.notice.render import render
from formkit.notice.scene import Scene
from formkit.notice.wording import closed, committee, place, wide
from formkit.period import parse
from formkit.states import State

PAIRS = ("《》", "〈〉", "（）", "“”", "〔〕")
RULES = {
    "a date with a leading zero": r"年0\d*月|月0\d*日|\d{4}-\d{2}-\d{2}(?!\.xlsx)",
    "brackets of no official document": r"[\[\]【】「」{}]",
    "half-width punctuation between Chinese": r"(?<=[一-龥”）》])[,;:!?](?=[一-龥“（《])",
    "straight quotes": r"[\"']",
    "punctuation with nothing in it": r"[，、；：。][，、；：。]|（）|“”|《》|〔〕|（[，、；。]|[，、；：]）|^[，、；。）]|[，、；]$",
    "none of something": r"(?<![\d.])0(?:处|项)",
    "households and persons apart": r"\d+户[、，；和\s]+\d+人",
    "a title inside a title between the same marks": r"《[^》]*《(?![^〉]*〉)",
    "a committee of a committee": r"委会(?:村民|居民)?委员会|村村村|社区社区",
    "a number behind a month": r"年\d{1,2}月\d+(?![\d日])",
    "a Chinese number where it counts": r"[一二三四五六七八九十]+(?:个工作日|天(?:内|以)|户\d)",
}
NAMES = (("甲庄村委会", "东街道"), ("甲庄社区居民委员会", "东方街道"))


def faults(text: str) -> Iterator[tuple[str, str]]:
    """What a reviewer would strike out, and where."""
    for line in text.splitlines():
        yield from ((name, line) for name, rule in RULES.items() if re.search(rule, line))
    yield from ((pair, text) for pair in PAIRS if text.count(pair[0]) != text.count(pair[1]))  # a title stands in lines


def asked(kind: str) -> dict[str, str]:
    """What a person is asked for, by its examples."""
    return {ask.name: ask.example for ask in KINDS[kind].asks if ask.default is None}


def of_rows(kind: str, name: str, count: int, village: str = "甲庄村", township: str = "东镇") -> dict[str, str]:
    """The documents of a kind from so many rows of a form, of a village and a township called so."""
    form = find_form(name)
    level = "county" if "county" in form.levels else form.levels[0]
    period = right(form, level).period
    changed = {key: parse(period).end if value == END else value for key, value in OTHERWISE.get((kind, name), {}).items()}
    if "recognised" in form.places and name.startswith("zaozhuang"):
        changed["recognised"] = parse(period).end.replace(day=1)
    rows = people(name, level, [changed] * count)
    called = {"甲庄村": village, "东镇": township, "乙庄村": "乙" + village}
    rows = [{key: called.get(value, value) if isinstance(value, str) else value for key, value in row.items()} for row in rows]
    roster = ROSTER
    for old, new in called.items():
        roster = roster.replace(f",{old},", f",{new},")
    return made(kind, scene(level, period, {(name, COUNTY): rows}, roster=roster), **asked(kind))


FIRST = {kind: next(name for each, name in CASES if each == kind) for kind, _ in CASES}


@pytest.mark.parametrize(("kind", "name"), [case for case in CASES if case not in FIRST.items()])
def test_a_document_of_one_row_has_nothing_to_strike_out(kind: str, name: str) -> None:
    texts = of_rows(kind, name, 1)
    assert texts
    assert [fault for text in texts.values() for fault in faults(text)] == []


@pytest.mark.parametrize(("kind", "names"), [(kind, NAMES[number % 2]) for number, kind in enumerate(FIRST)])
def test_nor_has_one_of_many_rows_of_a_unit_called_otherwise(kind: str, names: tuple[str, str]) -> None:
    village, township = names
    for text in of_rows(kind, FIRST[kind], 1 if KINDS[kind].per == "household" else 9, village, township).values():
        assert [*faults(text)] == []
        assert [name for name in (village, township, place(village)) if name * 2 in text.replace("\n", "")] == []


def reporting(names: tuple[str, ...], *, missing: bool) -> Scene:
    """A task of some forms of which the only village has reported zero, or nothing yet."""
    found = scene("village", "2020-04", {(name, VILLAGE): [] for name in names})
    unit, due = found.task.roster.units[VILLAGE], parse("2020-05-05").end
    states = tuple(State(name, unit, "missing" if missing else "zero", due=due) for name in names)
    parts = () if missing else found.came.parts
    task = replace(found.task, settings=found.task.settings.model_copy(update={"due": "2020-05-05"}))
    return replace(found, task=task, came=replace(found.came, states=states, parts=parts, everything=parts))


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("names", [("zaozhuang-ledger-monthly",), ("heqing-annex-1", "heqing-annex-2")])
@pytest.mark.parametrize("kind", ["bulletin", "work-report", "filing-request", "forward", "reminder"])
def test_an_office_with_nothing_in_says_so_in_whole_sentences(kind: str, names: tuple[str, ...], missing: bool) -> None:
    if kind == "reminder" and not missing:
        return
    text = document(reporting(names, missing=missing), kind)
    said = text.split("\n附件2\n")[0]  # behind it stands the form as it is printed
    assert [*faults(said)] == []


@pytest.mark.parametrize("problems", ["暂无", "暂无。", "有的户没有稳定收入", "有的户没有稳定收入。"])
def test_what_somebody_wrote_ends_as_a_sentence(problems: str) -> None:
    text = document(reporting(("zaozhuang-ledger-monthly",), missing=True), "work-report", problems=problems, plans="按月走访")
    assert f"{problems.rstrip('。')}。" in text.splitlines()
    assert "按月走访。" in text.splitlines()
    assert "每月报送。" in document(reporting(("zaozhuang-ledger-monthly",), missing=True), "forward", demand_1="每月报送")


def test_a_reminder_gives_a_new_day_where_one_is_set() -> None:
    late = reporting(("zaozhuang-ledger-monthly",), missing=True)
    assert "收到本通知后立即报送" in document(late, "reminder", until="")
    text = document(late, "reminder", until="2020-05-12")
    assert "请有关单位于2020年5月12日前完成报送" in text
    assert "按照枣扶贫组办字〔2020〕4号要求" in text
    standing = replace(late, came=replace(late.came, states=tuple(replace(state, due=None) for state in late.came.states)))
    text = document(standing, "reminder", until="")
    assert ("应按时报送。" in text, "收到本通知后立即报送" in text, "逾期" in text) == (True, True, False)


@pytest.mark.parametrize(("errors", "queries", "said"), [
    ("3", "0", "存在必须更正的错误3处，现予退回"), ("0", "2", "存在需要核实的问题2处，现予退回"), ("3", "2", "错误3处、需要核实的问题2处"),
])  # fmt: skip
def test_a_filing_goes_back_with_what_it_has_and_not_with_what_it_has_not(errors: str, queries: str, said: str) -> None:
    text = words(render(shipped("return-notice"), "return-notice", changed("return-notice", errors=errors, queries=queries)))
    assert said in text
    assert "0处" not in text


@pytest.mark.parametrize(("name", "said"), [
    ("heqing-annex-1", "按照鹤扶开发〔2020〕16号文件二（三）的规定实行零报告"), ("zaozhuang-ledger-monthly", "按照示例区扶贫办的报送要求实行零报告"),
])  # fmt: skip
def test_a_zero_report_rests_on_a_document_that_asks_for_it(name: str, said: str) -> None:
    found = scene("village", "2020-04", {(name, VILLAGE): []})
    state = State(name, found.task.roster.units[VILLAGE], "zero", file="a")
    (text,) = made("zero-report", replace(found, came=replace(found.came, states=(state,)))).values()
    assert said in text
    assert [*faults(text)] == []


def test_a_class_that_needs_no_posting_is_not_posted_and_a_letter_claims_no_step_it_did_not_have() -> None:
    rows = [row | {"section": section} for number, section in enumerate(("marginal", "unstable"))
            for row in people("zaozhuang-ledger", "village", [{"recognised": parse("2020-03-01").end}], number)]  # fmt: skip
    found = scene("village", "2020-03", {("zaozhuang-ledger", VILLAGE): rows})
    (posted,) = made("posting-entry", found, posted="2020-04-01", place="村委会").values()
    assert ("张甲一" in posted, "张甲二" in posted, "三（二）的规定" in posted) == (True, False, True)
    marginal, unstable = made("admission", found).values()
    assert ("民主评议" in marginal, "民主评议" in unstable) == (True, False)


def test_a_section_that_the_form_does_not_have_is_the_authors_mistake(tmp_path: Path) -> None:
    path = tmp_path / "own-list.yaml"
    rest = "rows:\n  - {form: zaozhuang-ledger, section: margin, facts: {head: head_name}}\n"
    path.write_text(OWN.format(kind="own-list", audience="public", per="unit", rest=rest), "utf-8")
    assert [mistake.code for mistake in lint_notice(path)] == ["notice-unknown-section"]
    path.write_text(path.read_text("utf-8").replace("margin,", "marginal,"), "utf-8")
    assert lint_notice(path) == ()


@pytest.mark.parametrize(("said", "short", "seals"), [
    ("赵村村委会", "赵村", "赵村村委会"), ("黄林庄村委会", "黄林庄村", "黄林庄村委会"), ("兴中社区居委会", "兴中社区", "兴中社区居委会"),
    ("甲庄村村民委员会", "甲庄村", "甲庄村村民委员会"), ("甲村民委员会", "甲村", "甲村民委员会"), ("东关居委会", "东关居委会", "东关居委会"),
    ("委庄", "委庄", "委庄村民委员会"), ("城北社区", "城北社区", "城北社区居民委员会"), ("社区路村", "社区路村", "社区路村村民委员会"),
    ("村委会", "村委会", "村委会"),
])  # fmt: skip
def test_a_village_is_called_as_people_call_it_and_seals_as_its_committee(said: str, short: str, seals: str) -> None:
    assert (place(said), committee(said)) == (short, seals)


def test_sentences_are_closed_and_punctuation_is_wide_between_chinese() -> None:
    assert [closed(said) for said in ("按月走访", "按月走访。", "是吗？", "按月走访；", "", "见“注”。", "其他 ")] == [
        "按月走访。", "按月走访。", "是吗？", "按月走访。", "", "见“注”。", "其他。"]  # fmt: skip
    assert wide("是指边缘户;“脱贫户”,17:00前,a,b") == "是指边缘户；“脱贫户”,17:00前,a,b"
    assert wide("画“√”,同一人;") == "画“√”，同一人；"


@pytest.mark.parametrize("wrong", [
    "2020年03月5日", "枣扶贫组办字[2020]4号", "边缘户;脱贫户", "错误0处", "东镇，。", "名单（）", "3户、9人", "《关于《办法》的通知》", "甲庄村委会村民委员会",
    "2020年9月1项工作", "五个工作日", '"自检"', "《甲表", "其中：，",
])  # fmt: skip
def test_what_a_reviewer_strikes_out_is_found(wrong: str) -> None:
    assert [*faults(wrong)]
