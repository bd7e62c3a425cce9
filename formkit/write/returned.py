"""What a return copy has besides the form: the list of problems, and what stood outside the form. Their rows are text (``rows``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsxwriter.format import Format

from formkit.cells import letter
from formkit.layout import PROBLEM_SHEET, SHEET
from formkit.model import Form
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.issue import Issue, Problem
from formkit.write.listing import A4, LONGEST, needed, page
from formkit.write.plan import full_name
from formkit.write.rows import points, text_in
from formkit.write.styles import HEI, TALLEST, TITLE, Book, Sheet, lines_in, put, style

COLUMNS = (
    ("problems-number", 6), ("problems-sent", 16), ("problems-cell", 8), ("problems-column", 18),
    ("problems-value", 18), ("problems-problem", 36), ("problems-remedy", 34), ("problems-severity", 11),
)  # fmt: skip
KNOWN = ("problems-known", 11)
LINK = 2
SHOWN = 500
LISTED = 20_000
"""So many problems are listed, and counted all: a clerk mends no more at once, and a sheet holds 65,530 links."""

Index = Callable[[str], int]
"""The place of a text among those of the workbook."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a return copy: its part of the package, and the numbers of its cells' formats."""

    part: str
    title: int
    head: int
    plain: int
    lead: int = 0
    number: int = 0
    link: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of such a sheet as text, the last of them, and the links in them; ``ends`` is what says where it ends, in its part around
    its rows and in the workbook's part.
    """

    rows: str
    last: int
    links: str = ""
    ends: tuple[str, str] = ("", "")
    areas: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """What differs in the sheet's part, in its order."""
        return (self.ends[0], self.rows, *((self.ends[1], self.links) if self.areas else ()))


def columns_of(issue: Issue) -> tuple[tuple[str, int], ...]:
    """The columns of the list of problems: what was pointed out before is told where anybody can tell."""
    return (*COLUMNS, KNOWN) if any(problem.known is not None for problem in issue.problems) else COLUMNS


def problems_page(book: Book, sheet: Sheet) -> Page:
    """The looks of the list of problems."""
    looks = (
        style(book, font_name=TITLE, font_size=18, bold=True, align="center"), _head(book), _plain(book),
        style(book, font_size=11, text_wrap=True), style(book, border=1, align="center", valign="top"),
        style(book, border=1, font_color="#0563C1", underline=1, valign="top"),
    )  # fmt: skip
    return Page(sheet.part, *(look._get_xf_index() for look in looks))


def outside_page(book: Book, sheet: Sheet) -> Page:
    """The looks of the sheet of what stood outside."""
    return Page(sheet.part, *(look._get_xf_index() for look in (style(book, font_name=HEI, font_size=12), _head(book), _plain(book))))


def problems_text(on: Page, form: Form, issue: Issue, index: Index) -> Listed:
    """The problems in sheet order, each with a link to its cell, under what stands over them."""
    columns = columns_of(issue)
    title = text("problems-title", unit=full_name(issue.identity) or form.paper.blank_unit)
    width = sum(width for _, width in columns)
    rows = [_over(on.title, 1, title, 34, len(columns), index)]
    for row, said in enumerate(_lead(issue), 2):
        rows.append(_over(on.lead, row, said, 7 + 15 * lines_in(said, width), len(columns), index))
    top = len(rows) + 1
    heads = "".join(_cell(column, top, on.head, text(code), index) for column, (code, _) in enumerate(columns))
    rows.append(f'<row r="{top}">{heads}</row>')
    listed = issue.problems[:LISTED]
    rows += (_line(on, top + number, number, problem, columns, index) for number, problem in enumerate(listed, 1))
    links = "".join(
        f'<hyperlink ref="{letter(LINK)}{row}" location="\'{SHEET}\'!{problem.cell}" display="{problem.cell}"/>'
        for row, problem in enumerate(listed, top + 1) if problem.cell
    )  # fmt: skip
    last, right = top + len(listed), letter(len(columns) - 1)
    ends = f'<dimension ref="A1:{right}{last}"/>', f'<autoFilter ref="A{top}:{right}{last}"/>'
    areas = f"{PROBLEM_SHEET}!$A${top}:${right}${last}", f"{PROBLEM_SHEET}!$A$1:${right}${last}"
    return Listed("".join(rows), last, f"<hyperlinks>{links}</hyperlinks>" if links else "", ends, areas)


def _lead(issue: Issue) -> tuple[str, ...]:
    """What stands over the list: how many, what to do, what changed, what was left behind."""
    count = len(issue.problems)
    lead = text("problems-lead", count=str(count), sheet=SHEET)
    return (lead + (text("problems-capped", shown=str(LISTED)) if count > LISTED else ""), *issue.remarks)


def _line(on: Page, row: int, number: int, problem: Problem, columns: Sequence[tuple[str, int]], index: Index) -> str:
    severity = text(f"guide-{problem.severity}") if problem.severity in ("error", "query") else problem.severity
    known = "" if problem.known is None else text("problems-still" if problem.known else "problems-new")
    texts = (str(number), problem.sent, problem.cell, problem.column, problem.value, problem.problem, problem.remedy, severity, known)
    shown = [said[:SHOWN] for said, _ in zip(texts, columns, strict=False)]
    lines = max(needed(said, width) for said, (_, width) in zip(shown, columns, strict=True))
    looks = [on.link if column == LINK and problem.cell else on.plain for column in range(len(columns))]
    cells = "".join(_cell(column, row, looks[column], said, index) for column, said in enumerate(shown) if column)
    return _row(row, 5 + 13.5 * lines, f'<c r="A{row}" s="{on.number}"><v>{number}</v></c>{cells}')


def outside_text(on: Page, issue: Issue, index: Index) -> Listed:
    """What stood outside the form, as text with its old address."""
    rows = [
        _row(1, 24, _cell(0, 1, on.title, text("outside-title"), index)),
        f'<row r="2">{_pair(2, on.head, text("outside-place"), text("outside-text"), index)}</row>',
    ]
    rows += (f'<row r="{row}">{_pair(row, on.plain, *pair, index)}</row>' for row, pair in enumerate(issue.outside, 3))
    return Listed("".join(rows), len(rows), ends=(f'<dimension ref="A1:B{len(rows)}"/>', ""))


def _pair(row: int, look: int, place: str, said: str, index: Index) -> str:
    return _cell(0, row, look, place[:LONGEST], index) + _cell(1, row, look, said[:LONGEST], index)


def _over(look: int, row: int, said: str, height: float, columns: int, index: Index) -> str:
    """A line over the whole width."""
    return _row(row, height, "".join(_cell(column, row, look, "" if column else said, index) for column in range(columns)))


def _row(row: int, height: float, cells: str) -> str:
    return f'<row r="{row}" ht="{points(min(height, TALLEST))}" customHeight="1">{cells}</row>'


def _cell(column: int, row: int, look: int, said: str, index: Index) -> str:
    return f'<c r="{letter(column)}{row}" s="{look}"{text_in(said, index)}'


def write_problems(sheet: Sheet, issue: Issue, listed: Listed) -> None:
    """The list of problems around its rows: it filters, and prints on A4 one page wide."""
    columns, last = columns_of(issue), listed.last - 1
    for column, (_, width) in enumerate(columns):
        put(sheet.set_column, column, column, width)
    top = last - len(issue.problems[:LISTED])
    sheet.merge += ([row, 0, row, len(columns) - 1] for row in range(top))
    sheet.place_rows((0, last), len(columns) - 1, listed.rows)
    sheet.places = listed.links
    put(sheet.autofilter, top, 0, last, len(columns) - 1)
    sheet.freeze_panes(top + 1, 0)
    put(sheet.repeat_rows, top)
    put(sheet.print_area, 0, 0, last, len(columns) - 1)
    page(sheet, A4)


def write_outside(sheet: Sheet, listed: Listed) -> None:
    """The sheet of what stood outside around its rows."""
    put(sheet.set_column, 0, 0, 24)
    put(sheet.set_column, 1, 1, 100)
    sheet.place_rows((0, listed.last - 1), 1, listed.rows)
    put(sheet.repeat_rows, 1)
    page(sheet, A4)


def _head(book: Book) -> Format:
    return style(book, font_name=HEI, border=1, align="center", bg_color="#F2F2F2")


def _plain(book: Book) -> Format:
    return style(book, border=1, text_wrap=True, num_format="@", valign="top")
