"""Which rows of a sheet belong to which section: by the title above, else by the sheet's name, else by order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header, scanned
from formkit.read.labels import labels_of, nearest, plain
from formkit.read.rows import Asked, lie, sort_row
from formkit.types import Raw
from formkit.values import dataclass

How = Literal["title", "order", "headless", "repeat"]
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Rows from ``first`` on, up to the next span: their section, the header they are read by, and how that was told.

    ``order``: no title stood above the header; ``headless``: a title without a header, read by the nearest other one;
    ``repeat``: the same section goes on under its header once more.
    """

    first: int
    section: str
    header: Header
    how: How


def section_titles(form: Form, grid: Grid, headers: tuple[Header, ...]) -> dict[int, str]:
    """Rows that hold a section's title, with the section's key.

    Directly above a header a title may also be typed otherwise: by what the section means, or alike.
    """
    wanted, titled = labels_of(form).titles, scanned(form, grid).titled
    above = {header.first - step for header in headers for step in range(1, _NEAR + 1)}
    inside = {row for header in headers for row in range(header.first, header.last + 1)}
    top = min((header.last for header in headers), default=len(grid.rows))
    found: dict[int, str] = {}
    for row in sorted(row for row in titled | above if 0 < row <= len(grid.rows)):
        line = grid.rows[row - 1]
        # Inside a table a title is the first thing in its row: behind a village's name it is what a person's row says.
        if row > top and row not in above:
            value = next(filter(_there, line), None)
            if value is not None and (key := wanted.get(plain(value))):
                found[row] = key
            continue
        texts = [plain(value) for value in line if value is not None]
        key = next((wanted[text] for text in texts[:3] if text in wanted), None)
        if key is None and row in above and row not in inside and len(texts) == 1:
            key = named_section(form, texts[0])
        if key:
            found[row] = key
    return found


def _there(value: Raw) -> bool:
    return value is not None


def named_section(form: Form, text: str) -> str | None:
    """The section that a text probably names: what it means in short, or something like its title."""
    means = {plain(section.means): section.key for section in form.sections if section.means}
    labels = {plain(section.label): section.key for section in form.sections if section.label}
    said = plain(text)
    inside = [key for short, key in means.items() if short in said]
    if len(inside) == 1:
        return inside[0]
    return labels.get(nearest(said, labels)) if said else None


def spans(
    ask: Asked, grid: Grid, headers: tuple[Header, ...], titles: Mapping[int, str], elsewhere: frozenset[str]
) -> tuple[Span, ...]:
    """The spans of a sheet from top to bottom; ``elsewhere`` are sections that have their place on other sheets."""
    found: list[Span] = []
    title: tuple[int, str] | None = None
    events = sorted([(row, None) for row in titles] + [(header.first, header) for header in headers], key=lambda each: each[0])
    for row, header in events:
        if header is None:
            found += _headless(headers, title)
            title = (row, titles[row])
            continue
        if title and _people(ask, grid, header, title[0]):
            found += _headless(headers, title)
            title = None
        if title:
            found.append(Span(row, title[1], header, "title"))
        else:
            section, how = _untitled(ask, grid, header, found, {*titles.values(), *elsewhere})
            found.append(Span(row, section, header, how))
        title = None
    return (*found, *_headless(headers, title))


def _people(ask: Asked, grid: Grid, header: Header, title: int) -> bool:
    """Whether records stand between a title and the next header: then the title has lost its own."""
    lying = lie(header, ask)
    return any(sort_row(line, lying, ask) == "record" for line in grid.rows[title : header.first - 1])


def _headless(headers: tuple[Header, ...], title: tuple[int, str] | None) -> Iterator[Span]:
    """A title under which no header stands."""
    if title and headers:
        above = [header for header in headers if header.last < title[0]]
        yield Span(title[0] + 1, title[1], above[-1] if above else headers[0], "headless")


def _untitled(ask: Asked, grid: Grid, header: Header, before: list[Span], taken: set[str]) -> tuple[str, How]:
    """The section of a header without a title: the next one that has none, else the same as before once more."""
    order = [section.key for section in ask.form.sections]
    labelled = any(section.label for section in ask.form.sections)
    free = [key for key in order if key not in taken and all(span.section != key for span in before)]
    if not before:
        named = named_section(ask.form, grid.name) if labelled else None
        return (named, "title") if named else ((free or order)[0], "order" if labelled else "title")
    current = before[-1].section
    later = [key for key in free if order.index(key) > order.index(current)] or free
    above = grid.rows[header.first - 2] if header.first > 1 else ()
    if later and sort_row(above, lie(before[-1].header, ask), ask) in ("blank", "furniture"):
        return later[0], "order"
    return current, "repeat"
