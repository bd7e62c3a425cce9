"""Every notice is held to its audience: a wall shows no number, account, health, risk or income, a letter is of one household."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from drawn import person
from notice_task import COUNTY, VILLAGE, made, people, scene
from right_rows import Row, right

from formkit import mask
from formkit.load import find_form
from formkit.model import Form
from formkit.notice import shelf
from formkit.notice.facts import common
from formkit.notice.letterbox import SUPPLIERS, letters, terms_of
from formkit.notice.render import variables
from formkit.period import parse

KINDS = {kept.kind: shelf.described(kept) for kept in shelf.kinds()}
CASES = [(kind, form) for kind, notice in KINDS.items() for form in dict.fromkeys(supply.form for supply in notice.rows)]
_SECOND = "子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列宿寒来暑往秋收冬藏闰余成岁"
_TOLD = ("text", "name", "money", "phone", "resident-id")
END = "期末"
_BEFORE = dict.fromkeys(
    ("notice_from", "notice_days", "class", "entered_date", "measures", "assessed_date", "exit_meeting", "exit_review", "exit_from",
     "exit_days", "clearance", "cleared_date"),
)  # fmt: skip
_LEFT = {
    "assessed_date": date(2021, 10, 20), "exit_meeting": date(2021, 10, 22), "exit_review": date(2021, 10, 25),
    "exit_from": date(2021, 10, 26), "exit_days": 5, "clearance": "致贫风险消除", "cleared_date": END,
}  # fmt: skip
_CHECKED = {"house": "否", "trade": "否", "car": "否", "insurance": "否", "official": "否", "verdict": "保留"}
# What the right rows of a form must have otherwise, for a kind to be about them.
OTHERWISE: dict[tuple[str, str], dict[str, Any]] = {
    ("posting-entry", "longkou-case"): _BEFORE,
    ("posting-entry", "dachuan-candidates"): _CHECKED,
    ("posting-exit", "longkou-case"): {**_LEFT, "exit_days": None, "clearance": None},
    ("posting-exit", "zaozhuang-ledger-monthly"): {"change": "风险消除", "changed_on": date(2020, 4, 15)},
    ("consent", "longkou-case"): {**_BEFORE, "pledge": None, "compared_date": None, "verdict": None},
    ("rejection", "longkou-case"): {**_BEFORE, "verdict": "不符合", "told": None, "exclusion": "高档乘用车"},
    ("release", "longkou-case"): _LEFT,
    ("release-record", "longkou-case"): _LEFT,
    ("admission", "longkou-case"): {"entered_date": END},
    ("assignment", "fuqing-verification"): {"result": "核实中"},
    ("assignment", "dachuan-monitoring"): {"confirmed": "√", "agencies": "住建局", "gap_note": "漏雨", "fed_date": END},
    ("assignment", "dachuan-closure"): {"agency": "住建局", "fed_date": END, "limit_days": 9, "done_date": None},
    ("closing-application", "dachuan-closure"): {"agency": "住建局", "done_date": END, "verified_date": None, "approved_date": None},
    ("review-feedback", "heqing-annex-1"): {"result": "否定", "class": None, "unmet": None},
    ("review-feedback", "heqing-annex-2"): {"result": "否定", "class": None, "unmet": None},
    ("review-notice", "heqing-annex-1"): {"result": "否定", "class": None, "unmet": None},
    ("review-notice", "heqing-annex-2"): {"result": "否定", "class": None, "unmet": None},
}


def households(kind: str, name: str) -> tuple[str, list[Row]]:
    """The period and two households with a token of their own in every column that can hold one; of two rows where rows are persons."""
    form = find_form(name)
    level = form.levels[-1] if form.levels[-1] != "prefecture" else form.levels[-2] if len(form.levels) > 1 else "prefecture"
    period = right(form, level).period
    found = []
    for number in range(2):
        changed = {key: parse(period).end if value == END else value for key, value in OTHERWISE.get((kind, name), {}).items()}
        (row,) = people(name, level, [changed], number)
        if "recognised" in row and form.record.grain != "line" and name.startswith("zaozhuang"):
            row["recognised"] = parse(period).end.replace(day=1)
        row |= {leaf.key: token(leaf.type, number, place) for place, leaf in enumerate(form.leaves) if tokened(form, leaf.key, row)}
        row["explanation"] = f"第{number}户的核实说明"
        found.append(row)
        if form.record.grain == "person":
            found.append({**row, "relation": "配偶", "id_number": person("1975-05-05", 40 + number)})
    return period, found


def tokened(form: Form, key: str, row: Mapping[str, Any]) -> bool:
    """Whether a column of a row is given a token: places and what the form leaves empty stay as they are."""
    leaf = form.column(key)
    return leaf.type in _TOLD and not leaf.level and key != "village" and (key in row or leaf.type == "phone")


def token(kind: str, number: int, place: int) -> Any:
    """A value that no other household and no other column has."""
    if kind == "name":
        return "赵钱"[number] + _SECOND[place] + "某"
    if kind == "money":
        return 10000 * (number + 1) + 37 * place + 0.13
    if kind == "phone":
        return f"1390000{number}{place:03d}"
    if kind == "resident-id":
        return person("1966-06-06", 10 * (number + 1))
    return f"{'甲乙'[number]}户第{place}栏的话"


def shown(value: Any) -> str:
    """A token as it would stand in a document."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def secrets(form: Form, rows: list[Row], *, public: bool) -> Iterator[str]:
    """Every token of some rows, or those alone that may not stand on a wall; numbers also by their last characters."""
    for row in rows:
        for leaf in form.leaves:
            value = row.get(leaf.key)
            if value is None or leaf.type not in _TOLD or leaf.level or leaf.key == "village" or (public and leaf.public is True):
                continue
            yield shown(value)
            if leaf.type in ("phone", "resident-id"):
                yield mask.number(shown(value))
        yield row["explanation"]


def documents(kind: str, name: str) -> tuple[Form, list[Row], dict[str, str]]:
    """The documents of a kind from two households of one form; of all forms but its first, all that any template could print."""
    period, rows = households(kind, name)
    form = find_form(name)
    found = scene("county" if "county" in form.levels else form.levels[0], period, {(name, COUNTY): rows})
    readings = (zip(form.leaves, record.readings, strict=True) for part in found.came.parts for record in part.records)
    assert [(leaf.key, reading.problem) for each in readings for leaf, reading in each if reading.wrong] == []
    given = {ask.name: ask.example for ask in KINDS[kind].asks if ask.default is None}
    if name == KINDS[kind].rows[0].form:
        return form, rows, made(kind, found, **given)
    notice = shelf.described(shelf.find(kind), found.task.forms.get)
    return form, rows, {letter.name: "\n".join(texts(letter.facts)) for letter in letters(notice, found, frozenset(), given)}


def texts(fact: Any) -> Iterator[str]:
    """Every text in a fact."""
    if isinstance(fact, Mapping):
        fact = list(fact.values())
    yield from [str(fact)] if isinstance(fact, str | int) else (said for each in fact for said in texts(each))


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_nobody_reads_what_is_not_for_him(kind: str, name: str) -> None:
    notice = KINDS[kind]
    form, rows, made_up = documents(kind, name)
    assert made_up
    everything = "\n".join((*made_up, *made_up.values()))
    for row in rows:
        assert row["id_number"] not in everything if "id_number" in row else True
        assert row.get("phone", "none") not in everything
    if notice.audience == "public":
        heads = {row[form.record.name or ""] for row in rows}
        assert all(name in everything for name in heads)
        hidden = [*secrets(form, rows, public=True), *lists(form)]
        wording = notice.page.model_dump_json() if notice.page else ""
        assert [said for said in hidden if said in everything and said not in wording] == []
    if notice.audience == "household":
        per = 2 if form.record.grain == "person" else 1
        for place, text in enumerate(made_up.values()):
            own = rows[place * per : (place + 1) * per]
            others = [row for row in rows if row not in own]
            assert own[0][form.record.name or ""] in text
            assert [said for said in secrets(form, others, public=False) if said in text] == []


def test_a_wall_shows_no_number_that_somebody_wrote_into_what_may_be_shown() -> None:
    number, phone = person("1966-06-06", 10), "1390000" + "1234"
    rows = people("heqing-annex-3", "village", [{"group": f"三组{phone}"}, {"group": number}])
    found = replace(scene("village", "2020-12", {("heqing-annex-3", VILLAGE): rows}), plain=True)
    (text,) = made("posting-exit", found, posted="2020-12-01", place="村委会").values()
    assert ("三组*******1234" in text, phone in text, number in text, number[-4:] in text) == (True, False, False, True)


def lists(form: Form) -> Iterator[str]:
    """What the lists of columns say that are not for a wall: risks, dangers, gaps, measures."""
    for leaf in form.leaves:
        if leaf.codes and not leaf.public:
            yield from (code.value for code in form.codelists[leaf.codes].values if len(code.value) > 1)


@pytest.mark.parametrize("kind", [kind for kind, notice in KINDS.items() if not notice.rows])
def test_what_is_about_units_goes_between_offices(kind: str) -> None:
    assert KINDS[kind].audience == "office"
    assert variables(shelf.template(shelf.find(kind))) <= {term.name for term in terms_of(KINDS[kind])}


def test_what_is_known_of_a_task_as_a_whole_names_no_household() -> None:
    name = "zaozhuang-ledger"
    period, rows = households("posting-entry", name)
    found = scene("village", period, {(name, VILLAGE): rows})
    told = "".join(repr(module.facts(found)) for module in (common, *SUPPLIERS))
    own = [*secrets(find_form(name), rows, public=False), *(row["id_number"] for row in rows)]
    assert "2户" in told
    assert [said for said in own if said in told] == []


@pytest.mark.parametrize("audience", ["public", "household"])
def test_what_is_known_of_a_task_is_for_offices_alone(audience: str) -> None:
    known = {term.name for module in SUPPLIERS for term in module.TERMS}
    for kind, notice in KINDS.items():
        if notice.audience == audience:
            assert not known & {term.name for term in terms_of(notice)}, kind
