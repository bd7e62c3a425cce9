"""What may stand on a wall: the columns of every form, and that neither a task's own notice nor its own template reaches further."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from formkit.load import SchemaError, find_form, shipped_forms
from formkit.model import Form
from formkit.notice import shelf
from formkit.notice.letterbox import terms_of
from formkit.notice.reading import bound
from formkit.notice.reading import lint as lint_notice
from formkit.notice.render import TemplateProblem, lint, render

PLACES = {"county", "township", "village", "group"}
ON_A_WALL: dict[str, set[str]] = {
    "zaozhuang-ledger": {"head_name", "household_size", "recognised"},
    "zaozhuang-ledger-household": {"head_name", "household_size", "recognised"},
    "zaozhuang-ledger-monthly": {"head_name", "household_size", "recognised"},
    "longkou-case": {"head_name", "household_size", "class", "notice_from", "exit_from"},
    "longkou-alerts": set(),
    "heqing-annex-1": {"head_name", "household_size", "class"},
    "heqing-annex-2": {"head_name", "household_size", "class"},
    "heqing-annex-3": {"head_name", "household_size", "alert", "lifted_as"},
    "dachuan-candidates": {"head_name", "household_size", "class"},
    "dachuan-monitoring": {"head_name", "household_size", "class"},
    # A row of these is itself a gap or a suspicion: whoever is named is known to have one.
    "dachuan-closure": {"class"},
    "fuqing-verification": {"household_size"},
    "fuqing-visits": set(),
    # 低收入对象 says how much a household has.
    "fuzhou-liaison": {"head_name", "household_size"},
    "fuzhou-monthly": {"head_name", "household_size"},
}
CHOSEN_BY: dict[str, set[str]] = {
    "longkou-case": {
        "household_type", "verdict", "notice_days", "entered_date", "assessed_date", "exit_review", "exit_days", "clearance",
    },
    "heqing-annex-1": {"result"}, "heqing-annex-2": {"result"}, "dachuan-candidates": {"verdict"}, "zaozhuang-ledger-monthly": {"change"},
}  # fmt: skip


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.form)
def test_what_of_a_form_may_stand_on_a_wall_and_what_a_posting_may_be_chosen_by(form: Form) -> None:
    asked = form.form.endswith("-summary")
    assert {leaf.key for leaf in form.leaves if leaf.public is True} - PLACES == (set() if asked else ON_A_WALL[form.form])
    assert {leaf.key for leaf in form.leaves if leaf.public == "select"} == CHOSEN_BY.get(form.form, set())


OWN = """notice: {kind}
title: 试
basis: [某文]
needs: 试
audience: {audience}
per: {per}
{rest}
page:
  style: plain
  title: 试
  body: [试]
  sign: null
"""
ILL = """counts:
  - {form: zaozhuang-ledger, facts: {ill: '=COUNTIFS([risk],"因病")'}}
"""
ROWS = "rows:\n  - form: {form}\n    facts: {facts}\n"


def faults(folder: Path, rest: str, *, kind: str = "own-list", audience: str = "public", per: str = "unit") -> list[str]:
    """What lint says of a task's own notice; a task that has the form will not use it either."""
    path = folder / f"{kind}.yaml"
    path.write_text(OWN.format(kind=kind, audience=audience, per=per, rest=rest), "utf-8")
    found = [mistake.code for mistake in lint_notice(path)]
    if found:
        with pytest.raises(SchemaError):
            bound(path, find_form)
    return found


@pytest.mark.parametrize(
    ("form", "facts", "code"),
    [
        ("zaozhuang-ledger", "{head: head_name, class: '@class'}", ""),
        ("zaozhuang-ledger", "{head: risk}", "notice-not-public"),
        ("zaozhuang-ledger", "{head: '=[@risk]'}", "notice-not-public"),
        ("zaozhuang-ledger", """{head: '=IF(COUNTIFS([head_name],[@head_name],[risk],"因病")>0,"是","否")'}""", "notice-not-public"),
        ("longkou-case", "{head: verdict}", "notice-not-public"),
        ("longkou-case", "{head: income_per_head}", "notice-not-public"),
        ("fuzhou-monthly", "{head: head_name, class: '@class'}", "notice-not-public"),
        ("zaozhuang-ledger", "{head: '@explanation'}", "notice-explained-public"),
        ("zaozhuang-ledger", "{head: head_name}\n    members: {id: id_number}", "notice-not-public"),
        ("longkou-case", "{head: head_name}\n    where: '[@verdict]=\"符合\"'", ""),
        ("zaozhuang-ledger", "{head: head_name}\n    where: '[@risk]=\"因病\"'", "notice-not-chosen-by"),
        ("zaozhuang-ledger", "{head: head_name}\n    where: 'COUNTIFS([risk],\"因病\")>0'", "notice-not-chosen-by"),
        ("zaozhuang-ledger", "{head: head_name}\n" + ILL, "notice-not-public"),
    ],
)
def test_a_public_list_can_bind_nothing_that_is_not_public(form: str, facts: str, code: str, tmp_path: Path) -> None:
    assert faults(tmp_path, ROWS.format(form=form, facts=facts)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("kind", "audience", "per", "code"),
    [
        ("posting-entry", "office", "unit", "notice-wider-audience"), ("consent", "office", "household", "notice-wider-audience"),
        ("archive-index", "household", "household", ""), ("own-list", "household", "unit", "notice-one-household"),
        ("own-list", "public", "filing", "notice-filing-office"),
    ],
)  # fmt: skip
def test_a_tasks_own_notice_keeps_its_audience(kind: str, audience: str, per: str, code: str, tmp_path: Path) -> None:
    rest = "" if per == "filing" else ROWS.format(form="zaozhuang-ledger", facts="{head: head_name}")
    assert faults(tmp_path, rest, kind=kind, audience=audience, per=per) == ([code] if code else [])


@pytest.mark.parametrize("field", ["row.risk", "row.id", "row.members", "weak", "faults", "units", "risk"])
def test_a_tasks_own_paper_for_a_wall_reaches_no_more_than_it_is_supplied(field: str) -> None:
    document, said = Document(), io.BytesIO()
    document.add_paragraph(f"{{% for row in rows %}}{{{{ {field} }}}}{{% endfor %}}")
    document.save(said)
    kept = shelf.find("posting-entry")
    assert [each.code for each in lint(said.getvalue(), "own.docx", terms_of(shelf.described(kept)))] != []
    with pytest.raises(TemplateProblem):
        render(said.getvalue(), "own.docx", {"rows": [{"head": "张甲一"}]})
