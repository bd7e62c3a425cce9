"""Drawn cases: what units might return, as Markdown tables, and what the check must say of it, no more and no less."""

from formkit.cases.drawing import Drawn, Expectation, Row, read_cases
from formkit.cases.running import UNITS, case_of_drawn, path_of, units_for, verdict
from formkit.cases.trial import tried

__all__ = ["UNITS", "Drawn", "Expectation", "Row", "case_of_drawn", "path_of", "read_cases", "tried", "units_for", "verdict"]
