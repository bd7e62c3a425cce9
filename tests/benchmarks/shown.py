"""What was found, as Markdown for the README and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.ground import Line, Part
from benchmarks.targets import held

_HEADS = {"contest": "倍数 (× formkit)", "profile": "占全部 (share)", "scale": "钟表毫秒 (ms on the clock)"}
_MET = {True: "是 (yes)", False: "否 (NO)", None: ""}


def ratios(parts: Sequence[Part]) -> dict[str, float]:
    """All ratios by name."""
    return {name: found for part in parts for name, found in part.ratios.items()}


def markdown(parts: Sequence[Part]) -> str:
    """The targets, then a table for each part."""
    return "\n".join((*_targets(parts), "")) + "".join(map(table, parts))


def table(part: Part) -> str:
    """One part."""
    return "\n".join((*_table(part), ""))


def _targets(parts: Sequence[Part]) -> Iterator[str]:
    yield "| 要求 (target) | 比的是 (ratio) | 至多或至少 (bound) | 实测 (found) | 达到 (met) |"
    yield "|---|---|---|---|---|"
    for target, found, met in held(ratios(parts)):
        side = "≤" if target.side == "most" else "≥"
        shown = "没有测 (not measured)" if found is None else f"{found:.3g}"
        yield f"| {target.says} | {target.ratio} | {side} {target.bound:.3g} | {shown} | {_MET[met]} |"


def _table(part: Part) -> Iterator[str]:
    yield f"\n**{part.title}**\n"
    yield f"| | 毫秒 (ms) | {_HEADS[part.kind]} | 内存 (MB) | 做什么 (does) |"
    yield "|---|---|---|---|---|"
    for line in part.lines:
        yield f"| {line.name} | {line.each_ms:.3g} | {line.times:.3g} | {line.peak_mb:.0f} | {line.does} |"
    yield from (f"\n{note}" for note in part.notes)


def joined(before: Mapping[str, Any], parts: Sequence[Part]) -> list[Part]:
    """The parts of an earlier run with those of this one in their places, or behind them."""
    now = {part.title: part for part in parts}
    kept = [Part(**{**each, "lines": [Line(**line) for line in each["lines"]]}) for each in before["parts"]]
    return [*(now.pop(part.title, part) for part in kept), *now.values()]


def document(parts: Sequence[Part], about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything, and on what it was found."""
    machine = {"python": platform.python_version(), "system": platform.system(), "processors": os.cpu_count(), "load": os.getloadavg()}
    targets = [{"ratio": target.ratio, "bound": target.bound, "side": target.side, "found": found, "met": met}
               for target, found, met in held(ratios(parts))]  # fmt: skip
    return {"about": {**about, "machine": machine}, "targets": targets, "ratios": ratios(parts), "parts": [asdict(part) for part in parts]}
