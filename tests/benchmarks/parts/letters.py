"""Notices: letters to households with every check, against docxtpl straight."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.contest import Contestant, contest, ratio
from benchmarks.ground import Ground, Part, table

DOES = {
    "formkit": "审核结果告知书，含全部检查 (with every check of template, facts and result)",
    "docxtpl": "docxtpl 直接写 (docxtpl straight, nothing checked)",
}


def measured(ground: Ground, letters: int = 20) -> list[Part]:
    """So many letters a round."""
    contestants = {name: Contestant("lettering", {"by": name, "letters": letters}) for name in DOES}
    laps = contest(contestants, [{"count": letters}] * (ground.rounds + 1))
    part = table("文书 (notice)：审核结果告知书", laps, DOES)
    return [replace(part, ratios={"notice / docxtpl": ratio(laps["formkit"], laps["docxtpl"])})]
