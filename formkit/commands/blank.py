"""formkit blank"""

from __future__ import annotations

from pathlib import Path

import click

from formkit import calendars, disk, lock, words
from formkit.commands.console import A_FILE, ANY_PATH, UsageProblem, lock_option, period_option, say
from formkit.filing import Identity
from formkit.identity import steps
from formkit.load import find_form
from formkit.model import Form
from formkit.period import Period, kind, long_date
from formkit.prefill import PrefillError, read_prefill
from formkit.units import Roster, read_roster
from formkit.write.book import write_workbook
from formkit.write.issue import Issue


@click.command()
@click.argument("form")
@click.option("-o", "--output", type=ANY_PATH, required=True, metavar="FILE", help="写到哪个文件 (where to write it)")
@click.option("--unit", metavar="CODE", help="填报单位代码，要与 --units 一起用 (code of the reporting unit)")
@click.option("--units", type=A_FILE, metavar="CSV", help="单位名单 (the roster)")
@period_option(required=False)
@click.option("--rows", type=click.IntRange(1, 5000), metavar="N", help="每个部分的行数 (entry rows of each section)")
@click.option("--data", type=A_FILE, metavar="CSV", help="预先填好的数据 (rows to fill in beforehand)")
@lock_option
def command(
    form: str, output: Path, unit: str | None, units: Path | None, when: Period | None, rows: int | None, data: Path | None,
    locking: str,
) -> None:  # fmt: skip
    """一张空白填报表 (one blank workbook)."""
    asked = find_form(form)
    check_period(asked, when)
    calendars.required(asked, when.end if when else None)
    roster = read_roster(units.read_bytes(), units.as_posix()) if units else Roster({})
    if unit and unit not in roster.units:
        raise UsageProblem("unknown-unit-code", code=unit)
    path = steps(roster.path(unit)) if unit else ()
    identity = Identity(asked.form, asked.version, unit or "", when.text if when else "", path=path)
    places = tuple((roster.limited(unit) if unit else roster).units.values())
    count = {section.key: rows or asked.paper.rows for section in asked.sections}
    try:
        entries = read_prefill(asked, data.read_bytes(), count, path) if data else {}
    except PrefillError as error:
        raise UsageProblem(error.code, **error.arguments) from None
    end, label = (when.end, when.label) if when else (None, "")
    due = asked.period.due.get(identity.level or asked.reporter)
    deadline = long_date(calendars.due_day(due, when.end)) if when and due else ""
    made = write_workbook(asked, Issue(identity, count, places, end, label, deadline, entries=entries))
    written = disk.write(output, lock.locked(made, locking))
    if written != output:
        raise UsageProblem("file-in-use", path=output.as_posix(), other=written.as_posix())
    say(f"已生成 {output.as_posix()}")


def check_period(form: Form, when: Period | None) -> None:
    """A period of another kind than the form is reported by is wrong use."""
    if when and kind(when) != form.period.expected:
        expected = words.say(f"period-{form.period.expected}")
        raise UsageProblem("period-kind", form=form.form, expected=expected, text=when.text)
