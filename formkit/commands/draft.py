"""formkit draft"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from formkit import disk, engine, words
from formkit.arrivals import Arrival
from formkit.commands.console import ANY_PATH, UsageProblem, placed, say
from formkit.draft.first import Draft, DraftError, draft, form_id
from formkit.draft.questions import questions
from formkit.load import load_codelists
from formkit.load.bind import codelist
from formkit.load.source import read_source
from formkit.model import CodeList
from formkit.read import FileRead


@click.command()
@click.argument("workbook", type=ANY_PATH)
@click.option("-o", "--output", type=ANY_PATH, required=True, metavar="FILE", help="写到哪个 .yaml 文件 (where to write it)")
def command(workbook: Path, output: Path) -> None:
    """由一张空白表起草报表描述 (a first schema from a blank official workbook)."""
    if output.suffix not in (".yaml", ".yml"):
        raise UsageProblem("draft-not-yaml", path=output.as_posix())
    if output.exists():
        raise UsageProblem("draft-exists", path=output.as_posix())
    known = _known(output.parent / "codelists")
    found = engine.each_alone(workbook, workbook.as_posix(), partial(drafted, name=form_id(output.stem), known=known))
    if isinstance(found, FileRead):
        raise UsageProblem("draft-refused", path=workbook.as_posix(), why=words.both(found.code, found.args))
    for name, text in found.codelists.items():
        say(f"已生成 {placed(disk.write(output.parent / 'codelists' / f'{name}.yaml', text.encode())).as_posix()}")
    written = placed(disk.write(output, found.schema.encode()))
    open_ = questions(written)
    say(f"已生成 {written.as_posix()}")
    say(words.both("draft-open", {"count": str(len(open_)), "path": written.as_posix()}))


def drafted(arrival: Arrival, name: str, known: Mapping[str, CodeList]) -> Draft | FileRead:
    """A first schema from the workbook; the FileRead that says why where there is none."""
    if arrival.data is None:
        return FileRead(arrival.shown, "", "", arrival.outcome, arrival.code, arrival.args)
    try:
        return draft(arrival.data, arrival.shown, name, known)
    except DraftError as error:
        return FileRead(arrival.shown, "", "", "unreadable", error.code, error.arguments)


def _known(folder: Path) -> Mapping[str, CodeList]:
    """The shipped code lists and those beside the schema; a file there whose list has another id keeps its name too."""
    own = {path.stem: codelist(read_source(path)) for path in sorted(folder.glob("*.yaml"))}
    return {**load_codelists(), **own, **{each.codelist: each for each in own.values()}}
