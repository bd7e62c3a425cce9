"""Makes examples/documents: one document of every kind that comes with formkit, filled with made-up people.

Run it by hand when a document changes:  python tests/make_documents.py
Those about a task come out of the two months of ``formkit demo``, those about households out of right rows of the forms that
``tests/cases`` draws. The people do not exist: their numbers stand under a county code that was never assigned (379999).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from notice_task import COUNTY, people, scene
from office_task import run
from right_rows import right
from test_documents_audience import CASES, END, KINDS, OTHERWISE

from formkit import office
from formkit.load import find_form
from formkit.notice import render, shelf
from formkit.notice.letterbox import letters
from formkit.notice.scene import Scene
from formkit.period import parse
from formkit.states import State
from formkit.task import open_task

ROOT = Path(__file__).resolve().parent.parent / "examples" / "documents"
OF_TASKS = {
    "reminder": "2020-03", "return-notice": "2020-03", "zero-report": "2020-04", "bulletin": "2020-04", "filing-request": "2020-04",
    "forward": "2020-04",
}  # fmt: skip
"""Documents about a task, and the month of the demo that each is made from."""
NOW = {"2020-03": "2020-04-08", "2020-04": "2020-05-08"}
FIRST = {kind: next(name for each, name in CASES if each == kind) for kind, _ in CASES}
FIRST |= {"work-report": "fuzhou-monthly", "posting-entry": "longkou-case", "release-record": "heqing-annex-3"}


def of_rows(kind: str) -> bytes:
    """The first document of a kind about two households of a form."""
    form = find_form(FIRST[kind])
    level = "county" if "county" in form.levels else form.levels[0]
    period = right(form, level).period
    end = parse(period).end
    changed = {key: end if value == END else value for key, value in OTHERWISE.get((kind, form.form), {}).items()}
    found = scene(level, period, {(form.form, COUNTY): people(form.form, level, [changed] * 2)})
    reported = State(form.form, found.task.roster.units[COUNTY], "accepted")
    return document(kind, replace(found, came=replace(found.came, states=(reported,))))


def document(kind: str, found: Scene) -> bytes:
    """The first document of a kind that a task calls for, what only a person knows taken from its examples."""
    kept = shelf.find(kind)
    template, notice = shelf.template(kept), shelf.described(kept, found.task.forms.get)
    used = render.variables(template)
    asked = {ask.name: ask.example for ask in KINDS[kind].asks if ask.default is None and ask.name in used}
    told = {"number": found.task.settings.numbers.get(kind, ""), **found.task.settings.notices.get(kind, {})}
    given: Mapping[str, str] = {**asked, **{name: text for name, text in told.items() if text}}
    return render.render(template, kind, letters(notice, found, used, given)[0].facts)


def main() -> None:
    """Write them all."""
    ROOT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        assert run("demo", demo).exit_code == 0
        for kind, month in OF_TASKS.items():
            task = open_task(demo / month)
            (ROOT / f"{kind}.docx").write_bytes(document(kind, Scene(task, office.checked(task, NOW[month]), NOW[month])))
    for kind in FIRST:
        (ROOT / f"{kind}.docx").write_bytes(of_rows(kind))


if __name__ == "__main__":
    main()
