"""The expected ways a command can fail, each told in a sentence with its exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from formkit import words
from formkit.commands.console import ENVIRONMENT, MISUSE, UsageProblem, say, show_mistakes
from formkit.load import Mistake, SchemaError, UnknownFormError
from formkit.placeholders import Problem
from formkit.task import NotATaskError
from formkit.units import RosterError


def template_mistakes(file: str, problems: Iterable[Problem]) -> tuple[Mistake, ...]:
    """Problems of a Word template as mistakes: the line is the paragraph, counted from 1."""
    return tuple(
        Mistake(file, max(each.paragraph, 1), 1, each.code, _arguments(each)) for each in problems
    )


def _arguments(problem: Problem) -> dict[str, str]:
    known = {"paragraph": str(problem.paragraph), "field": problem.field, "reason": "", "kind": "", "near": ""}
    return known | dict(problem.args)


@contextmanager
def told() -> Iterator[None]:
    """Around a command: mistakes of authors exit 2, trouble with the machine exits 3."""
    try:
        yield
    except SchemaError as error:
        show_mistakes(error.mistakes)
        sys.exit(MISUSE)
    except RosterError as error:
        for problem in error.problems:
            say(f"{error.file}:{problem.line}: {words.both(problem.code, problem.args)}")
        sys.exit(MISUSE)
    except UnknownFormError as error:
        UsageProblem("unknown-form", name=error.name, near=error.near).show()
        sys.exit(MISUSE)
    except NotATaskError as error:
        UsageProblem("not-a-task", path=str(error)).show()
        sys.exit(MISUSE)
    except BrokenPipeError:
        sys.exit(ENVIRONMENT)
    except OSError as error:
        say(words.both("environment", {"why": str(error)}))
        sys.exit(ENVIRONMENT)
