"""formkit notice"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from formkit import disk, lock, mask, office, words
from formkit.commands.console import (
    CLEAN,
    FOLDER,
    MISUSE,
    UsageProblem,
    lock_option,
    now_option,
    passwords_option,
    placed,
    say,
    show_mistakes,
)
from formkit.commands.failures import template_mistakes
from formkit.load import provisions
from formkit.model import Ask, Notice
from formkit.notice import pdf, render, shelf
from formkit.notice.binding import bound
from formkit.notice.facts.rows import unjudged
from formkit.notice.letterbox import WrongFact, letters, terms_of
from formkit.notice.scene import Scene
from formkit.notice.terms import EACH, paths
from formkit.task import Task, open_task


@click.command()
@click.argument("kind", required=False)
@click.argument("folder", type=FOLDER, default=".", metavar="[DIR]")
@click.option("-o", "--output", type=FOLDER, metavar="DIR", help="写到哪个文件夹 (where to write)")
@click.option("--list", "listing", is_flag=True, help="有哪些文书 (what notices there are)")
@click.option("--fields", is_flag=True, help="模板里可以用哪些内容 (what its template may ask for)")
@click.option("--template", "copying", is_flag=True, help="把模板放进任务的 templates 文件夹，供修改 (copy the template there to be edited)")
@click.option("--set", "given", multiple=True, metavar="NAME=TEXT", help="只有人知道的内容，如 number=某字〔2020〕5号 (what only a person knows)")
@click.option("--bind", "binding", is_flag=True, help="合订成一个文件，供打印 (all in one file, to print)")
@click.option("--pdf", "as_pdf", is_flag=True, help="另存为 PDF，要装有 LibreOffice (as PDF too, by LibreOffice)")
@click.option("--overwrite", is_flag=True, help="覆盖已有的文书 (overwrite what is there)")
@passwords_option
@lock_option
@now_option
def command(
    kind: str | None, folder: Path, output: Path | None, listing: bool, fields: bool, copying: bool, given: tuple[str, ...],
    binding: bool, as_pdf: bool, overwrite: bool, passwords: tuple[str, ...], locking: str, now: str,
) -> None:  # fmt: skip
    """生成文书：通知、公示、告知书、通报等，见 --list (Word documents)."""
    if listing or not kind:
        _listed(folder)
        return
    kept = _kept(kind, folder)
    if fields:
        _fielded(shelf.described(kept))
        return
    if copying:
        _copied(kept, folder)
        return
    task = replace(open_task(folder), passwords=passwords)
    made = _made(kept, task, _pairs(given), now)
    if not made:
        say(words.both("nothing-to-notify", {"kind": shelf.described(kept).title}))
        sys.exit(CLEAN)
    target = output or task.folder / "notices"
    if binding and len(made) > 1:
        made = [(words.say("notice-bound", {"title": shelf.described(kept).title, "count": str(len(made))}), bound([data for _, data in made]))]
    files = {f"{disk.safe_name(name)}.docx": data for name, data in made}
    if as_pdf:
        files |= {f"{Path(name).stem}.pdf": data for name, data in _printed(files).items()}
    _free((target / name for name in files), overwrite=overwrite)
    for name, data in files.items():
        say(placed(disk.write(target / name, data if name.endswith(".pdf") else lock.locked(data, locking))).as_posix())
    sys.exit(CLEAN)


def _made(kept: shelf.Kept, task: Task, given: Mapping[str, str], now: str) -> list[tuple[str, bytes]]:
    """All documents, made before the first is written: one with a hole in it never goes out."""
    notice = shelf.described(kept, task.forms.get)
    if (forms := {each.form: "" for each in shelf.described(kept).rows}) and not task.forms.keys() & forms.keys():
        raise UsageProblem("notice-other-form", kind=notice.title, forms="、".join(forms))
    template = shelf.template(kept)
    settings = task.settings
    told = {"number": settings.numbers.get(kept.kind, ""), **settings.notices.get(kept.kind, {}), **given}
    told = {name: text for name, text in told.items() if text or name in given}
    try:
        used = render.variables(template, kept.shown)
        told |= _asked(notice, used, told)
        scene = Scene(task, office.checked(task, now), now)
        for file, place in unjudged(notice, scene):
            say(words.both("notice-row-unjudged", {"file": mask.text(file), "cell": place.cell}))
        return [(each.name, render.render(template, kept.shown, each.facts)) for each in letters(notice, scene, used, told)]
    except render.TemplateProblem as error:
        show_mistakes(template_mistakes(kept.shown, error.problems))
        sys.exit(MISUSE)
    except WrongFact as error:
        raise UsageProblem(error.code, name=error.name, text=error.text) from None


def _printed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The documents as PDF, under the same names."""
    try:
        return pdf.printed(files)
    except pdf.NoOfficeError:
        raise UsageProblem("notice-no-office") from None
    except pdf.FailedError as error:
        raise UsageProblem("notice-pdf-failed", name=error.names[0], count=str(len(error.names))) from None


def _asked(notice: Notice, used: Iterable[str], told: Mapping[str, str]) -> dict[str, str]:
    """What only a person knows and has not told: asked for where somebody can answer, else named all at once."""
    names = set(used)
    missing = [ask for ask in notice.asks if ask.name in names and ask.default is None and not told.get(ask.name)]
    if not missing:
        return {}
    if sys.stdin.isatty():
        return {ask.name: click.prompt(_prompted(ask), err=True) for ask in missing}
    for ask in missing:
        say(words.both("notice-ask", {"kind": notice.notice, "name": ask.name, "label": ask.label, "example": ask.example}))
    sys.exit(MISUSE)


def _prompted(ask: Ask) -> str:
    return f"{ask.label}（{words.say('notice-example', {'example': ask.example})}）" if ask.example else ask.label


def _listed(folder: Path) -> None:
    """Every notice: its name, what it is, what it rests on, what it needs, whom it is for."""
    known = {each.id: each for each in provisions()}
    for kept in shelf.kinds(folder / "templates"):
        notice = shelf.described(kept)
        clauses = [f"{known[name].document} {known[name].clause}" for name in notice.provisions if name in known]
        click.echo(f"{kept.kind}  {notice.title}")
        for code, said in (
            ("notice-list-basis", "；".join(dict.fromkeys((*clauses, *notice.basis)))), ("notice-list-needs", notice.needs),
            ("notice-list-forms", "、".join(notice.forms)), ("notice-list-asks", "、".join(f"{ask.label} {ask.name}" for ask in notice.asks)),
        ):  # fmt: skip
            if said:
                click.echo(f"    {words.say(code, {'said': said})}")
        click.echo(f"    {words.say(f'notice-audience-{notice.audience}')}")


def _fielded(notice: Notice) -> None:
    for path, term in paths(terms_of(notice)):
        click.echo(f"{'.'.join(part for part in path if part != EACH)}  {term.means}")


def _copied(kept: shelf.Kept, folder: Path) -> None:
    """A task's own copy of a template, to be edited in Word; one that is there already is never touched."""
    target = open_task(folder).folder / "templates" / f"{kept.kind}.docx"
    if target.exists():
        raise UsageProblem("notice-template-there", path=target.as_posix())
    say(placed(disk.write(target, shelf.template(kept))).as_posix())


def _free(targets: Iterable[Path], *, overwrite: bool) -> None:
    """Nothing that is there is overwritten unless asked."""
    there = [path for path in targets if path.exists()]
    if there and not overwrite:
        raise UsageProblem("notice-there", path=there[0].as_posix(), count=str(len(there)))


def _kept(kind: str, folder: Path) -> shelf.Kept:
    """The notice of that name, the task's own before the shipped one."""
    try:
        return shelf.find(kind, folder / "templates")
    except KeyError:
        kinds = "、".join(each.kind for each in shelf.kinds(folder / "templates"))
        raise UsageProblem("unknown-notice", kind=kind, kinds=kinds) from None


def _pairs(given: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise UsageProblem("bad-pair", text=name)
    return {name.strip(): text.strip() for name, _, text in pairs}
