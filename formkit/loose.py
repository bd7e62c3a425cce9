"""Files outside a task: which they are, what they are judged by, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from formkit import afar, disk, engine, standing
from formkit.arrivals import Arrival
from formkit.intake import Examined, Expectation, Judged
from formkit.load.shelved import Shelved
from formkit.model import Form
from formkit.read import FileRead
from formkit.runner import Runner
from formkit.units import Roster

if TYPE_CHECKING:
    from formkit.store import Object

Files = Sequence[tuple["Path | Object", str]]
"""Files on a disk or in a store, each by the name it goes by."""
_told: set[str] = set()
"""The forms that this worker has handed over."""


def expectation(forms: Mapping[str, Form], roster: Roster | None, passwords: Sequence[str] = ()) -> Expectation:
    """What files outside a task are judged by: any of the forms, any period."""
    return Expectation(forms, roster, passwords=tuple(passwords))


def named(paths: Sequence[Path]) -> Files:
    """Files at and below paths, each under the name it was given by; also those in a store that a folder stands for."""
    far = {path: found for path in paths if (found := standing.left(path))}
    near = ((path, path.as_posix()) for path in disk.files(path for path in paths if path not in far))
    return (*near, *((one, shown) for found in far.values() for shown, one in found.items()))


def checked(
    files: Files, forms: Mapping[str, Form], passwords: Sequence[str], tick: Callable[[str], None],
    run: Runner | None = None,
) -> tuple[tuple[Judged, ...], Mapping[str, Form]]:  # fmt: skip
    """Every file in its one outcome, and the forms: those that workers had to read for it are not read a second time here."""
    expected = expectation(forms, None, passwords)
    came = afar.anywhere(files, partial(_with_form, expected=expected), expected.passwords, tick, run)
    known = {form.form: form for one in came if not isinstance(one, FileRead) and (form := one[1])}
    met = Shelved(lambda: forms, lambda name: known.get(name) or forms.get(name))
    found = (one if isinstance(one, FileRead) else one[0] for one in came)
    return engine.judged(found, expectation(met, None, passwords), defaultdict(str)), met


def _with_form(arrival: Arrival, expected: Expectation) -> tuple[Examined, Form | None]:
    """One file examined, with its form where this worker has not handed that over before: to send it takes a fiftieth of reading it."""
    found = engine.examine_file(arrival, expected)
    name = found.read.identity.form
    if not name or name in _told:
        return found, None
    _told.add(name)
    return found, expected.forms.get(name)
