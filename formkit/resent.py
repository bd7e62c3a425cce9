"""Files of another period that an earlier task has received already: the same bytes, sent in once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from formkit import journal
from formkit.intake import Judged


def resent(judged: Iterable[Judged], folder: Path, before: Iterable[str]) -> tuple[Judged, ...]:
    """The files with a sentence that names the earlier task, and the name it was received under, where one was sent again.

    ``before`` are the ways from ``folder`` to the earlier tasks. Only their journals are read, and only where a file is of another
    period; they hold names without the words that people add to them.
    """
    known: dict[str, dict[str, str]] | None = None
    found: list[Judged] = []
    for one in judged:
        if one.outcome == "wrong-period" and one.sha256:
            if known is None:
                known = {}
                for name in before:
                    for digest, file in journal.read_journal(folder / name).names.items():
                        known.setdefault(digest, {"task": name, "name": file})
            if one.sha256 in known and "found" in one.args:
                one = replace(one, code="wrong-period-received", args={**one.args, **known[one.sha256]})
        found.append(one)
    return tuple(found)
