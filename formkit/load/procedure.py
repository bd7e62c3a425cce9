"""A procedure as ordinary rules: no stage without the one before it, none earlier, nothing after the end.

A stage that may be skipped is looked past: the stage after it is held against the one before it as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from formkit import words
from formkit.model import Procedure, Rule, Stage


def rules_of(procedure: Procedure) -> tuple[Rule, ...]:
    """The rules a procedure stands for, numbered behind its id in the order of its stages."""
    made = (*_missing(procedure), *_ordered(procedure), *_stopped(procedure))
    return tuple(rule.model_copy(update={"id": f"{procedure.id}-{number}"}) for number, rule in enumerate(made, 1))


def _pairs(procedure: Procedure) -> Iterator[tuple[Stage, Stage]]:
    """Each stage with the one before it, and past those that may be skipped with the ones before them."""
    stages = procedure.stages
    for place, later in enumerate(stages):
        for earlier in reversed(stages[:place]):
            yield earlier, later
            if earlier.skip is None:
                break


def _missing(procedure: Procedure) -> Iterator[Rule]:
    for earlier, later in _pairs(procedure):
        skip = f",{earlier.skip}" if earlier.skip else ""
        test = f"OR(ISBLANK([@{later.at}]),NOT(ISBLANK([@{earlier.at}])){skip})"
        yield _rule(procedure, test, earlier.at, "procedure-missing", earlier, later)


def _ordered(procedure: Procedure) -> Iterator[Rule]:
    for earlier, later in _pairs(procedure):
        yield _rule(procedure, f"[@{earlier.at}]<=[@{later.at}]", later.at, "procedure-order", earlier, later)


def _stopped(procedure: Procedure) -> Iterator[Rule]:
    for place, stage in enumerate(procedure.stages):
        for later in procedure.stages[place + 1 :] if stage.stop else ():
            yield _rule(procedure, f"IF({stage.stop},ISBLANK([@{later.at}]),TRUE)", later.at, "procedure-stopped", stage, later)


def _rule(procedure: Procedure, test: str, at: str, code: str, earlier: Stage, later: Stage) -> Rule:
    args = {"earlier": earlier.label, "later": later.label}
    return Rule(
        id=procedure.id, test=test, at=at, says=words.say(code, args), remedy=words.remedy(code, args),
        clause=procedure.clause, severity=procedure.severity, provision=procedure.provision,
    )  # fmt: skip
