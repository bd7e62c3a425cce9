"""LibreOffice asks for the password that formkit put on, and takes no other."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import Spreadsheet
from office_task import FORM, run

from formkit import lock
from formkit.layout import SHEET

pytestmark = pytest.mark.office


def test_a_locked_workbook_and_letter_open_with_their_password_only(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    book, letter, text = tmp_path / "b.xlsx", tmp_path / "l.docx", io.BytesIO()
    assert run("blank", FORM, "-o", book).exit_code == 0
    book.write_bytes(lock.locked(book.read_bytes(), "密码abc"))
    document = docx.Document()
    document.add_paragraph("催报通知")
    document.save(text)
    letter.write_bytes(lock.locked(text.getvalue(), "密码abc"))

    def said(file: Path, password: str) -> Any:
        cases = [{"set": {}, "read": ["A1"]}]
        return spreadsheet(file, SHEET, cases, password=password, shut=password != "密码abc")["answers"]

    for file in (book, letter):
        assert said(file, "") is None
        assert said(file, "密码ABC") is None
    assert said(letter, "密码abc") == "催报通知"
    assert said(book, "密码abc")[0]["read"]["A1"]
