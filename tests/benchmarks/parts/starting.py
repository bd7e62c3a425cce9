"""What a command costs before it does anything."""

from __future__ import annotations

from benchmarks.contest import contest, ratio
from benchmarks.ground import Ground, Part, command, filings, formkit, table

_BARE = (
    "import sys, io, pydantic, python_calamine\n"
    "class Row(pydantic.BaseModel):\n    name: str\n    number: int = 0\n"
    "Row(name='a')\n"
    "book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(open(sys.argv[1], 'rb').read()))\n"
    "for name in book.sheet_names: book.get_sheet_by_name(name).to_python(skip_empty_area=False)\n"
)
DOES = {
    "formkit --help": "整条命令 (the whole command)", "import click": "python -c 'import click'",
    "formkit check ONE": "审核一份文件 (check of one file)",
    "bare script": "导入 calamine 和 pydantic，建一个模型，读这一份 (imports calamine and pydantic, makes a model, reads that file)",
}  # fmt: skip


def measured(ground: Ground) -> list[Part]:
    """Commands beside the least a Python program of that kind must do."""
    folder, _, names = filings(ground, ground.villages, ground.people)
    file = str(folder / "mended" / "inbox" / names[0])
    contestants = {
        "formkit --help": formkit("--help"), "import click": command("{python}", "-c", "import click"),
        "formkit check ONE": formkit("check", file), "bare script": command("{python}", "-c", _BARE, file),
    }  # fmt: skip
    laps = contest(contestants, [{"count": 1}] * (ground.rounds + 2), warm=1)
    part = table("启动 (start-up)", laps, DOES, ours="import click")
    ratios = {
        "help / import click": ratio(laps["formkit --help"], laps["import click"]),
        "check one / bare script": ratio(laps["formkit check ONE"], laps["bare script"]),
    }
    return [Part(part.title, part.lines, ratios, ("倍数以 import click 为1 (times import click)",))]
