"""The 自检 column: one formula a row that says the first problem in words, carried on in hidden columns if long."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.cells import letter
from formkit.values import dataclass
from formkit.write.checks import Check, checks, lost
from formkit.write.frame import ROW, Frame, household
from formkit.write.numbering import numbering
from formkit.write.phrase import phrase

LEVELS = 60
LONGEST = 8060
LINKS = 50
"""Excel takes 64 levels and 8,192 characters; a margin is kept below both, and at most so many checks a formula."""


@dataclass(frozen=True, slots=True)
class Selfcheck:
    """Formulas of a row: its household number, its 自检, and what it rests on or is carried on by in the hidden columns behind."""

    household: str
    first: str
    spills: tuple[str, ...]


def selfcheck(frame: Frame) -> Selfcheck:
    """The formulas of a section's rows, with the row still open."""
    groups = split(checks(frame))
    ahead = tuple(filter(None, (lost(frame),)))
    spill = frame.plan.layout.spill + len(ahead)
    tails = [f"${letter(spill + place)}{ROW}" for place in range(len(groups) - 1)]
    formulas = [_chain(frame, group, tail) for group, tail in zip(groups, [*tails, phrase("live-passed")], strict=True)]
    return Selfcheck(numbering(frame), formulas[0], (*ahead, *formulas[1:]))


def split(all_checks: Sequence[Check]) -> list[list[Check]]:
    """Checks in groups that fit into one formula each."""
    groups: list[list[Check]] = [[]]
    length = levels = 0
    for check in all_checks:
        size = len(_link(check, "").replace(ROW, "00000"))
        depth = max(nesting(check.test), nesting(check.say))
        deepest = max(levels, 3 + len(groups[-1]) + depth)
        if groups[-1] and (length + size > LONGEST or deepest > LEVELS or len(groups[-1]) >= LINKS):
            groups.append([])
            length, deepest = 0, 3 + depth
        groups[-1].append(check)
        length, levels = length + size, deepest
    return groups


def _link(check: Check, rest: str) -> str:
    return f"IF({check.test},{check.say},{rest})"


def _chain(frame: Frame, group: Sequence[Check], tail: str) -> str:
    formula = tail
    for check in reversed(group):
        formula = _link(check, formula)
    return f'IF({household(frame)}="","",IFERROR({formula},{phrase("live-error-cell")}))'


def nesting(formula: str) -> int:
    """How deep brackets stand in a formula, those in quoted texts left out."""
    depth = deepest = 0
    for piece in formula.split('"')[::2]:
        for character in piece:
            if character == "(":
                depth += 1
                deepest = max(deepest, depth)
            elif character == ")":
                depth -= 1
    return deepest
