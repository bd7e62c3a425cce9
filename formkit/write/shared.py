"""Which formulas may be written once for all rows of a section, as a shared formula (ECMA-376-1 §18.3.1.40).

Excel keeps such a formula as [MS-XLSB] 2.5.98.98, SharedParsedFormula, says: no array constants, no cells of other sheets, no
unions, intersections or ranges put together by operators, no errors, no table references, no other workbooks. Names may
stand in it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from formkit.write.frame import ABOVE, ROW

_TEXT = re.compile(r'"[^"]*"')
_CELL = rf"\$?[A-Z]{{1,3}}\$?(?:\d+|{ROW}|{ABOVE})"
_AREA = re.compile(rf"(?<![\w.$]){_CELL}:{_CELL}(?![\w.(])")
_CALL = re.compile(r"[A-Za-z_][\w.]*\(|[(),]")
_REFUSED = re.compile(r"[{}\[\]!#:]|[\w)$] +[\w($]")


@lru_cache(64)
def may_share(formula: str) -> bool:
    """Whether Excel takes a formula, with its row open or filled in, as one for many rows."""
    bare = _AREA.sub("A1", _TEXT.sub('""', formula))
    return not _REFUSED.search(bare) and not _united(bare)


def _united(formula: str) -> bool:
    """Whether a comma stands in brackets that are no call: it puts areas together."""
    calls: list[bool] = []
    for found in _CALL.finditer(formula):
        if found[0] == ")":
            calls = calls[:-1]
        elif found[0] != ",":
            calls.append(len(found[0]) > 1)
        elif not calls or not calls[-1]:
            return True
    return False
