"""What a notice (文书) is: whom it is for, what it rests on, where its facts come from, and how it is worded.

A notice is data, as a form is: a YAML beside its Word template. The template is what is filled; the wording here is what the
shipped templates are built from, so that an office may as well write its notices in Word alone.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from formkit.formula import Formula
from formkit.model.described import Described, FormId, Key

Audience = Literal["public", "household", "office"]
"""Who reads it: everybody, one household, or offices alone."""
Extent = Literal["task", "filing", "unit", "township", "county", "household"]
"""For what one document is made."""
Style = Literal["document", "letter", "plain"]
"""文件格式 (GB/T 9704-2012 7), 信函格式 (10.1), or a paper without a red head: a posting, a table to sign."""


CLASS = "@class"
"""In place of a column: the class of the row as the form's summary classes it, by a column or by its section."""


EXPLAINED = "@explanation"
"""In place of a column: what was explained of the row (核实说明)."""


class Ask(Described):
    """Something only a person knows. Without a ``default`` it must be given; ``number`` is a 发文字号, ``date`` a day.

    With ``forms`` it is asked only where the task has one of them, and is empty elsewhere.
    """

    name: Key
    label: str
    kind: Literal["text", "number", "date", "flag"] = "text"
    example: str = ""
    default: str | None = None
    forms: tuple[FormId, ...] = ()


class Formulated(Described):
    """What holds formulas as texts, which are parsed over a form once that is at hand."""

    _formulas: Mapping[str, Formula] = PrivateAttr(default_factory=dict)

    def bound(self, formulas: Mapping[str, Formula]) -> Self:
        """The same with its parsed formulas."""
        found = self.model_copy()
        found._formulas = dict(formulas)
        return found

    @property
    def formulas(self) -> Mapping[str, Formula]:
        """Its parsed formulas: of a ``Supply`` ``where``, ``facts-NAME`` and ``members-NAME``, of ``Counts`` by the fact."""
        return self._formulas


class Supply(Formulated):
    """Rows of one form, or of one ``section`` of it, as facts: those for which ``where`` is true, a household each where rows make
    households.

    ``facts`` say by which column, or (after ``=``) by which formula, each fact of a row is found, ``@class`` its class, ``@explanation``
    what was explained of it, an empty text that this form does not ask it; ``members`` the same of every row of its household.
    """

    form: FormId
    section: str = ""
    where: str = ""
    facts: Mapping[Key, str]
    members: Mapping[Key, str] = Field(default_factory=dict)


class Counts(Formulated):
    """Numbers of a whole form, over all rows that were accepted: each fact by a formula over its columns and parameters."""

    form: FormId
    facts: Annotated[Mapping[Key, str], Field(min_length=1)]


class Cell(Described):
    """A cell of a grid. One without a field in it is a label."""

    text: str = ""
    span: Annotated[int, Field(ge=1, le=12)] = 1
    align: Literal["left", "center"] | None = None


class Row(Described):
    """A row of a grid, at least ``height`` mm high; with ``each`` it comes once for each of a list (``member in members``)."""

    cells: Annotated[tuple[str | Cell, ...], Field(min_length=1)]
    height: Annotated[float, Field(ge=0, le=200)] = 0
    each: str = ""


class Grid(Described):
    """A table to be filled in and signed: labels and values, in columns of so many mm."""

    widths: Annotated[tuple[float, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_fill_it(self) -> Self:
        for row in self.rows:
            if sum(cell.span if isinstance(cell, Cell) else 1 for cell in row.cells) != len(self.widths):
                raise ValueError("grid-row-width")
        return self


class ListColumn(Described):
    """A column of a list: its heading, its width in mm, and what stands in each row."""

    label: str
    width: Annotated[float, Field(gt=0, le=240)]
    text: str
    align: Literal["left", "center"] = "left"


class Listing(Described):
    """A list: one row for ``each`` (``unit in units``), under headings that come again on every page; ``large`` to be read standing."""

    each: str
    size: Literal["small", "large"] = "small"
    columns: Annotated[tuple[ListColumn, ...], Field(min_length=1)]


class Block(Described):
    """One part of a text that is no ordinary paragraph: exactly one of these."""

    list: Listing | None = None
    grid: Grid | None = None
    line: str | None = None
    align: Literal["left", "center", "right"] = "left"
    table: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(each is not None for each in (self.list, self.grid, self.line, self.table)) != 1:
            raise ValueError("block-one-part")
        return self


class Annex(Described):
    """附件: its title, and what stands under it; a wide table lies on its side (``landscape``). One given in words only
    (``enclosed``) goes along as a file of its own. With ``each`` (``blank in blanks``, or ``… if test``) it comes once for each of
    a list; such a one is the last.
    """

    title: str
    each: str = ""
    body: tuple[str | Block, ...] = ()
    landscape: bool = False
    enclosed: bool = False


class Page(Described):
    """How a notice is worded and set. ``to`` is the 主送机关; ``sign`` the fact that signs, none where it is left to sign by hand;
    ``upward`` a paper to a higher office, with its 签发人 (GB/T 9704-2012 7.2.6).
    """

    style: Style = "document"
    title: str
    to: str = ""
    upward: bool = False
    body: Annotated[tuple[str | Block, ...], Field(min_length=1)]
    sign: Key | None = "agency"
    note: str = ""
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False

    @model_validator(mode="after")
    def _repeated_last(self) -> Self:
        if any(annex.each for annex in self.annexes[:-1]):
            raise ValueError("annex-each-last")
        return self


class Notice(Described):
    """文书: a Word document made from checked filings.

    ``provisions`` (R25) and ``basis`` say what it rests on; ``needs`` in words what must be at hand. One document is made
    ``per`` task, filing sent back, unit (of those in some ``states``, where no rows are asked for) or household; ``by`` divides
    those further by facts of the rows; one that may name several (民政局、住建局) is ``split``, and a row goes to each. ``draft`` is printed
    on it where its wording still needs another's eye (样稿). ``name`` is what its files are called.
    """

    notice: FormId
    title: str
    provisions: tuple[Annotated[str, Field(pattern=r"^R\d{2}$")], ...] = ()
    basis: tuple[str, ...] = ()
    needs: str
    audience: Audience
    per: Extent = "task"
    states: tuple[Literal["accepted", "zero", "returned", "missing", "empty", "conflict", "unreadable"], ...] = ()
    by: tuple[Key, ...] = ()
    split: Key | None = None
    name: str = ""
    draft: str = ""
    asks: tuple[Ask, ...] = ()
    rows: tuple[Supply, ...] = ()
    counts: tuple[Counts, ...] = ()
    page: Page | None = None

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms its rows come from; none where any form will do."""
        named = [*(each.form for each in self.rows), *(each.form for each in self.counts)]
        return tuple(dict.fromkeys(named))
