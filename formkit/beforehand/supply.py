"""A table that somebody supplies, read for the workbooks it is to fill in beforehand, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from formkit import engine, mask, words
from formkit.arrivals import Arrival
from formkit.beforehand.kept import EMPTY, Kept
from formkit.beforehand.prefill import Allotted, allotted
from formkit.beforehand.whose import Wanted
from formkit.model import Form
from formkit.read import FileRead
from formkit.read.supplied import supplied
from formkit.types import KINDS
from formkit.words.workbook import text
from formkit.write.leftover import Left

_NAMES = 10


class SupplyError(ValueError):
    """A supplied table cannot be used: a code and what its sentence needs."""

    def __init__(self, code: str, arguments: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code, self.arguments = code, dict(arguments)


def coming_and_going(form: Form) -> list[str]:
    """What to do about those who are no longer there, and about new ones."""
    reason = form.summary.reason if form.summary else None
    gone = text("beforehand-reason", column=form.titles[reason]) if reason else text("beforehand-delete")
    return [gone, text("beforehand-new-person" if form.record.grain == "person" else "beforehand-new")]


def listed(names: Sequence[str], between: str = "、") -> str:
    """Names in a sentence: the first of them, where there are many."""
    some = between.join(names[:_NAMES])
    return words.say("names-more", {"names": some}) if len(names) > _NAMES else some


def read_supply(path: Path, wanted: Sequence[Wanted], passwords: Sequence[str]) -> tuple[Allotted, ...]:
    """What a table holds for each form, read in a worker that can be killed; SupplyError where there is nothing."""
    shown = PurePosixPath(path.as_posix()).name
    found = engine.each_alone(path, shown, partial(_read, wanted=tuple(wanted), passwords=tuple(passwords)))
    if isinstance(found, FileRead):
        args = {"path": path.as_posix(), "why": words.say(found.code, found.args), "why_en": words.english(found.code, found.args)}
        raise SupplyError("supplied-refused", args)
    if not any(each.found for each in found):
        titles = "、".join(f"《{each.form.title.format(unit='').strip()}》" for each in wanted)
        raise SupplyError("supplied-no-header", {"path": path.as_posix(), "title": titles, "examples": _examples(wanted[0].form)})
    return found


def _read(arrival: Arrival, wanted: Sequence[Wanted], passwords: Sequence[str]) -> tuple[Allotted, ...] | FileRead:
    """The whole of it in the worker: what it read goes with it, and only what becomes of the rows is sent back."""
    found = supplied(arrival, [(each.form, each.specs) for each in wanted], passwords)
    return found if isinstance(found, FileRead) else tuple(map(allotted, wanted, found))


def _examples(form: Form) -> str:
    """Some columns that a table might have."""
    asked = [form.titles[leaf.key] for leaf in form.leaves if not leaf.level and not KINDS[leaf.type].NUMBERED]
    return "、".join(asked[:4])


def given(form: Form, kept: Kept, file: str) -> Kept:
    """What goes into one workbook out of a supplied table."""
    if not kept.rows:
        return EMPTY
    return replace(kept, lines=(text("beforehand-supplied", file=file, rows=str(kept.rows)), *coming_and_going(form)))


def unread(found: Allotted) -> Iterator[str]:
    """What of a file was not read at all."""
    if found.skipped:
        yield words.both("supplied-skipped", {"names": mask.text(listed(found.skipped)), "count": str(len(found.skipped))})
    if found.unread:
        yield words.both("supplied-unread", {"count": str(found.unread)})


def unmatched(title: Mapping[str, str], got: Allotted) -> Iterator[str]:
    """Headings that nothing took, columns that got nothing or are asked anew, and who stands there more than once."""
    if got.twice:
        places = [mask.text("、".join(each)) for each in got.twice]
        yield words.both("supplied-twice", {**title, "count": str(len(got.twice)), "places": listed(places, "；")})
    for code, names in (("supplied-unused", got.unused), ("supplied-unfilled", got.unfilled), ("supplied-anew", got.anew)):
        if names:
            yield words.both(code, {**title, "names": mask.text("、".join(names)), "count": str(len(names))})


def left_over(left: Iterable[Left]) -> dict[str, str]:
    """How many rows and how many cells were left, for the sentence that says so."""
    found = list(left)
    return {"rows": str(sum(not one.cell for one in found)), "cells": str(sum(bool(one.cell) for one in found))}
