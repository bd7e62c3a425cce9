"""A small made-up form and its villages: what tests of identity start from. No shipped form is loaded for it."""

from __future__ import annotations

from drawn import made

from formkit import period
from formkit.units import Roster, Unit

TOWNS = [Unit("379999100000", "东镇", "township", ""), Unit("379999101000", "西镇", "township", "")]
VILLAGES = {
    "A": Unit("379999100200", "甲庄村", "village", "379999100000"), "B": Unit("379999100201", "乙庄村", "village", "379999100000"),
    "W": Unit("379999101200", "甲庄村", "village", "379999101000"), "X": Unit("379999109999", "丁庄村", "village", ""),
}  # fmt: skip
ROSTER = Roster({unit.code: unit for unit in (*TOWNS, *(VILLAGES[each] for each in "ABW"))})
COLUMNS = [
    {"key": "township", "label": "镇街", "type": "unit", "level": "township"},
    {"key": "village", "label": "村", "type": "unit", "level": "village"},
    {"key": "head_name", "label": "户主姓名", "type": "name"}, {"key": "income", "label": "年收入", "type": "money"},
]  # fmt: skip
FORM = made(COLUMNS, paper={"above": ["单位:{unit}　　报告期:{period}"]}, sections=[{"key": "all"}], levels=["village", "township"])
MARCH = period.parse("2020-03")
