"""The live formulas of a roll-up: each runs over one unit's own rows and gives what ``merge.totals_of`` gives.

A household counts once, by the row that a hidden mark says speaks for it. COUNTIF is never used: on text it compares 15
digits and takes wildcards. What was accepted in spite of a problem stands as text and is left out, as it is there. Where rows may
have left the stock, only those that the hidden mark says are in it count.
"""

from __future__ import annotations

from formkit.cells import letter
from formkit.container import OWN
from formkit.leaving import leaving
from formkit.model import Column, Form
from formkit.types import KINDS
from formkit.types.tick import MARK
from formkit.write.phrase import quoted
from formkit.write.rollup_blocks import Block, Rows
from formkit.write.rollup_marks import IN, spoken_mark
from formkit.write.rollup_plan import Measure


def column_ref(block: Rows, column: int) -> str:
    """A column of a block, from another sheet."""
    name, sheet = letter(column), block.sheet.replace("'", "''")
    return f"'{sheet}'!${name}${block.first}:${name}${block.last}"


def own_ref(form: Form, block: Rows, key: str) -> str:
    """One of the roll-up's own columns of a block."""
    return column_ref(block, len(form.leaves) + OWN.index(key))


def formula(form: Form, block: Rows, measure: Measure) -> str:
    """The formula of a measure over a unit's block or blocks; "" where the form holds nothing to count it by.

    The hidden marks stand on one row of each household and person, so that what stands in two blocks counts once.
    """
    return "+".join(filter(None, (_over(form, each, measure) for each in block.every)))


def _over(form: Form, block: Rows, measure: Measure) -> str:
    """The formula over the rows of one sheet."""
    if measure.kind == "records":
        return f"COUNT({own_ref(form, block, '_number')})"
    if measure.kind not in ("households", "persons"):
        return _of_column(form, block, measure)
    if measure.kind == "persons" and form.record.grain == "household" and not leaving(form):
        size = form.record.size
        return f"SUM({column_ref(block, form.places[size])})" if size else ""
    marks = own_ref(form, block, "_homes" if measure.kind == "households" else "_persons")
    return f"SUMPRODUCT(--{stands(form, block)},{marks})" if leaving(form) else f"SUM({marks})"


def stands(form: Form, block: Rows, standing: str = IN) -> str:
    """Which rows are in the stock, or out of it for a reason, as an array."""
    return f"EXACT({own_ref(form, block, '_standing')},{quoted(standing)})"


def distinct(numbers: str) -> str:
    """How many different numbers a range holds."""
    return f"SUMPRODUCT(--(FREQUENCY({numbers},{numbers})>0))"


def distinct_persons(form: Form, block: Block) -> str:
    """How many different persons in the stock a block holds."""
    numbers = own_ref(form, block, "_person")
    if not leaving(form):
        return distinct(numbers)
    inside = stands(form, block)
    # Whoever is out has the number 0, which is one number more than there are persons.
    return f"{distinct(f'{numbers}*{inside}')}-(SUMPRODUCT(--{inside})<ROWS({numbers}))"


def moved(form: Form, block: Block) -> str:
    """TRUE where the rows of a unit are no longer those that were written there, in that order."""
    found: list[str] = []
    for each in block.every:
        numbers = own_ref(form, each, "_number")
        wrong = f"SUMPRODUCT(--({numbers}<>{_positions(numbers)}+{each.number - 1}))"
        found += [f"COUNT({numbers})<>{each.last - each.first + 1}", f"{wrong}>0"]
    return f"OR({','.join(found)})"


def _positions(cells: str) -> str:
    """1, 2, 3 … down a range, wherever it has been moved to."""
    return f"ROW({cells})-ROW({cells.split(':')[0]})+1"


def _of_column(form: Form, block: Rows, measure: Measure) -> str:
    column = form.column(measure.key)
    counted = _counted(form, block, column)
    if measure.kind == "sum":
        cells = column_ref(block, form.places[measure.key])
        return f"SUMPRODUCT(--{counted},{cells})" if counted else f"SUM({cells})"
    said = _valid(form, block, column) if measure.kind == "count" else _equal(form, block, column, measure.value)
    return f"SUMPRODUCT(({said})*{counted})" if counted else f"SUMPRODUCT(--({said}))"


def _counted(form: Form, block: Rows, column: Column) -> str:
    """Which rows count in a column, as an array; "" where all do: a flow is of whoever left, too."""
    if _of_home(form, column):
        return f"ISNUMBER(FIND({quoted(spoken_mark(column.key))},{own_ref(form, block, '_speaks')}))"
    return stands(form, block) if leaving(form) and column.measure == "stock" else ""


def _of_home(form: Form, column: Column) -> bool:
    """Whether a column is asked once for several rows."""
    return column.per == "household" and form.record.grain == "person"


def _valid(form: Form, block: Rows, column: Column) -> str:
    """Which cells hold a value, as an array."""
    cells = column_ref(block, form.places[column.key])
    if KINDS[column.type].NEVER_BLANK:
        return f"EXACT({cells},{quoted(MARK)})"
    if KINDS[column.type].KIND in ("number", "date"):
        return f"ISNUMBER({cells})"
    return f"(LEN({cells})>0){_sound(form, block, column)}"


def _equal(form: Form, block: Rows, column: Column, value: str) -> str:
    """Which cells hold that value, by itself or among others, as an array."""
    cells = column_ref(block, form.places[column.key])
    if between := KINDS[column.type].SEPARATOR:
        among = f"FIND({quoted(between + value + between)},{quoted(between)}&{cells}&{quoted(between)})"
        return f"ISNUMBER({among}){_sound(form, block, column)}"
    shape = f'TEXT({cells},"yyyy-mm-dd")' if KINDS[column.type].KIND == "date" else cells
    return f"EXACT({shape},{quoted(value)}){_sound(form, block, column)}"


def _sound(form: Form, block: Rows, column: Column) -> str:
    """Leaves out cells accepted in spite of a problem, where the block has any in that column; who speaks for a household has none."""
    if column.key not in block.troubled or _of_home(form, column):
        return ""
    mark = quoted(f"|{column.key}=")
    return f"*ISERROR(FIND({mark},{own_ref(form, block, '_problems')}))"
