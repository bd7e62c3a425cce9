"""A workbook in which somebody typed over one cell and nothing was calculated since: the other cells keep what they said."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable


def typed(data: bytes, sheet: str, cell: str, value: float | str | None) -> bytes:
    """The workbook with a constant in the place of whatever stood in a cell."""
    kind = ' t="inlineStr"' if isinstance(value, str) else ""
    said = f"<is><t>{value}</t></is>" if isinstance(value, str) else "" if value is None else f"<v>{value}</v>"
    return _changed(data, sheet, cell, lambda style, _: f'<c r="{cell}"{style}{kind}>{said}</c>')


def stale(data: bytes, sheet: str, cell: str, value: float | None, error: str = "") -> bytes:
    """The workbook with another result of the formula in a cell; none at all, or an error."""
    result = f"<v>{error}</v>" if error else "" if value is None else f"<v>{value}</v>"
    kind = ' t="e"' if error else ""
    return _changed(data, sheet, cell, lambda style, formula: f'<c r="{cell}"{style}{kind}>{formula}{result}</c>')


def _changed(data: bytes, sheet: str, cell: str, made: Callable[[str, str], str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = re.findall(r'<sheet name="([^"]*)"', old.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
        for info in old.infolist():
            body = old.read(info)
            if info.filename == part:
                found = re.search(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>(<f>.*?</f>)?.*?</c>)', body.decode())
                assert found, f"{sheet}!{cell}"
                body = body.decode().replace(found[0], made(found[1] or "", found[2] or "")).encode()
            new.writestr(info, body)
    return target.getvalue()
