"""What was wrong with what came in: how much, of which kinds, with whom. What was explained is no fault."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from formkit import mask
from formkit.grouped import VARIES, told
from formkit.notice.facts.common import title
from formkit.notice.facts.reporting import above
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import titled
from formkit.overview import Kind, Line

TERMS = (
    Term("files_count", "收到的文件数"), Term("returned_count", "退回待改的文件数"), Term("errors", "必须更正的错误数"), Term("queries", "需要核实的问题数"),
    Term("faults", "主要问题，按次数从多到少", (
        Term("no", "序号"), Term("form", "是哪张报表的，带书名号（任务只有一张时是空的）"), Term("problem", "问题"), Term("count", "次数"),
        Term("units", "涉及单位数"),
    )),
    Term("weak", "问题多的单位，从多到少", (
        Term("no", "序号"), Term("township", "上级单位（可以空）"), Term("unit", "单位"), Term("errors", "错误数"), Term("queries", "待核实数"),
    )),
)  # fmt: skip
_OWN = re.compile(r"^[A-Z]{0,3}\d+(\.\d+)?$")
MOST = 10
"""How many kinds of faults, and how many units, a bulletin names."""


def facts(scene: Scene) -> dict[str, object]:
    """The faults of the files that count."""
    seen, several = scene.overview, len(scene.task.forms) > 1
    kinds = sorted((kind for kind in seen.kinds if _open(kind)), key=lambda kind: -len(_open(kind)))[:MOST]
    return {
        "files_count": str(len(seen.lines)), "returned_count": str(seen.outcomes.get("returned", 0)),
        "errors": str(seen.counts["errors"]), "queries": str(seen.counts["queries"]),
        "faults": [
            {"no": str(number), "form": titled(title(kind.form)) if several else "",
             "problem": _problem(kind),
             "count": str(len(_open(kind))), "units": str(len({_whose(line) for line in _open(kind)}))}
            for number, kind in enumerate(kinds, 1)
        ],
        "weak": _weak(scene),
    }  # fmt: skip


def _problem(kind: Kind) -> str:
    """What faults of a kind are, without what is of one row: where they differ, and cells and numbers where one file has them all."""
    found = [finding for _, finding in kind.found if finding.open]
    if len({line.one.file for line in _open(kind)}) == 1:
        found = [replace(each, args={name: _OWN.sub(VARIES, said) for name, said in each.args.items()}) for each in found]
    return told(kind.form, found)[0].rstrip("。").replace(VARIES, "×")


def _open(kind: Kind) -> list[Line]:
    """For each fault of a kind that nobody has explained, the file it is in."""
    return [line for line, finding in kind.found if finding.open]


def _whose(line: Line) -> str:
    return line.one.identity.unit or line.one.file


def _named(line: Line) -> str:
    return mask.text(PurePosixPath(line.one.file).name)


def _weak(scene: Scene) -> list[dict[str, str]]:
    """The units with faults, over all their forms; a file of no known unit by its name."""
    found: dict[str, list[Line]] = {}
    for line in scene.overview.lines:
        if line.errors + line.queries:
            found.setdefault(_whose(line), []).append(line)
    sums = [(own[0], sum(line.errors for line in own), sum(line.queries for line in own)) for own in found.values()]
    sums.sort(key=lambda each: (-each[1], -each[2]))
    return [
        {"no": str(number), "township": above(scene, code) if (code := first.one.identity.unit) else "",
         "unit": first.unit or _named(first), "errors": str(errors), "queries": str(queries)}
        for number, (first, errors, queries) in enumerate(sums[:MOST], 1)
    ]  # fmt: skip
