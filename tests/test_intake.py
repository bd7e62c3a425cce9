"""What becomes of the files of one unit: a table of cases, and laws over all of them in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from drawn import PATH
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import FORM, record

from formkit import period
from formkit.filing import Filing, Identity, Source
from formkit.finding import Finding, Report
from formkit.intake import GOOD, READ, Examined, Expectation, Judged, Override, judge
from formkit.read import FileRead
from formkit.units import Roster, Unit

PARENTS = ("379999100000", "379999000000", "")
UNITS = [Unit(step.code, step.name, step.level, above) for step, above in zip(PATH, PARENTS, strict=True)]
UNITS.append(Unit("379999100201", "别家庄村", "village", "379999100000"))
ROSTER = Roster({unit.code: unit for unit in UNITS})
ERROR, QUERY, EXPLAINED = (
    Finding("required", "error"), Finding("household-size", "query"), Finding("household-size", "query", explained=True),
)  # fmt: skip
# What a file may be: whether it has rows, whether the switch says zero report, its findings, other parts of its identity.
KINDS: Mapping[str, tuple[bool, bool, tuple[Finding, ...], Mapping[str, str]]] = {
    "ok": (True, False, (), {}),
    "error": (True, False, (ERROR,), {}),
    "forgiven": (True, False, (ERROR,), {}),
    "praised": (True, False, (), {}),
    "query": (True, False, (QUERY,), {}),
    "explained": (True, False, (EXPLAINED,), {}),
    "zero": (False, True, (), {}),
    "zero-and-rows": (True, True, (ERROR,), {}),
    "empty": (False, False, (), {}),
    "torn": (False, False, (ERROR,), {}),
    "april": (True, False, (), {"period": "2020-04"}),
    "stranger": (True, False, (), {"unit": "379999100999"}),
    "nobody": (True, False, (), {"unit": ""}),
    "typed": (True, False, (), {"typed": "别家庄村"}),
    "own": (True, False, (), {"typed": "示例庄村"}),
    "misspelt": (True, False, (), {"typed": "示列庄村"}),
    "neighbour": (True, False, (), {"unit": "379999100201"}),
}
COMMON = ("ok", "error") * 8
BROKEN = ("refused", "encrypted", "unreadable", "not-a-filing")
# name[=name of the file whose bytes it has][~name of the file whose rows it has][^name of the file it answers]:revision@moment
# kind, each with its outcome; * is 待更正.
CASES = """
one right                        | a:1@1 ok | accepted
one wrong                        | a:1@1 error | returned
a query does not block           | a:1@1 query | accepted
blocked: a query blocks          | a:1@1 query | returned
blocked: an explained one not    | a:1@1 explained | accepted
nothing in it                    | a:1@1 empty | empty
nothing in it, nor a table       | a:1@1 torn | returned
zero report                      | a:1@1 zero | zero
zero report with rows            | a:1@1 zero-and-rows | returned
forgiven by a person             | a:1@1 forgiven | accepted
another period                   | a:1@1 april | wrong-period
not on the roster                | a:1@1 stranger | wrong-unit
nobody's                         | a:1@1 nobody | wrong-unit
another village typed in         | a:1@1 typed | wrong-unit
its own village typed in         | a:1@1 own | accepted
a name that is no unit's          | a:1@1 misspelt | accepted
the same bytes twice             | a:1@1 ok, b=a:1@1 ok | accepted copy
the same wrong bytes twice       | a:1@1 error, b=a:1@1 error | returned copy
a higher revision                | a:1@1 ok, b:2@2 ok | superseded accepted
a higher revision seen first     | a:2@1 ok, b:1@2 ok | accepted superseded
no revisions, seen later         | a:1@1 ok, b:1@2 ok | superseded accepted
two seen together                | a:1@1 ok, b:1@1 ok | conflict conflict
one right, one wrong, together   | a:1@1 ok, b:1@1 error | conflict conflict
three seen together              | a:1@1 ok, b:1@1 ok, c:1@1 zero | conflict conflict conflict
a conflict settled by a later    | a:1@1 ok, b:1@1 ok, c:1@2 ok | superseded superseded accepted
a conflict above an older one    | a:1@1 ok, b:2@2 ok, c:2@2 ok | accepted* conflict conflict
a copy is no rival               | a:1@1 ok, b=a:1@1 ok, c:2@2 ok | superseded copy accepted
a faulty correction              | a:1@1 ok, b:2@2 error | accepted* returned
two faulty corrections           | a:1@1 ok, b:2@2 error, c:3@3 error | accepted* superseded returned
a faulty one corrected           | a:1@1 error, b:2@2 ok | superseded accepted
a faulty one, faulty again       | a:1@1 error, b:2@2 error | superseded returned
an emptied correction            | a:1@1 ok, b:2@2 empty | accepted superseded
a zero report corrected badly    | a:1@1 zero, b:2@2 error | zero* returned
a zero report after rows         | a:1@1 ok, b:2@2 zero | superseded zero
rows after a zero report         | a:1@1 zero, b:2@2 ok | superseded accepted
right, right, faulty             | a:1@1 ok, b:2@2 ok, c:3@3 error | superseded accepted* returned
a forgiven correction            | a:1@1 ok, b:2@2 forgiven | superseded accepted
blocked: a query pends           | a:1@1 ok, b:2@2 query | accepted* returned
a wrong unit is never a rival    | a:1@1 ok, b:2@2 typed | accepted wrong-unit
another period is never one      | a:1@1 ok, b:2@2 april | accepted wrong-period
two units                        | a:1@1 ok, b:1@1 neighbour | accepted accepted
a broken file is never one       | a:1@1 ok, b:2@2 encrypted | accepted encrypted
saved again, at once             | a:1@1 ok, b~a:1@1 ok | accepted superseded
saved again, later               | a:1@1 ok, b~a:1@2 ok | superseded accepted
saved again, still wrong         | a:1@1 error, b~a:1@2 error | superseded returned
saved again, forgiven at first   | a:1@1 forgiven, b~a:1@2 error | accepted superseded
forgiven, another, the first again | a:1@1 forgiven, b:1@2 ok, c~a:1@3 error | accepted superseded superseded
saved again after another one    | a:1@1 ok, b:1@2 ok, c~a:1@3 ok | superseded superseded accepted
two saved again and one other    | a:1@1 ok, b~a:1@1 ok, c:1@1 ok | conflict superseded conflict
the next revision says the same  | a:1@1 error, b~a^a:2@2 error | superseded returned
zero reports saved again         | a:1@1 zero, b:1@1 zero | zero superseded
a return copy, mended            | a:1@1 error, b^a:2@2 ok | superseded accepted
a return copy, its number lost   | a:1@1 error, b^a:1@1 ok | superseded accepted
a revision nobody can have       | a:1@1 ok, b^a:999@2 ok, c^a:2@3 ok | superseded superseded accepted
a revision one too high          | a:1@1 ok, b^a:3@2 ok, c^a:2@3 ok | superseded superseded accepted
the same, answering nothing      | a:1@1 ok, b:999@2 ok, c^a:2@3 ok | superseded superseded accepted
the same, faulty                 | a:1@1 ok, b:999@2 error, c^a:2@3 ok | superseded superseded accepted
the first ones taken away        | b:3@1 ok, c^b:4@2 ok | superseded accepted
one between taken away           | a:1@1 ok, c:3@2 ok | superseded accepted
an old return copy comes late    | a:1@1 error, b^a:2@2 error, c^b:3@3 ok, d^a:2@4 ok | superseded superseded accepted superseded
two return copies, both mended   | a:1@1 error, b^a:2@2 ok, c^a:2@2 ok | superseded conflict conflict
the same, one after the other    | a:1@1 error, b^a:2@2 ok, c^a:2@3 ok | superseded superseded accepted
a mended copy sent in twice      | a:1@1 error, b^a:2@2 ok, c=b^a:2@3 ok | superseded accepted copy
an answer to an unknown file     | a:1@1 ok, b^z:2@1 ok | superseded accepted
""".strip().splitlines()


@dataclass(frozen=True)
class File:
    """One file as drawn."""

    name: str
    content: str
    revision: int
    moment: int
    kind: str
    rows: str = ""
    answers: str = ""


def read_files(text: str) -> list[File]:
    found = []
    for each in text.split(","):
        found_ = re.fullmatch(r"(\w)(?:=(\w))?(?:~(\w))?(?:\^(\w))?:(\d+)@(\d) ([a-z-]+)", each.strip())
        assert found_, each
        name, content, rows, answers, revision, moment, kind = found_.groups()
        moment = next((str(one.moment) for one in found if one.name == content), moment)  # the same bytes were met once
        known = {one.name: f"{one.content}-{one.kind}" for one in found}
        found.append(File(name, content or name, int(revision), int(moment), kind, rows or "", known.get(answers, answers or "")))
    return found


def examined(file: File) -> Examined:
    """A file as reading and checking would leave it."""
    name, sha, seen = f"inbox/{file.name}.xlsx", f"{file.content}-{file.kind}", f"2020-04-0{file.moment}T08:00:00+00:00"
    if file.kind in BROKEN:
        return Examined(FileRead(name, sha, "zip", file.kind, "file-unreadable"), seen=seen)
    rows, zero, findings, other = KINDS[file.kind]
    unit = other.get("unit", PATH[0].code)
    path = () if not unit else PATH if unit == PATH[0].code else (replace(PATH[0], code=unit, name="别家庄村"), *PATH[1:])
    identity = Identity(FORM.form, FORM.version, unit, other.get("period", "2020-03"), file.revision, file.answers, path)
    values = {"village": other.get("typed"), "head_name": f"张{file.rows or file.content}"}
    records = (record(FORM, "marginal", 8, values),) if rows else ()
    filing = Filing(Source(name, sha), identity, records=records, zero=zero)
    return Examined(FileRead(name, sha, "xlsx", identity=identity, filing=filing), Report(findings), 1, 1, seen)


def outcomes(files: Sequence[File], *, block: bool = False) -> dict[str, Judged]:
    """What becomes of each, by name."""
    shas = [f"{file.content}-{kind}" for file in files for kind in ("forgiven", "praised")]
    forgiven = {sha: Override(sha, "王主任", "县里已核") for sha in shas}
    asked = Expectation({FORM.form: FORM}, ROSTER, period.parse("2020-03"), forgiven, block)
    found = judge([examined(file) for file in files], asked)
    assert [one.file for one in found] == [f"inbox/{file.name}.xlsx" for file in files]
    return {file.name: one for file, one in zip(files, found, strict=True)}


def told(judged: Judged) -> str:
    return judged.outcome + "*" * judged.pending


def summary(found: Mapping[str, Judged]) -> dict[str, tuple[str, str]]:
    """Outcome and sentence by name; of three rivals any may be the one that is named."""
    return {name: (told(one), one.code) for name, one in found.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case).partition("|")[0].strip())
def test_drawn_cases(case: str) -> None:
    title, files, expected = (part.strip() for part in case.split("|"))
    found = outcomes(read_files(files), block=title.startswith("blocked"))
    assert [told(one) for one in found.values()] == expected.split()


@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_drawn_cases_come_out_the_same_in_any_order(case: str, rng: Any) -> None:
    title, files, _ = (part.strip() for part in case.split("|"))
    drawn, block = read_files(files), title.startswith("blocked")
    assert summary(outcomes(rng.sample(drawn, k=len(drawn)), block=block)) == summary(outcomes(drawn, block=block))


@st.composite
def inboxes(draw: st.DrawFn) -> list[File]:
    """Up to five files of a unit, some with the bytes of another."""
    made: list[File] = []
    for name in "abcde"[: draw(st.integers(1, 5))]:
        rank = draw(st.integers(1, 2)), draw(st.integers(1, 2))
        one = File(name, name, *rank, draw(st.sampled_from([*COMMON, *KINDS, BROKEN[0]])))
        made.append(replace(draw(st.sampled_from(made)), name=name) if made and draw(st.integers(0, 3)) == 3 else one)
    return made


@st.composite
def tampered(draw: st.DrawFn) -> list[File]:
    """The same with revisions that cannot be, files that answer others or nothing, rows that are those of another."""
    files = draw(inboxes())
    hashes = [f"{file.content}-{file.kind}" for file in files]
    return [
        replace(
            file, revision=draw(st.sampled_from([file.revision, 3, 999])), answers=draw(st.sampled_from(["", "unknown", *hashes])),
            rows=draw(st.sampled_from(["", "", "a", "b"])),
        ) if file.content == file.name and file.name not in [other.content for other in files if other is not file] else file
        for file in files
    ]  # fmt: skip


@given(st.one_of(inboxes(), tampered()), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_the_order_of_files_does_not_matter(files: list[File], rng: Any) -> None:
    said = summary(outcomes(files))
    assert summary(outcomes(files[::-1])) == said
    assert summary(outcomes(rng.sample(files, k=len(files)))) == said


@given(inboxes())
@settings(max_examples=300)
def test_of_a_unit_at_most_one_counts_and_only_its_best(files: list[File]) -> None:
    found = outcomes(files)
    for unit in {one.identity.unit for one in found.values() if one.outcome in READ}:
        own = [one for one in found.values() if one.identity.unit == unit]
        counts = [one for one in own if one.outcome in GOOD]
        assert len(counts) <= 1
        for one in counts:
            rank = (one.identity.revision, one.seen)
            higher = [other for other in own if other.outcome in (*READ, "conflict") and (other.identity.revision, other.seen) > rank]
            assert all(other.outcome in ("returned", "conflict") for other in higher)
            assert one.pending == bool(higher)
    contents = {one.sha256: sum(other.sha256 == one.sha256 for other in found.values()) for one in found.values()}
    read = [one for one in found.values() if one.filing is not None]
    assert all(sum(one.sha256 == sha and one.outcome != "copy" for one in read) <= 1 for sha in contents)


def test_a_faulty_third_file_settles_no_conflict() -> None:
    """Two different files came together and neither counts; a later faulty one must not make one of them count."""
    found = outcomes(read_files("a:1@1 ok, b:1@1 ok, c:1@2 error"))
    assert found["c"].outcome == "returned"
    assert not [one.file for one in found.values() if one.outcome in GOOD]


def test_two_faulty_corrections_at_once_leave_the_accepted_filing_in_the_totals() -> None:
    """One faulty correction does (待更正); a second one beside it must not throw the unit's numbers out."""
    found = outcomes(read_files("a:1@1 ok, b:2@2 error, c:2@2 error"))
    assert told(found["a"]) == "accepted*"


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_opened_is_that_before_it_is_a_copy(kind: str) -> None:
    """The outcomes have an order, and the first that applies is the one."""
    found = outcomes(read_files(f"a:1@1 {kind}, b=a:1@1 {kind}"))
    assert [one.outcome for one in found.values()] == [kind, kind]


def test_a_copy_says_whose_and_the_first_seen_is_the_original() -> None:
    found = outcomes(read_files("b:1@1 ok, a=b:1@1 ok, c=b:1@1 ok"))
    assert {name: one.outcome for name, one in found.items()} == {"a": "accepted", "b": "copy", "c": "copy"}
    assert found["b"].args == found["c"].args == {"other": "inbox/a.xlsx"}


def test_an_override_names_who_and_why_and_only_where_it_was_needed() -> None:
    (forgiven,) = outcomes(read_files("a:1@1 forgiven")).values()
    assert (forgiven.code, dict(forgiven.args)) == ("accepted-override", {"by": "王主任", "reason": "县里已核"})
    (right,) = outcomes(read_files("a:1@1 praised")).values()
    assert right.code == "accepted"


def test_rivals_name_one_another_and_the_superseded_name_a_rival() -> None:
    found = outcomes(read_files("a:1@1 ok, b:2@2 ok, c:2@2 zero"))
    assert [one.args["other"][6] for one in found.values()] == ["b", "c", "b"]
    later = outcomes(read_files("a:1@1 ok, b:1@2 error, c:1@3 error"))
    assert [later[name].args["other"] for name in "ab"] == ["inbox/c.xlsx"] * 2


def test_without_a_roster_files_that_name_no_unit_are_checked_and_are_nobodys_rivals() -> None:
    files = (File("nobody", "nobody", 1, 1, "nobody"), File("other", "other", 1, 1, "nobody"))
    found = judge([examined(file) for file in files], Expectation({FORM.form: FORM}))
    assert [(one.outcome, one.code) for one in found] == [("accepted", "accepted"), ("accepted", "accepted")]
