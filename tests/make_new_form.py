"""Makes the workbooks of examples/new-form: an official-looking blank, and what two villages return. Saved by LibreOffice.

Run it by hand when the blank or the workbook changes:  python tests/make_new_form.py
The form, the office and the people are made up; numbers stand under a county code that was never assigned (379999).
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from blanks import Blank, workbook
from drawn import person
from make_example import save

from formkit.commands.generate import generate
from formkit.commands.init import make_task
from formkit.layout import SHEET, lay_out, letters
from formkit.period import parse
from formkit.task import open_task

ROOT = Path(__file__).resolve().parent.parent / "examples" / "new-form"
FORM, MONTH = "public-posts", "2024-06"
BLANK = Blank(
    "a subject that none of the shipped forms has",
    r"""
    A1 附件
    A2:K2 XX村农村公益性岗位人员在岗情况月报表
    A3:E3 填报单位（盖章）：
    F3:H3 单位：天、元
    I3:K3 统计月份：20  年  月
    A4:A5 序号
    B4:B5 姓名
    C4:C5 身份证号码
    D4:D5 联系电话
    E4:F4 岗位情况
    E5 岗位类别
    F5 上岗日期
    G4:I4 本月在岗
    G5 应出勤天数
    H5 实际出勤天数
    I5 岗位补贴（元）
    J4:J5 在岗状态
    K4:K5 备注
    A26:K26 注：1.本表由村每月填报，次月5日前报乡镇，乡镇审核后报县。2.实际出勤天数不得多于应出勤天数。
    A27:K27 填报人：　　　　　　　　审核人：　　　　　　　　联系电话：
    """,
    "A4:K25",
    "",
    lists={
        "E6:E25": '"护林员,保洁员,护路员,护水员,养老服务员,其他"', "J6:J25": '"在岗,请假,离岗"', "G6:H25": "whole 0..31",
    },
    formats={"F6:F25": "yyyy-mm-dd"},
    comments={"C4": "18位，照身份证填写", "I5": "按实际出勤天数计算的应发数"},
    big="A2",
)  # fmt: skip
WIDTHS = {"A": 6, "B": 9, "C": 21, "D": 14, "E": 12, "F": 12, "G": 9, "H": 9, "I": 11, "J": 9, "K": 14}
Row = dict[str, Any]


def row(number: int, **changed: Any) -> Row:
    """A person at a post with whom everything is right."""
    right = {
        "name": f"张甲{'一二三四五六'[number]}", "id_number": person("1970-01-01", number + 1), "phone": f"138000000{number}{number}",
        "col_5": "保洁员", "col_6": date(2023, 4, 1), "col_7": 22, "col_8": 22, "col_9": 700, "col_10": "在岗",
    }  # fmt: skip
    return right | changed


RIGHT = [row(4), row(5, col_5="护林员", col_8=11, col_9=350, col_10="离岗", remark="6月16日离岗")]
WRONG = [
    row(0),
    row(1, id_number=person("1970-01-01", 2)[:16] + "00"),
    row(2, col_5="保安", col_8=23),
    row(3, id_number=person("1970-01-01", 1), col_6=date(2024, 7, 2), col_10=None),
]
PLANTED = [
    (1, "id_number", "id-checksum", ""), (2, "col_5", "not-in-codelist", ""), (2, "col_8", "rule", "GW-01"),
    (3, "id_number", "duplicate", ""), (3, "col_6", "date-after-period", ""), (3, "col_10", "required", ""),
]  # fmt: skip
"""Row, column, code and rule of what is wrong in WRONG; all of them errors."""


def blank(folder: Path) -> None:
    """The official blank."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(BLANK)))
    for letter, width in WIDTHS.items():
        book["Sheet1"].column_dimensions[letter].width = width
    book.save(folder / "blank.xlsx")
    save([folder / "blank.xlsx"], ".xlsx", ROOT)


def returned(folder: Path) -> list[tuple[str, ...]]:
    """What comes back from two of the three villages; what is planted, cell by cell."""
    form = (ROOT / "answered" / f"{FORM}.yaml").as_posix()
    make_task(folder / "task", (form,), (ROOT / "units.csv").read_bytes(), parse(MONTH))
    task = open_task(folder / "task")
    generate(task)
    ((found, _), *_) = task.reporters
    first = lay_out(found, found.paper.rows).blocks[0].first_row
    sent = sorted((folder / "task" / "outbox").rglob("*.xlsx"))[:2]
    for path, rows in zip(sent, (WRONG, RIGHT), strict=True):
        book = openpyxl.load_workbook(path)
        for index, values in enumerate(rows):
            for key, value in values.items():
                book[SHEET][f"{letters(found)[key]}{first + index}"] = value
        book.save(path)
    shutil.rmtree(ROOT / "returned", ignore_errors=True)
    (ROOT / "returned").mkdir()
    save(sent, ".xlsx", ROOT / "returned")
    name = f"inbox/{sent[0].name}"
    return [(name, f"{letters(found)[key]}{first + index}", code, "error", rule) for index, key, code, rule in PLANTED]


def main() -> None:
    """Make all workbooks again."""
    with tempfile.TemporaryDirectory() as folder:
        blank(Path(folder))
        planted = returned(Path(folder)) if (ROOT / "answered").is_dir() else []
    with (ROOT / "planted.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow(["file", "cell", "code", "severity", "rule"])
        rows.writerows(planted)


if __name__ == "__main__":
    main()
