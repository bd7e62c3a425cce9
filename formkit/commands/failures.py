"""The ways a command can fail, each told in a sentence with its exit status; also the one that nobody foresaw."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from formkit import words
from formkit.commands.console import ENVIRONMENT, MISUSE, UsageProblem, say, show_mistakes
from formkit.headings import RosterError
from formkit.load import Mistake, SchemaError, UnknownFormError
from formkit.taskfile import NotATaskError

if TYPE_CHECKING:  # Word is looked into by few commands
    from formkit.notice.placeholders import Problem

TRACEBACK = "FORMKIT_TRACEBACK"
"""Environment variable: set, an unforeseen failure shows its whole traceback, numbers masked."""
_PACKAGE = Path(__file__).resolve().parent.parent


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


def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """In place of Python's own traceback (sys.excepthook): one sentence, then exit 3.

    It names the kind of failure and the place in this package, never the message, which may hold what stands in a cell.
    """
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    frames = [frame for frame in traceback.extract_tb(trace) if _PACKAGE in Path(frame.filename).resolve().parents]
    place = f" {Path(frames[-1].filename).resolve().relative_to(_PACKAGE).as_posix()}:{frames[-1].lineno}" if frames else ""
    try:
        say(words.both("unforeseen", {"what": f"{kind.__name__}{place}", "variable": TRACEBACK}))
        if os.environ.get(TRACEBACK):
            say("".join(traceback.format_exception(kind, error, trace)))
    finally:  # Python would print the failure itself if anything else came out of here.
        raise SystemExit(ENVIRONMENT)
