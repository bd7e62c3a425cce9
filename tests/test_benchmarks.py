"""What the short benchmark judges by: a ratio worse by half fails, and what is recorded is what is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import benchmarks
import pytest
from benchmarks import data, short, shown, targets
from benchmarks.contest import ContestError, Lap, contest, each, ratio
from benchmarks.ground import Line, Part, command, in_turn
from benchmarks.parts import profile, scale
from benchmarks.short import GROUPS, RECORDED, ROUNDS, bad, settled
from office_task import new_task

from formkit.load import find_form
from formkit.types import resident_id
from formkit.types.reading import Spec

WAS = {"check / calamine": 2.0, "merge / cells": 1.0}


def test_a_ratio_worse_by_half_is_bad_and_a_better_one_never_is() -> None:
    assert bad({"check / calamine": 3.01, "merge / cells": 1.5}, WAS) == ["check / calamine"]
    assert bad({"check / calamine": 0.1, "merge / cells": 1.0}, WAS) == []


def test_a_ratio_that_is_not_recorded_or_not_measured_is_told() -> None:
    with pytest.raises(ValueError, match="merge / cells"):
        bad({"check / calamine": 2.0}, WAS)
    with pytest.raises(ValueError, match="new"):
        bad({**WAS, "new": 1.0}, WAS)


def test_what_is_recorded_is_what_is_measured() -> None:
    recorded = json.loads(RECORDED.read_text("utf-8"))

    assert list(recorded) == [name for names in GROUPS.values() for name in names]
    assert all(0 < value < 1000 for value in recorded.values())


def test_what_is_recorded_is_no_lucky_run() -> None:
    assert short._highest([{"a": 1.0, "b": 3.0}, {"a": 2.0, "b": 1.0}]) == {"a": 2.0, "b": 3.0}


def test_a_suspicious_ratio_is_measured_once_more_with_more_rounds() -> None:
    def worse(first: float, second: float) -> list[str]:
        return settled(lambda rounds: {"merge / cells": {ROUNDS: first, 2 * ROUNDS: second}[rounds]}, {"merge / cells": 1.0})[1]

    assert worse(1.2, 9.0) == []
    assert worse(9.0, 1.2) == []
    assert worse(9.0, 8.0) == ["merge / cells"]


def test_a_ratio_is_taken_within_each_round() -> None:
    # The machine is three times as slow in the second round, and busy with something else once.
    ours = [Lap(cpu, cpu, 1, 10) for cpu in (2.0, 6.0, 50.0)]
    theirs = [Lap(cpu, cpu, 1, 5) for cpu in (1.0, 3.0, 1.0)]

    assert ratio(ours, theirs) == 1.0
    assert each(ours) == 0.6


def test_contestants_take_turns_in_processes_of_their_own() -> None:
    rounds = [{"count": 2, "what": "pass"}, {"count": 2, "what": "sum(range(10**6))"}]
    laps = contest({"python": command("{python}", "-c", "{what}")}, rounds)

    assert [lap.count for lap in laps["python"]] == [2]
    assert laps["python"][0].cpu > 0
    assert laps["python"][0].peak_mb > 1


def test_a_contestant_that_fails_is_no_fast_one() -> None:
    with pytest.raises(ContestError, match="broken"):
        contest({"python": command("{python}", "-c", "import sys; sys.exit('broken')")}, [{"count": 1}])


def test_rounds_are_of_different_files_while_there_are_any() -> None:
    assert in_turn("abcdef", 3, 2) == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert in_turn("abcdef", 2, 2) == [["a", "b"], ["c", "d"]]
    assert in_turn("ab", 3, 1) == [["a"], ["b"], ["a"]]


def test_a_target_says_whether_it_is_met_or_was_not_measured() -> None:
    most, least = targets.Target("a", 4, "…"), targets.Target("b", 1.8, "…", "least")

    assert (most.met(4), most.met(4.1), least.met(1.8), least.met(1.7)) == (True, False, True, False)
    told = shown.markdown([Part("t", (), {"check / calamine": 5.0, "check / openpyxl": 0.2})]).splitlines()
    shown_as = {line.split(" | ")[1]: line.split(" | ")[4] for line in told if " / " in line}
    assert (shown_as["check / calamine"], shown_as["check / openpyxl"]) == ("否 (NO) |", "是 (yes) |")
    assert sum("没有测" in line for line in told) == len(targets.TARGETS) - 2


def test_made_up_people_are_right_and_no_two_are_one() -> None:
    found = {data.resident(number) for number in (*range(300), *range(20_000, 20_300), 19_999_999)}
    spec = Spec(find_form(data.FORM).column("id_number"), end=date(2020, 3, 31))

    assert len(found) == 601
    assert all(resident_id.read(number, spec).value == number and number.startswith("379999") for number in found)


def test_parts_of_an_earlier_run_are_kept_and_those_measured_again_take_their_place() -> None:
    line = Line("a", 1.0, 1.0, 10.0)
    before = shown.document([Part("one", [line], {"x": 1.0}), Part("two", [line], notes=("n",), kind="scale")], {})
    found = shown.joined(json.loads(json.dumps(before)), [Part("one", (), {"x": 2.0}), Part("three", ())])

    assert [(part.title, part.kind) for part in found] == [("one", "contest"), ("two", "scale"), ("three", "contest")]
    assert (shown.ratios(found), list(found[1].lines)) == ({"x": 2.0}, [line])


def test_a_profile_says_which_function_of_formkit_was_at_work(tmp_path: Path) -> None:
    script = Path(benchmarks.__path__[0]) / "runs" / "profiled.py"
    task = new_task(tmp_path)
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "told.json"), "generate", str(task)], check=False)
    told = json.loads((tmp_path / "told.json").read_text("utf-8"))

    assert done.returncode == 0
    assert told["seconds"] == pytest.approx(sum(told["functions"].values()))
    assert any(name.startswith("formkit.write.") and not name.endswith(":") for name in told["functions"])
    part = profile._part("generate", told, 2, 50.0)
    assert sum(line.times for line in part.lines) <= 1.0001
    assert [line.each_ms for line in part.lines] == sorted((line.each_ms for line in part.lines), reverse=True)


def test_what_a_province_costs_follows_from_what_one_more_filing_costs() -> None:
    said = list(scale._costs("check", each=0.0036, peak_mb=100, more=0.01, count=20_000))
    assert said == [
        "check：省70000份0.07机时、600 MB (check, a province, 70000 filings: 0.07 machine-hours, 600 MB)",
        "check：全国490000份0.49机时、4800 MB (check, the country, 490000 filings: 0.49 machine-hours, 4800 MB)",
    ]
