"""Papers of villages and households: postings, zero reports, consents, archive indexes and plans."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from drawn import person
from notice_task import COUNTY, EAST, IN_EAST, IN_WEST, VILLAGE, made, people, scene
from right_rows import Row

from formkit import words
from formkit.load import shipped_forms
from formkit.notice import shelf
from formkit.notice.letterbox import terms_of
from formkit.notice.reading import lint as lint_notice
from formkit.notice.render import lint
from formkit.notice.scene import Scene
from formkit.states import State

KINDS = ("zero-report", "posting-entry", "posting-exit", "consent", "archive-index", "household-plan")
POSTED = {"posted": "2021-06-28", "place": "村委会办公室"}
NOT_YET = dict.fromkeys(("notice_from", "notice_days", "class", "entered_date", "measures"))
APPROVED = {**IN_EAST, **NOT_YET, "village": "示例庄村"}
ASSESSED = {
    **IN_EAST, "village": "示例庄村",
    "assessed_date": date(2021, 10, 20), "exit_meeting": date(2021, 10, 22), "exit_review": date(2021, 10, 25),
}  # fmt: skip


def longkou(*changes: dict[str, Any], level: Any = "county", period: str = "2021-12") -> Scene:
    """The case ledger with a household for each change, named 张甲一, 张甲二 and so on."""
    return scene(level, period, {("longkou-case", COUNTY if level == "county" else EAST): people("longkou-case", level, changes)})


def zaozhuang(*rows: Row) -> Scene:
    """The monthly ledger of 甲庄村."""
    return scene("village", "2020-04", {("zaozhuang-ledger-monthly", VILLAGE): [*rows]})


def member(number: int, **changed: Any) -> Row:
    """One row of a ledger of persons; 1 is the head of the household."""
    (row,) = people("zaozhuang-ledger-monthly", "village", [{"recognised": date(2020, 4, 1), **changed}], number)
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_worded_for_forms_and_clauses_that_exist_and_all_it_asks_is_used(kind: str) -> None:
    kept = shelf.find(kind)
    assert kept.description is not None
    notice = shelf.described(kept)
    assert lint_notice(kept.description) == ()
    assert lint(shelf.template(kept), kind, terms_of(notice)) == ()
    named = kept.description.read_text("utf-8").split("\npage:")[1]
    facts = {name for supply in notice.rows for name in supply.facts}
    assert {name for name in facts if not re.search(rf"[ .]{name}\b", named)} == set()


def test_a_posting_lists_who_was_approved_and_is_not_yet_entered_or_posted() -> None:
    texts = made(
        "posting-entry",
        longkou(
            APPROVED, {**APPROVED, "household_type": "脱贫享受政策户"}, {**APPROVED, "verdict": "不符合"}, {**APPROVED, "verdict": None},
            {**APPROVED, "notice_days": 5}, {**IN_EAST, "village": "示例庄村"},
        ), **POSTED,
    )  # fmt: skip

    ((name, text),) = texts.items()
    assert name == "村级公示（纳入）_379999100000_东镇_示例庄村"
    for said in (
        "张甲一", "张甲二", "2户6人", "脱贫不稳定户", "一般农户监测对象", "自2021年6月28日至2021年7月2日", "龙扶贫组字〔2021〕1号", "村委会办公室",
    ):  # fmt: skip
        assert said in text, said
    for left_out in ("张甲三", "张甲四", "张甲五", "张甲六"):
        assert left_out not in text


def test_each_village_has_its_own_posting_even_where_two_are_called_the_same() -> None:
    texts = made("posting-entry", longkou(APPROVED, {**APPROVED, "village": "乙庄村"}, {**APPROVED, "township": "西镇"}), **POSTED)

    said = {name: [who for who in ("张甲一", "张甲二", "张甲三") if who in text] for name, text in texts.items()}
    assert said == {
        "村级公示（纳入）_379999100000_东镇_示例庄村": ["张甲一"], "村级公示（纳入）_379999100000_东镇_乙庄村": ["张甲二"],
        "村级公示（纳入）_379999101000_西镇_示例庄村": ["张甲三"],
    }  # fmt: skip


def test_a_village_that_reports_itself_is_named_once() -> None:
    texts = made("posting-entry", zaozhuang(member(1), member(2, recognised=date(2020, 3, 1))), **POSTED)

    ((name, text),) = texts.items()
    assert name == "村级公示（纳入）_379999100200_甲庄村"
    assert "入户调查、民主评议" in text
    assert ("张甲二" in text, "张甲三" in text, "边缘户" in text) == (True, False, True)


@pytest.mark.parametrize(
    ("result", "level", "listed"), [(None, "village", "返贫预警对象"), ("认定", "county", "脱贫监测户"), ("否定", "county", "")]
)
def test_a_warning_is_posted_until_the_county_denies_it(result: str | None, level: Any, listed: str) -> None:
    judged = {"result": result, "class": listed or None} if level == "county" else {}
    unit = COUNTY if level == "county" else VILLAGE
    rows = people("heqing-annex-1", level, [{**judged, "group": "三组"}])
    text = "".join(made("posting-entry", scene(level, "2020-07", {("heqing-annex-1", unit): rows}), **POSTED).values())
    assert (listed in text, "三组" in text, bool(text)) == (True, bool(listed), bool(listed))


@pytest.mark.parametrize(("verdict", "listed"), [("保留", True), ("剔除", False), (None, False)])
def test_a_candidate_is_posted_once_it_is_kept(verdict: str | None, listed: bool) -> None:
    rows = people("dachuan-candidates", "county", [{**IN_EAST, "verdict": verdict}])
    found = scene("county", "2020-03-20..2020-03-24", {("dachuan-candidates", COUNTY): rows})
    assert bool(made("posting-entry", found, **POSTED)) == listed


def test_leaving_is_posted_after_the_review_and_not_for_those_who_are_only_marked() -> None:
    texts = made(
        "posting-exit",
        longkou(
            ASSESSED, {**ASSESSED, "class": "脱贫不稳定户", "household_type": "脱贫享受政策户"}, {**ASSESSED, "exit_review": None},
            {**ASSESSED, "exit_days": 5}, {**ASSESSED, "clearance": "致贫风险消除"}, {**IN_EAST, "village": "示例庄村"},
        ), **POSTED,
    )  # fmt: skip

    ((name, text),) = texts.items()
    assert name == "村级公示（退出）_379999100000_东镇_示例庄村"
    assert [who for who in "一二三四五六" if f"张甲{who}" in text] == ["一"]
    for said in ("风险评估、民主评议和镇街区审核", "边缘易致贫户", "致贫风险消除", "1户3人", "自2021年6月28日至2021年7月2日"):
        assert said in text, said


def test_leaving_is_posted_from_the_other_forms_that_say_who_leaves() -> None:
    rows = people("heqing-annex-3", "village", [{}])
    text = "".join(made("posting-exit", scene("village", "2020-12", {("heqing-annex-3", VILLAGE): rows}), **POSTED).values())
    assert ("张甲一" in text, "返贫预警" in text or "致贫预警" in text) == (True, True)
    gone = member(1, change="风险消除", changed_on=date(2020, 4, 15), recognised=date(2020, 1, 1))
    text = "".join(made("posting-exit", zaozhuang(gone, member(3)), **POSTED).values())
    assert ("张甲二" in text, "张甲四" in text, "1户1人" in text) == (True, False, True)


@pytest.mark.parametrize(
    ("village", "signed"), [("示例庄村", "示例庄村村民委员会（盖章）"), ("示例社区", "示例社区居民委员会（盖章）"), ("示例村委会", "示例村委会（盖章）")]
)
def test_a_posting_is_sealed_by_the_committee_of_its_village(village: str, signed: str) -> None:
    (text,) = made("posting-entry", longkou({**APPROVED, "village": village}), **POSTED).values()
    assert signed in text.splitlines()


def zero(*states: State) -> Scene:
    """A task of the two statistics of 鹤庆 with some states."""
    found = scene("village", "2020-07", {("heqing-annex-1", VILLAGE): [], ("heqing-annex-2", VILLAGE): []})
    return replace(found, came=replace(found.came, states=states))


def test_a_zero_report_says_what_there_was_none_of_and_which_form_speaks_for_another() -> None:
    found = zero()
    unit = found.task.roster.units[VILLAGE]
    sent: Any = SimpleNamespace(outcome="zero")
    own, covered = State("heqing-annex-1", unit, "zero", file="a", judged=sent), State("heqing-annex-2", unit, "zero", file="a")
    other = State("heqing-annex-1", found.task.roster.units["379999100201"], "accepted", file="b", judged=sent)
    ((name, text),) = made("zero-report", zero(own, covered, other)).items()

    assert name == "零报告表_379999100200_甲庄村"
    for said in (
        "东镇甲庄村", "2020年7月", "《鹤庆县返贫预警情况统计表》", "本月无新增返贫预警对象", "本月无新增致贫预警对象", "鹤扶开发〔2020〕16号",
        "填报人（签字）", "审核人（签字）", "（加盖公章）",
    ):  # fmt: skip
        assert said in text, said
    assert text.count("一并零报告") == 1
    assert "随《鹤庆县返贫预警情况统计表》一并零报告" in text
    both = made("zero-report", zero(own, replace(covered, file="c", judged=sent)))
    assert "一并零报告" not in "".join(both.values())


def test_every_form_a_unit_may_have_nothing_for_says_so_in_its_own_words() -> None:
    silent = {form.form for form in shipped_forms() if not form.period.zero and not form.form.endswith("-summary")}
    assert silent == {"fuqing-visits", "fuzhou-liaison"}
    found = scene("township", "2020-08", {("fuqing-visits", EAST): []})
    state = State("fuqing-visits", found.task.roster.units[EAST], "zero", file="a")
    ((name, text),) = made("zero-report", replace(found, came=replace(found.came, states=(state,)))).items()
    assert (name, words.say("notice-nothing-to-report") in text) == ("零报告表_379999100000_东镇", True)


def test_a_household_that_has_not_signed_gets_a_consent_and_nobody_else() -> None:
    unsigned = {**APPROVED, "pledge": None, "compared_date": None, "verdict": None}
    found = longkou(unsigned, {**unsigned, "pledge": "√"}, {**unsigned, "verdict": "不符合"}, {**unsigned, **IN_WEST})
    texts = made("consent", found, valid_until="2021-12-31")

    assert [[who for who in "一二三四" if f"张甲{who}" in text] for text in texts.values()] == [["一"], ["四"]]
    first = next(iter(texts.values()))
    for said in (
        "样稿", "车　　辆", "房　　产", "市场主体", "社会保险", "存款等", "只用于本次防止返贫监测对象认定", "2021年12月31日", "代写", "手　印",
        "示例区扶贫办", "东镇示例庄村", "*" * 14,
    ):  # fmt: skip
        assert said in first, said
    lines = first.splitlines()
    rows = [lines.index(str(number), lines.index("手　印")) for number in range(1, 6)]
    assert [lines[row + 1 : row + 6] for row in rows] == [[""] * 5] * 5


def test_an_archive_has_the_facts_of_its_household_and_the_papers_of_every_stage() -> None:
    texts = made("archive-index", longkou({**IN_EAST}, {**NOT_YET}))

    ((_, text),) = texts.items()
    for said in (
        "张甲一", "东镇甲庄村", "3人", "边缘易致贫户", "因病", "2021年7月1日", "授权核查家庭资产信息承诺书", "民主评议会议记录", "村级公示",
        "风险消除登记", "份数", "页码",
    ):  # fmt: skip
        assert said in text, said


def test_a_plan_has_the_members_who_stay_and_leaves_room_for_what_nobody_wrote() -> None:
    spouse = member(1, relation="配偶", id_number=person("1975-05-05", 77), education="√")
    gone = member(1, relation="之父", id_number=person("1940-05-05", 78), change="死亡", changed_on=date(2020, 4, 2))
    ((_, text),) = made("household-plan", zaozhuang(member(1), spouse, gone)).items()

    lines = text.splitlines()
    at = lines.index("配偶")
    assert lines[at - 2 : at + 3] == ["2", "", "配偶", "*" * 14 + person("1975-05-05", 77)[-4:], "教育扶贫、医疗保障"]
    assert ("之父" in text, "死亡" in text, lines.count("张甲二")) == (False, False, 2)
    assert {"三、帮扶责任", "五、走访记录（每月至少一次）", "六、成效分析和计划调整（每季度一次）", "因病"} <= {*lines}


def test_a_plan_is_for_those_on_the_register() -> None:
    cleared = {"clearance": "致贫风险消除", "cleared_date": date(2021, 11, 1)}
    assert len(made("household-plan", longkou({}, NOT_YET, cleared))) == 1
    rows = people("heqing-annex-1", "county", [{}, {"result": "否定", "class": None}])
    assert len(made("household-plan", scene("county", "2020-07", {("heqing-annex-1", COUNTY): rows}))) == 1
    gone = member(1, change="迁出", changed_on=date(2020, 4, 2))
    assert made("household-plan", zaozhuang(gone)) == {}
