"""What stands in files, by its id, each read when it is asked for and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Shelved(Mapping[str, T]):
    """A mapping of which only the values asked for are read.

    ``find`` gives the value of an id, None where there is none; ``names`` gives all ids. Both raise what reading a file raises.
    """

    def __init__(self, names: Callable[[], Iterable[str]], find: Callable[[str], T | None]) -> None:
        self._names, self._find = names, find

    def __getitem__(self, name: str) -> T:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return sum(1 for _ in self)
