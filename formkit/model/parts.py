"""The parts of a form that stand on its paper: columns under their headers, sections, what is printed around them."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from formkit import words
from formkit.model.described import Described, Fidelity, FormId, Grain, Key, Kind, Level

_LISTED = ("code", "choices")
_SECRET = ("resident-id", "phone")


class Due(Described):
    """By when a level must have sent its returns: a ``day`` of the month ``months`` after the period's last month, or
    so many ``workdays`` after the period's last day.

    「每月5日前」 counts the 5th as on time (民法典1259条: 以前 includes the day). A day of rest stays the last day unless ``rest``
    says that the working day after it (民法典203条) or before it is.
    """

    day: Annotated[int | None, Field(ge=1, le=31)] = None
    workdays: Annotated[int | None, Field(ge=1, le=60)] = None
    months: Annotated[int, Field(ge=0, le=12)] = 0
    rest: Literal["keep", "next", "previous"] = "keep"
    clause: str = ""
    fidelity: Fidelity = "printed"

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> Self:
        if (self.day is None) == (self.workdays is None):
            raise ValueError("due-day-or-workdays")
        return self


class Reporting(Described):
    """For which kind of period a form is returned; a standing form carries a month stamp.

    ``due`` is said for each level that sends; ``zero`` is what a unit declares that has nothing to report, ``zero_with`` are forms
    whose zero report covers this one; an ``optional`` form is sent only by those who have something to put in it.
    """

    kind: Literal["standing", "day", "month", "quarter", "year", "stage"]
    stamp: Literal["day", "month", "quarter", "year"] | None = None
    due: Mapping[Level, Due] = Field(default_factory=dict)
    zero: str = ""
    zero_with: tuple[FormId, ...] = ()
    optional: bool = False

    @property
    def expected(self) -> str:
        """The kind of period a task of this form is for."""
        return (self.stamp or "month") if self.kind == "standing" else self.kind


class Grouping(Described):
    """What a row stands for, and which columns make a household out of rows; a line is neither household nor person."""

    grain: Grain
    head: Mapping[Key, str] = Field(default_factory=dict)
    person: Key | None = None
    size: Key | None = None
    name: Key | None = None


class Card(Described):
    """A page on which one household is shown by itself, on A4, with a box for what each office says and signs."""

    title: str
    opinions: tuple[str, ...] = ()


class Paper(Described):
    """The printed frame: what stands above and below the table, and perhaps a page for each household."""

    size: Literal["A3", "A4"] = "A3"
    orientation: Literal["landscape", "portrait"] = "landscape"
    annex: str | None = None
    blank_unit: str = ""
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    rows: Annotated[int, Field(ge=1, le=5000)] = 30
    card: Card | None = None


class Section(Described):
    """部分: a block of rows under one header. One without a label has no title row."""

    key: Key
    label: str = ""
    means: str | None = None

    @property
    def named(self) -> str:
        """What it is called in a sentence: 本表 where it has no title."""
        return self.label or words.say("this-form")


class Ordinary(Described):
    """How much a number may change from one period to the next without being asked about: ``percent`` of what it was, or
    ``least``, whichever is more.
    """

    percent: Annotated[int, Field(ge=0, le=1000)]
    least: Annotated[int, Field(ge=0)] = 0


class Column(Described):
    """栏目: one thing asked.

    ``by`` is the level that fills it in: open for units of that level and above, locked below it. ``basis`` are the words a
    reconstructed column was taken from. A date may lie up to the end of the month ``later`` months after the period.
    What is ``sensitive`` is shown to nobody but the unit it belongs to; only what is ``public`` may stand on a wall, and by what
    is ``public: select`` a posting may choose its rows but not show it. A ``stock`` is how things stand at the end of the period:
    it is carried into the next and never added over periods. A ``flow`` is what happened in the period: it is asked anew each
    time, and its numbers are added.
    """

    key: Key
    label: str
    type: Kind
    level: Level | None = None
    codes: FormId | None = None
    per: Grain | None = None
    by: Level | None = None
    required: bool = False
    unique: Literal["filing", "rollup"] | None = None
    aliases: tuple[str, ...] = ()
    rollup: Literal["count", "sum", "by_value"] | None = None
    measure: Literal["stock", "flow"] = "stock"
    ordinary: Ordinary | None = None
    later: Annotated[int, Field(ge=0, le=1200)] = 0
    min: int | None = None
    max: int | None = None
    stub: str | None = None
    help: str | None = None
    sensitive: Literal["health", "account"] | None = None
    public: bool | Literal["select"] = False
    fidelity: Fidelity = "printed"
    basis: str | None = None
    width: Annotated[float, Field(gt=0, le=80)] = 8

    @model_validator(mode="after")
    def _parts_of_the_type(self) -> Self:
        if (self.type in _LISTED) != (self.codes is not None):
            raise ValueError("codes-for-code")
        if (self.type == "unit") != (self.level is not None):
            raise ValueError("level-for-unit")
        if self.public and (self.sensitive or self.type in _SECRET):
            raise ValueError("public-secret")
        return self


class Earlier(Described):
    """An earlier version of a form, of which workbooks may still come back: only what was otherwise than it is now.

    ``keys`` are old keys with those they have now, ``labels`` what a column was called; it ``lacks`` columns that are new,
    and had others, by label, that are ``gone``.
    """

    version: str
    keys: Mapping[Key, Key] = Field(default_factory=dict)
    labels: Mapping[Key, str] = Field(default_factory=dict)
    lacks: tuple[Key, ...] = ()
    gone: tuple[str, ...] = ()


class Summary(Described):
    """The sums of a form, one row for each unit below: by which column its rows are classed, and by which risk.

    Without ``classes`` the sections are the classes. ``clause`` is what in the document asks for sums. ``removed`` and ``lost``
    are formulas over a row: whether its risk has been eliminated, or it left by death or by moving away; such rows still stand in
    the table and are no longer in the stock. ``outside`` is one too: the row was never admitted to the stock, and is in no
    part of a flow. ``reason`` is the column that says why. ``helped`` is a formula, true on a row
    that shows help. ``rate`` is by what the rate of elimination is counted; ``ordinary`` is for the stock of a unit.
    """

    clause: str
    classes: Key | None = None
    risks: Key | None = None
    removed: str | None = None
    lost: str | None = None
    outside: str | None = None
    reason: Key | None = None
    helped: str | None = None
    rate: Literal["households", "persons"] = "households"
    ordinary: Ordinary | None = None


def _sort(part: object) -> str:
    """A part that has columns of its own is a group: so that only one sort of mistake is told about it."""
    return "Group" if isinstance(part, Group) or (isinstance(part, dict) and "columns" in part) else "Column"


class Group(Described):
    """Columns under a common header."""

    label: str
    columns: Annotated[tuple["Part", ...], Field(min_length=1)]


Part = Annotated[Annotated[Column, Tag("Column")] | Annotated[Group, Tag("Group")], Discriminator(_sort)]
