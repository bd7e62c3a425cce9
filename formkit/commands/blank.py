"""formkit blank"""

from __future__ import annotations

from pathlib import Path

import click

from formkit import calendars, disk, lock, mask, words
from formkit.beforehand.kept import EMPTY, in_hand
from formkit.beforehand.prefill import Allotted
from formkit.beforehand.supply import SupplyError, given, left_over, read_supply, unmatched, unread
from formkit.beforehand.whose import Wanted
from formkit.commands.console import (
    A_FILE,
    ANY_PATH,
    UsageProblem,
    lock_option,
    passwords_option,
    period_option,
    placed,
    say,
)
from formkit.filing import Identity
from formkit.identity import steps
from formkit.load import find_form
from formkit.model import Form
from formkit.period import Period, kind, long_date
from formkit.roster import read_roster
from formkit.units import Roster
from formkit.write.book import write_workbook
from formkit.write.issue import Issue
from formkit.write.leftover import NAME, write_leftover


@click.command()
@click.argument("form")
@click.option("-o", "--output", type=ANY_PATH, required=True, metavar="FILE", help="写到哪个文件 (where to write it)")
@click.option("--unit", metavar="CODE", help="填报单位代码，要与 --units 一起用 (code of the reporting unit)")
@click.option("--units", type=A_FILE, metavar="CSV", help="单位名单 (the roster)")
@period_option(required=False)
@click.option("--rows", type=click.IntRange(1, 5000), metavar="N", help="每个部分的行数 (entry rows of each section)")
@click.option("--data", type=A_FILE, metavar="FILE", help="预先填好的数据，CSV 或工作簿 (rows to fill in beforehand)")
@passwords_option
@lock_option
def command(
    form: str, output: Path, unit: str | None, units: Path | None, when: Period | None, rows: int | None, data: Path | None,
    passwords: tuple[str, ...], locking: str,
) -> None:  # fmt: skip
    """一张空白填报表 (one blank workbook)."""
    asked = find_form(form)
    check_period(asked, when)
    calendars.required(asked, when.end if when else None)
    roster = read_roster(units.read_bytes(), units.as_posix()) if units else Roster({})
    roster = roster.on(when.end) if when else roster
    if unit and unit not in roster.units:
        raise UsageProblem("unknown-unit-code", code=unit)
    path = steps(roster.path(unit)) if unit else ()
    system = roster.units[unit].system if unit else ""
    identity = Identity(asked.form, asked.version, unit or "", when.text if when else "", path=path, system=system)
    places = tuple((roster.limited(unit) if unit else roster).units.values())
    got = _given(Wanted(asked, when, roster if unit else None, unit or ""), data, passwords) if data else Allotted()
    filled = in_hand(given(asked, got.units.get(unit or "", EMPTY), mask.text(data.name if data else "")))
    count = {section.key: filled.rows(section.key, rows or asked.paper.rows) for section in asked.sections}
    end, label = (when.end, when.label) if when else (None, "")
    due = asked.period.due.get(identity.level or asked.reporter)
    day = calendars.due_day(due, when.end) if when and due else None
    deadline = long_date(day) if day else ""
    made = write_workbook(
        asked, Issue(identity, count, places, end, label, deadline, entries=filled.entries, beforehand=filled.lines)
    )
    written = disk.write(output, lock.locked(made, locking))
    if written != output:
        raise UsageProblem("file-in-use", path=output.as_posix(), other=written.as_posix())
    if data:
        _tell(asked, got, unit or "", data, output, locking)
    say(f"已生成 {output.as_posix()}")


def _given(wanted: Wanted, data: Path, passwords: tuple[str, ...]) -> Allotted:
    try:
        got = read_supply(data, [wanted], passwords)[0]
    except SupplyError as error:
        raise UsageProblem(error.code, **error.arguments) from None
    for said in unread(got):
        say(said)
    return got


def _tell(form: Form, got: Allotted, unit: str, data: Path, output: Path, locking: str) -> None:
    """What of the table was not used; what could not be understood goes into a list beside the workbook."""
    for said in unmatched({"title": "", "form": ""}, got):
        say(said)
    if elsewhere := got.rows - got.units.get(unit, EMPTY).rows:
        say(words.both("supplied-elsewhere", {"count": str(elsewhere)}))
    if got.left:
        listing = write_leftover(data.name, {form.title.format(unit="").strip(): got.left})
        path = placed(disk.write(output.with_name(f"{output.stem}_{NAME}"), lock.locked(listing, locking)))
        say(words.both("supplied-left", {"path": path.as_posix(), **left_over(got.left)}))


def check_period(form: Form, when: Period | None) -> None:
    """A period of another kind than the form is reported by is wrong use."""
    if when and kind(when) != form.period.expected:
        expected = words.say(f"period-{form.period.expected}")
        raise UsageProblem("period-kind", form=form.form, expected=expected, text=when.text)
