"""Records that are put away: the bytes they are made of again, a thirtieth of the room they take in hand.

A run over a province reads 70,000 filings and needs the rows of few of them at a time. Nobody reads rows that are put away by
mistake: they can be counted and nothing else, until they are ``opened``.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cache
from multiprocessing.reduction import ForkingPickler
from typing import Any

from formkit import parquet
from formkit.filing import Filing, Record, packed, unpacked
from formkit.values import dataclass

_QUICK = 1
"""A level of compression: the next ones take twice the time for a twentieth less."""


class PutAwayError(Exception):
    """Somebody looked at rows that are put away: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """The bytes stand in a file (see ``shelf``), in this place of the column ``rows``."""

    file: str
    place: int


@dataclass(frozen=True, slots=True)
class Held(Sequence[Record]):
    """Rows that are put away: how many, what they are made of again, a mark of each person in them (see ``mark``), and beside it
    the place of the person's household in the filing.
    """

    many: int
    data: bytes | Shelved = field(repr=False)
    marks: array[int] = field(default_factory=lambda: array("Q"), repr=False, hash=False)
    homes: array[int] = field(default_factory=lambda: array("I"), repr=False, hash=False)

    def __len__(self) -> int:
        return self.many

    def __getitem__(self, _: Any) -> Any:
        raise PutAwayError

    def __iter__(self) -> Iterator[Record]:
        raise PutAwayError


def put_away(records: Sequence[Record], marks: Iterable[int] = (), homes: Iterable[int] = ()) -> Held:
    """The same rows put away; those that are stay as they are."""
    if isinstance(records, Held):
        return records
    packed_ = zlib.compress(ForkingPickler.dumps(packed(records)), _QUICK)
    return Held(len(records), packed_, array("Q", marks), array("I", homes))


def rows_of(records: Sequence[Record]) -> tuple[Record, ...]:
    """Rows in hand, new ones each time they are made of what was put away."""
    if not isinstance(records, Held):
        return tuple(records)
    at = records.data
    data = parquet.column(at.file, "rows")[at.place] if isinstance(at, Shelved) else at
    return unpacked(ForkingPickler.loads(zlib.decompress(data)))


def in_hand(filing: Filing) -> Filing:
    """A filing whose rows can be read."""
    return replace(filing, records=rows_of(filing.records)) if isinstance(filing.records, Held) else filing


def mark(number: str, salt: bytes) -> int:
    """What stands for a person's number where only its coming twice matters: 64 bits that say nothing without the salt of the run."""
    return int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8, key=salt).digest(), "little")


@cache
def salt() -> bytes:
    """The salt of this run, which is told to its workers and written nowhere."""
    return secrets.token_bytes(16)
