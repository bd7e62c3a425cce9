"""Where a long title is broken: lines as even as can be, none through a word, a number or a title between book-title marks.

GB/T 9704-2012 7.3.1: 回行时要做到词意完整、排列对称、长短适宜、间距恰当, 标题排列应当使用梯形或菱形.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import inf

from formkit.notice.wording import width

LONGEST = 20
"""Characters of 2 号 in a line of the 版心: 20 times 7.76 mm are 155 mm."""
_WORDS = (
    "领导小组", "监测对象", "办公室", "扶贫开发", "乡村振兴", "农业农村局", "人民政府", "承诺书", "告知书", "登记表", "统计表", "情况表", "名单", "清单", "台账",
    "防止返贫", "返贫致贫", "致贫", "返贫", "监测", "帮扶", "工作", "情况", "通知", "报告", "通报", "申请", "报表", "扶贫", "风险", "消除", "解除", "预警", "警情",
    "关于", "转发", "印发", "填报", "报送", "催报", "退回", "修改", "反馈", "研判", "结果", "批准", "销号", "事项", "补短", "进一步", "加强", "有效", "及时", "即时",
    "人口", "存在", "易返贫", "脱贫", "边缘户", "机制", "建立", "做好", "动态", "管理", "家庭", "资产", "信息", "核查", "授权", "审核", "纳入", "公示", "档案", "目录",
)  # fmt: skip
_WHOLE = re.compile(rf"[\d.,%:A-Za-z]+[年月日号户人个份季度]?|[（(][^（()）]{{1,6}}[)）]|{'|'.join(sorted(_WORDS, key=len, reverse=True))}")
_SIGN = re.compile(r"&#?\w+;|.")
_OPENING, _CLOSING = "《〈（“〔(", "》〉）”〕)"
_NEVER_FIRST = f"{_CLOSING}、，。：；的等和与及并"
# What it costs to break a word, a quoted title that a line would hold, one that none would; a line shorter than both beside it; a line
# more.
_WORD, _QUOTED, _LONG_QUOTED, _WAIST, _MORE = 40.0, 400.0, 4.0, 12.0, 3.0


def balanced(said: str) -> str:
    """A title with line breaks; those it has stay. Lines are at most ``LONGEST`` characters wide where that can be. In a text that is
    on its way into XML (``{% filter balanced %}``) a reference such as ``&lt;`` is one character.
    """
    return "\n".join(_broken(line) for line in str(said).split("\n"))


@lru_cache(maxsize=256)
def _broken(line: str) -> str:
    signs = _SIGN.findall(line)
    cuts = _best("".join(html.unescape(sign)[0] for sign in signs))
    return "\n".join("".join(signs[start:end]) for start, end in zip((0, *cuts), (*cuts, len(signs)), strict=True))


def _best(line: str) -> tuple[int, ...]:
    """The cheapest places to break a line; none where it is short, or cannot be broken."""
    least = int(-(-width(line) // LONGEST))
    if least < 2:
        return ()
    return min((_cheapest(line, least), _cheapest(line, least + 1)))[1]


def _cheapest(line: str, count: int) -> tuple[float, tuple[int, ...]]:
    """The best way to break it into so many lines, and what it costs: uneven lines by the square of what they differ, a line shorter
    than both beside it for its waist, and each place by itself.
    """
    costs, ends = _costs(line), (0.0, *accumulate(map(width, line)))
    mean = ends[-1] / count

    @cache
    def onward(start: int, left: int, before: float, *, narrowed: bool) -> tuple[float, tuple[int, ...]]:
        found: list[tuple[float, tuple[int, ...]]] = []
        for place in (each for each in costs if each > start) if left > 1 else (len(line),):
            wide = ends[place] - ends[start]
            if wide > LONGEST:
                break
            rest = onward(place, left - 1, wide, narrowed=wide < before) if left > 1 else (0.0, ())
            cost = (wide - mean) ** 2 / count + costs.get(place, 0.0) + _WAIST * (narrowed and wide > before) + rest[0]
            found.append((cost, (place, *rest[1]) if left > 1 else ()))
        return min(found, default=(inf, ()))

    cost, cuts = onward(0, count, 0.0, narrowed=False)
    return (cost + count * _MORE, cuts if cost < inf else ())


def _costs(line: str) -> dict[int, float]:
    """Every place where the line may be broken, and what it costs there."""
    costs = {
        place: 0.0
        for place, (before, after) in enumerate(pairwise(line), 1)
        if after not in _NEVER_FIRST and before not in _OPENING and not (before + after).isascii()
    }
    words = [(found.start(), found.end(), _WORD) for found in _WHOLE.finditer(line)]
    quoted = [(start, end, _QUOTED if width(line[start:end]) <= LONGEST else _LONG_QUOTED) for start, end in _titles(line)]
    for start, end, cost in (*words, *quoted):
        for place in range(start + 1, end):
            if place in costs:
                costs[place] += cost
    return costs


def _titles(line: str) -> Iterator[tuple[int, int]]:
    """Where each title between book-title marks begins and ends."""
    open_: list[int] = []
    for place, char in enumerate(line):
        if char in "《〈":
            open_.append(place)
        elif char in "》〉" and open_:
            yield open_.pop(), place + 1
