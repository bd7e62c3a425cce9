"""formkit status"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from formkit import export, mask, office, words
from formkit.commands.console import (
    CLEAN,
    FAULTS,
    give,
    json_option,
    now_option,
    passwords_option,
    progress,
    titled,
)
from formkit.commands.far import PLACE, cluster_option, from_store
from formkit.intake import GOOD, Judged
from formkit.model import Form
from formkit.period import long_date, parse_day
from formkit.runner import Runner
from formkit.saying import say_of
from formkit.states import State
from formkit.task import open_task
from formkit.townships import MEND, Township, townships
from formkit.write.styles import display_width

_SHOWN = ("late", *MEND, "missing", "superseded", "wrong-unit")


@click.command()
@click.argument("folder", type=PLACE, default=".", metavar="[DIR]")
@json_option
@click.option("--text", "as_text", is_flag=True, help="每个镇一行，可直接发到群里 (one line per township for a chat)")
@passwords_option
@from_store
@cluster_option
@now_option
def command(
    folder: Path, as_json: bool, as_text: bool, passwords: tuple[str, ...], run: Runner | None, now: str
) -> None:
    """谁报了、谁没报、谁迟报 (who has reported)."""
    task = replace(open_task(folder), passwords=passwords, run=run)
    with progress(len(task.reporters), "查看") as tick:
        came = office.checked(task, now, tick, hold=True)
    towns, nowhere = townships(task, came.states, came.judged)
    if as_json:
        lost = [{"file": one.file, "unit": one.identity.unit or None, "outcome": one.outcome} for one in nowhere]
        rows = [export.township_json(town) for town in towns]
        give({"units": [export.unit_json(state) for state in came.states], "townships": rows, "nowhere": lost})
    else:
        lines = _chat(task.forms, towns) if as_text else _report(task.forms, came.states, towns)
        for line in (*lines, *_lost(nowhere)):
            click.echo(mask.text(line))
    sys.exit(CLEAN if all(state.state in GOOD for state in came.states) else FAULTS)


def _chat(forms: Mapping[str, Form], towns: Iterable[Township]) -> Iterator[str]:
    """A line a township: the rate, then by name who was late, who must correct and who is missing."""
    for town in towns:
        zero = len(town.of("zero"))
        zeros = words.say("state-line-zeros", {"count": str(zero)}) if zero else ""
        counts = {"expected": str(town.expected), "reported": str(town.reported)}
        line = words.say("state-line", {"name": town.name, **counts, "rate": _percent(town), "zeros": zeros})
        asked = [("late", town.late), *((name, town.of(name)) for name in MEND), ("pending", town.pending), ("missing", town.of("missing"))]
        said = [_units(forms, f"state-{name}", found) for name, found in asked if found]
        if town.reported == town.expected:
            said = [words.say("state-line-done"), *said]
        if town.wrong_unit:
            said.append(words.say("state-line-files", {"count": str(len(town.wrong_unit))}))
        yield "；".join((line, *said)) if town.reported < town.expected else f"{line}，{'；'.join(said)}"


def _units(forms: Mapping[str, Form], label: str, found: Sequence[State]) -> str:
    """The units in one state by name, form by form; those that may take longer with their day."""
    parts = [
        titled(forms, form) + "、".join(_named(state) for state in found if state.form == form)
        for form in dict.fromkeys(state.form for state in found)
    ]
    return words.say("state-line-units", {"label": words.say(label), "count": str(len(found)), "names": "，".join(parts)})


def _named(state: State) -> str:
    granted = state.extension if state.state not in GOOD else None
    until = words.say("state-extended", {"until": long_date(parse_day(granted.until))}) if granted else ""
    return f"{state.unit.name}（{until}）" if until else state.unit.name


def _report(forms: Mapping[str, Form], states: Sequence[State], towns: Sequence[Township]) -> Iterator[str]:
    """Unit by unit, then a table of the townships and the sum of it."""
    for state in states:
        marks = [name for name, has in (("state-pending", state.corrected), ("state-late", state.late)) if has]
        said = [words.say(name) for name in (f"state-{state.state}", *marks)]
        if state.judged and state.judged.override and state.state in GOOD:
            said.append(say_of(state.judged))
        if granted := state.extension:
            why = {"until": long_date(parse_day(granted.until)), "reason": granted.reason, "by": granted.by}
            said.append(words.say("state-extended-why", why))
        line = (state.unit.code, state.unit.name, titled(forms, state.form), *said, state.file)
        yield "  ".join(filter(None, line))
    yield ""
    yield from _table(towns)
    whole = Township("", "", tuple(states))
    counts = {"expected": whole.expected, "reported": whole.reported, "zero": len(whole.of("zero")), "late": len(whole.late)}
    yield words.say("state-sum", {"rate": _percent(whole), **{name: str(count) for name, count in counts.items()}})


def _table(towns: Sequence[Township]) -> Iterator[str]:
    """The townships in columns; of what may go wrong only what did."""
    rows = [{**export.township_json(town), "rate": _percent(town)} for town in towns]
    used = [name for name in _SHOWN if any(row[name.replace("-", "_")] for row in rows)]
    heads = ("township", "expected", "reported", "rate", "zeros", *used)
    keys = ("name", "expected", "reported", "rate", "zero", *(name.replace("-", "_") for name in used))
    table = [tuple(words.say(f"state-{head}") for head in heads), *(tuple(str(row[key]) for key in keys) for row in rows)]
    wide = [max(display_width(line[place]) for line in table) for place in range(len(keys))]
    for line in table:
        first, *rest = (_padded(text, width, left=place == 0) for place, (text, width) in enumerate(zip(line, wide, strict=True)))
        yield "  ".join((first, *rest))


def _padded(text: str, width: int, *, left: bool) -> str:
    blank = " " * (width - display_width(text))
    return text + blank if left else blank + text


def _percent(town: Township) -> str:
    """The rate; never 100% before all have reported."""
    return f"{town.reported * 1000 // town.expected / 10:g}%" if town.expected else "100%"


def _lost(nowhere: Sequence[Judged]) -> Iterator[str]:
    if nowhere:
        yield words.say("state-nowhere", {"count": str(len(nowhere)), "files": "、".join(one.file for one in nowhere)})
