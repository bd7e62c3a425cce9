"""The two charts of 总览, as Excel draws them: households and persons (or rows) by unit, and over the periods."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart

from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_history import HistorySheet
from formkit.write.styles import HEI, SONG, Book, Sheet, put

COLOURS = {"households": "#1F4E79", "persons": "#9DC3E6", "records": "#1F4E79"}
LABELLED = 12
"""Up to so many columns, numbers stand on them."""
CROWDED = 8
"""Of more units than that the chart is higher, and long names are cut."""
_FONT = {"name": SONG, "size": 10}
_GRID = {"visible": True, "line": {"color": "#E5E5E5", "width": 0.75}}


@dataclass(frozen=True, slots=True)
class ChartData:
    """Where the numbers of the chart by unit stand on 总览: rows from 1, the column of names, the column of each series."""

    first: int
    last: int
    names: int
    columns: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart is put: its row (from 1), and its size in pixels."""

    row: int
    width: int
    height: int


def chart_by_unit(book: Book, sheet: Sheet, data: ChartData, frame: Frame, title: str) -> None:
    """Columns, two beside one another for each unit."""
    chart = book.workbook.add_chart({"type": "column"})
    source = sheet.get_name()
    for kind, column in data.columns:
        chart.add_series({
            "name": text(f"front-{kind}") if kind != "records" else text("rollup-records"),
            "fill": {"color": COLOURS[kind]}, "border": {"none": True}, "gap": 70, "overlap": -5,
            "categories": [source, data.first - 1, data.names, data.last - 1, data.names],
            "values": [source, data.first - 1, column, data.last - 1, column],
            **_labels(data.last - data.first < LABELLED),
        })  # fmt: skip
    _finish(sheet, chart, frame, title, several=len(data.columns) > 1)


def chart_over_time(book: Book, sheet: Sheet, history: HistorySheet, frame: Frame, title: str) -> None:
    """Lines over the periods; one that was not gathered is a gap."""
    chart = book.workbook.add_chart({"type": "line"})
    for kind, column in history.columns.items():
        colour = COLOURS[kind]
        chart.add_series({
            "name": text(f"front-{kind}") if kind != "records" else text("rollup-records"),
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            "categories": [history.sheet, history.first - 1, 0, history.last - 1, 0],
            "values": [history.sheet, history.first - 1, column, history.last - 1, column],
            **_labels(history.last - history.first < LABELLED, above=True),
        })  # fmt: skip
    chart.show_blanks_as("gap")
    _finish(sheet, chart, frame, title, several=len(history.columns) > 1)


def _labels(wanted: bool, *, above: bool = False) -> dict[str, object]:
    position = {"position": "above"} if above else {}
    return {"data_labels": {"value": True, "font": {"name": SONG, "size": 9}, **position}} if wanted else {}


def _finish(sheet: Sheet, chart: Chart, frame: Frame, title: str, *, several: bool) -> None:
    for setting, said in _settings(title, several=several):
        getattr(chart, setting)(said)
    chart.set_size({"width": frame.width, "height": frame.height})
    put(sheet.insert_chart, frame.row - 1, 0, chart, {"object_position": 2})


def _settings(title: str, *, several: bool) -> Sequence[tuple[str, dict[str, object]]]:
    """Fonts that have Chinese, pale lines, whole numbers, a legend where there are two series."""
    return (
        ("set_title", {"name": title, "overlay": False, "name_font": {"name": HEI, "size": 12, "bold": False}}),
        ("set_x_axis", {"num_font": _FONT, "line": {"color": "#7F7F7F"}, "major_tick_mark": "none"}),
        ("set_y_axis", {"num_font": _FONT, "num_format": "#,##0", "min": 0, "major_gridlines": _GRID, "line": {"none": True}}),
        ("set_legend", {"position": "top", "font": _FONT} if several else {"none": True}),
        ("set_chartarea", {"border": {"color": "#BFBFBF"}}),
    )  # fmt: skip
