"""What is said of a person whom more than one unit reports: to each of the units, and in the list of the roll-up."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_CODE = "duplicate-across-filings"
_EXPLAIN = "确需两处都填的，在“核实说明”栏写明"
_OR = "or explain"

SHARED: dict[str, Sentence] = {
    "twin-other-name": Sentence(
        "“{label}”与{units}填报的一个人相同，姓名却不同{also}", "{units} has the same {label} under another name{also}",
        "一个号码只能是一个人的：请双方对照身份证核对号码和姓名，写错的一方改正；都没有写错的，报上级核实，并在“核实说明”栏写明",
        "Compare number and name with the card, correct what is wrong, or explain", "query", _CODE,
    ),
    "twin-moved-away": Sentence(
        "{who}原来由本单位填报，现在{units}也填报了，像是转到了那里{also}", "{who}, reported here before, is reported by {units} now{also}",
        "请与{units}核对：已经转过去的，由{units}保留，本单位删去这一行，或按表上的要求写明减少；没有转走的，由本单位保留，请对方删去，并在“核实说明”栏写明",
        "If they moved, {units} keeps the row and you give it up; if not, keep it and explain", "query", _CODE,
    ),
    "twin-moved-here": Sentence(
        "{who}原来由{units}填报，那里的表还有这一行，像是转到了本单位{also}", "{who} was reported by {units} before, and still stands there{also}",
        "请与{units}核对：已经转到本单位的，由本单位保留，请{units}删去或写明减少，并在“核实说明”栏写明；没有转来的，删去这一行",
        "If they moved here, keep the row and explain; if not, delete it", "query", _CODE,
    ),
    "twin-child-and-head": Sentence(
        "{who}在{units}也填报了，一处是户主，一处是家庭成员{also}", "{who} is also reported by {units}: a head in one place, a member in the other{also}",
        f"请与{{units}}按户口簿核实在哪一户：由那一户所在的单位保留，另一单位删去这一行，并改正家庭人口数；{_EXPLAIN}",
        f"Keep the row where the household register has them, delete the other, {_OR}", "query", _CODE,
    ),
    "twin-two-sections": Sentence(
        "{who}在{units}也填报了，两处列在不同的部分{also}", "{who} is also reported by {units}, in another section{also}",
        f"请与{{units}}按认定结果核实属于哪一部分：由认定的单位保留，另一单位删去；{_EXPLAIN}",
        f"Keep the row where they were recognised, delete the other, {_OR}", "query", _CODE,
    ),
    "twin-inconsistent": Sentence(
        "{who}在{units}也填报了，两处填的{differs}不一致{also}", "{who} is also reported by {units}, and {differs} differ{also}",
        f"请与{{units}}核对哪一处填得对：由户籍（认定）所在的单位改正后保留，另一单位删去；{_EXPLAIN}",
        f"Find out what is right; the unit they belong to keeps the row, the other deletes it, {_OR}", "query", _CODE,
    ),
    "twin-old-number": Sentence(
        "{who}在{units}也填报了，一处填的是15位旧号码", "{who} is also reported by {units}; one of the two gave a 15-digit number",
        f"请对照身份证改为18位；由户籍（认定）所在的单位保留，另一单位删去；{_EXPLAIN}",
        f"Write 18 digits; the unit they belong to keeps the row, the other deletes it, {_OR}", "query", _CODE,
    ),
    "twin-same": Sentence(
        "{who}在{units}也填报了，两处填的没有矛盾", "{who} is also reported by {units}; nothing contradicts",
        f"同一人只由一个单位填报：请与{{units}}核实，由户籍（认定）所在的单位保留，另一单位删去；{_EXPLAIN}",
        f"The unit they belong to keeps the row, the other deletes it, {_OR}", "query", _CODE,
    ),
}  # fmt: skip

TWINS: dict[str, Sentence] = {
    "twin-kind-other-name": Sentence("同号不同名", "one number, two names"),
    "twin-kind-moved": Sentence("单位间转移", "moved"),
    "twin-kind-child-and-head": Sentence("一处户主一处成员", "head here, member there"),
    "twin-kind-two-sections": Sentence("列在不同部分", "in two sections"),
    "twin-kind-inconsistent": Sentence("内容不一致", "inconsistent"),
    "twin-kind-old-number": Sentence("15位旧号码", "15 and 18 digits"),
    "twin-kind-same": Sentence("内容没有矛盾", "consistent"),
    "twin-who-person": Sentence("此人", "this person"),
    "twin-who-household": Sentence("这一户的户主", "the head of this household"),
    "twin-also": Sentence("（还有：{traits}）", " (also: {traits})"),
    "twin-units-more": Sentence("{units}等{count}个单位", "{units} and others, {count} in all"),
    "twin-counted": Sentence("{kind}{count}人", "{kind} {count}"),
    "twin-summed": Sentence("有{count}人由两个以上单位填报（{kinds}），见汇总表“{sheet}”", "{count} persons are reported twice ({kinds})"),
}  # fmt: skip
