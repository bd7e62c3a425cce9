"""What stands around the table on the paper: annex, title, the lines above, the notes, the lines to sign."""

from __future__ import annotations

import re
from collections.abc import Iterable

from formkit.draft.header import is_frame, tidy
from formkit.draft.table import NOTE, Table, lines
from formkit.identity import LINE_PREFIX
from formkit.values import dataclass

_ANNEX = re.compile(r"^附[件表]\s*[\d一二三四五六七八九十]*(?:[-－—]\d+)?[\s:：]*")
_ANNEX_ONLY = re.compile(rf"{_ANNEX.pattern}$")
_KIND = (
    "(?:自治州|自治县|自治旗|村委会|居委会|村民委员会|街道办事处|乡镇|镇街区|镇街|县区|区县|街道|社区|省|市|州|盟|县|区|旗|乡|镇|街|村|单位|部门|局|委员会|办公室)"
    "(?:[（(][^（）()]{1,8}[）)])?"
)
_HOLE = "(?:[XxＸｘ×╳＊*○〇◯]{2,}|[_＿]{2,}|[ 　]{2,})"
_UNIT = re.compile(rf"{_HOLE}\s*{_KIND}(?:[、/或]{_KIND})*(?:\s*{_HOLE}\s*{_KIND}(?:[、/或]{_KIND})*)*")
_MARK = re.compile(r"^\s*[XxＸｘ×╳＊*○〇◯_＿]{2,}")
_ASKED = re.compile(r"((?:填报|填表|报送|上报|统计)?(?:单位|部门)(?:名称)?\s*(?:[（(][^（）()]*章[^（）()]*[）)])?\s*[:：])(?:[ _＿]*(?=　)|[\s_＿　]*$)")
_STAMP = re.compile(r"((?:单位|部门)(?:名称)?\s*[:：])[\s_＿　]*([（(](?:盖章|公章|章)[）)])")
_PERIOD = re.compile(
    r"((?:统计|报告|填报|所属|报送|上报)(?:月份|期|周期|年月|期间|季度|年度)\s*[:：])"
    r"(?:(?=　　)|[\s_＿　]*(?:20)?[\s_＿　]*(?:年[\s_＿　]*)?(?:月[\s_＿　]*)?$)"
)
_SIGN = re.compile(
    r"(?:填报|填表|制表|审核|经办|复核|核实|统计|报送|签批|审批)人|负责人|分管领导|领导签|联系电话|(?:填报|填表|报出|上报|制表)(?:日期|时间)|签[字章名]"
)
_NUMBER = re.compile(r"^\s*(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[.．、](?!\d)|[①-⑳])\s*")
_INLINE = re.compile(r"(?<=[。；;])\s*(?=(?:\d{1,2}[.．、](?!\d)|[①-⑳]))")
_BRACKETED = re.compile(r"^[（(].*[）)]$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The printed frame, ready for a schema: ``{unit}`` and ``{period}`` stand where the paper leaves room for them."""

    title: str
    blank_unit: str
    annex: str
    above: tuple[str, ...]
    notes: tuple[str, ...]
    below: tuple[str, ...]


def read_frame(table: Table) -> Frame:
    """The frame of a table as its page prints it."""
    annex, title, above = _head(table)
    named, hole = with_unit(title)
    notes, below = _tail(lines(table.page, table.tail))
    above = [_STAMP.sub(r"\1{unit}\2", line) if _STAMP.search(line) else line for line in map(escaped, above)]
    asked = tuple(_PERIOD.sub(r"\1{period}", _ASKED.sub(r"\1{unit}", line)) for line in above)
    return Frame(named, hole, annex, asked, notes, tuple(map(escaped, below)))


def escaped(text: str) -> str:
    """A text in which braces stand for themselves."""
    return text.replace("{", "{{").replace("}", "}}")


def with_unit(title: str) -> tuple[str, str]:
    """A title with ``{unit}`` where it leaves room for a unit's name, and what was printed there."""
    found = _UNIT.search(f"{title}") or _MARK.search(title)
    if not found:
        return escaped(tidy(title)), ""
    start, end = found.span()
    before, after = escaped(tidy(title[:start])), escaped(tidy(title[end:]))
    return f"{before}{{unit}}{after}", tidy(found[0]).lstrip("_＿") or "××"


def _head(table: Table) -> tuple[str, str, list[str]]:
    """The annex line, the title and the other lines above the table."""
    page = table.page
    annex, titles, above = "", [], []
    for row in table.head:
        kept = [cell for cell in page.line(row) if not page.cells[cell].startswith(LINE_PREFIX)]
        texts = [page.cells[cell].strip("\t\r\n") for cell in kept]
        if not annex and texts and _ANNEX_ONLY.match(texts[0].strip()):
            annex = tidy(texts[0])
            texts, kept = texts[1:], kept[1:]
        if len(texts) == 1 and not _is_line(texts[0]):
            titles.append((page.sizes.get(kept[0], 11.0), texts[0]))
        elif texts:
            above.append("　　".join(text.strip(" 　") for text in texts))
    title, lost = _title(titles)
    return annex, title, [*lost, *above]


def _is_line(text: str) -> bool:
    return is_frame(text) or bool(_SIGN.search(text) and re.search("[:：]", text))


def _title(titles: list[tuple[float, str]]) -> tuple[str, list[str]]:
    """The title out of single lines: those in the largest letters together; others and bracketed ones stay lines."""
    if not titles:
        return "", []
    largest = max(size for size, _ in titles)
    chosen = [text for size, text in titles if size == largest and not _BRACKETED.match(text.strip())] or [titles[0][1]]
    parts = [part for text in chosen for part in text.split("\n") if part.strip()]
    lost = [text.strip() for size, text in titles if text not in chosen]
    return "".join(parts), lost


def _tail(found: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The notes without their numbers, and the other lines below."""
    notes: list[str] = []
    below: list[str] = []
    noting = False
    for line in (part for each in found for part in each.split("\n")):
        begins = NOTE.match(f"{tidy(line)} ")
        noting = noting or bool(begins)
        bare = tidy(line)[begins.end() :] if begins and len(tidy(line)) >= begins.end() else "" if begins else tidy(line)
        numbered = bool(_NUMBER.match(bare))
        if not bare:
            continue
        if not numbered and not begins and _SIGN.search(bare) and re.search("[:：]", bare):
            below.append(line.strip())
        elif noting or numbered or bare.endswith("。"):
            notes += [_NUMBER.sub("", part).strip() for part in _INLINE.split(bare)]
        else:
            below.append(line.strip())
    return tuple(note for note in notes if note), tuple(below)
