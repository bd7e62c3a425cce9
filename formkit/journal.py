"""The journal of a task: which bytes were first seen when, what became of them, and who accepted what.

One JSON object a line, only ever added to; a line broken off by a crash is passed over. It holds hashes, outcomes and
nothing personal: of a file's name it keeps what the office itself gave out (codes, names of units, period, form) and what is
no word, for people call files after people; the hash says which file it was. Only who accepts a filing goes by name.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from formkit import mask
from formkit.intake import Judged, Override
from formkit.load import Mistake, SchemaError
from formkit.roster import decode
from formkit.values import dataclass

NAME = "journal.jsonl"
FOLDERS = ("inbox",)
_GIVEN = ("汇总", "退回")  # in the names of what formkit writes itself
# An extension, or a word.
_OTHER = re.compile(r"\.[A-Za-z]{2,5}(?=!?/|$)|(?:[^\W\d_]|[·•])(?:[^\W\d_]|[·•\s　])*[^\W\d_]")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
RECEIVED = "received.csv"


@dataclass(frozen=True, slots=True)
class Journal:
    """When each file's bytes were first seen (ISO date or time), last outcomes, overrides, and the names the files came under; all
    by SHA-256.
    """

    seen: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict, compare=False)


def read_journal(folder: Path) -> Journal:
    """The journal of a task folder; empty if there is none yet."""
    seen: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    overrides: dict[str, Override] = {}
    names: dict[str, str] = {}
    path = folder / NAME
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            entry = json.loads(line.decode("utf-8", "surrogateescape"))
            digest, event = str(entry["sha256"] or entry["file"]), entry["event"]
        except (ValueError, KeyError, TypeError):
            continue
        if event == "seen":
            seen.setdefault(digest, str(entry["at"]))
            names.setdefault(digest, str(entry.get("file", "")))
            outcomes[digest] = str(entry.get("outcome", ""))
        elif event == "outcome":
            outcomes[digest] = str(entry["outcome"])
        elif event == "accept":
            overrides[digest] = Override(digest, str(entry["by"]), str(entry["reason"]))
    return Journal(seen, outcomes, overrides, names)


def note_outcomes(folder: Path, journal: Journal, judged: Iterable[Judged], at: str) -> None:
    """Add what is new: bytes never seen before, and outcomes that changed."""
    lines = []
    outcomes = {digest: journal.outcomes.get(digest) for digest in journal.seen}
    for one in judged:
        name = nameless(one)
        entry = {"event": "", "sha256": one.sha256, "file": name, "outcome": one.outcome, "at": at}
        known = one.sha256 or name
        if one.outcome == "copy" or (known in outcomes and outcomes[known] == one.outcome):
            continue
        lines.append(entry | {"event": "outcome" if known in outcomes else "seen"})
        outcomes[known] = one.outcome
    _append(folder, lines)


def nameless(one: Judged) -> str:
    """A file's path with ＊ for every word that the office has not given out; ID and phone numbers masked."""
    own = {*FOLDERS, *_GIVEN, one.identity.form, *(step.name for step in one.identity.path), *(step.code for step in one.identity.path)}
    given = sorted(filter(None, own), key=len, reverse=True)
    kept: list[str] = []
    place = 0
    while place < len(one.file):
        # Each file has words of its own: a pattern of them would cost more to make than to look.
        word = next((word for word in given if one.file.startswith(word, place)), "")
        found = None if word else _OTHER.match(one.file, place)
        text = word or (found[0] if found else one.file[place])
        kept.append(_kept(text, own) if found else text)
        place += len(text)
    return mask.text("".join(kept))


def _kept(text: str, own: Collection[str]) -> str:
    return text if text in own or text.startswith(".") else "＊"


def note_acceptance(folder: Path, override: Override, file: str, at: str) -> None:
    """Record that a person accepted a filing in spite of its findings."""
    said = {"file": nameless(Judged(file, "", "", "", "")), "by": mask.text(override.by), "reason": mask.text(override.reason)}
    entry = {"event": "accept", "sha256": override.sha256, **said}
    _append(folder, [entry | {"at": at}])


def _append(folder: Path, entries: Iterable[Mapping[str, str]]) -> None:
    # A file name that is no text in this system's encoding goes in as the bytes it is.
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    data = text.encode("utf-8", "surrogateescape")
    if not data:
        return
    # One write at the end of the file, wherever that is by then: two runs at once do not write into each other's lines.
    handle = os.open(folder / NAME, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        torn = size > 0 and os.lseek(handle, -1, os.SEEK_END) >= 0 and os.read(handle, 1) != b"\n"
        whole = b"\n" * torn + data
        if os.write(handle, whole) < len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), NAME)
        os.fsync(handle)
    finally:
        os.close(handle)


def received(folder: Path) -> Mapping[str, str]:
    """Days on which files came in by other ways, from received.csv: file name to ISO date.

    SchemaError with the line of every date that is none; a first line without one is the heading.
    """
    path = folder / RECEIVED
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for line, row in enumerate(csv.reader(io.StringIO(decode(path.read_bytes()))), 1):
        if len(row) < 2 or not row[0].strip():
            continue
        day = _day(row[1])
        if day:
            found[row[0].strip()] = day
        elif line > 1:
            mistakes.append(Mistake(path.as_posix(), line, 1, "bad-date", {"text": row[1].strip()[:20]}))
    if mistakes:
        raise SchemaError(tuple(mistakes))
    return found


def _day(text: str) -> str:
    """A day as people write it (2020-04-01, 2020/4/1, 2020年4月1日) in ISO; empty if it is none."""
    written = _DAY.match(text.strip())
    try:
        return date(*(int(part) for part in written.groups())).isoformat() if written else ""
    except ValueError:
        return ""
