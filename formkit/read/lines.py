"""The rows of a supplied table as they are held: few and flat things, for a table may be that of a whole county."""

from __future__ import annotations

from formkit.cells import named
from formkit.filing import Record
from formkit.read.rows import Lie, explained
from formkit.types import Raw, Reading, characters
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is a record: the section it stands under, all that stands in it, what the form understands of it.

    ``record_of`` makes the record. ``elsewhere`` are the columns of the form that do not say what stands at their place in the row: the
    number of the column, what it says, and the cell that is in.
    """

    sheet: str
    row: int
    section: str
    values: tuple[Raw, ...]
    readings: tuple[Reading, ...]
    elsewhere: tuple[tuple[int, Raw, str], ...] = ()

    def text(self, place: int | None) -> str:
        """What stands at a place, as a text."""
        return text_of(self.values[place]) if place is not None and place < len(self.values) else ""


def elsewhere(line: Line, made: Record, lying: Lie) -> tuple[tuple[int, Raw, str], ...]:
    """The columns in which a record says another thing than its row does, or has it from another cell."""
    raws, cells = _as_it_stands(line, lying)
    told = enumerate(zip(made.raws, made.cells, raws, cells, strict=True))
    return tuple(
        (place, raw, cell) for place, (raw, cell, there, own) in told if cell != own or raw != there or type(raw) is not type(there)
    )


def _as_it_stands(line: Line, lying: Lie) -> tuple[list[Raw], list[str]]:
    """What each column says in a row, and the cells that is in, where there is nothing odd about any."""
    values = (*line.values, None) if len(line.values) >= lying.width else (*line.values, *(None,) * (lying.width + 1 - len(line.values)))
    return [values[place] for place, _, _ in lying.columns], list(named(lying.letters, line.row))


def record_of(line: Line, lying: Lie, section: str) -> Record:
    """The record that a line is, in a section."""
    raws, cells = _as_it_stands(line, lying)
    for place, raw, cell in line.elsewhere:
        raws[place], cells[place] = raw, cell
    return Record(section, line.sheet, line.row, line.readings, tuple(raws), tuple(cells), explained(line.values, lying))


def text_of(value: Raw) -> str:
    """A raw value as a text: a number without the point of a whole one."""
    if value is None:
        return ""
    return characters.number_text(value) if isinstance(value, float) else characters.tidy(str(value))
