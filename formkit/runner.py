"""What may stand in for ``workers.run``: the one seam between what is done with many files and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from formkit.workers import Died, Limits, Result, Task


class Runner(Protocol):
    """``function`` of every task within its limits, in the order given; ``Died`` for those that nothing could come of.

    One that has ``near`` set works on this machine, where files are read by whoever works on them; to others they are sent.
    At most ``most`` at once (0: as many as there is room for). Function, tasks and results must pickle.
    """

    def __call__(
        self, function: Callable[[Task], Result], tasks: Iterable[tuple[Task, Limits]], most: int = 0
    ) -> Iterator[Result | Died]: ...
