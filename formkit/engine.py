"""Many files: each read and checked by itself, then judged together.

``seen`` tells for the SHA-256 of each file when its bytes were first met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from formkit import columns, disk, period
from formkit.checks import Case, case_of, examine
from formkit.checks.households import households
from formkit.filing import Filing
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.merge import homes, persons
from formkit.model import Form
from formkit.read import FileRead, places_of, read_file


def examine_file(path: Path, shown: str, expected: Expectation, seen: Mapping[str, str]) -> Examined:
    """One file read and checked; ``shown`` is the name it goes by in everything said of it."""
    data = disk.read(path)
    if data is None:
        return Examined(FileRead(shown, "", "", "unreadable", "file-gone"))
    read = read_file(data, shown, expected.forms, expected.roster, expected.passwords)
    when = seen[read.sha256]
    if read.filing is None:
        return Examined(read, seen=when)
    form = expected.forms[read.identity.form]
    report = examine(case(form, read.filing, expected))
    own = homes(form, households(form, read.filing.records))
    return Examined(read, report, own, persons(form, read.filing.records), when)


def case(form: Form, filing: Filing, expected: Expectation) -> Case:
    """A filing with everything its checks need."""
    end = period.end_of(filing.identity.period)
    return case_of(form, filing, columns.specs(form, end, places_of(filing.identity, expected.roster)), end)


def examine_all(
    paths: Iterable[tuple[Path, str]],
    expected: Expectation,
    seen: Mapping[str, str],
    tick: Callable[[str], None] = lambda _: None,
) -> tuple[Judged, ...]:
    """Every file in its one outcome, in the order given; ``tick`` is told each name as it is done."""
    found = []
    for path, shown in paths:
        found.append(examine_file(path, shown, expected, seen))
        tick(shown)
    return judge(found, expected)
