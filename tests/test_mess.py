"""What comes back, drawn: a page for each of the 24 ways in which returned sheets go wrong, and all that is said of each case."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from drawn_mess import HERE, SHEET, Case, Drawn, acted, read
from messy_file import file_of
from office_task import ROSTER

from formkit import engine, lock, period, words
from formkit.finding import Finding
from formkit.intake import Expectation, Judged
from formkit.load import load_form
from formkit.roster import read_roster

PAGES = sorted(path for path in HERE.glob("*.md") if path.name != "sheet.md")
CASES = [case for path in PAGES for case in read(path)]


@cache
def expected() -> Expectation:
    """The made-up form, for March 2020, from the made-up villages."""
    form = load_form(HERE / "form.yaml")
    return Expectation({form.form: form}, read_roster(ROSTER.encode(), "units.csv"), period.parse("2020-03"))


def judged(case: Case, folder: Path) -> list[Judged]:
    """The files of a case, made and checked."""
    paths = []
    for drawn in case.files:
        book = acted(drawn)
        data = file_of(book)
        if "same" in book.saved:
            data = paths[-1].read_bytes()
        if "password" in book.saved:
            data = lock.locked(data, book.saved["password"])
        path = folder / drawn.name
        if "zip" in book.saved:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(drawn.name, data)
            path, data = folder / book.saved["zip"], packed.getvalue()
        path.write_bytes(data)
        paths.append(path)
    return list(engine.examine_all([(path, path.name) for path in paths], expected(), Seen()))


class Seen(dict[str, str]):
    """Every file came in at one moment."""

    def __missing__(self, digest: str) -> str:
        return "2020-04-01"


def said(finding: Finding) -> tuple[str, str, str]:
    """A finding as it is drawn."""
    if not finding.places:
        return "-", finding.code, finding.severity
    place = finding.places[0]
    return (place.cell if place.sheet == SHEET else f"{place.sheet}!{place.cell}"), finding.code, finding.severity


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_drawn_is_said_and_nothing_else(case: Case, tmp_path: Path) -> None:
    for drawn, one in zip(case.files, judged(case, tmp_path), strict=True):
        found = words.say(f"outcome-{one.outcome}"), Counter(map(said, one.report.findings)), _rewritten(one)
        assert found == (drawn.outcome, Counter(drawn.findings), _drawn(drawn)), one.code


def _rewritten(one: Judged) -> Counter[tuple[str, str, str]]:
    """Repairs as people see them: a text that becomes a date and looks the same is none."""
    return Counter((each.place.cell, each.old, each.new) for each in one.report.repairs if each.old != each.new)


def _drawn(drawn: Drawn) -> Counter[tuple[str, str, str]]:
    return Counter((cell, _plain(old), new.replace("（空）", "")) for cell, old, new in drawn.repairs)


def _plain(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\u3000", "\u3000").replace("\\u00a0", "\u00a0").replace("\\u200b", "\u200b")


def test_each_of_the_24_ways_has_its_page() -> None:
    assert [path.stem.split("-")[0] for path in PAGES] == [f"{number:02}" for number in range(1, 25)]
