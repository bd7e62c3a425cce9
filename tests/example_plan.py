"""What the made-up clerks of examples/taierzhuang do in two months: whom they write down, what changes, what goes wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drawn import person

FIRST, LATER = "2020-04-03", "2020-04-08"  # March is due on 5 April
SECOND, LAST = "2020-05-03", "2020-05-07"  # April is due on 5 May
STEMS, COUNT = "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十"
SURNAMES = "赵钱孙李周吴郑王冯陈"
RISK_POLICY = {
    "因病": ("medical", "family_doctor"), "因学": ("education",), "因灾": ("temporary_aid",),
    "因残": ("low_income", "medical"), "因意外": ("social_aid",), "其他": ("public_post",),
}  # fmt: skip

CARRIED = "CARRIED"
"""In place of a value: it stands there already."""

Row = dict[str, Any]
Sections = dict[str, list[Row]]
Fault = tuple[str, int, str, Any, str, str]
"""Section, row, column (none where it is a row that is no more), what is written, code, severity."""


@dataclass
class Village:
    """What one made-up clerk does: how the file is saved, when it comes in, what is changed and what is wrong in it.

    ``acts`` are what happened in the month (see ``happened``); ``faults`` are planted.
    """

    name: str
    suffix: str = ".xlsx"
    day: str = FIRST
    faults: list[Fault] = field(default_factory=list)
    kind: str = "filled"
    acts: list[tuple[Any, ...]] = field(default_factory=list)


def households(rng: random.Random, start: int) -> list[Row]:
    """Rows of two to five households; ``start`` keeps every person's number apart."""
    rows: list[Row] = []
    for home in range(rng.randint(2, 5)):
        number = start + home * 10
        head = f"{SURNAMES[number // 100 % 10]}{STEMS[number // 10 % 10]}{COUNT[home]}"
        size = rng.randint(1 if home else 2, 4)
        risk = rng.choice(list(RISK_POLICY))
        shared = {
            "household_size": size, "risk": risk, "helper": f"帮扶{STEMS[home]}", "helper_agency": "示例镇政府",
            "recognised": rng.choice([date(2019, 11, 1), date(2019, 12, 1), date(2020, 1, 1), "2020.2", "2020年1月"]),
        }  # fmt: skip
        relations = ["户主", "配偶", "之子", "之母"][:size]
        for index, relation in enumerate(relations):
            born = f"{(1968, 1970, 2009, 1946)[index]}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            row = {"head_name": head, "relation": relation, "id_number": person(born, number % 1000 + index)}
            row |= shared if index == 0 else {}
            if index == 0:
                row |= dict.fromkeys(RISK_POLICY[risk], "√") | {"water": "√"}
            rows.append(row)
    return rows


def march(names: list[str]) -> list[Village]:
    """Which of the 24 units does what in March, in the order of the roster."""
    villages = [Village(name) for name in names]
    for place, suffix in ((1, ".xls"), (2, ".et"), (3, ".ods")):
        villages[place].suffix = suffix
    for place, kind in ((4, "zero"), (5, "missing"), (7, "broken"), (16, "empty")):
        villages[place].kind = kind
    villages[6].day = LATER
    villages[8].faults = [
        ("marginal", 0, "id_number", "CHECKSUM", "id-checksum", "error"),
        ("marginal", 1, "relation", "邻居", "not-in-codelist", "error"),
        ("unstable", 0, "recognised", "2020年5月", "date-after-period", "error"),
    ]
    villages[9].faults = [
        ("marginal", 0, "id_number", 379999196801010000, "id-is-number", "error"),
        ("marginal", 0, "risk", "因懒", "not-in-codelist", "error"),
        ("unstable", 0, "helper", None, "required", "error"),
        ("unstable", 0, "low_income", 3, "not-a-tick", "error"),
    ]
    villages[10].faults = [
        ("marginal", 0, "id_number", "SHORT", "id-length", "error"),
        ("marginal", 0, "household_size", "三口人", "not-a-number", "error"),
        ("unstable", 0, "id_number", "BIRTH", "id-birth-date", "error"),
    ]
    villages[11].faults = [("unstable", 0, "id_number", "TWICE", "duplicate", "error")]
    villages[17].faults = [
        ("marginal", 0, "household_size", "SMALLER", "household-size", "error"),
        ("unstable", 0, "recognised", "年初", "date-format", "error"),
    ]
    villages[18].faults = [("marginal", 0, "household_size", "LARGER", "household-size", "query")]
    villages[19].faults = [("marginal", 0, "risk", "STUDY", "rule", "query")]
    return villages


def april(names: list[str]) -> list[Village]:
    """Which of the 24 units does what in April; the third township, from place 16 on, sends everything late."""
    villages = [Village(name, day=SECOND if place < 16 else LAST) for place, name in enumerate(names)]
    for place, suffix in ((1, ".xls"), (2, ".et"), (3, ".ods")):
        villages[place].suffix = suffix
    for place, kind in ((4, "zero"), (20, "untouched"), (21, "resent")):
        villages[place].kind = kind
    acts: dict[int, list[tuple[Any, ...]]] = {
        0: [("new", "marginal", newcomers("许甲一", 3, 980))],
        1: [("new", "marginal", newcomers("何乙一", 1, 985))],
        2: [("mark", "marginal", 0, "风险消除", date(2020, 4, 20))],
        3: [("member", "unstable", "死亡", date(2020, 4, 12))],
        6: [("gone", "unstable", -1)],
        12: [("mark", "marginal", 1, "迁出", date(2020, 4, 15))],
        13: [("come", "marginal", names[12], 1, date(2020, 4, 16))],
        14: [("write", "unstable", 0, {"temporary_aid": "√"})],
        15: [("write", "marginal", 0, {"risk": "因残", "low_income": "√", "change": "信息更正", "changed_on": date(2020, 4, 18)})],
        18: [("write", "unstable", 0, {"social_aid": "√"})],
        19: [("write", "marginal", 0, {"explanation": "本月没有变动；子女在外地上学，教育政策由就读地落实"})],
        22: [("twin", "marginal", names[14])],
        23: [("write", "marginal", 0, {"household_size": 13})],
    }  # fmt: skip
    for place, done in acts.items():
        villages[place].acts = done
    twice = ("id_number", CARRIED, "duplicate-across-filings", "query")
    same: Fault = ("marginal", 0, "head_name", CARRIED, "unchanged", "query")
    faults: dict[int, list[Fault]] = {
        6: [("unstable", 0, "", CARRIED, "gone", "query")],
        12: [("marginal", 3, *twice)], 13: [("marginal", -1, *twice)], 14: [("marginal", 0, *twice)], 22: [("marginal", -1, *twice)],
        18: [("marginal", 0, "household_size", CARRIED, "household-size", "query")],
        19: [("marginal", 0, "risk", CARRIED, "rule", "query"), same],
        20: [same],
        23: [("marginal", 0, "household_size", CARRIED, code, "query") for code in ("household-size", "jump")],
    }  # fmt: skip
    for place, planted in faults.items():
        villages[place].faults = planted
    return villages


def newcomers(head: str, size: int, number: int) -> list[Row]:
    """The rows of a household that is new in April."""
    born = ("1972-05-06", "1975-08-09", "2011-02-03")
    rows: list[Row] = [
        {"head_name": head, "relation": relation, "id_number": person(born[index], number + index),
         "change": "新增", "changed_on": date(2020, 4, 10)}
        for index, relation in enumerate(["户主", "配偶", "之女"][:size])
    ]  # fmt: skip
    rows[0] |= {
        "household_size": size, "risk": "因病", "helper": "帮扶甲", "helper_agency": "示例镇政府", "recognised": date(2020, 4, 1),
        "medical": "√", "family_doctor": "√", "water": "√",
    }  # fmt: skip
    return rows


def homes(rows: list[Row]) -> list[list[Row]]:
    """The rows of a section, household by household."""
    found: list[list[Row]] = []
    for row in rows:
        if row.get("relation") == "户主" or not found:
            found.append([])
        found[-1].append(row)
    return found


def happened(village: Village, sections: Sections, everywhere: dict[str, Sections]) -> None:
    """What happened in the month, written into the rows of a village.

    ``everywhere`` are the rows of all villages as they were: of whom somebody came from, and who stands in two of them.
    """
    for act, section, *rest in village.acts:
        rows = sections[section]
        if act == "new":
            rows += rest[0]
        elif act == "write":
            rows[rest[0]] |= rest[1]
        elif act == "gone":
            for row in homes(rows)[rest[0]]:
                row.clear()
        elif act == "come":
            rows += _moved_in(homes(everywhere[rest[0]][section])[rest[1]], rest[2])
        elif act == "twin":
            there = everywhere[rest[0]][section][0]
            (row,) = newcomers(there["head_name"], 1, 990)
            rows.append(row | {"id_number": there["id_number"]})
        else:
            marked = homes(rows)[rest[0]] if act == "mark" else next(home for home in homes(rows) if len(home) > 1)[-1:]
            for row in marked:
                row |= {"change": rest[-2], "changed_on": rest[-1]}


def _moved_in(home: list[Row], day: date) -> Iterator[Row]:
    """A household as the village it moved to writes it down."""
    for row in home:
        yield row | {"change": "迁入", "changed_on": day}


def wrong(value: Any, rows: list[Row], other: list[Row], row: int) -> Any:
    """What a fault's word stands for, given the rows it falls on."""
    if not isinstance(value, str):
        return value
    right = str(rows[row]["id_number"])
    members = sum(each["head_name"] == rows[row]["head_name"] for each in rows)
    words = {
        "CHECKSUM": lambda: right[:16] + str((int(right[16]) + 1) % 10) + right[17],
        "SHORT": lambda: right[:17],
        "BIRTH": lambda: right[:10] + "1332" + right[14:],
        "TWICE": lambda: other[0]["id_number"],
        "SMALLER": lambda: members - 1,
        "LARGER": lambda: members + 1,
        "STUDY": lambda: "因学",
    }
    return words.get(value, lambda: value)()


def plant(village: Village, sections: Sections) -> list[tuple[str, int, str, str, str]]:
    """Put the faults into the rows; each with its section, row, column, code and severity."""
    planted = []
    for section, row, column, value, code, severity in village.faults:
        rows = sections[section]
        others = sections["marginal" if section == "unstable" else "unstable"]
        if value != CARRIED:
            rows[row][column] = wrong(value, rows, others, row)
        if value == "STUDY":
            for each in rows:
                if each["head_name"] == rows[row]["head_name"]:
                    each.pop("education", None)
        planted.append((section, row % len(rows), column, code, severity))
    return planted
