"""Rows of a worksheet that are written as nearly every program writes them, taken whole instead of tag by tag.

Expat calls back at each tag, and that is most of what a sheet costs. Here a text is cut at its rows and cells, and what stands
behind a reference (style, kind, formula, value), the same in hundreds of cells, is judged once. All or nothing: a text that
differs in one byte from the forms below is left to expat. Every step is linear, so a hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import compress

from ..cells import letter
from .facts import COLUMN_BITS
from .styles import Looks

DEPTH = 4                                       # elements that stand open at most, the row among them
LAST_ROW, LAST_COLUMN = 999_999, 702            # as far as the forms below reach: ZZ999999
_LETTERS = tuple(letter(column) for column in range(LAST_COLUMN))
_COLUMNS = {letters.encode(): column for column, letters in enumerate(_LETTERS, 1)}
_NEXT = b'<c r="'
_ATTRIBUTES = rb'(?: [A-Za-z][A-Za-z0-9]*+(?::[A-Za-z][A-Za-z0-9]*+)?="[\w .:$-]*+")*+'
_DIGITS = re.compile(rb"[1-9][0-9]{0,5}")
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,5})"([^<>]{0,300}?) ?')
_GIVEN, _GIVEN_MOST = re.compile(_ATTRIBUTES), 300
_NAME = re.compile(rb" ([A-Za-z0-9:]+)=")
_HIDDEN = re.compile(rb' hidden="(?:1|true|on)"')
# Most cells of a filing, a number or the number of a shared string; then all that are understood here, less their formula.
_PLAIN = re.compile(
    rb'(?: s="[0-9]{1,9}")?(?: t="s"><v>([0-9]{1,9})|(?: t="[nb]")?><v>-?[0-9][0-9.eE+-]{0,30})</v></c>')
_REST = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="(n|s|b|e|str|inlineStr)")?(?: ?/>|>(?:<v(?:>([^<]*)</v>|( ?/>)))?'
    rb'(?:<is><t( xml:space="preserve")?>([^<]+)</t></is>)?</c>)')
# Every character that XML allows but those that would have to be looked at one by one.
_SOUND = re.compile(rb"(?:[\t\n -%'-;=-~\x80-\xff]++|&(?:amp|lt|gt|quot|apos);)*+")
_UNSOUND = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_NUMBER = re.compile(rb"[0-9.eE+-]{0,39}")
_ERROR = re.compile(rb"[#A-Za-z0-9/!?_:]{0,39}")
_BLANK = re.compile(rb"[\s&\xc2\xe1-\xe3]")     # what a blank begins with in UTF-8, or in a reference
_EMPTY, _FILLED, _NOTED = 0, 1, 2               # a cell without content, one with a value and no more, one with more to say of it
_CODE, _SHIFT = 3, 2                            # which of these it is, and where above that the column of the next one stands
_SHORT, _REMEMBERED = 200, 20_000               # bytes of what is remembered as it is, not by its digest; and how many
_sound_formulas: set[bytes] = set()             # digests of long ones: all filings of a form have the same


@dataclass(slots=True)
class Rows:
    """What the rows add to the facts of their sheet, and where they end; ``looked`` are the cells whose look says something.

    Of each of those its name, its style and the number of its shared string or "".
    """

    elements: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    row: int = 0
    column: int = 0
    filled: array[int] = field(default_factory=lambda: array("Q"))
    formulas: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    looked: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands behind a reference, where that is more than nothing or a value."""

    elements: int
    filled: bool
    formula: bool
    uncalculated: bool
    error: str
    look: tuple[str, str] | None    # its style and its shared string, where one of them says something


_Judged = tuple[int, _Cell | None]  # what a cell is, with the column of the next one above it; what more there is to say


@dataclass(slots=True)
class Known:
    """What was judged before in one sheet: cells of which there is no more to say, and others; and the looks to judge by."""

    looks: Looks
    plain: dict[bytes, int] = field(default_factory=dict)
    special: dict[bytes, _Judged] = field(default_factory=dict)


def rows_of(text: bytes, known: Known) -> Rows | None:
    """The facts of whole rows, from ``<row`` to ``</row>``; None if a byte of them is not as expected."""
    if len(known.plain) + len(known.special) > _REMEMBERED:
        known.plain.clear()
        known.special.clear()
    found = Rows()
    codes: list[int] = []
    columns: list[int] = []
    places: list[int] = []
    notes: list[tuple[int, _Cell]] = []
    *lines, behind = text.split(b"</row>")
    if behind:
        return None
    for line in lines:
        row = _row(line, known, found)
        if row is None:
            return None
        here, values, special = row
        notes += [(len(codes) + index, cell) for index, cell in special]
        codes += [value & _CODE for value in values]
        columns += here
        base = found.row << COLUMN_BITS
        places += [base + column for column in here]
        found.column = here[-1] if here else 0
    _place(found, bytearray(codes), columns, places, notes)
    return found


def _row(line: bytes, known: Known, found: Rows) -> tuple[list[int], list[int], list[tuple[int, _Cell]]] | None:
    """The columns of a row, what its cells are, and those of which there is more to say; None if it is odd.

    Its number closes each reference, so it is what the row is cut at: a piece is the end of a cell and the beginning of the next.
    """
    blank, _, line = line.rpartition(b"<row ")
    digits = line[3:line.find(b'"', 3)]
    if not (_DIGITS.fullmatch(digits) and line.startswith(b'r="') and _are_blank(blank, found)):
        return None
    end = digits + b'"'
    _, opening, *pieces = line.split(end)
    opened = _opened(opening) if len(opening) <= _GIVEN_MOST else None
    if opened is None:
        opening, *pieces = _whole([opening, *pieces], end)
        opened = _opened(opening) if len(opening) <= _GIVEN_MOST else None
    found.row = int(digits)
    found.elements += 1
    if opened is None or (opened[1] == 0) != (not pieces):
        return None
    if opened[0]:
        found.hidden.append(found.row)
    if not pieces:
        return [], [], []
    judged = _judged(pieces, known) or _judged(_whole(pieces, end), known)
    if judged is None:
        return None
    columns = [opened[1], *[value >> _SHIFT for value in judged[0]]]
    return None if columns.pop() or 0 in columns else (columns, *judged)


def _whole(pieces: list[bytes], end: bytes) -> list[bytes]:
    """The pieces of a row in which its number stands elsewhere too, as that of a style may: each up to the next reference."""
    found: list[bytes] = []
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        _, mark, letters = piece.rpartition(_NEXT)
        if mark and letters in _COLUMNS:
            found.append(end.join(held))
            held.clear()
    return [*found, end.join(held)] if held else found


def _are_blank(text: bytes, found: Rows) -> bool:
    """Whether a text is rows without any cell."""
    *tags, behind = text.split(b"/>")
    for tag in tags:
        match = _ROW.fullmatch(tag)
        hidden = _hides(match[2]) if match else None
        if match is None or hidden is None:
            return False
        found.elements += 1
        if hidden:
            found.hidden.append(int(match[1]))
    return not behind


@lru_cache(maxsize=512)
def _opened(opening: bytes) -> tuple[bool, int] | None:
    """Whether a row is hidden, and its first column, 0 if it has none, by its tag behind its number; None if it is odd."""
    given, mark, letters = opening.rpartition(_NEXT)
    column = _COLUMNS.get(letters, 0) if mark else 0
    given = given if mark else opening
    hidden = _hides(given[:-1])
    return None if hidden is None or not given.endswith(b">") or (mark and not column) else (hidden, column)


@lru_cache(maxsize=512)
def _hides(attributes: bytes) -> bool | None:
    """Whether attributes hide a row; None where they are not well-formed or give what was given before."""
    names = _NAME.findall(attributes)
    if not _GIVEN.fullmatch(attributes) or len({b"r", *names}) <= len(names):
        return None
    return _HIDDEN.search(attributes) is not None


def _judged(pieces: list[bytes], known: Known) -> tuple[list[int], list[tuple[int, _Cell]]] | None:
    """What the cells of a row are, and those of which there is more to say; None if one is odd."""
    values = list(map(known.plain.get, pieces))
    special: list[tuple[int, _Cell]] = []
    for index in [index for index, value in enumerate(values) if value is None]:
        piece = pieces[index]
        judged = known.special.get(piece) or _piece(piece, known.looks)
        if judged is None:
            return None
        values[index], cell = judged
        if cell is not None:
            special.append((index, cell))
            if len(piece) < _SHORT:
                known.special[piece] = judged
        elif len(piece) < _SHORT:
            known.plain[piece] = judged[0]
    return values, special  # type: ignore[return-value]


def _piece(piece: bytes, looks: Looks) -> _Judged | None:
    """A piece: what stands behind a reference, and where the next one begins."""
    rest, mark, letters = piece.rpartition(_NEXT)
    column = _COLUMNS.get(letters, 0) if mark else 0
    cell = None if mark and not column else _cell(rest if mark else piece, looks)
    if cell is None:
        return None
    return (column << _SHIFT | cell, None) if isinstance(cell, int) else (column << _SHIFT | _NOTED, cell)


def _place(found: Rows, counted: bytearray, columns: list[int], places: list[int], notes: list[tuple[int, _Cell]]) -> None:
    """Add the cells by what they are (made into whether they count), their columns and places, and what more there is to say."""
    found.elements += counted.count(_EMPTY) + 2 * counted.count(_FILLED)
    filled = counted.copy() if notes else counted
    for index, cell in notes:
        found.elements += cell.elements
        filled[index] = cell.filled
        counted[index] = cell.filled or cell.formula or bool(cell.error)
        if not (cell.formula or cell.error or cell.look):
            continue
        name = f"{_LETTERS[columns[index] - 1]}{places[index] >> COLUMN_BITS}"
        if cell.formula:
            found.formulas.append(name)
            if cell.uncalculated:
                found.uncalculated.append(name)
        if cell.error:
            found.errors[name] = cell.error
        if cell.look:
            found.looked.append((name, *cell.look))
    found.filled = array("Q", compress(places, filled))
    found.cells = counted.count(1)
    found.last_row = max(compress(places, counted), default=0) >> COLUMN_BITS
    found.last_column = max(compress(columns, counted), default=0)


def _cell(rest: bytes, looks: Looks) -> int | _Cell | None:
    """What one text behind a reference says; None if it is odd."""
    if (plain := _PLAIN.fullmatch(rest)) and not (looks.styles or looks.fonts or (plain[1] and plain[1].decode() in looks.empty)):
        return _FILLED
    has_formula = b"<f" in rest
    if has_formula and not (rest := _without_formula(rest)):
        return None
    match = _REST.fullmatch(rest)
    if match is None:
        return None
    style, kind, value, void, kept, inline = match.groups()
    has_value = value is not None or void is not None
    if inline is not None:
        if has_formula or has_value or kind != b"inlineStr" or not _sound(inline) or not (kept or not _BLANK.match(inline)):
            return None
    elif not has_formula and not has_value:
        return _EMPTY
    elif not _fits(kind, value or b""):
        return None
    text, look = value or inline or b"", (style or b"0").decode()
    shared = text.decode() if kind == b"s" else ""
    if shared in looks.empty:
        text = b""
    return _Cell(
        1 + has_formula + has_value + 2 * (inline is not None), bool(text) and kind != b"e", has_formula,
        has_formula and (not has_value or (not text and kind != b"str")), text.decode() if kind == b"e" else "",
        (look, shared) if text and (look in looks.styles or shared in looks.fonts) else None)


def _without_formula(rest: bytes) -> bytes:
    """What is left of a cell without its formula, if that comes first and is sound; else nothing."""
    before, _, behind = rest.partition(b"<f")
    given, closed, behind = behind.partition(b">")
    if b"<" in before or not before.endswith(b">") or not closed or len(given) > _GIVEN_MOST:
        return b""
    if given.endswith(b"/"):
        return before + behind if _hides(given[:-1].rstrip(b" ")) is not None else b""
    end = behind.find(b"<")
    if not behind.startswith(b"</f>", end) or _hides(given) is None or not _is_formula(behind[:end]):
        return b""
    return before + behind[end + 4:]


def _fits(kind: bytes | None, value: bytes) -> bool:
    """Whether a value is what its kind has; one of which readers may make two things is not."""
    if kind == b"str":
        return _sound(value)
    if kind == b"s":
        return value.isdigit() and len(value) < 10
    return bool((_ERROR if kind == b"e" else _NUMBER).fullmatch(value)) and (kind != b"inlineStr" or not value)


def _sound(text: bytes) -> bool:
    """Whether expat would take the text of an element."""
    if not _SOUND.fullmatch(text) or any(each in text for each in _UNSOUND):
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_formula(text: bytes) -> bool:
    """Whether a formula is sound and looks into no other workbook; those are left to the pass, which knows their shares."""
    if b"[" in text:
        return False
    if len(text) < _SHORT:
        return _sound(text)
    digest = sha256(text).digest()
    if digest in _sound_formulas:
        return True
    if not _sound(text):
        return False
    if len(_sound_formulas) >= _REMEMBERED:
        _sound_formulas.clear()
    _sound_formulas.add(digest)
    return True
