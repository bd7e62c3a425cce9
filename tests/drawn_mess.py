"""Drawn mess: what clerks do to a sheet, line by line in Chinese, and all that must then be said of it, no more and no less.

    ## 户主姓名按户合并          a case, made from the sheet in mess/sheet.md
    ### 甲庄村.xlsx             a file that came in, and under it what was done to it; left out, one file of that name
    做：合并 B6:B7              one thing done; the addresses are those of the sheet as it then is
    结果：通过                  the outcome of the file
    - D6 id-is-number 强制      a finding: the cell (填报表2!D6 on another sheet, - for the whole file), its code, its severity
    规整：C7 子 → 之子          a value that was rewritten

What can be done is listed in ``ACTIONS``. Cells are text unless they say 数字, 日期 or 公式.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from messy_sheet import Book, Cell, Sheet, box, cell_of, column_of, place

HERE = Path(__file__).parent / "mess"
SHEET = "填报表"
SEVERITIES = {"强制": "error", "核实": "query"}
_HEADING = re.compile(r"^## +(.+)$")
_FILE = re.compile(r"^### +(.+)$")
_FINDING = re.compile(rf"^- +(\S+) +([a-z][a-z-]+) +({'|'.join(SEVERITIES)})$")
_REPAIR = re.compile(r"^规整：(\S+) (.*?) → (.*)$")


@dataclass(slots=True)
class Drawn:
    """A file of a case: its name, what was done to it, and what must be said."""

    name: str
    actions: list[str] = field(default_factory=list)
    outcome: str = ""
    findings: list[tuple[str, str, str]] = field(default_factory=list)
    repairs: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Case:
    """A case: where it stands and its files in the order they came."""

    family: str
    title: str
    files: list[Drawn]

    def __str__(self) -> str:
        return f"{self.family}：{self.title}"


def read(path: Path) -> list[Case]:
    """All cases of a page; a line that is none of ours and no prose before the first case fails."""
    cases: list[Case] = []
    for line in path.read_text("utf-8").splitlines():
        if found := _HEADING.match(line):
            cases.append(Case(path.stem, found[1], []))
        elif cases and line.strip():
            _line(cases[-1], line.strip())
    assert cases, path
    return cases


def _line(case: Case, line: str) -> None:
    if found := _FILE.match(line):
        case.files.append(Drawn(found[1]))
        return
    if not case.files:
        case.files.append(Drawn("甲庄村.xlsx"))
    drawn = case.files[-1]
    if line.startswith("做："):
        drawn.actions.append(line.removeprefix("做："))
    elif line.startswith("结果："):
        drawn.outcome = line.removeprefix("结果：")
    elif found := _FINDING.match(line):
        drawn.findings.append((found[1], found[2], SEVERITIES[found[3]]))
    elif found := _REPAIR.match(line):
        drawn.repairs.append((found[1], found[2], found[3]))
    else:
        raise AssertionError(f"{case}: {line}")


def base() -> Book:
    """The sheet that every case starts from."""
    sheet = Sheet(SHEET)
    for line in (HERE / "sheet.md").read_text("utf-8").splitlines():
        if found := re.match(r"^\| (\d+) \| (.*) \|$", line):
            for column, text in enumerate(found[2].split("|")):
                if text.strip():
                    sheet.cells[int(found[1]), column] = cell_of(text.strip())
        elif line.startswith("合并："):
            sheet.merges = [box(span) for span in line.removeprefix("合并：").split()]
    return Book([sheet])


def acted(drawn: Drawn) -> Book:
    """The workbook after everything that was done to it."""
    book = base()
    for action in drawn.actions:
        for pattern, act in ACTIONS.items():
            if found := re.fullmatch(pattern, action):
                act(book, *found.groups())
                break
        else:
            raise AssertionError(f"{drawn.name}: {action}")
    return book


def _write(book: Book, cell: str, text: str) -> None:
    book.sheet.cells[place(cell)] = cell_of(text)


def _write_row(book: Book, row: str, texts: str) -> None:
    book.sheet.cells = {(at, column): cell for (at, column), cell in book.sheet.cells.items() if at != int(row)}
    for column, text in enumerate(texts.split("|")):
        if text.strip():
            book.sheet.cells[int(row), column] = cell_of(text.strip())


def _clear(book: Book, cell: str) -> None:
    book.sheet.cells.pop(place(cell), None)


def _merge(book: Book, span: str) -> None:
    top, left, bottom, right = box(span)
    kept = book.sheet.cells.get((top, left))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            book.sheet.cells.pop((row, column), None)
    if kept:
        book.sheet.cells[top, left] = kept
    book.sheet.merges.append((top, left, bottom, right))


def _copy_rows(book: Book, first: str, last: str, before: str) -> None:
    rows = range(int(first), int(last) + 1)
    taken = {(row - rows[0], column): cell for (row, column), cell in book.sheet.cells.items() if row in rows}
    book.sheet.insert_rows(int(before), len(rows))
    book.sheet.cells |= {(int(before) + row, column): cell for (row, column), cell in taken.items()}


def _move_rows(book: Book, first: str, last: str, before: str) -> None:
    count = int(last) - int(first) + 1
    _copy_rows(book, first, last, before)
    book.sheet.delete_rows(int(first) + (count if int(first) >= int(before) else 0), count)


def _cut_rows(book: Book, first: str, last: str, name: str) -> None:
    """Rows cut out and pasted at the top of a sheet of their own."""
    count, other = int(last) - int(first) + 1, Sheet(name)
    other.cells = {
        (row - int(first) + 1, column): cell
        for (row, column), cell in book.sheet.cells.items() if int(first) <= row <= int(last)
    }  # fmt: skip
    book.sheet.delete_rows(int(first), count)
    book.sheets.append(other)


def _copy_sheet(book: Book, name: str, state: str | None) -> None:
    book.sheets.append(book.sheet.copied(name, {"隐藏": "hidden", "深度隐藏": "veryHidden"}.get(state or "", "visible")))


def _move_column(book: Book, column: str, before: str) -> None:
    old, new = column_of(column), column_of(before)
    taken = {row: cell for (row, at), cell in book.sheet.cells.items() if at == old}
    book.sheet.delete_columns(old, 1)
    new -= old < new
    book.sheet.insert_columns(new, 1)
    book.sheet.cells |= {(row, new): cell for row, cell in taken.items()}


def _turn_to(book: Book, name: str) -> None:
    book.current = next(index for index, sheet in enumerate(book.sheets) if sheet.name == name)


def _styled(name: str) -> Callable[..., None]:
    def act(book: Book, cell: str, value: str = "1") -> None:
        old = book.sheet.cells.get(place(cell), Cell("text", ""))
        book.sheet.cells[place(cell)] = old.styled(name, value)

    return act


def _saved(how: str) -> Callable[..., None]:
    def act(book: Book, value: str = "1") -> None:
        book.saved[how] = value

    return act


_A, _N, _C = r"([A-Z]+\d+)", r"(\d+)", r"([A-Z]+)"
ACTIONS: dict[str, Callable[..., None]] = {
    rf"{_A} 写 (.+)": _write,
    rf"清空 {_A}": _clear,
    rf"第{_N}行写 ?(.*)": _write_row,
    rf"在第{_N}行上插入{_N}行": lambda book, at, count: book.sheet.insert_rows(int(at), int(count)),
    rf"删除第{_N}行": lambda book, at: book.sheet.delete_rows(int(at), 1),
    rf"删除第{_N}至{_N}行": lambda book, at, last: book.sheet.delete_rows(int(at), int(last) - int(at) + 1),
    rf"在{_C}列前插入1列": lambda book, at: book.sheet.insert_columns(column_of(at), 1),
    rf"删除{_C}列": lambda book, at: book.sheet.delete_columns(column_of(at), 1),
    rf"把{_C}列移到{_C}列前": _move_column,
    r"合并 ([A-Z]+\d+:[A-Z]+\d+)": _merge,
    r"取消所有合并": lambda book: book.sheet.merges.clear(),
    rf"隐藏第{_N}行": lambda book, row: book.sheet.hidden_rows.add(int(row)),
    rf"隐藏{_C}列": lambda book, at: book.sheet.hidden_columns.add(column_of(at)),
    rf"把第{_N}至{_N}行复制到第{_N}行前": _copy_rows,
    rf"把第{_N}至{_N}行移到第{_N}行前": _move_rows,
    rf"把第{_N}至{_N}行剪切到新表“(.+)”": _cut_rows,
    r"新建表“(.+)”": lambda book, name: book.sheets.append(Sheet(name)),
    r"把这张表复制为“(.+)”(?:并(隐藏|深度隐藏))?": _copy_sheet,
    r"转到表“(.+)”": _turn_to,
    r"把这张表改名为“(.+)”": lambda book, name: setattr(book.sheet, "name", name),
    rf"{_A} 字体 (.+)": _styled("font_name"),
    rf"{_A} 填色 (#[0-9A-F]+)": _styled("bg_color"),
    rf"{_A} 删除线": _styled("font_strikeout"),
    rf"{_A} 批注 (.+)": _styled("comment"),
    r"设为1904日期": _saved("1904"),
    r"格式刷到第(\d+)行": _saved("formatted"),
    r"存为(GBK|UTF-8)文本": _saved("text"),
    r"存为网页": _saved("html"),
    r"存为(xls|ods)": _saved("office"),
    r"加密码(.+)": _saved("password"),
    r"压缩成(.+\.zip)": _saved("zip"),
    r"内容换成(图片|PDF|Word|rar|空文件|图片)": _saved("bytes"),
    r"启用宏": _saved("macros"),
    r"与前一个文件完全相同": _saved("same"),
}  # fmt: skip
