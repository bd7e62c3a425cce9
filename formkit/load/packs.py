"""The packs of rules that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from formkit.load.described import described
from formkit.load.shelf import pack_files
from formkit.load.source import read_source
from formkit.model import Pack


@cache
def packs() -> Mapping[str, Pack]:
    """The shipped packs of rules, by their ids."""
    return {pack.pack: pack for pack in (described(read_source(path), Pack) for path in pack_files())}


def find_pack(name: str) -> Pack:
    """A shipped pack; KeyError if there is none of that id."""
    return packs()[name]
