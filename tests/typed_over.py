"""A workbook in which somebody typed over one cell and nothing was calculated since: the other cells keep what they said."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial


def typed(data: bytes, sheet: str, cell: str, value: float | str | None) -> bytes:
    """The workbook with a constant in the place of whatever stood in a cell."""
    kind = ' t="inlineStr"' if isinstance(value, str) else ""
    said = f"<is><t>{value}</t></is>" if isinstance(value, str) else "" if value is None else f"<v>{value}</v>"
    return _changed(data, sheet, cell, lambda style, _: f'<c r="{cell}"{style}{kind}>{said}</c>')


def typed_all(data: bytes, values: Mapping[tuple[str, str], float]) -> bytes:
    """The workbook with a constant in many cells at once, by sheet and cell."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = re.findall(r'<sheet name="([^"]*)"', old.read("xl/workbook.xml").decode())
        parts = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(names, 1)}
        for info in old.infolist():
            body = old.read(info)
            own = {cell: value for (sheet, cell), value in values.items() if sheet == parts.get(info.filename)}
            if own:
                body = _CELL.sub(partial(_constant, own), body.decode()).encode()
            new.writestr(info, body)
    return target.getvalue()


_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')


def _constant(own: Mapping[str, float], cell: re.Match[str]) -> str:
    return f'<c r="{cell[1]}"{cell[2] or ""}><v>{own[cell[1]]}</v></c>' if cell[1] in own else cell[0]


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
