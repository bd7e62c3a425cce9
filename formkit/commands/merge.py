"""formkit merge"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from formkit import counties, detail, disk, export, loose, mask, office, parquet, shelf, standing, words
from formkit.books import Book, Order, written
from formkit.commands.check import task_of
from formkit.commands.console import (
    A_FILE,
    CLEAN,
    ENVIRONMENT,
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
    tell,
    titled,
)  # fmt: skip
from formkit.commands.far import PLACE, cluster_option, from_store
from formkit.course import End, of_task
from formkit.gather import Gathered, apart, ends_of, gather, gather_task
from formkit.intake import GOOD
from formkit.merge import Rollup, Total
from formkit.model import Form
from formkit.roster import read_roster
from formkit.runner import Runner
from formkit.shelf import Shelf
from formkit.task import Task
from formkit.twins.across import counted
from formkit.units import Roster
from formkit.words.ledgers import text

WORD = "汇总"


@click.command()
@click.argument("paths", nargs=-1, type=PLACE, metavar="[DIR | FILE ...]")
@click.option("-o", "--output", type=PLACE, metavar="DIR", help="写到哪个文件夹 (where to write)")
@click.option("--units", type=A_FILE, metavar="CSV", help="应报名单，合并零散文件时用 (the roster, for loose files)")
@click.option(
    "--detail", "kinds", multiple=True, type=click.Choice(detail.KINDS), help="另写一份全部明细，可给两次 (all rows as a file; may be given twice)"
)
@click.option(
    "--with", "others", multiple=True, type=PLACE, metavar="DIR",
    help="合并零散文件时与哪一期比：任务文件夹、填报表或汇总表，可给多次 (earlier periods to compare with, for loose files)",
)  # fmt: skip
@json_option
@passwords_option
@lock_option
@from_store
@cluster_option
@now_option
def command(
    paths: tuple[Path, ...], output: Path | None, units: Path | None, kinds: tuple[detail.Kind, ...],
    others: tuple[Path, ...], as_json: bool, passwords: tuple[str, ...], locking: str, run: Runner | None, now: str,
) -> None:  # fmt: skip
    """逐级汇总：任务文件夹，或任意填报表和汇总表 (roll up a task, or any filings and roll-ups)."""
    _sure(kinds, locking)
    task = task_of(paths, passwords, locking, run)
    if task and (units or others):
        raise UsageProblem("units-not-for-task" if units else "with-not-for-task")
    target = output or (task.folder if task else Path()) / "rollup"
    # Nothing that waits on the shelf is there any more when a task is put back where it came from.
    with _shelf(task, target, secret=bool(locking or passwords)) as kept:
        if task:
            gathered = gather_task(task, now, kept, bare=apart(task))
        else:
            gathered = _loose(paths, units, others, passwords, now, run)
        made = _write(gathered, _order(gathered, task.folder if task else Path(), target, locking, kinds, as_json=as_json))
    rows = [(kind, placed(file), number, gathered.rollups[book.number]) for book in made for kind, file, number in book.details]
    _index(gathered, made, target)
    if task and not output:
        _sweep(target, {*(book.file for book in made), *(file for _, file, _, _ in rows)})
    topmost = _nothing_above(task) if task else ()
    if as_json:
        listed = [export.detail_json(detail.Made(file, rollup, kind, number)) for kind, file, number, rollup in rows]
        give({**_document(gathered, made), "details": listed})
    else:
        for _, file, number, rollup in rows:
            tell(f"{file.as_posix()}  {rollup.unit.name}明细：{number}行")
        _show(gathered, made, task.forms if task else {rollup.form.form: rollup.form for rollup in gathered.rollups})
    sys.exit(CLEAN if (gathered.rollups or topmost) and gathered.complete else FAULTS)


def _nothing_above(task: Task) -> Sequence[Form]:
    """The forms of which nothing is rolled up, as who reports stands at the top; said of each."""
    topmost = [form for form in task.forms.values() if not form.levels[1:]]
    for form in topmost:
        level = words.say(f"level-{form.reporter}")
        say(words.both("nothing-above", {"form": form.title.format(unit=""), "level": level}))
    return topmost


def _shelf(task: Task | None, target: Path, *, secret: bool) -> AbstractContextManager[Shelf | None]:
    """Where the rows of a province wait; nothing where they wait in memory: there is a password, or nobody can write Parquet."""
    return shelf.beside(target) if task and apart(task) and parquet.ready() and not secret else nullcontext()


def _loose(
    paths: tuple[Path, ...], units: Path | None, others: tuple[Path, ...], passwords: tuple[str, ...], now: str, run: Runner | None
) -> Gathered:
    """What files outside a task come to."""
    files = loose.named(paths)
    if not files:
        raise UsageProblem("no-files", path="、".join(path.as_posix() for path in paths))
    roster = read_roster(units.read_bytes(), units.as_posix()) if units else None
    return gather(files, roster, passwords, _earlier(others, roster, passwords, now, run), run)


def _earlier(
    others: tuple[Path, ...], roster: Roster | None, passwords: tuple[str, ...], now: str, run: Runner | None
) -> tuple[End, ...]:
    """The periods to compare loose files with: of tasks as they stand, of other files as they say."""
    found: list[End] = []
    files: list[Path] = []
    for other in others:
        task = task_of((other,), passwords, run=run)
        if task:
            found.append(of_task(office.past_of(task, standing.told(other.as_posix()), now)))
        else:
            files.append(other)
    named = loose.named(files)
    if files and not named:
        raise UsageProblem("no-files", path="、".join(path.as_posix() for path in files))
    return (*found, *(ends_of(named, roster, passwords, run) if named else ()))


def _sure(kinds: tuple[detail.Kind, ...], locking: str) -> None:
    """End at once where detail cannot be written: nothing goes unprotected to where a password was asked for."""
    if kinds and locking:
        raise UsageProblem("detail-not-locked")
    if "parquet" in kinds and not parquet.ready():
        say(words.both("detail-no-parquet"))
        sys.exit(ENVIRONMENT)


def _index(gathered: Gathered, made: Sequence[Book], target: Path) -> None:
    """The table above several counties; one of an earlier run goes where there is none any more."""
    if found := counties.index(gathered, made):
        say(words.both("index-made", {"path": placed(disk.write(target / counties.NAME, found)).as_posix()}))
    elif (target / counties.NAME).is_file() and not disk.removed(target / counties.NAME):
        say(words.both("file-stale", {"path": (target / counties.NAME).as_posix()}))


def _sweep(target: Path, kept: set[Path]) -> None:
    """Remove what is no longer made: a roll-up would bring old numbers back if it were merged again."""
    for word, pattern in ((WORD, "xlsx"), *((detail.WORD, kind) for kind in detail.KINDS)):
        for stale in set(target.glob(f"*_{word}*.{pattern}")) - kept - {disk.meant(path) for path in kept}:
            if disk.meant(stale).stem.endswith(f"_{word}") and not disk.removed(stale):
                say(words.both("file-stale", {"path": stale.as_posix()}))


def _name(gathered: Gathered, rollup: Rollup, word: str) -> str:
    """What a roll-up's file is called, so that two of one name stay apart."""
    several = len({each.form.form for each in gathered.rollups}) > 1
    names = [each.unit.name for each in gathered.rollups if each.form is gathered.rollups[0].form]
    code = (rollup.unit.code,) if names.count(rollup.unit.name) > 1 else ()
    form = (rollup.form.form,) if several else ()
    return disk.safe_name("_".join((rollup.unit.name, *code, *form, rollup.period, word)))


def _ways(files: Mapping[str, str], base: Path, target: Path) -> dict[str, str]:
    """The ways from the folder of the roll-ups to the files they are made from, by SHA-256; files are named from ``base`` on."""
    found: dict[str, str] = {}
    for digest, file in files.items() if not standing.stands(target) else ():
        outer, mark, inside = file.partition("!/")
        with contextlib.suppress(ValueError):  # another drive has no way there
            way = os.path.relpath((base / outer).absolute(), target.absolute())
            if (base / outer).is_file() or outer in (standing.left(base) or ()):
                found[digest] = Path(way).as_posix() + mark + inside
    return found


def _order(
    gathered: Gathered, base: Path, target: Path, locking: str, kinds: tuple[detail.Kind, ...] = (), *, as_json: bool = False
) -> Order:
    """What is to be written, and where to."""
    paths = {number: target / f"{_name(gathered, each, WORD)}.xlsx" for number, each in enumerate(gathered.rollups)}
    details = {number: target / _name(gathered, each, detail.WORD) for number, each in enumerate(gathered.rollups)}
    return Order(paths, details, _ways(gathered.files, base, target), locking, kinds, as_json)


def _write(gathered: Gathered, order: Order) -> tuple[Book, ...]:
    """A workbook for each township and for the county, on all processors."""
    with progress(len(gathered.rollups), "汇总") as tick:
        made = written(gathered, order, tick)
    for book in made:
        placed(book.file)
    return made


def _document(gathered: Gathered, made: Sequence[Book]) -> export.Json:
    left_out = [{"file": each.file, "outcome": each.outcome, "say": each.say} for each in gathered.left_out]
    return {
        "rollups": [book.said for book in made],
        "units": [export.unit_json(state) for state in gathered.states],
        "duplicates": [export.twin_json(form, twin) for form, twin in gathered.twins],
        "excluded": left_out,
        "findings": [export.misstated_json(file, each) for file, each in gathered.misstated],
    }  # fmt: skip


def _counted(form: Form, total: Total) -> str:
    """How much a section holds, by what its rows are."""
    return f"{total.records}行" if form.record.grain == "line" else f"{total.households}户{total.persons}人"


def _show(gathered: Gathered, made: Sequence[Book], forms: Mapping[str, Form]) -> None:
    for book in made:
        rollup = gathered.rollups[book.number]
        sums = ((section.means or section.label, book.totals[section.key]) for section in rollup.form.sections)
        totals = "；".join(f"{label} {_counted(rollup.form, total)}".lstrip() for label, total in sums)
        tell(f"{book.file.as_posix()}  {rollup.unit.name}：{book.count}个单位，{totals}")
    for each in gathered.left_out:
        if each.matters:
            click.echo(mask.text(f"没有计入：{each.file}  {each.say}"))
    for name, wrong in gathered.misstated:
        click.echo(mask.text(f"数字不符：{name}  {wrong.message}"))
    missing = [state for state in gathered.states if state.state not in GOOD]
    for form in dict.fromkeys(state.form for state in missing):
        names = [state.unit.name for state in missing if state.form == form]
        click.echo(f"{titled(forms, form)}还没有报齐，缺{len(names)}个：{'、'.join(names[:30])}")
    if gathered.twins:
        kinds = counted([twin for _, twin in gathered.twins])
        click.echo(words.say("twin-summed", {"count": str(len(gathered.twins)), "kinds": kinds, "sheet": text("rollup-twins")}))
