"""How long letters to households take: as they are made here, with every check, and by docxtpl straight.

cd tests && python -m benchmarks.notices [LETTERS]     100 by default. Seconds of processor, of each letter in ms, and the ratio.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment
from notice_task import COUNTY, IN_EAST, people, scene

from formkit.notice import render, shelf
from formkit.notice.letterbox import letters
from formkit.notice.placeholders import ENVIRONMENT
from formkit.notice.printing import plain

DENIED = {**IN_EAST, "verdict": "不符合", "told": None, "notice_from": None, "notice_days": None, "class": None, "entered_date": None,
          "measures": None}  # fmt: skip
TOLD = {"review_days": "5", "reply_days": "25", "place": "便民服务中心3号窗口"}


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor, the least of three times."""
    found = []
    for _ in range(3):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def facts_of(count: int) -> tuple[bytes, list[dict[str, Any]]]:
    """The template of 审核结果告知书, and what so many letters say."""
    kept = shelf.find("rejection")
    template = shelf.template(kept)
    found = scene("county", "2021-07", {("longkou-case", COUNTY): people("longkou-case", "county", [DENIED])})
    notice = shelf.described(kept, found.task.forms.get)
    (letter,) = letters(notice, found, render.variables(template), TOLD)
    return template, [{**letter.facts, "head": f"张{number}"} for number in range(count)]


def measured(count: int) -> dict[str, float]:
    """The cost of so many letters of 审核结果告知书, made here and by docxtpl straight, and how much of the second the first is."""
    template, facts = facts_of(count)

    def ours() -> None:
        for each in facts:
            render.render(template, "rejection", each)

    straightly = Environment(autoescape=True)
    straightly.filters.update(ENVIRONMENT.filters)

    def straight() -> None:
        for each in facts:
            document = DocxTemplate(io.BytesIO(template))
            document.render({key: plain(value) for key, value in each.items()}, jinja_env=straightly, autoescape=True)
            document.save(io.BytesIO())

    mine, theirs = cost(ours), cost(straight)
    return {"letters": count, "formkit_s": round(mine, 2), "docxtpl_s": round(theirs, 2), "each_ms": round(1000 * mine / count, 1),
            "ratio": round(mine / theirs, 2)}  # fmt: skip


if __name__ == "__main__":
    json.dump(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 100), sys.stdout)
