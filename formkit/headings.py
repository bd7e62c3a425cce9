"""A roster's file as rows under their headings: how it is encoded and divided, which row names the columns, what a heading means."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from formkit.types import characters
from formkit.values import dataclass

HEADINGS = {"code": ("代码", "code"), "name": ("名称", "name"), "level": ("级别", "level"), "parent": ("上级", "parent")}
FURTHER = {
    "aliases": ("别名", "aliases"), "former": ("曾用名", "former"), "system": ("代码体系", "system"),
    "other": ("其他代码", "other_codes"), "since": ("起用", "from"), "until": ("停用", "until"), "merged_into": ("并入", "merged_into"),
}  # fmt: skip
# What people call these columns; said to them and not taken, for a column that is nobody's is kept as it is.
_MEANT = {
    "code": ("单位代码", "编码", "编号", "行政区划代码", "区划代码", "统计用区划代码", "村代码"),
    "name": ("单位名称", "单位", "村名", "行政区划名称", "区划名称"),
    "level": ("层级", "单位级别", "行政级别"),
    "parent": ("上级代码", "上级单位", "上级单位代码", "父级", "父代码", "主管单位", "所属乡镇"),
    "aliases": ("又名", "其他名称"), "former": ("原名", "曾名", "旧名"), "system": ("代码系统",), "other": ("其它代码",),
    "since": ("起", "启用", "起用时间", "起用日期", "启用时间", "启用日期", "起始", "开始", "开始时间", "since"),
    "until": ("止", "停止", "终止", "截止", "停用时间", "停用日期", "截止时间", "结束", "结束时间", "撤销时间"),
    "merged_into": ("并入单位", "并入代码", "并入村", "并到", "合并到"),
}  # fmt: skip
_DIVIDERS, _TOP, _FEWEST = ",\t;，", 10, 2
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A line of a roster that cannot be used: line from 1, a code and what to put in its sentence."""

    line: int
    code: str
    args: Mapping[str, str]


class RosterError(ValueError):
    """All that is wrong with a roster file, at once."""

    def __init__(self, problems: tuple[RosterProblem, ...], file: str = "units.csv") -> None:
        super().__init__(f"{len(problems)} problems in the roster")
        self.problems, self.file = problems, file


def decode(data: bytes) -> str:
    """Text of a CSV as Excel or WPS saves it: UTF-16 or UTF-8 with a mark, UTF-8 without, else GB 18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


@dataclass(frozen=True, slots=True)
class Listing:
    """The headings of a roster in their order, the place of each column that is known, and the rows with their lines."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    rows: tuple[tuple[int, list[str]], ...]


def listing(data: bytes, file: str) -> Listing:
    """The rows of a roster under their headings; RosterError where it is no CSV, or its columns cannot be told."""
    if data.startswith(_BOOKS):
        raise RosterError((RosterProblem(1, "roster-workbook", {}),), file)
    try:
        text = decode(data)
        divider = _divider(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError((RosterProblem(1, "roster-unreadable", {"why": str(error)[:80]}),), file) from None
    first = next((place for place, (_, row) in enumerate(rows[:_TOP]) if _known(row) >= _FEWEST), 0)
    line, header = rows[first] if rows else (1, [])
    header = [cell.strip() for cell in header]
    if problems := tuple(_mistaken(line, header)):
        raise RosterError(problems, file)
    spelt = [_plain(cell) for cell in header]
    known = {**HEADINGS, **FURTHER}
    places = {name: spelt.index(word) for name, words in known.items() for word in words if word in spelt}
    return Listing(tuple(header), places, tuple(rows[first + 1 :]))


def _divider(text: str) -> str:
    """What the headings are divided by: the comma unless another sign parts more of them."""
    lines = text.splitlines()[:_TOP]
    return max(_DIVIDERS, key=lambda sign: max((_known(line.split(sign)) for line in lines), default=0))


def _plain(cell: str) -> str:
    return characters.solid(cell).strip('"').casefold()


def _known(cells: Iterable[str]) -> int:
    """How many cells are headings of a roster."""
    words = {word for spellings in (*HEADINGS.values(), *FURTHER.values()) for word in spellings}
    return len(words & {_plain(cell) for cell in cells})


def _mistaken(line: int, header: list[str]) -> Iterator[RosterProblem]:
    """Columns that are not there, that are there twice, and headings that seem to mean one that is not there."""
    spelt = [_plain(cell) for cell in header]
    for name, (chinese, english) in {**HEADINGS, **FURTHER}.items():
        places = [place for place, word in enumerate(spelt) if word in (chinese, english)]
        meant = next((cell for cell, word in zip(header, spelt, strict=True) if word in _MEANT[name]), "")
        if len(places) > 1:
            yield RosterProblem(line, "roster-heading-twice", {"column": chinese})
        elif not places and meant:
            yield RosterProblem(line, "roster-heading", {"heading": meant, "column": chinese})
        elif not places and name in HEADINGS:
            yield RosterProblem(line, "roster-column", {"column": chinese, "english": english})
