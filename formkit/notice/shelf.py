"""Which notices there are: those shipped, and those of a task's own ``templates``, which come before a shipped one of the same name.

A notice is a YAML that says what it is and a .docx of the same name; a .docx alone is a notice of a task as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from formkit.load import Mistake, SchemaError, shelf
from formkit.model import Form
from formkit.model.notice import Notice
from formkit.notice.build import build
from formkit.notice.reading import bound, read_notice
from formkit.values import dataclass

OTHER = (".doc", ".docm", ".dot", ".dotm", ".dotx", ".wps", ".wpt")
"""What Word and WPS save besides, and what cannot be filled."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice on the shelf: its files, either of which may be missing; ``own`` if the task's own template is used."""

    kind: str
    description: Path | None
    template: Path | None
    own: bool = False

    @property
    def shown(self) -> str:
        """The name its template goes by in messages."""
        path = self.template or self.description
        return path.as_posix() if path and self.own else f"{self.kind}.docx"


def kinds(folder: Path | None = None) -> tuple[Kept, ...]:
    """Every notice, by name; ``folder`` is a task's ``templates``."""
    ours = shelf("templates")
    shipped, own = _in(ours), _in(folder) if folder and folder.resolve() != ours.resolve() else {}
    found = dict(shipped)
    for kind, files in own.items():
        old = shipped.get(kind, Kept(kind, None, None))
        # A description of the task's own is worded anew: the shipped template is not its.
        template = files.template or (None if files.description else old.template)
        found[kind] = Kept(kind, files.description or old.description, template, own=True)
    return tuple(found[kind] for kind in sorted(found))


def _in(folder: Path) -> dict[str, Kept]:
    """The notices of one folder; what Word leaves there while it has a file open is none."""
    names = [path for path in folder.iterdir() if not path.name.startswith("~$")] if folder.is_dir() else []
    found: dict[str, Kept] = {}
    for path in names:
        old = found.get(path.stem, Kept(path.stem, None, None))
        if path.suffix.lower() in (".yaml", ".yml"):
            found[path.stem] = replace(old, description=path)
        elif path.suffix.lower() == ".docx":
            found[path.stem] = replace(old, template=path)
    return found


def strays(folder: Path) -> tuple[Path, ...]:
    """Files of a folder that were meant for templates and are of a kind that cannot be filled."""
    inside = sorted(folder.iterdir()) if folder.is_dir() else ()
    return tuple(path for path in inside if path.suffix.lower() in OTHER and not path.name.startswith("~$"))


def find(kind: str, folder: Path | None = None) -> Kept:
    """A notice by its name; KeyError if there is none."""
    return {each.kind: each for each in kinds(folder)}[kind]


def described(kept: Kept, forms: Callable[[str], Form | None] | None = None) -> Notice:
    """What a notice is, bound to the forms at hand; one that is a .docx alone is of the task as a whole.

    Raises SchemaError.
    """
    if kept.description is None:
        # Its name is what an office calls its file, in Chinese as a rule, and no id.
        return Notice.model_construct(notice=kept.kind, title=kept.kind, needs="", audience="office", name=kept.kind)
    return bound(kept.description, forms) if forms else read_notice(kept.description)


def template(kept: Kept) -> bytes:
    """The Word template; of a notice that is only worded, the one built from its wording. Raises SchemaError where it has neither."""
    if kept.template:
        return kept.template.read_bytes()
    assert kept.description is not None
    notice = read_notice(kept.description)
    if notice.page is None:
        raise SchemaError((Mistake(kept.description.as_posix(), 1, 1, "notice-no-wording", {"kind": kept.kind}),))
    return build(notice)
