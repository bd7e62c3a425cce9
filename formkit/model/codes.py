"""代码表: allowed values, what clerks also write for them, and the years they are in use."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field

from formkit.model.described import Described, Fidelity, FormId, Key

_YEARS = 32  # of which a list is remembered: a file may claim any


class Code(Described):
    """One allowed value, with what clerks also write for it and the years it was in use.

    Values of one ``key`` are one thing under the names of different years: a name of another year is an alias.
    """

    value: str
    key: Key | None = None
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def used_in(self, year: int | None) -> bool:
        """Whether the value is in use that year; always, where no year is asked about."""
        return year is None or (self.since or year) <= year <= (self.until or year)


class CodeList(Described):
    """Allowed values, and the document they come from."""

    codelist: FormId
    title: str
    source: str
    fidelity: Fidelity = "printed"
    values: Annotated[tuple[Code, ...], Field(min_length=1)]

    def spellings(self, year: int | None = None) -> Mapping[str, str]:
        """Every accepted spelling of the values in use that year, each with the value it stands for.

        The values stand in the order of the list.
        """
        if year not in self.by_year:
            if len(self.by_year) >= _YEARS:
                self.by_year.clear()
            self.by_year[year] = self._spelled(year)
        return self.by_year[year]

    @cached_property
    def by_year(self) -> dict[int | None, Mapping[str, str]]:
        """The spellings of the years that were asked about."""
        return {}

    def _spelled(self, year: int | None) -> Mapping[str, str]:
        used = [code for code in self.values if code.used_in(year)]
        found = {spelling: code.value for code in used for spelling in (*code.aliases, code.value)}
        now = {code.key: code.value for code in used if code.key}
        for code in self.values:
            if code.key in now and not code.used_in(year):
                found |= {spelling: now[code.key] for spelling in (*code.aliases, code.value) if spelling not in found}
        return found

    def allowed(self, year: int | None = None) -> tuple[str, ...]:
        """The values in use that year, in the order of the list."""
        return tuple(code.value for code in self.values if code.used_in(year))
