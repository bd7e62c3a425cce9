"""Documents that decide about households: who gets which, what stands in each, and from which task they can be made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import person
from notice_task import COUNTY, EAST, IN_EAST, IN_WEST, VILLAGE, WEST, made, people, scene, sent_in, words_of
from office_task import run
from right_rows import ROSTER, Row

from formkit.notice import shelf
from formkit.notice.letterbox import terms_of
from formkit.notice.reading import lint as lint_notice
from formkit.notice.render import lint
from formkit.notice.scene import Scene

KINDS = (
    "rejection", "admission", "review-feedback", "review-notice", "release", "release-record", "assignment", "closing-application",
    "closing-approval",
)  # fmt: skip
NOT_ADMITTED = {
    **IN_EAST, "verdict": "不符合",
    **dict.fromkeys(("told", "notice_from", "notice_days", "class", "entered_date", "measures")),
}  # fmt: skip
REVIEW = {"review_days": "5", "reply_days": "25", "place": "便民服务中心3号窗口"}
DENIED = {"result": "否定", "unmet": None, "class": None}
TELL = {"number": "示扶贫办函〔2020〕6号起", "tell_by": "2020-08-20"}
GAP = {
    "monitored_date": date(2020, 5, 10), "village": "甲庄村", "house": "缺项", "gap_note": "暴雨后房屋漏水", "alerted_date": date(2020, 5, 10),
    "first_date": date(2020, 5, 11), "audit_date": date(2020, 5, 12), "confirmed": "√", "agencies": "住建局、医保局",
    "fed_date": date(2020, 5, 14),
}  # fmt: skip
ORDER = {"number": "示扶贫办交〔2020〕7号起", "days": "10"}


def longkou(*changes: dict[str, Any], level: Any = "county", period: str = "2021-07") -> Scene:
    """The case ledger as the city holds it, its columns filled in."""
    return scene(level, period, {("longkou-case", COUNTY if level == "county" else EAST): people("longkou-case", level, changes)})


def heqing(first: list[dict[str, Any]], second: Sequence[dict[str, Any]] = (), unit: str = COUNTY) -> Scene:
    """Annexes 1 and 2 as the county holds them."""
    sent = {("heqing-annex-1", unit): people("heqing-annex-1", "county", first)}
    if second:
        sent["heqing-annex-2", unit] = people("heqing-annex-2", "county", second, 20)
    return scene("county", "2020-07", sent)


def closure(*changes: dict[str, Any]) -> Scene:
    """The ledger of gaps of two townships, the second empty."""
    rows = people("dachuan-closure", "township", changes)
    return scene("township", "2020-06", {("dachuan-closure", EAST): rows, ("dachuan-closure", WEST): []})


@pytest.mark.parametrize("kind", KINDS)
def test_each_rests_on_forms_and_clauses_that_exist_uses_every_fact_and_can_be_filled(kind: str) -> None:
    kept = shelf.find(kind)
    assert kept.description is not None
    notice = shelf.described(kept)
    assert lint_notice(kept.description) == ()
    assert lint(shelf.template(kept), kind, terms_of(notice)) == ()
    assert notice.provisions
    assert notice.needs
    facts = {name for supply in notice.rows for name in supply.facts}
    named = kept.description.read_text("utf-8").split("\npage:")[1]
    assert {name for name in facts if name not in named and name not in ("kind", "people")} == set()


def test_who_was_not_admitted_is_told_the_clause_the_facts_and_where_to_ask_for_a_review() -> None:
    found = longkou(
        {**IN_EAST}, {**NOT_ADMITTED, "head_name": "张甲二", "exclusion": "高档乘用车、有能力而不尽义务"}, {**NOT_ADMITTED, **IN_WEST, "head_name": "张甲三"},
        {**NOT_ADMITTED, "head_name": "张甲四", "told": "√"},
    )  # fmt: skip
    letters = made("rejection", found, **REVIEW)

    assert list(letters) == [f"审核结果告知书_{EAST}_东镇_001", f"审核结果告知书_{WEST}_西镇_002"]
    east, west = letters.values()
    for said in (
        "甲庄村张甲二：", "于2021年6月10日提出", "龙扶贫组字〔2021〕1号文件", "四（三）", "2021年6月17日入户核实", "2020年6月1日至2021年5月31日", "6000元",
        "低于省定监测线6500元", "第1项：", "第4项：", "5个工作日内", "25个工作日内", "便民服务中心3号窗口", "向东镇扶贫办申请复核", "示例联系人", "0000-0000000",
        "送达回证", "受送达人签名（捺印）", "2021年7月5日",
    ):  # fmt: skip
        assert said in east, said
    for other in ("第2项", "第3项", "第5项", "张甲三", "经审核，您户的情况不符合"):
        assert other not in east, other
    assert "条件之一" in west
    assert "原则上不纳入" not in west


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"income_per_head": 7000}, "高于省定监测线6500元"), ({"income_per_head": 6500}, "等于省定监测线6500元"),
     ({"household_type": "脱贫享受政策户", "compared_date": None}, "文件二（二）要求脱贫户符合下列条件之一"),
     ({"channel": "信访信息处置"}, "由信访信息处置列入核实"), ({"exclusion": "其他规定情形"}, "第5项：县级以上扶贫部门规定的其他情形。")],
)  # fmt: skip
def test_a_rejection_says_what_held_of_that_household(changed: dict[str, Any], said: str) -> None:
    (letter,) = made("rejection", longkou({**NOT_ADMITTED, **changed}), **REVIEW).values()

    assert said in letter


def test_a_year_without_a_line_says_nothing_of_a_line() -> None:
    (letter,) = made("rejection", longkou(NOT_ADMITTED, period="2022-07"), **REVIEW).values()

    assert "6000元。" in letter
    assert "于省定监测线6500" not in letter
    assert "文件二（二）要求一般农户收入低于省定监测线，并且符合下列条件之一" in letter


def test_a_letter_to_a_household_holds_nobodys_number_and_no_other_household() -> None:
    changes = [{**NOT_ADMITTED, "head_name": name, "id_number": person("1970-01-01", number)} for number, name in enumerate(("张甲二", "张甲三"))]
    for name, text in made("rejection", longkou(*changes), **REVIEW).items():
        assert "37999919700101" not in text, name
        assert ("张甲二" in text) != ("张甲三" in text)


def test_who_was_admitted_in_the_period_is_told_the_class_the_measures_rights_and_duties() -> None:
    found = longkou({**IN_EAST, "head_name": "张甲一"}, {**IN_EAST, "entered_date": date(2021, 6, 30)}, NOT_ADMITTED)
    (letter,) = made("admission", found).values()

    for said in ("甲庄村张甲一：", "边缘易致贫户", "2021年7月1日", "村级公示", "推荐就业岗位、行业政策", "您户的权利", "您户的义务", "签收回执", "（由乡镇、街道填写）"):
        assert said in letter, said
    (denied, admitted) = ({**IN_EAST, **DENIED}, {**IN_EAST, "head_name": "李乙一"})
    (letter,) = made("admission", heqing([denied, admitted])).values()
    assert "脱贫监测户" in letter
    assert "2020年8月10日" in letter


def test_the_helper_stands_in_the_letter_where_the_ledger_has_one() -> None:
    rows = [{**row, "section": "unstable"} for row in people("zaozhuang-ledger", "village", [{"recognised": date(2020, 3, 1)}])]
    (letter,) = made("admission", scene("village", "2020-03", {("zaozhuang-ledger", VILLAGE): rows})).values()

    assert "脱贫监测户" in letter
    assert str(rows[0]["helper"]) in letter
    assert str(rows[0]["helper_agency"]) in letter


def test_a_county_filing_is_fed_back_to_each_township_and_each_village() -> None:
    first = [
        {**IN_WEST, **DENIED, "head_name": "李乙三"}, {**IN_EAST, "head_name": "李乙一"},
        {**IN_EAST, **DENIED, "head_name": "李乙二", "explanation": "子女已经就业"},
        {**IN_EAST, "village": "乙庄村", **DENIED, "head_name": "李乙四", "household_size": 3},
    ]  # fmt: skip
    found = heqing(first, [{**IN_EAST, **DENIED, "head_name": "王丙五"}])
    east, west = made("review-feedback", found, **TELL).items()

    assert (east[0], west[0]) == (f"研判结果反馈_{EAST}_东镇", f"研判结果反馈_{WEST}_西镇")
    for said in ("东镇扶贫办：", "示扶贫办函〔2020〕6号", "3户11人（返贫预警2户7人，致贫预警1户4人", "2020年8月20日前", "子女已经就业", "经复核研判，不存在返贫致贫风险", "李乙四", "王丙五"):
        assert said in east[1], said
    assert "李乙一" not in east[1] + west[1]
    assert "示扶贫办函〔2020〕7号" in west[1]
    told = made("review-notice", found, tell_by="2020-08-25")
    assert list(told) == [f"解除预警告知_{code}_{name}" for code, name in ((VILLAGE, "甲庄村"), ("379999100201", "乙庄村"), ("379999101200", "丙庄村"))]
    first_village = next(iter(told.values()))
    for said in ("甲庄村村民委员会：", "2户8人", "李乙二", "王丙五", "东镇扶贫办（盖章）", "应告知2户"):
        assert said in first_village, said
    assert "子女已经就业" not in first_village


def test_a_village_that_the_roster_does_not_know_has_its_own_letter_behind_its_township() -> None:
    towns = "\n".join(line for line in ROSTER.splitlines() if not line.endswith(("379999100000", "379999101000")))
    rows = people("heqing-annex-1", "county", [{**IN_EAST, **DENIED}, {**IN_WEST, **DENIED, "village": "甲庄村"}])
    told = made("review-notice", scene("county", "2020-07", {("heqing-annex-1", COUNTY): rows}, roster=towns), tell_by="2020-08-25")

    assert list(told) == [f"解除预警告知_{EAST}_东镇_甲庄村", f"解除预警告知_{WEST}_西镇_甲庄村"]
    assert "西镇扶贫办（盖章）" in told[f"解除预警告知_{WEST}_西镇_甲庄村"]


def test_forty_households_and_long_texts_all_arrive() -> None:
    reason = "原先因病支出较大，现医疗救助和大病保险已经全部报销，" * 8
    rows = [{**IN_EAST, **DENIED, "head_name": f"张{number:02d}", "explanation": f"{number}、{reason}"} for number in range(40)]
    (letter,) = made("review-feedback", heqing(rows), **TELL).values()

    assert "40户160人" in letter
    for number in range(40):
        assert f"张{number:02d}" in letter
        assert f"{number}、{reason}" in letter


def test_alerts_lifted_are_counted_by_what_was_eliminated() -> None:
    rows = people("heqing-annex-3", "village", [{}, {"head_name": "王丙二", "alert": "致贫预警", "lifted_as": "消除致贫风险", "household_size": 2}])
    found = scene("village", "2020-12", {("heqing-annex-3", VILLAGE): rows, ("heqing-annex-3", "379999100201"): []})
    ((name, letter),) = made("release", found, number="示扶贫组办字〔2020〕21号", tell_by="2020-12-25").items()

    assert name == f"风险消除通知_{EAST}_东镇"
    for said in ("东镇有2户6人返贫致贫风险已经消除", "（返贫风险消除1户4人，致贫风险消除1户2人）", "王丙二", "2020年12月10日", "未标注", "2020年12月25日前"):
        assert said in letter, said
    first, second = made("release-record", found).values()
    for said in ("返贫致贫预警解除登记表", "张甲一", "**************0005", "*******0000", "就业扶持、医疗救助", "李帮一", "8000", "稳定脱贫", "村委会意见", "乡镇意见",
                 "县扶贫办意见"):
        assert said in first, said
    assert "消除致贫风险" in second
    assert "民主评议" not in second


@pytest.mark.parametrize(
    ("changed", "kind", "asked"),
    [({}, "致贫风险消除", True), ({"household_type": "脱贫享受政策户", "class": "脱贫不稳定户", "clearance": "返贫风险消除"}, "返贫风险消除", False)],
)
def test_risks_eliminated_are_those_marked_in_the_period(changed: dict[str, Any], kind: str, asked: bool) -> None:
    gone = {**IN_EAST, "assessed_date": date(2021, 10, 20), "clearance": "致贫风险消除", "cleared_date": date(2021, 11, 1), **changed}
    found = longkou(gone, {**gone, "cleared_date": date(2021, 10, 31)}, {**IN_EAST}, period="2021-11")
    (letter,) = made("release", found, number="示扶贫组办字〔2021〕21号", tell_by="2021-11-25").values()
    (record,) = made("release-record", found).values()

    assert f"有1户3人返贫致贫风险已经消除（属{kind}），现予标注风险消除" in letter
    assert "防止返贫监测对象风险消除登记表" in record
    assert kind in record
    assert ("应经民主评议、镇街区审核、村级公示5天" in record) is asked


def test_what_is_still_being_verified_is_handed_to_its_township_for_five_working_days() -> None:
    pending = {**IN_EAST, "result": "核实中", "verified": None, "class": None, "collected": date(2020, 9, 28), "assigned": date(2020, 9, 29)}
    rows = people("fuqing-verification", "township", [{**IN_EAST, "head_name": "张甲九"}, {**pending, "head_name": "赵丁二"}])
    found = scene("township", "2020-09", {("fuqing-verification", EAST): rows, ("fuqing-verification", WEST): []})
    ((name, letter),) = made("assignment", found, number="示扶贫办交〔2020〕7号").items()

    assert name == f"交办单_{EAST}_东镇"
    for said in ("东镇扶贫办：", "1项工作（涉及1户", "赵丁二", "入户核实", "2020年9月29日", "2020年10月13日", "示扶贫办交〔2020〕7号", "办理回执"):
        assert said in letter, said  # 30 September, 9, 10 (a Saturday that is worked), 12 and 13 October
    assert "张甲九" not in letter


def test_a_gap_fed_back_to_several_departments_gives_each_its_own_order() -> None:
    rows = people("dachuan-monitoring", "township", [GAP, {**GAP, "agencies": "住建局，教育局", "head_name": "孙戊三"}, {**GAP, "confirmed": None}])
    orders = made("assignment", scene("township", "2020-05", {("dachuan-monitoring", EAST): rows}), **ORDER)

    assert list(orders) == [f"交办单_{EAST}_东镇_{name}" for name in ("住建局", "医保局", "教育局")]
    house, care, school = orders.values()
    assert "2项工作（涉及2户" in house
    assert "孙戊三" in house + school
    assert "孙戊三" not in care
    assert ("〔2020〕7号" in house, "〔2020〕8号" in care, "〔2020〕9号" in school) == (True, True, True)
    for said in ("住建局：", "暴雨后房屋漏水", "月动态监测", "补短帮扶", "2020年5月28日"):
        assert said in house, said


def test_an_open_gap_has_the_limit_of_its_ledger_else_the_one_told() -> None:
    still = dict.fromkeys(("done_date", "applied_date", "verified_date", "approved_date", "updated_date"))
    fed = {**still, "agency": "人社局", "fed_date": date(2020, 6, 14), "measures": "推荐岗位"}
    found = closure({}, {**fed, "limit_days": 30}, {**fed, "limit_days": None, "item": "收入"})
    ((name, letter),) = made("assignment", found, **ORDER).items()

    assert name == f"交办单_{EAST}_东镇_人社局"
    for said in ("2项工作（涉及2户", "2020年7月14日", "2020年6月29日", "收入", "推荐岗位"):
        assert said in letter, said


def test_a_department_applies_for_what_it_has_done_and_the_township_approves_what_it_has_verified() -> None:
    applied = dict.fromkeys(("verified_date", "approved_date", "updated_date")) | {"head_name": "周己二", "id_number": person("1970-01-01", 1)}
    found = closure(
        {"head_name": "周己一"}, {**applied, "limit_days": 10}, {**applied, "item": "医疗", "limit_days": 60},
        {"head_name": "周己四", "agency": "教育局", "updated_date": None},
        {"head_name": "周己五", "verified_date": date(2020, 5, 28), "approved_date": date(2020, 5, 31)},
    )  # fmt: skip
    ((name, letter),) = made("closing-application", found, telephone="李某 0000-1").items()

    assert name == f"销号申请_{EAST}_东镇_住建局"
    for said in ("住建局", "东镇脱贫办：", "2项（涉及1户）", "翻修屋面", "2020年6月1日（逾期）", "2020年7月13日", "李某 0000-1", "镇脱贫办核实意见", "批准意见"):
        assert said in letter, said
    approvals = made("closing-approval", found, number="示脱贫办函〔2020〕9号起", update_by="2020-06-30")
    assert list(approvals) == [f"销号批准_{EAST}_东镇_住建局", f"销号批准_{EAST}_东镇_教育局"]
    house, school = approvals.values()
    for said in ("住建局：", "1项（涉及1户）", "周己一", "2020年6月4日", "2020年6月5日", "2020年6月8日", "2020年6月30日前"):
        assert said in house, said
    assert "未更新" in school
    assert "周己五" not in house + school


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's own filing, checked in a folder; one household not admitted."""
    rows: list[Row] = people("longkou-case", "county", [{**IN_EAST}, {**NOT_ADMITTED, "head_name": "张甲二"}])
    return sent_in(tmp_path_factory.mktemp("ledger"), "longkou-case", "county", "2021-07", {COUNTY: rows})


def test_out_of_a_folder_with_what_only_a_person_knows(ledger: Path) -> None:
    asked = run("notice", "rejection", ledger)
    assert asked.exit_code == 2
    assert all(f"--set {name}=" in asked.stderr for name in REVIEW)

    told = [part for name, text in REVIEW.items() for part in ("--set", f"{name}={text}")]
    done = run("notice", "rejection", ledger, "--now", "2021-07-20", *told)
    assert done.exit_code == 0, done.stderr
    assert "张甲二" in words_of(ledger / "notices" / f"审核结果告知书_{EAST}_东镇_001.docx")


def test_a_document_of_forms_the_task_does_not_have_cannot_be_made(ledger: Path) -> None:
    done = run("notice", "review-feedback", ledger, "--set", "number=示扶贫办函〔2020〕6号", "--set", "tell_by=2020-08-20")

    assert done.exit_code == 2
    assert "heqing-annex-1、heqing-annex-2" in done.stderr
