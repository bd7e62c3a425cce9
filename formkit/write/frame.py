"""A section's cells as formulas name them: this row, the row above, the whole column of the section."""

from __future__ import annotations

from formkit.cells import letter
from formkit.layout import Block
from formkit.values import dataclass
from formkit.write.plan import LIVE_ROWS, Plan

ROW, ABOVE = "\x01", "\x02"
"""Stand for the number of this row and of the row above until a formula is written."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One section of one workbook."""

    plan: Plan
    block: Block

    @property
    def across(self) -> bool:
        """Whether checks across rows are live in this section."""
        return self.block.last_row - self.block.first_row < LIVE_ROWS


def cell(index: int) -> str:
    """This row's cell of a column."""
    return f"${letter(index)}{ROW}"


def column(index: int, block: Block) -> str:
    """All entry cells of a column in a section."""
    name = letter(index)
    return f"${name}${block.first_row}:${name}${block.last_row}"


def household(frame: Frame) -> str:
    """This row's household number."""
    return cell(frame.plan.layout.household)


def households(frame: Frame) -> str:
    """The household numbers of the section."""
    return column(frame.plan.layout.household, frame.block)


def filled(index: int) -> str:
    """TRUE where this row's cell holds anything."""
    return f"LEN({cell(index)})>0"


def at(formula: str, row: int) -> str:
    """A formula in its row."""
    return formula.replace(ROW, str(row)).replace(ABOVE, str(row - 1))


def started(frame: Frame) -> str:
    """Number of characters in the cells whose content makes this row a filled one."""
    runs: list[list[int]] = []
    for index in frame.plan.asked:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    parts = [
        f"LEN({cell(run[0])})" if len(run) == 1 else f"SUMPRODUCT(LEN({cell(run[0])}:{cell(run[-1])}))" for run in runs
    ]
    return "+".join(parts)
