"""The header of another table below ours: rows under it are no records of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from formkit.read.headers import Header
from formkit.read.labels import Labels, plain
from formkit.types import Raw

_LABEL = re.compile(
    r"(?:姓名|名称|名单|号码|证号|编号|序号|日期|时间|电话|手机|备注|单位|金额|资金|合计|人数|户数|数量|地址|住址|年龄|性别|关系|职务|内容|项目"
    r"|签字|签名|\((?:人|户|元|万元|个)\))$"
)
_NUMBER = re.compile(r"\d{4}")
_FEWEST = 3
_TEXTS = frozenset({str, type(None)})


def is_header_part(line: Sequence[Raw], header: Header, words: Labels) -> bool:
    """Whether a row is a piece of our own header once more: nothing but its labels, most of them in their columns."""
    if not _TEXTS.issuperset(map(type, line)):
        return False
    texts = [(place, text) for place, value in enumerate(line) if (text := plain(value))]
    if len(texts) < _FEWEST:
        return False
    keyed = {place: key for key, place in header.columns.items()}
    there = [text in words.groups or keyed.get(place, "") in words.known.get(text, ()) for place, text in texts]
    return sum(there) * 4 >= len(texts) * 3


def is_foreign_header(line: Sequence[Raw], words: Labels) -> bool:
    """Whether a row is the header of some other table: nearly nothing but labels, ours or such as any list has."""
    if not _TEXTS.issuperset(map(type, line)):
        return False
    texts = [text for text in map(plain, line) if text]
    if len(texts) < _FEWEST or _NUMBER.search("\n".join(texts)):
        return False
    labels = sum(_usual(text) or text in words.known for text in texts)
    return labels >= _FEWEST - 1 and labels * 3 >= len(texts) * 2 and len(set(texts)) > 1


@lru_cache(4096)
def _usual(text: str) -> bool:
    """Whether it is a label such as any list has."""
    return _LABEL.search(text) is not None
