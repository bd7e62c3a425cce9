"""formkit notice"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from formkit import disk, lock, mask, office, words
from formkit.commands.console import (
    CLEAN,
    MISUSE,
    UsageProblem,
    give,
    json_option,
    lock_option,
    now_option,
    passwords_option,
    placed,
    progress,
    say,
    show_mistakes,
)
from formkit.commands.failures import template_mistakes
from formkit.commands.far import FOLDER_PLACE, from_store
from formkit.intake import GOOD
from formkit.load import Mistake, hint
from formkit.load.source import read_source
from formkit.model.notice import Ask, Notice
from formkit.notice import asking, catalogue, pdf, render, shelf
from formkit.notice.asking import Given, WrongFactError
from formkit.notice.binding import UnlikeError, bound
from formkit.notice.facts.rows import unjudged
from formkit.notice.letterbox import Letter, letters, terms_of
from formkit.notice.scene import Scene
from formkit.task import Task, open_task
from formkit.taskfile import FILE

Made = dict[str, bytes]
"""Documents by the names of their files."""
_OFFICE = ("agency", "contact", "phone", "copies")
_SHORT = 70


@click.command()
@click.argument("kind", required=False)
@click.argument("folder", type=FOLDER_PLACE, default=".", metavar="[DIR]")
@click.option("-o", "--output", type=FOLDER_PLACE, metavar="DIR", help="写到哪个文件夹 (where to write)")
@click.option("--list", "listing", is_flag=True, help="有哪些文书 (what notices there are)")
@click.option("--fields", is_flag=True, help="模板里可以用哪些内容 (what its template may ask for)")
@click.option("--template", "copying", is_flag=True, help="把模板放进任务的 templates 文件夹，供修改 (copy the template there to be edited)")
@click.option("--set", "given", multiple=True, metavar="NAME=TEXT", help="只有人知道的内容，如 number=某字〔2020〕5号 (what only a person knows)")
@click.option("--bind", "binding", is_flag=True, help="合订成一个文件，供打印 (all in one file, to print)")
@click.option("--pdf", "as_pdf", is_flag=True, help="另存为 PDF，要装有 LibreOffice (as PDF too, by LibreOffice)")
@click.option("--overwrite", is_flag=True, help="覆盖已有的文书 (overwrite what is there)")
@json_option
@passwords_option
@lock_option
@from_store
@now_option
def command(
    kind: str | None, folder: Path, output: Path | None, listing: bool, fields: bool, copying: bool, given: tuple[str, ...],
    binding: bool, as_pdf: bool, overwrite: bool, as_json: bool, passwords: tuple[str, ...], locking: str, now: str,
) -> None:  # fmt: skip
    """生成文书：通知、公示、告知书、通报等，见 --list (Word documents)."""
    if listing or not kind:
        # What stands behind --list is the task, not a kind.
        _listed(Path(kind) if kind and folder == Path() and Path(kind).is_dir() else folder, as_json=as_json)
        return
    kept = _kept(kind, folder)
    if fields:
        _fielded(shelf.described(kept), as_json=as_json)
        return
    if copying:
        _copied(kept, folder)
        return
    if locking and as_pdf:
        raise UsageProblem("notice-locked-pdf")
    task = replace(open_task(folder), passwords=passwords)
    made = _made(kept, task, _pairs(given), now)
    if binding and len(made) > 1:
        made = _bound(shelf.described(kept).title, made)
    written = _written(output or task.folder / "notices", made, locking, as_pdf=as_pdf, overwrite=overwrite)
    if as_json:
        give({"kind": kept.kind, "files": [{"file": path.as_posix(), "written": new} for path, new in written]})
    sys.exit(CLEAN)


def _made(kept: shelf.Kept, task: Task, given: list[Given], now: str) -> Made:
    """All documents, made before the first is written: one with a hole in it never goes out."""
    notice = shelf.described(kept, task.forms.get)
    if (forms := {each.form: "" for each in shelf.described(kept).rows}) and not task.forms.keys() & forms.keys():
        raise UsageProblem("notice-other-form", kind=notice.title, forms="、".join(forms))
    template = shelf.template(kept)
    try:
        used = render.variables(template, kept.shown)
        told = _told(notice, used, task, [*_kept_in_task(kept.kind, task), *given])
        scene = Scene(task, office.checked(task, now), now)
        for file, place in unjudged(notice, scene):
            say(words.both("notice-row-unjudged", {"file": mask.text(file), "cell": place.cell}))
        made = letters(notice, scene, used, told)
        if not made:
            _nobody(notice, scene)
        number = told.get("number", "")
        if len(made) > 1 and "number" in used and number and not number.endswith("起"):
            say(words.both("notice-same-number", {"count": str(len(made)), "number": number}))
        with progress(len(made), words.say("notice-making")) as tick:
            return _filled(made, template, kept.shown, tick)
    except render.TemplateProblem as error:
        show_mistakes(template_mistakes(kept.shown, error.problems))
        sys.exit(MISUSE)
    except WrongFactError as error:
        raise UsageProblem(error.code, name=error.name, text=error.text) from None


def _nobody(notice: Notice, scene: Scene) -> None:
    """Nobody needs it: what is still out may have households that do."""
    out = sum(state.state not in GOOD for state in scene.came.states) if notice.rows else 0
    say(words.both("nobody-yet" if out else "nothing-to-notify", {"kind": notice.title, "count": str(out)}))


def _filled(made: Iterable[Letter], template: bytes, shown: str, tick: Callable[[str], None]) -> Made:
    """Each document under a name of its own, also where a long one was cut."""
    files: Made = {}
    taken: set[str] = set()
    for each in made:
        name, number = disk.safe_name(each.name), 1
        while name.lower() in taken:  # Windows takes A and a for the same
            number += 1
            name = f"{disk.safe_name(each.name)[:_SHORT]}_{number}"
        taken.add(name.lower())
        files[f"{name}.docx"] = render.render(template, shown, each.facts)
        tick(name)
    return files


def _bound(title: str, made: Made) -> Made:
    name = words.say("notice-bound", {"title": title, "count": str(len(made))})
    try:
        return {f"{disk.safe_name(name)}.docx": bound(list(made.values()))}
    except UnlikeError:
        raise UsageProblem("notice-unlike") from None


def _kept_in_task(kind: str, task: Task) -> Iterable[Given]:
    """What task.yaml says for a notice of this kind; what is left empty there is not said."""
    settings = task.settings
    if text := settings.numbers.get(kind, ""):
        yield Given("number", text, ("numbers", kind))
    for name, text in settings.notices.get(kind, {}).items():
        if text:
            yield Given(name, text, ("notices", kind, name))


def _told(notice: Notice, used: Iterable[str], task: Task, given: list[Given]) -> dict[str, str]:
    """What people have told, the last word for each name; what is still missing is asked for where somebody can answer.

    Everything wrong is told at once: what task.yaml says with its line, then what is missing.
    """
    plain = [Given(name, text, (name,)) for name in _OFFICE if (text := getattr(task.settings, name))]
    wrong = [*asking.wrong(notice, terms_of(notice), used, [*plain, *given])]
    source = read_source(task.folder / FILE)
    show_mistakes(source.mistake(each.given.place, each.code, each.args) for each in wrong if each.given.place)
    show_mistakes(_unknown_kinds(task))
    for each in wrong:
        if not each.given.place:
            say(words.both(each.code, each.args))
    told = {each.name: each.text for each in given}
    for name in sorted(told.keys() - set(used) - {"number", *(each.given.name for each in wrong)}):
        say(words.both("notice-set-unused", {"name": name}))
    missing = asking.missing(notice, used, told)
    if wrong or (missing and not sys.stdin.isatty()):
        for ask in missing:
            say(words.both("notice-ask", {"kind": notice.notice, "name": ask.name, "label": ask.label, "example": ask.example}))
        sys.exit(MISUSE)
    return told | {ask.name: _asked(notice, ask) for ask in missing}


def _unknown_kinds(task: Task) -> Iterable[Mistake]:
    """Kinds that task.yaml has something for and nobody knows: said, and in no notice's way."""
    known = [each.kind for each in shelf.kinds(task.folder / "templates")]
    source = read_source(task.folder / FILE)
    for part, said in (("numbers", task.settings.numbers), ("notices", task.settings.notices)):
        for kind in said:
            if kind not in known:
                yield source.mistake((part, kind), "unknown-notice", {"kind": kind, "near": _near(kind, known), "kinds": "、".join(known)})


def _asked(notice: Notice, ask: Ask) -> str:
    """What a person answers at the terminal, asked again until it can be what is asked."""

    def answered(text: str) -> str:
        try:
            return asking.fact(notice, ask.name, text.strip())
        except WrongFactError as error:
            raise click.BadParameter(words.both(error.code, {"name": ask.label, "text": error.text})) from None

    question = f"{ask.label}（{words.say('notice-example', {'example': ask.example})}）" if ask.example else ask.label
    try:
        return str(click.prompt(question, value_proc=answered, err=True))
    except click.Abort:
        raise UsageProblem("notice-ask", kind=notice.notice, name=ask.name, label=ask.label, example=ask.example) from None


def _written(target: Path, made: Made, locking: str, *, as_pdf: bool, overwrite: bool) -> list[tuple[Path, bool]]:
    """Where each document is, and whether it was written now. All are written, or none is left of those that were new."""
    same = {name for name, data in made.items() if disk.read(target / name) == data}
    fresh = {name: data for name, data in made.items() if name not in same}
    pdfs = {name: f"{name.removesuffix('.docx')}.pdf" for name in made if as_pdf}
    printing = {name: made[name] for name, other in pdfs.items() if name in fresh or not (target / other).exists()}
    _free((target / name for name in (*fresh, *(pdfs[each] for each in printing))), overwrite=overwrite)
    files = {name: lock.locked(data, locking) for name, data in fresh.items()}
    files |= {pdfs[name]: data for name, data in _printed(printing).items()} if printing else {}
    done: list[tuple[Path, bool]] = []
    there = {name for name in files if (target / name).exists()}
    try:
        for name, data in files.items():
            done.append((disk.write(target / name, data), True))
    except OSError:
        for path, _ in done:
            if path.name not in there:
                disk.removed(path)
        raise
    for path, _ in done:
        say(placed(path).as_posix())
    for name in (*same, *(other for each, other in pdfs.items() if each not in printing)):
        say(words.both("notice-unchanged", {"path": (target / name).as_posix()}))
        done.append((target / name, False))
    return sorted(done)


def _printed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The documents as PDF, under the same names."""
    try:
        return pdf.printed(files)
    except pdf.NoOfficeError:
        raise UsageProblem("notice-no-office") from None
    except pdf.FailedError as error:
        raise UsageProblem("notice-pdf-failed", name=error.names[0], count=str(len(error.names))) from None


def _listed(folder: Path, *, as_json: bool) -> None:
    """Every notice: its name, what it is, what it rests on, what it needs, whom it is for."""
    found = [catalogue.entry(kept, shelf.described(kept)) for kept in shelf.kinds(folder / "templates")]
    if as_json:
        give(found)
        return
    for line in (line for each in found for line in catalogue.lines(each)):
        click.echo(line)


def _fielded(notice: Notice, *, as_json: bool) -> None:
    if as_json:
        give(catalogue.fields(notice))
        return
    for each in catalogue.fields(notice):
        click.echo(f"{each['name']}  {each['means']}")


def _copied(kept: shelf.Kept, folder: Path) -> None:
    """A task's own copy of a template, to be edited in Word; one that is there already is never touched."""
    target = open_task(folder).folder / "templates" / f"{kept.kind}.docx"
    if target.exists() or (kept.own and kept.template):
        raise UsageProblem("notice-template-there", path=(kept.template or target).as_posix())
    say(placed(disk.write(target, shelf.template(kept))).as_posix())


def _free(targets: Iterable[Path], *, overwrite: bool) -> None:
    """Nothing that is there is overwritten unless asked."""
    there = [path for path in targets if path.exists()]
    if there and not overwrite:
        raise UsageProblem("notice-there", path=there[0].as_posix(), count=str(len(there)))


def _kept(kind: str, folder: Path) -> shelf.Kept:
    """The notice of that name, the task's own before the shipped one."""
    if stray := next((path for path in shelf.strays(folder / "templates") if path.stem == kind), None):
        raise UsageProblem("notice-other-suffix", path=stray.as_posix())
    try:
        return shelf.find(kind, folder / "templates")
    except KeyError:
        known = [each.kind for each in shelf.kinds(folder / "templates")]
        raise UsageProblem("unknown-notice", kind=kind, near=_near(kind, known), kinds="、".join(known)) from None


def _near(kind: str, known: Iterable[str]) -> str:
    """The kind that was meant: the one of that title (催报通知), else one that is spelt almost so."""
    titled = (each.kind for each in shelf.kinds() if shelf.described(each).title == kind)
    return hint(next(titled, kind.strip().lower()), known)


def _pairs(given: tuple[str, ...]) -> list[Given]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name.strip():
            raise UsageProblem("bad-pair", text=name)
    return [Given(name.strip(), text.strip()) for name, _, text in pairs]
