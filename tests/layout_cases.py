"""Notices that show every part of the layout, filled and rendered once, and how a page of them is measured."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formkit.model.notice import Notice
from formkit.notice import build, render

SIGN = 156 / 28
"""A character of the 版心, in mm (GB/T 9704-2012 5.2.3)."""
LONG = "办" * 1300
HEAD = {"agency": "示例区扶贫办", "number": "示扶贫组办字〔2020〕5号", "date": "2020年4月6日", "issued": "2020年4月6日", "sealed": "否",
        "signer": "张三", "copies": "", "copy_no": "", "secrecy": "", "urgency": ""}  # fmt: skip
FIRST = [{"name": name, "label": name, "default": ""} for name in ("copy_no", "secrecy", "urgency")]
TABLE = {"list": {"each": "row in rows", "columns": [{"label": "序号", "width": 20, "text": "{{ row.no }}"}]}}
ROWS = [{"no": str(number)} for number in range(1, 4)]
# A font whose digits are half as wide as its characters, as those of the fonts named by the templates are.
FONTS = '<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>{}</fontconfig>'
_ALIAS = '<match target="pattern"><test name="family"><string>{}</string></test><edit name="family" mode="assign" binding="strong">' \
    "<string>Noto Sans Mono CJK SC</string></edit></match>"  # fmt: skip


def notice(**page: Any) -> Notice:
    """A notice of that wording, with the optional lines of the head, and ``draft`` where it is given."""
    draft = page.pop("draft", "")
    said = {"title": "关于测量版面的通知", "body": ["正文一段。"], **page}
    return Notice.model_validate({
        "notice": "measured", "title": "测量", "needs": "", "audience": "office", "draft": draft, "asks": FIRST, "page": said,
    })  # fmt: skip


def filled(made: Notice, **facts: object) -> bytes:
    """Its document, with the usual facts but for those given."""
    return render.render(build.build(made), "measured", {**HEAD, **facts})


def printed(folder: Path, documents: Mapping[str, bytes], kind: str = "pdf") -> dict[str, Path]:
    """The documents as LibreOffice prints them, in one start of it."""
    (folder / "fonts.conf").write_text(FONTS.format("".join(map(_ALIAS.format, ("仿宋_GB2312", "宋体", "方正小标宋简体", "黑体", "楷体_GB2312")))))
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    out = folder / kind
    written = [str(folder / f"{name}.docx") for name in documents]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), *written],
        check=True, capture_output=True, timeout=240, env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )  # fmt: skip
    return {name: out / f"{name}.{kind}" for name in documents}


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of text on a page, in mm from its top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


def texts(pdf: Path) -> list[list[Box]]:
    """What is written on each page, line by line, where the metrics of its font place it."""
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = []
    for page in told.split("<page ")[1:]:
        words = [(found[5], *(float(found[place]) * 25.4 / 72 for place in (1, 2, 3, 4))) for found in _WORD.finditer(page)]
        pages.append(_lines([Box(*word) for word in words]))
    return pages


def _lines(words: Sequence[Box]) -> list[Box]:
    """Words side by side as one line, a blank between them where there is one on the page."""
    made: list[Box] = []
    for word in words:
        last = made[-1] if made else None
        if last and abs(last.top - word.top) < 1.5 and 0 <= word.left - last.right + 0.2 < 1.2 * SIGN:
            made[-1] = Box(last.text + word.text, last.left, min(last.top, word.top), word.right, max(last.bottom, word.bottom))
        else:
            made.append(word)
    return made


def said(lines: Sequence[Box], text: str) -> Box:
    """The one line of a page that has this text in it."""
    found = [line for line in lines if text in line.text]
    assert len(found) == 1, (text, [line.text for line in lines])
    return found[0]
