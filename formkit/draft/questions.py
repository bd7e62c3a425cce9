"""The open questions of a drafted schema: its ``# ?`` lines."""

from __future__ import annotations

import re
from pathlib import Path

from formkit.load.source import Mistake

_ASKED = re.compile(r"(?:^|\s)#\s*\?\s*(\S.*)$")


def questions(path: Path) -> tuple[Mistake, ...]:
    """The open questions (``# ?``) of a schema or code list, each at its line; no mistakes, but not done either."""
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    return tuple(
        Mistake(path.as_posix(), number, found.start(1) + 1, "draft-question", {"text": found[1].strip()})
        for number, line in enumerate(lines, 1)
        if (found := _ASKED.search(line))
    )
