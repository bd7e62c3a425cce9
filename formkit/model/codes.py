"""代码表: allowed values, what clerks also write for them, and the years they are in use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from formkit.model.described import Described, Fidelity, FormId, Key


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

    def spellings(self, year: int | None = None) -> dict[str, str]:
        """Every accepted spelling of the values in use that year, each with the value it stands for.

        The values stand in the order of the list.
        """
        used = [code for code in self.values if code.used_in(year)]
        found = {spelling: code.value for code in used for spelling in (*code.aliases, code.value)}
        now = {code.key: code.value for code in used if code.key}
        for code in self.values:
            if code not in used and code.key in now:
                found |= {spelling: now[code.key] for spelling in (*code.aliases, code.value) if spelling not in found}
        return found

    def allowed(self, year: int | None = None) -> tuple[str, ...]:
        """The values in use that year, in the order of the list."""
        return tuple(code.value for code in self.values if code.used_in(year))
