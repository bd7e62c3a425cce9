"""Two months of a county through the command line: what an office sees when people leave in one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from office_task import EAST_A, ROSTER, answer, blank_of, household, run

FORM = "zaozhuang-ledger-monthly"
LEFT = ("死亡", "迁出", "风险消除")


def test_who_left_in_the_month_is_counted_among_its_changes_and_no_longer_in_the_stock(tmp_path: Path) -> None:
    """死亡 0 in a month in which somebody died would mislead: a flow counts whoever left, the stock does not."""
    roster, task = tmp_path / "roster.csv", tmp_path / "task"
    roster.write_text(ROSTER, "utf-8")
    run("init", task, "--form", FORM, "--units", roster, "--period", "2020-03", "--rows", 12, "--now", "2020-03-20")
    run("generate", task, "--now", "2020-03-20")
    source = blank_of(task, EAST_A)
    places, book = answer("layout", source), openpyxl.load_workbook(source)
    first = places["sections"][0]
    for index, what in enumerate((None, *LEFT)):
        row = household(7 * index, head_name=f"张甲{'一二三四'[index]}")
        row |= {"change": what, "changed_on": date(2020, 3, 15)} if what else {}
        for key, value in row.items():
            book[places["sheet"]][f"{first['columns'][key]}{first['first_row'] + index}"] = value
    book.save(task / "inbox" / source.name)
    made = answer("merge", task, "--now", "2020-04-03")
    county = made["rollups"][-1]
    total = county["sections"]["marginal"]
    assert (total["records"], total["households"], total["persons"]) == (4, 1, 1)
    assert {name: count for name, count in total["columns"]["change"]["by_value"].items() if count} == dict.fromkeys(LEFT, 1)
    assert total["columns"]["medical"]["count"] == 1
    assert total["columns"]["risk"]["by_value"]["因病"] == 1
    again = answer("merge", county["file"], "-o", tmp_path / "again")
    assert again["rollups"][-1]["sections"] == county["sections"]
    assert again["findings"] == []
