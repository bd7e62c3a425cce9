"""Where the shipped schemas, code lists, units, templates and examples are: in the package, else in the source tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ASIDE = ("codelists", "units", "calendars", "parts", "packs")


@cache
def shelf(name: str) -> Path:
    """The folder ``schemas``, ``templates`` or ``examples`` as installed or as checked out."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def form_files() -> tuple[Path, ...]:
    """The YAML files of all shipped forms, in order of their names: one folder for each place."""
    folders = (folder for folder in sorted(shelf("schemas").iterdir()) if folder.is_dir() and folder.name not in _ASIDE)
    return tuple(path for folder in folders for path in sorted(folder.glob("*.yaml")))


def pack_files() -> tuple[Path, ...]:
    """The YAML files of all shipped packs of rules."""
    return tuple(sorted((shelf("schemas") / "packs").glob("*.yaml")))


def codelist_files() -> tuple[Path, ...]:
    """The YAML files of all shipped code lists."""
    return tuple(sorted((shelf("schemas") / "codelists").glob("*.yaml")))
