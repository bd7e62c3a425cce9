"""Types told by the words of a header: labels as offices write them, and that no sign that is looked at is idle."""

from __future__ import annotations

import re
from typing import Any

import pytest
from blanks import Blank, expected, workbook
from blanks_drawn import BLANKS
from blanks_more import MORE
from test_draft import differs, frame, schema_of

from formkit.draft import compose, header, raw, sheet, table, vocabulary
from formkit.draft import frame as around
from formkit.draft.guess import LOOKS, Asked, guess
from formkit.draft.raw import Validation
from formkit.draft.sheet import Choice
from formkit.load import load_form

# A "?" after the type: the draft also asks. Labels of everyday ledgers that the rules were not made from.
LABELS = """
县（市、区、旗）=unit 乡（镇）=unit 镇街区=unit 所属村=unit 村（居、社区）=unit 自然村（组）=text 户编号=text 姓名=name 性别=code 证件号码=resident-id
人数=whole 与户主关系=code 民族=text 政治面貌=text? 文化程度=text? 健康状况=text? 务工时间（月）=whole 是否参加大病保险=code
主要致贫原因=text? 人均纯收入=money? 联系电话=phone 企业名称=text 隐患等级=text? 整改措施=text 整改责任人=name 整改期限=text?
整改资金（万元）=money? 是否整改完成=code 验收人=name 验收时间=date? 销号日期=date 手机号=phone 现住址=text 体温（℃）=text?
核酸检测时间=date? 一卡通账号=text 补贴面积（亩）=text? 补贴标准（元/亩）=money 补贴金额（元）=money 农户签字=text 机构数（个）=whole
床位数（张）=whole 从业人员（人）=whole 增长率（%）=text? 总户数=whole 总人口=whole 党员数=whole 村集体经济收入（万元）=money?
低保证号=text 保障人数=whole 月保障金额=money? 享受类别=text? 审批日期=date 户主=name 识别时间=date? 两不愁三保障情况=text
有无义务教育阶段辍学=code 住房是否安全=code 家庭年收入（元）=money 帮扶单位=text 帮扶责任人电话=phone 入户次数=whole
网格员=name 到期日=date 逾期天数=whole 学籍号=text 监护人姓名=name 残疾证号=text 出生年月=month 年龄=whole 工作单位及职务=text
培训天数（天）=whole 总投资=money? 受益户数（户）=whole 房屋面积（㎡）=text? 户籍人口数=whole 脱贫年度=whole 帮扶起止时间=text?
身份证件类型=text? 帮扶措施（可多选）=text? 预警类型（收入骤减/支出骤增）=code? 产业帮扶(打√)=tick 序号=serial
"""
OTHER_SIGNS = (
    (Asked(("认定时间",), printed="20  年  月"), "month"), (Asked(("认定时间",), printed="    年  月  日"), "date"),
    (Asked(("认定时间",), format='yyyy"年"m"月"'), "month"), (Asked(("发放标准",), format="#,##0.00"), "money"),
    (Asked(("发放标准",), format="0"), "whole"), (Asked(("生产经营性",), around="单位：元"), "text"),
    (Asked(("收入",), around="单位：户、人、元"), "money"), (Asked(("家庭收入（元）", "工资性")), "money"),
    (Asked(("家庭收入（元）", "核实人")), "name"), (Asked(("政策（画√）", "低保（人）")), "tick"),
    (Asked(("政策（画√）", "低保（人）"), Choice(Validation("whole", "0", "20", "", ()))), "whole"),
    (Asked(("风险",), Choice(Validation("list", "", "", "", ()), ("因病", "因学"))), "code"),
    (Asked(("风险（可多选）",), Choice(Validation("list", "", "", "", ()), ("因病", "因学"))), "choices"),
    (Asked(("享受低保",), Choice(Validation("list", "", "", "", ()), ("√",))), "tick"),
    (Asked(("年度",), Choice(Validation("list", "", "", "", ()), ("2019", "2020"))), "whole"),
    (Asked(("乡镇",), Choice(Validation("list", "", "", "", ()), ("东镇", "西镇"))), "unit"),
    (Asked(("情况",), Choice(Validation("list", "OFFSET(A1,0,0)", "", "", ()))), "text"),
)  # fmt: skip


def table_of_labels() -> list[tuple[Asked, str, bool]]:
    """Every label with its type, and whether something is to be asked."""
    pairs = [part.rpartition("=") for part in LABELS.split()]
    return [(Asked((label,)), kind.rstrip("?"), kind.endswith("?")) for label, _, kind in pairs]


@pytest.mark.parametrize(("asked", "kind", "open_"), table_of_labels(), ids=lambda each: each.label if isinstance(each, Asked) else "")
def test_a_label_gives_its_type_away(asked: Asked, kind: str, open_: bool) -> None:
    found = guess(asked)

    assert found.type == kind
    assert bool(found.questions) == open_


@pytest.mark.parametrize(("asked", "kind"), OTHER_SIGNS)
def test_other_signs_give_it_away(asked: Asked, kind: str) -> None:
    assert guess(asked).type == kind


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_no_sign_is_looked_at_in_vain(look: Any) -> None:
    rest = tuple(each for each in LOOKS if each is not look)
    known = [(asked, kind, bool(guess(asked).questions)) for asked, kind in OTHER_SIGNS] + table_of_labels()

    changed = [asked.label for asked, kind, open_ in known
               if (guess(asked, rest).type, bool(guess(asked, rest).questions)) != (kind, open_)]  # fmt: skip

    assert changed


NEVER = re.compile("(?!)()()")
BROKEN = (
    ("a group over some columns", header, "_is_group_row", lambda *_: False),
    ("a header of several rows", header, "_deeper", lambda page, top, bottom, columns: bottom),
    ("labels that stay open", header, "_open", lambda *_: set()),
    ("a group that was not merged", header, "_edge", lambda page, row, column, step: column),
    ("lines around the table", header, "_FRAME", NEVER),
    ("headers said again", table, "_again", lambda *_: 0),
    ("the title of the first section", table, "_title_above", lambda *_: 0),
    ("notes", table, "NOTE", NEVER),
    ("totals", table, "_TOTAL", NEVER),
    ("examples", table, "_EXAMPLE", NEVER),
    ("column numbers", table, "_NUMBERS", NEVER),
    ("room for the unit", around, "_UNIT", NEVER),
    ("the annex line", around, "_ANNEX_ONLY", NEVER),
    ("lines to sign", around, "_SIGN", NEVER),
    ("numbers of notes", around, "_NUMBER", NEVER),
    ("the unit's line", around, "_ASKED", NEVER),
    ("the period's line", around, "_PERIOD", NEVER),
    ("hints", compose, "_hint", lambda *_: ""),
    ("lists at hand", compose, "_editions", lambda _: ()),
    ("the household", compose, "_grain", lambda *_: "line"),
    ("lines of the table", sheet, "_edged", lambda _: False),
    ("dropdowns", sheet, "_values", lambda *_: None),
    ("validations", raw, "_validation", lambda *_: Validation("none", "", "", "", ())),
    ("values in the header", vocabulary, "options_in", lambda _: ()),
)


def wrong(blank: Blank, folder: Any) -> bool:
    """Whether the draft of a blank is not what a reader sees."""
    form = load_form(schema_of(workbook(blank), folder))
    return bool(differs(form, blank)) or frame(form, blank) != dict(blank.frame)


@pytest.mark.parametrize(("module", "name", "stub"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_broken_anywhere_some_blank_is_seen_wrong(
    module: Any, name: str, stub: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(module, name, stub)

    assert any(wrong(blank, tmp_path / str(number)) for number, blank in enumerate(BLANKS + MORE))


def test_the_blanks_hold_every_kind_of_value() -> None:
    kinds = {kind for blank in BLANKS + MORE for _, kind, _ in expected(blank)}

    assert kinds == {"text", "name", "whole", "money", "tick", "code", "choices", "date", "month", "resident-id", "phone", "unit", "serial"}
