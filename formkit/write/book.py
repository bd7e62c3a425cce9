"""One unit's workbook: a blank, a prefilled one, or a return copy.

The sheet 填报表 looks like the paper; 填表说明 explains it; the hidden sheets hold the choices and the identity.
A warning of the spreadsheet writer means that it left something out, so each is an error here.
"""

from __future__ import annotations

import io
import warnings
from datetime import datetime

from xlsxwriter import Workbook

from formkit import identity
from formkit.layout import (
    CARD_SHEET,
    GUIDE_SHEET,
    IDENTITY_SHEET,
    LIST_SHEET,
    OUTSIDE_SHEET,
    PROBLEM_SHEET,
    SHEET,
)  # fmt: skip
from formkit.model import Form
from formkit.values import dataclass
from formkit.write.card import write_card
from formkit.write.filling import Casting, Filling, casting, filling, place
from formkit.write.guide import write_guide
from formkit.write.issue import Issue
from formkit.write.lists import write_lists
from formkit.write.paper import write_paper
from formkit.write.plan import Plan, make_plan
from formkit.write.styles import Book, Sheet, put, style

CREATED = datetime(2020, 1, 1)
"""A fixed moment, so that equal input gives equal bytes."""


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook, its texts but for those that were put in, in the order of their numbers, and what was put in."""

    data: bytes
    texts: tuple[str, ...]
    casting: Casting
    filled: Filling


def write_workbook(form: Form, issue: Issue) -> bytes:
    """The workbook as bytes; equal input gives equal bytes.

    Raises ValueError where the entries do not fit into the rows, and UserWarning or RuntimeError where the form
    asks for something no workbook can hold (a label or formula over Excel's limits).
    """
    return written(form, issue).data


def written(form: Form, issue: Issue) -> Written:
    """The same with what it was made of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _written(make_plan(form, issue))


def _written(plan: Plan) -> Written:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Book(Workbook(target, options))
    workbook = book.workbook
    issue = plan.issue
    title = plan.form.title.format(unit=plan.unit or plan.form.paper.blank_unit)
    workbook.set_properties({"title": title, "subject": plan.form.document, "created": CREATED})
    put(workbook.set_custom_property, identity.PROPERTY, plan.code, "text")
    paper = _sheet(book, SHEET)
    guide = _sheet(book, GUIDE_SHEET)
    sections = write_paper(book, paper, plan)
    write_guide(book, guide, plan)
    if plan.form.paper.card:
        write_card(book, _sheet(book, CARD_SHEET), plan)
    if issue.problems:
        _sheet(book, PROBLEM_SHEET)
    if issue.outside:
        _sheet(book, OUTSIDE_SHEET)
    write_lists(book, _sheet(book, LIST_SHEET), plan.lists)
    _write_identity(book, _sheet(book, IDENTITY_SHEET), plan)
    # What is a filing's own comes last, so that the numbers of all other texts and formats are the same whatever is put in.
    cast = casting(book, paper, plan, sections)
    texts = tuple(workbook.str_table.string_table)
    filled = filling(cast, issue, paper.number_of)
    place(book, paper, plan, filled, tuple(plan.layout.spill + len(formulas.spills) - 1 for _, formulas in sections))
    paper.activate()
    workbook.close()
    return Written(target.getvalue(), texts, cast, filled)


def _sheet(book: Book, name: str) -> Sheet:
    sheet = book.workbook.add_worksheet(name, Sheet)
    assert isinstance(sheet, Sheet)
    return sheet


def _write_identity(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Whose workbook this is, as key and text, on a hidden sheet."""
    plain = style(book, num_format="@")
    for row, (key, said) in enumerate(identity.pairs(plan.issue.identity, plan.issue.rows)):
        put(sheet.write_string, row, 0, key, plain)
        put(sheet.write_string, row, 1, said, plain)
    sheet.protect()
    sheet.hide()
