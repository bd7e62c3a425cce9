"""What a column holds, from the words of its header, its dropdown, its validation and its number format.

Each ``_by_…`` looks at one kind of sign and returns a guess or None; they are asked in order, surest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from formkit.draft import vocabulary as say
from formkit.draft.sheet import Choice
from formkit.model import Kind, Level
from formkit.types.tick import MARK
from formkit.values import dataclass

Question = tuple[str, Mapping[str, str]]
_MARKS = frozenset("√✓✔×xX") | {""}
_STUB = re.compile(r"^[\s_　\dXx×]*年[\s_　\dXx×]*月([\s_　\dXx×]*日)?[\s　]*$")
_YEARS = re.compile(r"^(?:19|20)\d\d年?$")
_UNITS_OF_TABLE = re.compile(r"单位[:：][^\n]*?(万元|千元|元)")
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sheet shows of one column; ``printed`` is what already stands in all of its entry cells."""

    path: tuple[str, ...]
    choice: Choice | None = None
    format: str = "General"
    printed: str = ""
    around: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        """The last label."""
        return self.path[-1]

    @property
    def bare(self) -> str:
        """What the last label asks for, without its brackets."""
        return say.bare(self.label)

    @property
    def unit(self) -> str:
        """The unit of measure said by the label, or by a label above it."""
        return next((unit for label in reversed(self.path) if (unit := say.unit_in(label))), "")

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the dropdown."""
        return (self.choice.values or ()) if self.choice else ()

    @property
    def check(self) -> str:
        """The kind of the validation: whole, decimal, date, list, textLength, custom, or nothing."""
        return self.choice.validation.kind if self.choice else ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A type with what goes with it, the values of its code list, and what has to be asked."""

    type: Kind
    level: Level | None = None
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    stub: str | None = None
    questions: tuple[Question, ...] = field(default_factory=tuple)


def _by_place(asked: Asked) -> Guess | None:
    level = say.level_of(asked.label)
    return Guess("unit", level=level) if level else None


def _by_dropdown(asked: Asked) -> Guess | None:
    if asked.check != "list":
        return None
    values = asked.values
    if not values:
        if _by_identity(asked) or _by_question(asked) or _by_tick(asked) or asked.bare in ("与户主关系", "与户主的关系", "性别"):
            return None
        return Guess("text", questions=(("draft-list-unknown", {"label": asked.label}),))
    if set(values) <= _MARKS and MARK in values:
        return Guess("tick")
    if all(_YEARS.match(value) for value in values):
        years = [int(value[:4]) for value in values]
        return Guess("whole", low=min(years), high=max(years))
    if say.MANY.search("".join(asked.path)):
        return Guess("choices", values=values)
    return Guess("code", values=values)


def _by_identity(asked: Asked) -> Guess | None:
    if say.SERIAL.match(asked.bare):
        return Guess("serial")
    if say.WHETHER.search(asked.bare):
        return None
    if say.RESIDENT.search(asked.bare) and not say.NOT_RESIDENT.search(asked.bare):
        return Guess("resident-id")
    return Guess("phone") if say.PHONE.search(asked.bare) else None


def _by_question(asked: Asked) -> Guess | None:
    if asked.bare in ("与户主关系", "与户主的关系", "户主关系"):
        return Guess("code", values=())
    if asked.bare == "性别":
        return Guess("code", values=say.SEXES)
    if say.MANY.search("".join(asked.path)) or not say.WHETHER.search(asked.bare):
        return None
    if say.TICK.search("".join(asked.path)):
        return Guess("tick")
    values = say.options_in(asked.label)
    return Guess("code", values=values or (say.HAVE_NOT if asked.bare.startswith("有无") else say.YES_NO))


def _by_tick(asked: Asked) -> Guess | None:
    """A mark is asked for, unless the workbook itself lets numbers in there."""
    if not say.TICK.search("".join(asked.path)) or asked.bare in ("备注", "说明"):
        return None
    return None if asked.check in ("whole", "decimal", "date", "textLength") else Guess("tick")


def _by_range_of_days(asked: Asked) -> Guess | None:
    if say.RANGE_OF_DAYS.search(asked.bare) and say.unit_in(asked.label) not in say.COUNTED:
        return Guess("text", questions=(("draft-two-days", {"label": asked.label}),))
    return None


def _by_measure(asked: Asked) -> Guess | None:
    """A unit of measure in the label or, where the label is not of another kind by itself, above it."""
    unit = say.unit_in(asked.label) or ("" if _worded(asked) else asked.unit)
    if unit in say.COINS:
        why: tuple[Question, ...] = (("draft-coins", {"label": asked.label, "unit": unit}),) if unit != "元" else ()
        return Guess("money", questions=why)
    if unit in say.MEASURED:
        return Guess("text", questions=(("draft-decimals", {"label": asked.label, "unit": unit}),))
    return _counted(asked) if unit in say.COUNTED and not say.YEAR.match(asked.bare) else None


def _worded(asked: Asked) -> bool:
    """Whether the label by itself says that it is no number: 姓名, 备注, 日期 …"""
    own = asked.bare
    return any(sign.search(own) for sign in (say.PERSON_NAME, say.DATE, say.MONTH, say.FREE, say.CODED))


def _counted(asked: Asked) -> Guess:
    low, high = _limits(asked)
    return Guess("whole", low=0 if low is None else low, high=high)


def _limits(asked: Asked) -> tuple[int | None, int | None]:
    """The limits of a validation of whole numbers, where they are numbers that say something."""
    if asked.choice is None or asked.check != "whole":
        return None, None
    ends = (asked.choice.validation.first, asked.choice.validation.second)
    low, high = (int(end) if re.fullmatch(r"-?\d{1,6}", end) else None for end in ends)
    return (low, high) if low is None or high is None or low <= high else (None, None)


def _by_day(asked: Asked) -> Guess | None:
    stub = _STUB.match(asked.printed)
    if stub:
        return Guess("date") if stub[1] else Guess("month", stub=re.sub(r"[\s　]+", " ", asked.printed.strip()))
    if say.YEAR.match(asked.bare):
        low, high = _limits(asked)
        return Guess("whole", low=low or FIRST_YEAR, high=high or LAST_YEAR)
    if say.MONTH.search(asked.bare):
        return Guess("month")
    named, form = say.DATE.search(asked.bare), _format_of_day(asked.format)
    if not named and asked.check != "date":
        return None
    said = "".join(asked.path)
    if form == "month" or re.search(r"年月(?!日)", said):
        return Guess("month")
    sure = form or "年月日" in said or re.search("日期$|日$", asked.bare)
    return Guess("date", questions=() if sure else (("draft-day-or-month", {"label": asked.label}),))


def _format_of_day(form: str) -> str:
    """Whether a number format shows days or months; empty where it shows neither."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower()).partition(";")[0]
    if "y" not in letters:
        return ""
    return "date" if "d" in letters else "month" if "m" in letters else ""


def _by_person(asked: Asked) -> Guess | None:
    return Guess("name") if say.PERSON_NAME.search(asked.bare) else None


def _by_count(asked: Asked) -> Guess | None:
    if asked.check == "whole" or (say.COUNT.search(asked.bare) and not say.CODED.search(asked.bare)):
        return _counted(asked)
    return None


def _by_money(asked: Asked) -> Guess | None:
    if not say.MONEY.search(asked.bare) or say.FREE.search(asked.bare) or say.CODED.search(asked.bare):
        return None
    coin = _UNITS_OF_TABLE.search(asked.around)
    if not coin:
        return Guess("money", questions=(("draft-money", {"label": asked.label}),))
    if coin[1] != "元":
        return Guess("money", questions=(("draft-coins", {"label": asked.label, "unit": coin[1]}),))
    return Guess("money")


def _by_options(asked: Asked) -> Guess | None:
    values = say.options_in(asked.label)
    if not values:
        return None
    kind: Kind = "choices" if say.MANY.search(asked.label) else "code"
    return Guess(kind, values=values, questions=(("draft-options", {"label": asked.label}),))


def _by_words(asked: Asked) -> Guess | None:
    if say.MANY.search("".join(asked.path)):
        return Guess("text", questions=(("draft-many", {"label": asked.label}),))
    if say.CODED.search(asked.bare) and not re.search("情况|说明", asked.bare):
        return Guess("text", questions=(("draft-coded", {"label": asked.label}),))
    return Guess("text") if say.FREE.search(asked.bare) else None


def _by_format(asked: Asked) -> Guess | None:
    if form := _format_of_day(asked.format):
        return Guess("month" if form == "month" else "date")
    if re.fullmatch(r"0(?:_ |_\))?|#,##0(?:_ |_\))?", asked.format):
        return Guess("whole", low=0)
    if asked.check == "decimal" or re.fullmatch(r"[#,0]*0\.0+#*(?:_ |_\))?", asked.format):
        return Guess("money", questions=(("draft-money", {"label": asked.label}),))
    return None


LOOKS: tuple[Callable[[Asked], Guess | None], ...] = (
    _by_place, _by_dropdown, _by_identity, _by_question, _by_tick, _by_range_of_days, _by_measure, _by_day, _by_person,
    _by_count, _by_money, _by_options, _by_words, _by_format,
)  # fmt: skip
"""The surest sign first."""


def guess(asked: Asked, looks: Iterable[Callable[[Asked], Guess | None]] = LOOKS) -> Guess:
    """The type of a column; text with a question where nothing gives it away."""
    found = next((found for look in looks if (found := look(asked))), None)
    return found or Guess("text", questions=(("draft-type", {"label": asked.label}),))
