"""YAML to forms: what is shipped, what an author wrote, and every mistake in it as file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from formkit.load.bind import bind, codelist, with_pack
from formkit.load.described import described, hint
from formkit.load.links import joint_faults
from formkit.load.packs import find_pack, packs
from formkit.load.parts import spliced
from formkit.load.shelf import codelist_files, form_files, shelf
from formkit.load.shelved import Shelved
from formkit.load.source import LARGEST, Mistake, SchemaError, Source, extended, read_source
from formkit.load.summary import SUMMARY, summary_of
from formkit.model import CodeList, Form, Link, Pack, Provision, ProvisionList, Rule, SharedPart

__all__ = [
    "LARGEST",
    "Mistake",
    "SchemaError",
    "UnknownFormError",
    "described",
    "find_form",
    "find_pack",
    "forms_around",
    "hint",
    "known_forms",
    "lint",
    "load_codelists",
    "load_form",
    "misjoined",
    "own_forms",
    "packs",
    "provisions",
    "remarks",
    "shelf",
    "shipped_forms",
    "shown_by",
    "with_pack",
]  # fmt: skip

_FORM = re.compile(r"^form: *([a-z0-9-]+)", re.MULTILINE)


class UnknownFormError(LookupError):
    """No shipped form has that id and no file that name; ``near`` is the closest id there is."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name)
        self.name, self.near = name, near


def load_codelists(extra: Path | None = None) -> Mapping[str, CodeList]:
    """Shipped code lists by id, read when they are asked for, and those in a ``codelists`` folder beside an author's own schema."""
    return {**_SHIPPED_LISTS, **_lists_in(extra)} if extra and extra.is_dir() else _SHIPPED_LISTS


@cache
def _lists_in(folder: Path) -> dict[str, CodeList]:
    return {found.codelist: found for found in (codelist(read_source(path)) for path in sorted(folder.glob("*.yaml")))}


@cache
def _shipped_list(name: str) -> CodeList | None:
    """A shipped code list; its file has the name of its id."""
    path = shelf("schemas") / "codelists" / f"{name}.yaml"
    return codelist(read_source(path)) if path.is_file() else None


_SHIPPED_LISTS = Shelved(lambda: (path.stem for path in codelist_files()), _shipped_list)


@cache
def load_form(path: Path) -> Form:
    """The form in a YAML file, bound; SchemaError with every mistake."""
    return bind(whole_source(path), load_codelists(path.parent / "codelists"))


def whole_source(path: Path) -> Source:
    """A schema with what it extends and the parts it uses, each entry with its own place."""
    return spliced(_laid(path), partial(_part, path))


def _part(path: Path, name: str) -> Source | None:
    """A shared part: in ``parts`` beside an author's schema, else among those shipped."""
    folders = (path.parent, path.parent / "parts", shelf("schemas") / "parts")
    found = next((file for folder in folders if (file := folder / f"{name}.yaml").is_file()), None)
    return read_source(found) if found else None


def _laid(path: Path) -> Source:
    """A schema on top of another one of the same folder, named by ``extends``."""
    source = read_source(path)
    if not isinstance(source.data, dict) or "extends" not in source.data:
        return source
    base = path.parent / str(source.data["extends"])
    if not base.is_file() or base == path:
        raise SchemaError((source.mistake(("extends",), "unknown-base", {"name": base.name}),))
    return extended(source, _laid(base))


@cache
def shipped_forms() -> tuple[Form, ...]:
    """All shipped forms in order of their files, each followed by the form of its sums where it has one."""
    return tuple(each for path in form_files() for each in _with_summary(load_form(path)))


def _with_summary(form: Form) -> tuple[Form, ...]:
    return (form, summary_of(form)) if form.summary else (form,)


def known_forms(*folders: Path) -> Mapping[str, Form]:
    """Every form there is, by id: those shipped, and the authors' own in some folders, which come before a shipped one.

    A form is read when it is asked for. An author's form with mistakes is passed over here: they are told where it is used.
    """
    where = tuple(folder.resolve() for folder in folders)
    return Shelved(partial(_names_in, where), partial(_form_in, where))


def own_forms(folder: Path) -> Mapping[str, Form]:
    """The authors' own forms described in a folder, by id; one with mistakes is passed over, they are told where it is used."""
    where = folder.resolve()
    named = (each for name in _own_files(where) for each in (name, f"{name}{SUMMARY}"))
    return {name: form for name in named if (form := _own_in((where,), name))}


def forms_around(files: Iterable[Path]) -> Mapping[str, Form]:
    """Every form that loose files may be of: those shipped and those described in the current folder, beside a file, or
    up to two folders above one, as a task's own form stands above its inbox."""
    folders = {folder for file in files for folder in list(file.resolve().parents)[:3]}
    return known_forms(Path(), *sorted(folders))


def _names_in(folders: tuple[Path, ...]) -> Iterator[str]:
    """The ids of all forms there are, those shipped first; whether a form has a summary is looked up behind its own id."""
    own = [name for folder in folders for name in _own_files(folder)]
    named = (each for name in (*_shipped_files(), *own) for each in (name, f"{name}{SUMMARY}"))
    return (each for each in dict.fromkeys(named) if each in _shipped_files() or _form_in(folders, each))


def _form_in(folders: tuple[Path, ...], name: str) -> Form | None:
    """The form of an id: of the last folder that describes it faultlessly, else as it is shipped."""
    if own := _own_in(folders, name):
        return own
    shipped = _shipped_files().get(name.removesuffix(SUMMARY))
    return _of_file(shipped, name) if shipped else None


def _own_in(folders: tuple[Path, ...], name: str) -> Form | None:
    """The form of an id as the last folder describes it that does so faultlessly."""
    base = name.removesuffix(SUMMARY)
    for path in (path for folder in reversed(folders) for path in reversed(_own_files(folder).get(base, ()))):
        with suppress(SchemaError, OSError):
            if (found := _of_file(path, name)) is not None:
                return found
    return None


def _of_file(path: Path, name: str) -> Form | None:
    """The form of an id, or the form of its sums, out of its file."""
    form = load_form(path)
    if name == form.form:
        return form
    return summary_of(form) if form.summary and name == f"{form.form}{SUMMARY}" else None


@cache
def _own_files(folder: Path) -> Mapping[str, tuple[Path, ...]]:
    """The files of a folder that describe a form, by its id, found without reading them in full."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        with suppress(OSError):
            if said := _FORM.search(path.read_bytes()[:LARGEST].decode("utf-8-sig", "replace")):
                found[said[1]] = (*found.get(said[1], ()), path)
    return found


@cache
def provisions() -> tuple[Provision, ...]:
    """What the source documents lay down, in order."""
    return described(read_source(shelf("schemas") / "provisions.yaml"), ProvisionList).provisions


def shown_by(provision: Provision) -> tuple[str, ...]:
    """Ids of the rules and links that stand for a provision, in shipped forms and packs, and the checks it names."""
    stated: list[Rule | Link] = [rule for pack in packs().values() for rule in pack.rules]
    for form in shipped_forms():
        stated += [*form.rules, *form.links]
    return tuple(dict.fromkeys([*(each.id for each in stated if provision.id in each.provision), *provision.shown_by]))


def find_form(name: str, beside: Path = Path()) -> Form:
    """A shipped form by its id, or the form in the YAML file of that name; UnknownFormError if there is neither.

    A file is looked for from the folder ``beside`` first, then from the current one.
    """
    path = _own(name, beside)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return load_form(path)
    files = _shipped_files()
    base = name.removesuffix(SUMMARY)
    if base not in files:
        import difflib  # most names are right

        raise UnknownFormError(name, next(iter(difflib.get_close_matches(name, list(files), 1, 0.3)), next(iter(files), "")))
    found = _of_file(files[base], name)
    if found is None:
        raise UnknownFormError(name, base)
    return found


@cache
def _shipped_files() -> Mapping[str, Path]:
    """The files of the shipped forms by their ids, found without reading the schemas in full."""
    return {found[1]: path for path in form_files() if (found := _FORM.search(path.read_text("utf-8")))}


def _own(name: str, beside: Path) -> Path:
    """Where an author's own form would be."""
    return beside / name if (beside / name).is_file() else Path(name)


def lint(path: Path) -> tuple[Mistake, ...]:
    """Every mistake in the schema or code list at a path; none if it may be used."""
    try:
        source = whole_source(path)
        if isinstance(source.data, dict) and "codelist" in source.data:
            codelist(source)
        elif isinstance(source.data, dict) and "part" in source.data:
            described(source, SharedPart)
        elif isinstance(source.data, dict) and "pack" in source.data:
            described(source, Pack)
        elif isinstance(source.data, dict) and "provisions" in source.data:
            described(source, ProvisionList)
        elif isinstance(source.data, dict) and "calendar" in source.data:
            from formkit.load.calendar import calendar  # few files are

            calendar(source)
        else:
            form = bind(source, load_codelists(path.parent / "codelists"))
            return _misjoined(source, form, _linked(path, form))
    except SchemaError as error:
        return error.mistakes
    return ()


def misjoined(names: Iterable[str], forms: Mapping[str, Form], beside: Path = Path()) -> tuple[Mistake, ...]:
    """Mistakes in the links between the forms of a task, named as ``find_form`` takes them; names of no form are passed over."""
    paths = [path for name in names if (path := _file_of(name, beside))]
    return tuple(mistake for path in paths for mistake in _misjoined(path, load_form(path), forms))


def _misjoined(source: Source | Path, form: Form, others: Mapping[str, Form]) -> tuple[Mistake, ...]:
    """Links of a form that another form at hand does not bear out; a file is read again only to say where."""
    faults = tuple(joint_faults(form, others))
    if not faults:
        return ()
    where = whole_source(source) if isinstance(source, Path) else source
    return tuple(where.mistake(*fault) for fault in faults)


def _file_of(name: str, beside: Path) -> Path | None:
    """The file of a form that is shipped under an id, or that is named itself, from a folder or from the current one."""
    path = _own(name, beside)
    if path.suffix in (".yaml", ".yml"):
        return path if path.is_file() else None
    return _shipped_files().get(name)


def _linked(path: Path, form: Form) -> dict[str, Form]:
    """The other forms that a form's links name, as far as they are at hand: beside its file or shipped."""
    wanted = {name for link in form.links for name in link.forms}
    found = {form.form: form}
    for each in (*sorted(path.parent.glob("*.yaml")), *form_files()):
        if wanted <= found.keys():
            break
        with suppress(SchemaError):  # its own mistakes are told where it is checked itself
            other = load_form(each)
            found.setdefault(other.form, other)
    return found


def remarks(path: Path) -> tuple[Mistake, ...]:
    """What the author of a faultless schema or code list may have forgotten: help, sources, bases."""
    from formkit.load.forgotten import of_form, of_links, of_list  # few commands make remarks

    source = whole_source(path)
    if "codelist" in source.data:
        return tuple(of_list(source, codelist(source)))
    if "form" not in source.data:
        return ()
    form = load_form(path)
    return (*of_form(source, form), *of_links(source, form, _linked(path, form)))
