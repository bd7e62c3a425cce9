"""A table with its guesses as the parts of a form: columns with keys, grain, levels, period, code lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from formkit.cells import letter
from formkit.draft import vocabulary as say
from formkit.draft.frame import Frame
from formkit.draft.guess import Asked, Guess, Question, guess
from formkit.draft.header import Leaf
from formkit.draft.sheet import Choice, Page
from formkit.draft.table import Table
from formkit.model import LEVELS, CodeList, Grain, Level
from formkit.values import dataclass

RELATION_LIST = "relation-to-head"
NAMELESS = "未命名"
_CARRIER = re.compile("〔[^〔〕/]+/[^〔〕/]+〕")
_AUTHOR = re.compile(r"^[^\n:：]{1,20}[:：]\s*\n")
_COUNTY = LEVELS.index("county")
_HOLES: tuple[tuple[str, Level], ...] = (
    ("村|社区|居委", "village"), ("乡|镇|街", "township"), ("县|区|旗", "county"), ("市|州|盟", "prefecture"), ("省", "province"),
)  # fmt: skip
_PERIODS = (
    ("日报|每日|（日）", "day"), ("月报|每月|月统计|月度|月份|报告月|统计月", "month"), ("季报|季度|每季", "quarter"),
    ("年报|年度统计|半年", "year"), ("排查|普查", "stage"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column of the draft: its key, its path, what it holds, and the id of its code list."""

    key: str
    path: tuple[str, ...]
    guess: Guess
    width: float
    codes: str = ""
    per: str = ""
    rollup: str = ""
    required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a first schema says. ``lists`` are new code lists by id, each with its title and values."""

    form: str
    frame: Frame
    table: Table
    columns: tuple[Drawn, ...]
    grain: Grain
    levels: tuple[Level, ...]
    period: str
    lists: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()

    def key_of(self, kind: str) -> str:
        """The key of the first column of a type; empty where there is none."""
        return next((column.key for column in self.columns if column.guess.type == kind), "")

    def has(self, key: str) -> bool:
        """Whether there is a column of that key."""
        return any(column.key == key for column in self.columns)


def compose(table: Table, frame: Frame, form: str, known: Mapping[str, CodeList], asked: tuple[Question, ...]) -> Plan:
    """The plan of a form; ``known`` are the code lists at hand, ``asked`` the questions there are already."""
    around = "\n".join((frame.title, *frame.above))
    shown = [_asked(table, leaf, around) for leaf in table.header.leaves]
    columns = tuple(_keyed(table, tuple(zip(shown, map(guess, shown), table.header.leaves, strict=True))))
    grain = _grain(columns, shown)
    lists: dict[str, tuple[str, tuple[str, ...]]] = {}
    whole = tuple(_listed(_counted(column, grain), form, known, lists) for column in columns)
    period = next((kind for words, kind in _PERIODS if re.search(words, around)), "standing")
    return Plan(form, frame, table, whole, grain, _levels(columns, frame), period, lists, asked)


def _asked(table: Table, leaf: Leaf, around: str) -> Asked:
    """What the sheet shows of a column, from its header and its first entry rows."""
    page, rows = table.page, [row for block in table.blocks for row in block.rows]
    places = [page.owner(row, leaf.left) for row in rows] or [(table.header.bottom + 1, leaf.left)]
    texts = {page.cells.get(place, "") for place in places}
    printed = texts.pop() if len(texts) == 1 else ""
    choice = _choice(page, places[:3])
    form = page.formats.get(places[0], "General")
    path = leaf.path or (NAMELESS,)
    return Asked(path, choice, form, printed, around, _hint(table, leaf, choice))


def _choice(page: Page, places: Iterable[tuple[int, int]]) -> Choice | None:
    """The validation of the entry cells; a dropdown before others."""
    found = [
        choice
        for row, column in places
        for choice in page.choices
        if any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in choice.validation.areas)
    ]
    return min(found, key=lambda choice: choice.validation.kind != "list", default=None)


def _hint(table: Table, leaf: Leaf, choice: Choice | None) -> str:
    """What a comment on the header or the prompt of the cells says, on one line; nothing that holds a number of a person."""
    page, header = table.page, table.header
    places = [page.owner(row, leaf.left) for row in range(header.bottom, header.top - 1, -1)]
    said = next((page.hints[place] for place in places if place in page.hints), choice.validation.prompt if choice else "")
    line = re.sub(r"[\s　]+", " ", _AUTHOR.sub("", said)).strip()
    return "" if _CARRIER.search(line) or re.search(r"\d{7}", line) else line[:100]


def _keyed(table: Table, found: Iterable[tuple[Asked, Guess, Leaf]]) -> Iterable[Drawn]:
    """The columns with a key each: the conventional one, that of their type or place, else their number."""
    used: set[str] = set()
    for number, (asked, answer, leaf) in enumerate(found, 1):
        usual = {"resident-id": "id_number", "phone": "phone", "serial": "serial"}.get(answer.type, "")
        wanted = str(answer.level or "") or usual or say.KEYS.get(asked.bare, "") or f"col_{number}"
        key, again = wanted, 2
        while key in used:
            key, again = f"{wanted}_{again}", again + 1
        used.add(key)
        shown = [column for column in range(leaf.left, leaf.right + 1) if column not in table.page.hidden_columns]
        width = sum(table.page.widths.get(column, 9.0) - 0.71 for column in shown)
        if asked.path == (NAMELESS,):
            answer = replace(answer, questions=(("draft-no-label", {"column": letter(leaf.left)}),))
        if answer.level and asked.values:
            answer = replace(answer, questions=(*answer.questions, ("draft-place", {"label": asked.label})))
        star = bool(re.search(r"^[*＊★]|[*＊★]$", asked.label))
        yield Drawn(key, asked.path, answer, min(80, max(3, round(width * 2) / 2)), required=star, help=asked.hint)


def _grain(columns: Iterable[Drawn], shown: Iterable[Asked]) -> Grain:
    """A relation to the head makes rows persons, unless persons are counted in a row; a head alone makes them households."""
    keys = {column.key for column in columns}
    counted = any(
        say.TICK.search("".join(each.path)) and each.unit == "人" and each.check == "whole" for each in shown
    )
    if "relation" in keys and not counted:
        return "person"
    labels = {label for column in columns for label in column.path}
    headed = any(label.startswith("户主") for label in labels) or "household_size" in keys
    return "household" if headed else "line"


def _counted(column: Drawn, grain: Grain) -> Drawn:
    """Whether a household answers once, and how the column is rolled up."""
    kind, label = column.guess.type, column.path[-1]
    unit = say.unit_in(label)
    per = ""
    if kind == "tick" and unit in ("户", "人"):
        per = "household" if unit == "户" else "person" if grain == "person" else ""
    elif grain == "person" and (column.key in say.ONE_PER_HOUSEHOLD or (kind == "whole" and unit == "户")):
        per = "household"
    elif grain == "person" and column.key in ("relation", "id_number"):
        per = "person"
    summed = kind in ("whole", "money") and not re.search("年[龄度份]|人均|平均", label) and unit not in ("岁", "年", "月")
    summed = summed and not (grain == "person" and per == "household")
    by_value = kind == "code" and column.key != "relation" and len(column.guess.values) <= 12
    rollup = "count" if kind == "tick" else "sum" if summed else "by_value" if by_value else ""
    return replace(column, per=per, rollup=rollup)


def _listed(
    column: Drawn, form: str, known: Mapping[str, CodeList], lists: dict[str, tuple[str, tuple[str, ...]]]
) -> Drawn:
    """The column with its code list: one at hand that has the same values, else a new one."""
    kind, values = column.guess.type, column.guess.values
    if kind not in ("code", "choices"):
        return column
    if not values:
        return replace(column, codes=RELATION_LIST)
    for name, (_, others) in lists.items():
        if set(others) == set(values):
            return replace(column, codes=name)
    for found in known.values():
        if any(set(each) == set(values) for each in _editions(found)):
            return replace(column, codes=found.codelist)
    wanted = f"{form}-{column.key}".replace("_", "-")
    name, again = wanted, 2
    while name in lists or name in known:
        name, again = f"{wanted}-{again}", again + 1
    lists[name] = (column.path[-1], values)
    return replace(column, codes=name)


def _editions(found: CodeList) -> Iterable[tuple[str, ...]]:
    """The values of a list, of all years together and of each year in which they change."""
    years = {year for code in found.values for year in (code.since, code.until) if year}
    return (found.allowed(), *(found.allowed(year) for year in sorted(years)))


def _levels(columns: Iterable[Drawn], frame: Frame) -> tuple[Level, ...]:
    """All levels from the lowest that a column or the title names up to the county, or higher where one is named."""
    hole = say.bare(frame.blank_unit)
    named = [level for words, level in _HOLES if re.search(words, hole)]
    named += [column.guess.level for column in columns if column.guess.level]
    ranks = [LEVELS.index(level) for level in named] or [0]
    between = LEVELS[min(ranks) : max(*ranks, _COUNTY) + 1]
    return tuple(level for level in between if level != "department" or level in named)
