"""What a drawn table may call a column."""

from __future__ import annotations

import re

from formkit.model import Form

_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")


def names_of(form: Form) -> dict[str, tuple[str, ...]]:
    """What a column may be called, with the keys of all columns called so; a final bracket may be left out."""
    names: dict[str, tuple[str, ...]] = {}
    bare: dict[str, tuple[str, ...]] = {}
    for key, path in form.paths.items():
        short = _BRACKET.sub("", path[-1])
        bare[short] = (*bare.get(short, ()), key)
        for name in {key, path[-1], "›".join(path[-2:]), "›".join(path)}:
            names[name] = (*names.get(name, ()), key)
    return {**bare, **names}
