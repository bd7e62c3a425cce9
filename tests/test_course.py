"""Two tasks one after the other: the roll-ups of the second tell what changed since the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_task import EAST_A, EAST_B, WEST_A, WEST_C, answer, household, new_task, run, send
from rollup_cases import grid

ONE, TWO, THREE = household(2), household(3, head_name="王甲三"), household(4, head_name="孙甲四")


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """April after March: in one village a household came and one went; one went over to another village; one village is missing."""
    root = tmp_path_factory.mktemp("course")
    for name in ("march", "april"):
        (root / name).mkdir()
    march, april = new_task(root / "march"), new_task(root / "april", "--period", "2020-04")
    send(march, EAST_A, {"marginal": [ONE, TWO]})
    send(march, EAST_B, {"marginal": [household(7, head_name="周甲七")]})
    send(march, WEST_C, {}, zero=True)
    send(march, WEST_A, {"marginal": [household(5, head_name="吴甲五")]})
    settings = april / "task.yaml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("before:")]
    settings.write_text("\n".join([*lines, "before: [../../march/task]"]), "utf-8")
    send(april, EAST_A, {"marginal": [ONE, THREE]})
    send(april, EAST_B, {}, zero=True)
    send(april, WEST_C, {"marginal": [household(7, head_name="周甲七")]})
    return april, answer("merge", april, "--now", "2020-05-02")


def sizes(rollup: Any) -> dict[str, int]:
    assert all(size["persons"] == size["households"] for size in rollup["flow"].values())  # one person a household
    return {part: size["households"] for part, size in rollup["flow"].items() if size["households"]}


def test_the_json_says_what_came_and_went(merged: tuple[Path, Any]) -> None:
    east, west, county = (next(each for each in merged[1]["rollups"] if each["unit_name"] == name)
                          for name in ("东镇", "西镇(新区)", "示例区"))  # fmt: skip
    assert sizes(east) == {"opening": 3, "added": 1, "gone": 1, "left": 1, "closing": 2}
    assert sizes(west) == {"arrived": 1, "closing": 1}
    assert sizes(county) == {"opening": 3, "added": 1, "arrived": 1, "gone": 1, "left": 1, "closing": 3}
    assert county["rate"] is None  # this form does not tell who is rid of the risk


def test_the_workbook_has_the_changes_and_the_months(merged: tuple[Path, Any]) -> None:
    april, told = merged
    county = (april / Path(next(each["file"] for each in told["rollups"] if each["unit_name"] == "示例区")).name)
    data = next((april / "rollup").glob(county.name)).read_bytes()
    total = next(line for line in grid(data, "变动表") if line[0] == "合计")
    assert total[1:5] == (4, 3, 0, 1)
    assert total[5:7] == (3, 3)
    rows = [line for line in grid(data, "历月") if line[0] in ("2020年3月", "2020年4月")][:2]
    assert [line[1:5] for line in rows] == [(4, 4, 4, 4), (4, 3, 3, 3)]
    sources = [line[13] for line in grid(data, "变动明细")[2:] if line[13]]
    assert all(str(said).startswith("../../march/task/inbox/") for said in sources)
    assert len(sources) == 3


def test_a_task_without_an_earlier_one_has_neither(merged: tuple[Path, Any]) -> None:
    march = merged[0].parent.parent / "march" / "task"
    told = answer("merge", march, "--now", "2020-05-02")
    assert {each["flow"] for each in told["rollups"]} == {None}
    for file in (march / "rollup").glob("*.xlsx"):
        assert not {"变动表", "变动明细", "历月"} & set(openpyxl.load_workbook(file, read_only=True).sheetnames)
    assert run("merge", march, "--now", "2020-05-02").exit_code == 0
