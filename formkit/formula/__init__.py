"""The rule language: typed Excel formulas over a form's columns, run by the office and shown live in cells.

    parse(text, names)          -> Formula, or FormulaError with a code and an offset
    compiled(formula)           -> a function of a Scope: the value, or None where the rule does not apply
    render(formula, ...)        -> the same as an A1 formula
    explain(formula, label)     -> the same in a line of Chinese for its author

One rule for what data cannot answer (a blank needed cell, division by zero, a text that is no number, a
position or a date out of range): the formula does not apply. `compiled` gives None and the rendered formula
gives TRUE.

ISBLANK([@x]) asks about a cell of this row without needing it. Where the formula reads [@x] outside ISBLANK as
well, a blank [@x] skips the rule all the same: OR(ISBLANK([@x]),[@x]>3) says no more than [@x]>3.

WORKDAYS([@a],[@b]) counts the working days after [@a] up to and including [@b], 0 where there are none; the
formula does not apply where the calendar does not hold both dates.

Where clients count or date differently the office gives no answer either: DATE before 1900, YEAR of a day
before 1900-03-01 or after 9999, and LEN, LEFT, RIGHT, MID, FIND of a text with a character outside the basic
plane. Known to differ from LibreOffice and of no use in a form: UPPER and = on ß and ligatures, MOD of 16
digits and more.
"""

from formkit.formula.evaluate import compiled
from formkit.formula.explain import explain
from formkit.formula.kinds import SIGNATURES
from formkit.formula.parser import parse
from formkit.formula.render import render
from formkit.formula.tree import (
    CODES,
    WORKDAYS,
    WORKDAYS_FROM,
    WORKDAYS_TO,
    Formula,
    FormulaError,
    Kind,
    Name,
    Node,
    Scope,
    Value,
    asked_blank,
    counts_workdays,
    fold,
    mentioned,
)

FUNCTIONS: tuple[str, ...] = tuple(SIGNATURES)

__all__ = [
    "CODES", "FUNCTIONS", "WORKDAYS", "WORKDAYS_FROM", "WORKDAYS_TO", "Formula", "FormulaError", "Kind", "Name", "Node",
    "Scope", "Value", "asked_blank", "compiled", "counts_workdays", "explain", "fold", "mentioned", "parse", "render",
]
