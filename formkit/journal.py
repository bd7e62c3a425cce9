"""The journal of a task: which bytes were first seen when, what became of them, and who accepted what.

One JSON object a line, only ever added to; a line broken off by a crash is passed over. It holds hashes, file names
and outcomes, and nothing personal.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formkit.intake import Judged, Override
from formkit.units import decode

NAME = "journal.jsonl"
RECEIVED = "received.csv"


@dataclass(frozen=True, slots=True)
class Journal:
    """When each file's bytes were first seen (ISO date or time), last outcomes, overrides; all by SHA-256."""

    seen: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)


def read_journal(folder: Path) -> Journal:
    """The journal of a task folder; empty if there is none yet."""
    seen: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    overrides: dict[str, Override] = {}
    path = folder / NAME
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        try:
            entry = json.loads(line)
            digest, event = str(entry["sha256"]), entry["event"]
        except (ValueError, KeyError, TypeError):
            continue
        if event == "seen":
            seen.setdefault(digest, str(entry["at"]))
            outcomes[digest] = str(entry.get("outcome", ""))
        elif event == "outcome":
            outcomes[digest] = str(entry["outcome"])
        elif event == "accept":
            overrides[digest] = Override(digest, str(entry["by"]), str(entry["reason"]))
    return Journal(seen, outcomes, overrides)


def note_outcomes(folder: Path, journal: Journal, judged: Iterable[Judged], at: str) -> None:
    """Add what is new: bytes never seen before, and outcomes that changed."""
    lines = []
    for one in judged:
        entry = {"event": "", "sha256": one.sha256, "file": one.file, "outcome": one.outcome, "at": at}
        if one.sha256 not in journal.seen:
            lines.append(entry | {"event": "seen"})
        elif journal.outcomes.get(one.sha256) != one.outcome and one.outcome != "copy":
            lines.append(entry | {"event": "outcome"})
    _append(folder, lines)


def note_acceptance(folder: Path, override: Override, file: str, at: str) -> None:
    """Record that a person accepted a filing in spite of its findings."""
    entry = {"event": "accept", "sha256": override.sha256, "file": file, "by": override.by, "reason": override.reason}
    _append(folder, [entry | {"at": at}])


def _append(folder: Path, entries: Iterable[Mapping[str, str]]) -> None:
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    if not text:
        return
    path = folder / NAME
    torn = path.is_file() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write("\n" * torn + text)
        file.flush()
        os.fsync(file.fileno())


def received(folder: Path) -> Mapping[str, str]:
    """Dates on which files came in by other ways, from received.csv: file name to ISO date."""
    path = folder / RECEIVED
    if not path.is_file():
        return {}
    rows = csv.reader(io.StringIO(decode(path.read_bytes())))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) >= 2}
