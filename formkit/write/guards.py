"""What each entry cell lets in, and what it says: validations with a prompt and an error text.

Excel's limits (measured, and a warning of the writer is an error here): titles 32, prompts 255, error texts 225,
formulas 255 characters. A value that the office would only ask about is warned of and let in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formkit import words
from formkit.cells import letter
from formkit.layout import Block
from formkit.types import KINDS, Guard
from formkit.types.text import LIMIT
from formkit.words.workbook import text
from formkit.write.checks import asked_once, guard
from formkit.write.frame import Frame
from formkit.write.lists import SWITCH, cascade_source
from formkit.write.plan import Plan
from formkit.write.styles import Sheet, put

TITLE, PROMPT, ERROR, FORMULA = 32, 255, 225, 255


def write_guards(sheet: Sheet, plan: Plan) -> None:
    """A validation for every entry column of every section, for 核实说明 and for the zero-report switch."""
    for block in plan.layout.blocks:
        frame = Frame(plan, block)
        for index in range(plan.layout.width):
            _place(sheet, block, index, validation(frame, index))
        _place(sheet, block, plan.layout.explanation, _explanation())
    code = f"{plan.form.form}/zero"
    switch = {
        "validate": "list", "source": f"={SWITCH}", "input_title": text("zero-title"),
        "input_message": text("zero-prompt", code=code), "error_title": text("zero-title"),
        "error_message": text("zero-error"),
    }  # fmt: skip
    put(sheet.data_validation, plan.layout.zero_switch, switch)


def _place(sheet: Sheet, block: Block, index: int, options: dict[str, Any]) -> None:
    formula = str(options.get("source", options.get("value", "")))
    if len(formula) > FORMULA:
        raise ValueError(f"validation formula of {len(formula)} characters")
    put(sheet.data_validation, block.first_row - 1, index, block.last_row - 1, index, options)


def validation(frame: Frame, index: int) -> dict[str, Any]:
    """The validation of a column in a section, as the writer takes it."""
    spec = frame.plan.specs[index]
    found = guard(frame, index, f"{letter(index)}{frame.block.first_row}")
    options: dict[str, Any] = _test(frame, index, found)
    options["input_title"] = frame.plan.form.titles[spec.column.key][:TITLE]
    options["input_message"] = prompt(frame, index)
    options["error_title"] = frame.plan.form.titles[spec.column.key][:TITLE]
    options["error_message"] = _cut(text(f"wrong-{found.wording}", label=frame.plan.form.titles[spec.column.key], **found.args), ERROR)
    options["error_type"] = "warning" if found.doubted else "stop"
    options["show_error"] = not found.offers
    return options


def _test(frame: Frame, index: int, found: Guard) -> dict[str, Any]:
    if found.validate == "list":
        cascade = frame.plan.lists.cascades.get(index)
        if cascade:
            return {"validate": "list", "source": cascade_source(cascade, frame.block.first_row)}
        return {"validate": "list", "source": f"={frame.plan.lists.menus[index]}"}
    if found.validate == "any":
        return {"validate": "any"}
    if found.validate == "custom":
        return {"validate": "custom", "value": f"={found.formula}"}
    if found.validate == "length":
        return {"validate": "length", "criteria": "<=", "value": found.high}
    return {"validate": found.validate, "criteria": "between", "minimum": found.low, "maximum": found.high}


def prompt(frame: Frame, index: int) -> str:
    """The hint of a column: what to fill in, whether it is needed, the author's help, and whose column it is."""
    spec = frame.plan.specs[index]
    carrier = text("hint-carrier", form=frame.plan.form.form, key=spec.column.key)
    said = "".join((*_hints(frame, index), f"{spec.column.help}。" if spec.column.help else ""))
    return _cut(said, PROMPT - len(carrier)) + carrier


def _hints(frame: Frame, index: int) -> Iterator[str]:
    column = frame.plan.specs[index].column
    once = asked_once(frame, index)
    if index in frame.plan.prefilled:
        yield text("hint-unit-filled")
        return
    if index in frame.plan.numbered:
        yield text("hint-serial")
        return
    if frame.plan.locked(index):
        yield text("hint-locked", level=words.say(f"level-{column.by}"))
        return
    if column.required:
        yield text("hint-required-household" if once else "hint-required")
    elif once and not KINDS[column.type].NEVER_BLANK:
        yield text("hint-household")
    yield what(frame.plan, index)


def what(plan: Plan, index: int) -> str:
    """What to fill in a column, in a sentence."""
    spec = plan.specs[index]
    found = KINDS[spec.column.type].guard("A1", spec)
    if plan.form.leaves[index].level and not spec.column.level:
        return text("hint-unit-free")
    code = "hint-unit-below" if index in plan.lists.cascades else f"hint-{found.wording}"
    return text(code, **found.args)


def _explanation() -> dict[str, Any]:
    return {
        "validate": "length", "criteria": "<=", "value": LIMIT, "input_title": text("explanation")[:TITLE],
        "input_message": text("hint-explanation"), "error_title": text("explanation")[:TITLE],
        "error_message": text("wrong-text", label=text("explanation"), limit=str(LIMIT)),
    }  # fmt: skip


def _cut(said: str, limit: int) -> str:
    return said if len(said) <= limit else said[: limit - 1] + "…"
