"""What was wrong with what came in: how much, of which kinds, with whom."""

from __future__ import annotations

from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.overview import told

TERMS = (
    Term("files_count", "收到的文件数"), Term("returned_count", "退回待改的文件数"), Term("errors", "必须更正的错误数"), Term("queries", "需要核实的问题数"),
    Term("faults", "主要问题，按次数从多到少", (Term("no", "序号"), Term("problem", "问题"), Term("count", "次数"), Term("units", "涉及单位数"))),
    Term("weak", "问题多的单位，从多到少", (
        Term("no", "序号"), Term("township", "上级单位（可以空）"), Term("unit", "单位"), Term("errors", "错误数"), Term("queries", "待核实数"),
    )),
)  # fmt: skip
MOST = 10
"""How many kinds of faults, and how many units, a bulletin names."""


def facts(scene: Scene) -> dict[str, object]:
    """The faults of the files that count."""
    seen = scene.overview
    kinds = sorted(seen.kinds, key=lambda kind: -len(kind.found))[:MOST]
    faulty = (line for line in seen.lines if not line.aside and line.errors + line.queries)
    weak = sorted(faulty, key=lambda line: (-line.errors, -line.queries))
    return {
        "files_count": str(len(seen.lines)), "returned_count": str(seen.outcomes.get("returned", 0)),
        "errors": str(seen.counts["errors"]), "queries": str(seen.counts["queries"]),
        "faults": [
            {"no": str(number), "problem": told(kind.form, [finding for _, finding in kind.found])[0], "count": str(len(kind.found)),
             "units": str(kind.units)}
            for number, kind in enumerate(kinds, 1)
        ],
        "weak": [
            {"no": str(number), "township": line.above, "unit": line.unit, "errors": str(line.errors), "queries": str(line.queries)}
            for number, line in enumerate(weak[:MOST], 1)
        ],
    }  # fmt: skip
