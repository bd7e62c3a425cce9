"""Colours while filling in: what is missing, what is wrong, what is to be checked, what has passed."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.model import Rule
from formkit.write.checks import guard, missing, needed, rule_is_live, rule_says
from formkit.write.frame import Frame, at, cell, household, started
from formkit.write.phrase import phrase, quoted
from formkit.write.styles import AMBER, GREEN, GREY, PALE, RED, Book, Sheet, put

SHORT = 255


def write_marks(book: Book, sheet: Sheet, frame: Frame) -> None:
    """The conditional formats of a section. A1 references only: clients accept nothing else there."""
    colours = {
        colour: book.workbook.add_format({"bg_color": colour}) for colour in (RED, AMBER, PALE, GREEN)
    }
    grey = book.workbook.add_format({"font_color": GREY})
    block, layout = frame.block, frame.plan.layout
    for index in range(layout.width):
        for formula, colour in _marks(frame, index):
            options = {"type": "formula", "criteria": f"={at(formula, block.first_row)}", "format": colours[colour]}
            put(sheet.conditional_format, block.first_row - 1, index, block.last_row - 1, index, options)
        if index in frame.plan.prefilled or index in frame.plan.numbered:
            options = {"type": "formula", "criteria": f"={at(f'{started(frame)}=0', block.first_row)}", "format": grey}
            put(sheet.conditional_format, block.first_row - 1, index, block.last_row - 1, index, options)
    for formula, colour in _verdicts(frame):
        options = {"type": "formula", "criteria": f"={at(formula, block.first_row)}", "format": colours[colour],
                   "stop_if_true": True}  # fmt: skip
        column = layout.selfcheck
        put(sheet.conditional_format, block.first_row - 1, column, block.last_row - 1, column, options)


def _verdicts(frame: Frame) -> Iterator[tuple[str, str]]:
    said = cell(frame.plan.layout.selfcheck)
    asked = phrase("live-query", says="")
    yield f"{said}={phrase('live-passed')}", GREEN
    yield f"LEFT({said},{len(asked) - 2})={asked}", AMBER
    yield f"LEN({said})>0", RED


def _marks(frame: Frame, index: int) -> Iterator[tuple[str, str]]:
    """What colours a cell: its own form, the first problem of the row if it is about this column, its absence."""
    if index in frame.plan.numbered:
        return
    spec, here = frame.plan.specs[index], cell(index)
    said = cell(frame.plan.layout.selfcheck)
    found = guard(frame, index, here)
    tests = [f"NOT({found.formula or found.live})"]
    if found.tidy:
        tests.append(f"NOT(EXACT({here},{found.tidy}))")
    wrong = f"IF(LEN({here})=0,FALSE,IFERROR(OR({','.join(tests)}),TRUE))"
    if found.doubted:
        wrong = f"AND({wrong},LEN({cell(frame.plan.layout.explanation)})=0)"
    yield wrong, AMBER if found.doubted else RED
    for rule in frame.plan.form.rules:
        if rule.at == spec.column.key and rule_is_live(frame, rule) and len(rule_says(rule)) <= SHORT:
            yield f"{said}={quoted(rule_says(rule))}", _colour(rule)
    if needed(frame, index) and (empty := missing(frame, index)):
        yield f'IF({household(frame)}="",FALSE,{empty})', PALE
    if spec.column.unique or spec.column.key == frame.plan.form.record.size:
        begins = f"{frame.plan.form.titles[spec.column.key]}："
        yield f"LEFT({said},{len(begins)})={quoted(begins)}", RED


def _colour(rule: Rule) -> str:
    return RED if rule.severity == "error" else AMBER
