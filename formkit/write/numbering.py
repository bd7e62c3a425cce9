"""The hidden column that says which rows are one household.

A row that is its head numbers a household by its own row. Any other row belongs to the nearest head above it in
the section with the same head's name, else to the first such head below, else to the first row of that name. A
row without a head's name stands alone. Names are equal when the spreadsheet's = says so (letters of either case).
"""

from __future__ import annotations

from formkit.cells import letter
from formkit.write.frame import ABOVE, Frame, cell, column, started
from formkit.write.phrase import quoted

_LAST = 1048577  # one more than the last row of a sheet


def numbering(frame: Frame) -> str:
    """The formula of a row's household number; "" for an empty row."""
    form, block = frame.plan.form, frame.block
    name = form.record.name
    begun = started(frame)
    if form.record.grain == "household" or name is None or not frame.across:
        return f'IFERROR(IF({begun}=0,"",ROW()),ROW())'
    index = form.places[name]
    own, names = cell(index), column(index, block)
    same = f"({names}={own})"
    heads = "".join(f"*({column(form.places[key], block)}={quoted(value)})" for key, value in form.record.head.items())
    head = ",".join(f"{cell(form.places[key])}={quoted(value)}" for key, value in form.record.head.items()) or "FALSE"
    rows = f"ROW({names})"
    above = f"SUMPRODUCT(MAX({same}{heads}*({rows}<ROW())*{rows}))"
    below = f"{_LAST}-SUMPRODUCT(MAX({same}{heads}*({rows}>ROW())*({_LAST}-{rows})))"
    first = f"{_LAST}-SUMPRODUCT(MAX({same}*({_LAST}-{rows})))"
    search = first if not form.record.head else f"IF({above}>0,{above},IF({below}<{_LAST},{below},{first}))"
    number = f"{letter(frame.plan.layout.household)}{ABOVE}"
    before = f"AND(ISNUMBER({number}),{letter(index)}{ABOVE}={own})"
    found = f'IF(LEN({own})=0,ROW(),IF(AND({head}),ROW(),IF({before},{number},{search})))'
    return f'IFERROR(IF({begun}=0,"",{found}),ROW())'
