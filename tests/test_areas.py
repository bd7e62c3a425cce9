"""Two periods compared area by area: whatever is drawn, the same as of all filings at once, whether rows are in hand or put away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from drawn_compare import AFTER, BEFORE, HERE, NAMES, Drawn, Row, code_of, form_of, part, read
from hypothesis import given
from hypothesis import strategies as st

from formkit.compare import Comparison, compare
from formkit.compare.areas import Area, areas, compared, top
from formkit.compare.flows import Size
from formkit.filing import Step
from formkit.held import Held, salt
from formkit.marked import put_by
from formkit.merge import Part

COUNTIES = {"3799": Step("county", "379990000000", "东县"), "3798": Step("county", "379980000000", "西县"),
            "3797": Step("county", "379970000000", "远县")}  # fmt: skip
VILLAGES = {f"{county}{number}": f"{step.name}{number}村" for county, step in COUNTIES.items() for number in (1, 2)}
CODES = frozenset(step.code for step in COUNTIES.values())
Filings = Mapping[str, Sequence[Row]]
people = st.sampled_from(NAMES[:9])
rows = st.builds(
    lambda head, own, relation, why, part_, known: {
        "户主": head, "关系": relation, "身份证号码": own if known else "", "变动": why, "部分": part_, "人口": "2",
    },
    st.sampled_from(NAMES[:3]), people, st.sampled_from(("户主", "之子")), st.sampled_from(("", "", "", "死亡", "迁出", "消除")),
    st.sampled_from(("边缘户", "脱贫监测户")), st.sampled_from((True, True, True, False)),
)  # fmt: skip
filings = st.dictionaries(st.sampled_from(sorted(VILLAGES)), st.lists(rows, max_size=4), max_size=6)
merged = st.dictionaries(st.sampled_from(sorted(VILLAGES)), st.sampled_from(sorted(VILLAGES)), max_size=2)


def county(path: Iterable[Step]) -> tuple[str, ...]:
    """The one area of a unit."""
    return (top(path, CODES),)


def east_and_west(path: Iterable[Step]) -> tuple[str, ...]:
    """Some units are in two areas, others in none."""
    (code,) = county(path)
    return {COUNTIES["3799"].code: ("a",), COUNTIES["3798"].code: ("a", "b")}.get(code, ())


def filed(found: Filings, when: str) -> list[Part]:
    """The filings of a period."""
    form = form_of("people")
    return [
        replace(part(form, VILLAGES[code], list(own), when), path=(Step("village", code, VILLAGES[code]), COUNTIES[code[:4]]))
        for code, own in found.items()
    ]


def away(parts: Iterable[Part]) -> list[Part]:
    """The same with rows put away."""
    return [replace(each, records=put_by(form_of("people"), each.records, salt())) for each in parts]


def shown(area: Area, whole: Comparison) -> tuple[Comparison, Comparison]:
    """What is said of an area, by itself and among all."""
    return compared(area), whole.among(area.units)


@given(filings, filings, merged, st.sets(st.sampled_from(sorted(VILLAGES)), max_size=2))
def test_an_area_is_compared_as_among_all(was: Filings, now: Filings, heirs: Mapping[str, str], asked: set[str]) -> None:
    form, before, after, names = form_of("people"), filed(was, BEFORE), filed(now, AFTER), {code: VILLAGES[code] for code in asked}
    whole = compare(form, before, after, heirs, names)
    for of in (county, east_and_west):
        for mine, its in ((before, after), (away(before), away(after))):
            found = areas(form, mine, its, heirs, names, of, ("none",))
            for area in found.values():
                alone, among = shown(area, whole)
                assert alone == among
            told = {code for area in found.values() for code in area.units}
            assert told == {code for code, one in whole.units.items() if list(of(one.path))}
            assert not found["none"].units


def row(head: str, own: str, **more: str) -> Row:
    """A person in the household of a head."""
    return {"户主": head, "关系": "户主" if head == own else "之子", "身份证号码": own, **more}


def test_who_moved_takes_along_the_household_they_left_and_that_which_it_went_to() -> None:
    """One of the east goes to a household of the west, which two of the far county come to as well: it goes on as theirs."""
    one, two, three, four = NAMES[:4]
    before = filed({"37991": [row(one, one)], "37981": [row(NAMES[4], NAMES[4])], "37971": [row(two, two), row(two, three)]}, BEFORE)
    after = filed({"37991": [row(four, four)], "37981": [row(two, one), row(two, two), row(two, three)], "37971": []}, AFTER)
    whole = compare(form_of("people"), before, after)
    found = areas(form_of("people"), away(before), away(after), {}, {}, county)
    east = found[COUNTIES["3799"].code]
    assert [each.unit for each in east.before] == ["37971", "37981", "37991"]
    told = [(change.kind, change.size) for change in whole.among(east.units).changes]
    assert told == [("added", Size(1, 1)), ("gone", Size(1, 0)), ("left", Size(0, 1))]
    for area in found.values():
        alone, among = shown(area, whole)
        assert alone == among


def test_nobody_is_sent_what_does_not_matter() -> None:
    one, two, three = NAMES[:3]
    before = filed({"37991": [row(one, one)], "37992": [row(three, three)], "37981": [row(two, two)], "37982": []}, BEFORE)
    after = filed({"37991": [row(one, one)], "37992": [], "37981": [row(two, two)], "37982": [row(three, three)]}, AFTER)
    found = areas(form_of("people"), away(before), away(after), {}, {}, county)
    units = {code: [each.unit for each in area.after] for code, area in found.items()}
    assert units == {COUNTIES["3799"].code: ["37982", "37991", "37992"], COUNTIES["3798"].code: ["37981", "37982", "37992"]}
    assert all(isinstance(each.records, Held) for area in found.values() for each in area.after)


@pytest.mark.parametrize("drawn", [drawn for path in sorted(HERE.glob("*.md")) for drawn in read(path)], ids=str)
def test_every_drawn_case_is_told_village_by_village_as_at_once(drawn: Drawn) -> None:
    sides = ((drawn.before, BEFORE), (drawn.after, AFTER))
    before, after = ([part(drawn.form, name, rows_, when) for name, rows_ in side.items()] for side, when in sides)
    heirs = {code_of(one): code_of(other) for one, other in drawn.successors.items()}
    names = {code_of(name): name for name in drawn.asked}
    whole = compare(drawn.form, before, after, heirs, names)
    for area in areas(drawn.form, before, after, heirs, names, lambda path: (next(iter(path)).code,)).values():
        alone, among = shown(area, whole)
        assert alone == among
