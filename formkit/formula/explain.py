"""A formula read aloud: one line of plain Chinese for its author and for the reference pages.

The phrases stand here, not with formkit's other sentences, because they are the language itself: one an
operator.
"""

from __future__ import annotations

from collections.abc import Callable

from formkit.formula.tree import Formula, Node

Label = Callable[[str], str]

# By operator, or by function and number of arguments where an argument may be left out.
PHRASES: dict[str, str] = {
    "=": "{0}等于{1}", "<>": "{0}不等于{1}", "<": "{0}小于{1}", "<=": "{0}不大于{1}",
    ">": "{0}大于{1}", ">=": "{0}不小于{1}",
    "filled": "{0}已填写",
    "+": "{0}加{1}", "-": "{0}减{1}", "*": "{0}乘以{1}", "/": "{0}除以{1}", "&": "{0}连接{1}",
    "negative": "负{0}", "percent": "百分之{0}", "NOT": "不满足{0}", "IF": "如果{0}，则取{1}，否则取{2}",
    "LEN": "{0}的字数", "LEFT": "{0}的第1位", "LEFT2": "{0}的前{1}位",
    "RIGHT": "{0}的末1位", "RIGHT2": "{0}的后{1}位",
    "MID": "{0}从第{1}位起的{2}位", "UPPER": "{0}（转为大写）", "TRIM": "{0}（去掉多余空格）", "VALUE": "{0}的数值",
    "EXACT": "{0}与{1}完全相同", "FIND": "{0}在{1}中的位置", "FIND3": "{0}在{1}中从第{2}位起的位置",
    "ISNUMBER": "{0}有结果", "ISBLANK": "{0}未填写", "WORKDAYS": "{0}之后到{1}（含）的工作日数",
    "ABS": "{0}的绝对值", "ROUND": "{0}保留{1}位小数", "INT": "{0}的整数部分",
    "MOD": "{0}除以{1}的余数", "DATE": "{0}年{1}月{2}日",
    "YEAR": "{0}的年份", "MONTH": "{0}的月份", "DAY": "{0}的日",
    "EDATE": "{0}之后{1}个月的同一日", "EOMONTH": "{0}之后{1}个月的月末", "COUNT": "{0}已填写的行数",
    "COUNTA": "{0}已填写的行数", "SUM": "{all}之和", "MIN": "{all}中的最小值", "MAX": "{all}中的最大值",
    "COUNTIFS": "本部分中{met}的行数", "SUMIFS": "本部分中{met}的各行{0}之和",
}
_JOINS = {"AND": "，并且", "OR": "，或者"}
_LOOSE = frozenset({"=", "<>", "<", "<=", ">", ">=", "AND", "OR", "IF", "NOT", "EXACT", "ISNUMBER", "ISBLANK"})
_SIGNS = frozenset({"+", "-", "*", "/", "&", "negative", "percent"})


def explain(formula: Formula, label: Label) -> str:
    """The rule in one line of Chinese; label gives the words for a column key or a constant's name."""
    return _say(formula.tree, label)


def _say(node: Node, label: Label) -> str:
    if node.op == "literal":
        return _literal(node)
    if node.op in ("cell", "constant"):
        return f"「{label(str(node.value))}」" if node.op == "cell" else label(str(node.value))
    if node.op == "column":
        return f"各行「{label(str(node.value))}」"
    if node.op == "criterion":
        column = f"「{label(str(node.args[0].value))}」"
        operands = [("本行" if arg.op == "cell" else "") + _part(arg, label) for arg in node.args[1:]]
        return PHRASES[str(node.value)].format(column, *operands)
    if node.op == "NOT" and node.args[0].op == "ISBLANK":
        return PHRASES["filled"].format(_say(node.args[0].args[0], label))
    if node.op in _JOINS:
        return _JOINS[node.op].join(_part(arg, label, inside=node.op) for arg in node.args)
    phrase = PHRASES.get(f"{node.op}{len(node.args)}", PHRASES[node.op])
    met = "、".join(_say(arg, label) for arg in node.args if arg.op == "criterion")
    plain = [_part(arg, label) for arg in node.args if arg.op != "criterion"]
    return phrase.format(*plain, all="、".join(plain), met=met)


def _part(node: Node, label: Label, inside: str = "") -> str:
    """A part of a longer reading: in brackets where it would otherwise run into its surroundings."""
    said = _say(node, label)
    compound = node.op in _SIGNS or (node.op in _LOOSE and (not inside or node.op in ("AND", "OR", "IF")))
    return f"（{said}）" if compound else said


def _literal(node: Node) -> str:
    if isinstance(node.value, bool):
        return "是" if node.value else "否"
    return f"“{node.value}”" if isinstance(node.value, str) else f"{node.value:.15g}"
