"""Which version of the form came back, and what that means for what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit import words
from formkit.checks.case import Case
from formkit.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """old-version: what it lacks and what is no longer asked, where the schema says so; newer-version: the schema here is behind."""
    found, form = case.filing.identity.version, case.form
    if not found or found == form.version:
        return
    args = {"found": found, "expected": form.version}
    if _rank(found) > _rank(form.version):
        yield Finding("newer-version", "query", value=found, args=args)
    elif before := form.before(found):
        args["lacks"] = "、".join(form.titles[key] for key in before.lacks) or words.say("nothing-listed")
        args["gone"] = "、".join(before.gone) or words.say("nothing-listed")
        yield Finding("old-version-known", "query", value=found, args=args)
    else:
        yield Finding("old-version", "query", value=found, args=args)


def _rank(version: str) -> tuple[int, ...]:
    """The numbers in a version, for 2020.10 to come after 2020.9."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))
