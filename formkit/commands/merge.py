"""formkit merge"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from formkit import disk, export, lock, mask, office, words
from formkit.commands.check import task_of
from formkit.commands.console import (
    A_FILE,
    ANY_PATH,
    CLEAN,
    FAULTS,
    UsageProblem,
    give,
    json_option,
    lock_option,
    now_option,
    passwords_option,
    placed,
    progress,
    say,
    titled,
)  # fmt: skip
from formkit.gather import Gathered, gather, gather_task
from formkit.intake import GOOD
from formkit.merge import Rollup
from formkit.model import Form
from formkit.units import read_roster
from formkit.write.rollup import write_rollup

WORD = "汇总"


@click.command()
@click.argument("paths", nargs=-1, type=ANY_PATH, metavar="[DIR | FILE ...]")
@click.option("-o", "--output", type=ANY_PATH, metavar="DIR", help="写到哪个文件夹 (where to write)")
@click.option("--units", type=A_FILE, metavar="CSV", help="应报名单，合并零散文件时用 (the roster, for loose files)")
@json_option
@passwords_option
@lock_option
@now_option
def command(
    paths: tuple[Path, ...], output: Path | None, units: Path | None, as_json: bool, passwords: tuple[str, ...], locking: str, now: str
) -> None:
    """逐级汇总：任务文件夹，或任意填报表和汇总表 (roll up a task, or any filings and roll-ups)."""
    task = task_of(paths, passwords, locking)
    if task and units:
        raise UsageProblem("units-not-for-task")
    if task:
        gathered, target = gather_task(task, now), output or task.folder / "rollup"
    else:
        files = office.named(paths)
        if not files:
            raise UsageProblem("no-files", path="、".join(path.as_posix() for path in paths))
        gathered = gather(files, read_roster(units.read_bytes(), units.as_posix()) if units else None, passwords)
        target = output or Path("rollup")
    made = list(_write(gathered, target, locking))
    if task and not output:
        # A roll-up that is no longer made would bring old numbers back if it were merged again.
        kept = {Path(file) for file, _ in made}
        for stale in set(target.glob(f"*_{WORD}*.xlsx")) - kept - {disk.meant(path) for path in kept}:
            if disk.meant(stale).stem.endswith(f"_{WORD}") and not disk.removed(stale):
                say(words.both("file-stale", {"path": stale.as_posix()}))
    topmost = [form for form in task.forms.values() if not form.levels[1:]] if task else []
    for form in topmost:
        level = words.say(f"level-{form.reporter}")
        say(words.both("nothing-above", {"form": form.title.format(unit=""), "level": level}))
    if as_json:
        give(_document(gathered, made))
    else:
        _show(gathered, made, task.forms if task else {rollup.form.form: rollup.form for _, rollup in made})
    sys.exit(CLEAN if (gathered.rollups or topmost) and gathered.complete else FAULTS)


def _write(gathered: Gathered, target: Path, locking: str) -> Iterator[tuple[str, Rollup]]:
    """A workbook for each township and for the county, named so that two of one name stay apart."""
    several = len({rollup.form.form for rollup in gathered.rollups}) > 1
    names = [rollup.unit.name for rollup in gathered.rollups if rollup.form is gathered.rollups[0].form]
    with progress(len(gathered.rollups), "汇总") as tick:
        for rollup in gathered.rollups:
            code = (rollup.unit.code,) if names.count(rollup.unit.name) > 1 else ()
            form = (rollup.form.form,) if several else ()
            name = disk.safe_name("_".join((rollup.unit.name, *code, *form, rollup.period, WORD))) + ".xlsx"
            below = {part.unit for part in rollup.parts}
            mine = [twin for _, twin in gathered.twins if {part.unit for part, _ in twin.places} & below]
            data = write_rollup(rollup, gathered.roster_rows(rollup), mine, gathered.excluded(rollup))
            yield placed(disk.write(target / name, lock.locked(data, locking))).as_posix(), rollup
            tick(name)


def _document(gathered: Gathered, made: list[tuple[str, Rollup]]) -> export.Json:
    left_out = [{"file": each.file, "outcome": each.outcome, "say": each.say} for each in gathered.left_out]
    return {
        "rollups": [export.rollup_json(file, rollup) for file, rollup in made],
        "units": [export.unit_json(state) for state in gathered.states],
        "duplicates": [export.twin_json(form, twin) for form, twin in gathered.twins],
        "excluded": left_out,
    }  # fmt: skip


def _counted(rollup: Rollup, section: str) -> str:
    """How much a section holds, by what its rows are."""
    total = rollup.totals[section]
    return f"{total.records}行" if rollup.form.record.grain == "line" else f"{total.households}户{total.persons}人"


def _show(gathered: Gathered, made: list[tuple[str, Rollup]], forms: Mapping[str, Form]) -> None:
    for file, rollup in made:
        totals = "；".join(
            f"{section.means or section.label} {_counted(rollup, section.key)}".lstrip() for section in rollup.form.sections
        )
        click.echo(f"{file}  {rollup.unit.name}：{len(rollup.parts)}个单位，{totals}")
    for each in gathered.left_out:
        if each.matters:
            click.echo(mask.text(f"没有计入：{each.file}  {each.say}"))
    missing = [state for state in gathered.states if state.state not in GOOD]
    for form in dict.fromkeys(state.form for state in missing):
        names = [state.unit.name for state in missing if state.form == form]
        click.echo(f"{titled(forms, form)}还没有报齐，缺{len(names)}个：{'、'.join(names[:30])}")
    if gathered.twins:
        click.echo(f"有{len(gathered.twins)}人在两个以上单位出现，见汇总表“重复人员”")
