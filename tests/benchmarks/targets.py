"""What the ratios are to be. A ratio is the first thing's cost over the second's; ``bound`` is the most it may be, or the least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio by its name, what it is to be, and how it is said."""

    ratio: str
    bound: float
    says: str
    side: Literal["most", "least"] = "most"

    def met(self, found: float) -> bool:
        """Whether a measured ratio is good enough."""
        return found <= self.bound if self.side == "most" else found >= self.bound


TARGETS = (
    Target("generate blank / xlsxwriter", 0.1, "空表比 xlsxwriter 直接写同样内容快10倍 (blank: 10× faster, same content)"),
    Target("generate filled / xlsxwriter", 1 / 3, "预先填好的不超过它的三分之一 (filled in: a third of it at most)"),
    Target("check / calamine", 4, "审核不超过 calamine 单纯读取的4倍 (check: within 4× of calamine reading the file)"),
    Target("check saved / calamine", 4, "别的程序保存过的也一样 (the same of files another program saved)"),
    Target("check large / calamine", 4, "每份2000人也一样 (the same of 2,000 people a file)"),
    Target("check / frictionless", 1 / 5, "审核比 frictionless 快5倍 (5× faster than frictionless)"),
    Target("check / openpyxl", 1 / 3, "审核比 openpyxl 手写检查快3倍 (3× faster than openpyxl with plain loops)"),
    Target("merge / cells", 1.2, "汇总不超过 calamine＋xlsxwriter 写同样单元格的1.2倍 (merge: within 1.2× for the same cells)"),
    Target("merge large / cells", 1.2, "每份2000人也一样 (the same of 2,000 people a file)"),
    Target("merge / pandas", 1 / 6, "汇总比 pandas 通常写法快6倍 (6× faster than pandas as usually written)"),
    Target("merge of a province, memory MB", 1000, "两万份汇总用内存不到 1 GB (20,000 filings merged under 1 GB)"),
    Target("check per filing: 1000 / 100", 1.1, "份数增加，每份不变贵：1,000份对100份 (no filing dearer as they become more: 1,000 against 100)"),
    Target(
        "check per filing of a province: all / a tenth", 1.1,
        "份数增加，每份不变贵：20,000份对2,000份 (no filing dearer as they become more: 20,000 against 2,000)",
    ),
    Target(
        "merge per filing of a province: all / a tenth", 1.1,
        "汇总也一样：20,000份对2,000份 (nor in merge: 20,000 against 2,000)",
    ),
    Target("check per row: 500 / 50", 1.1, "每份行数增加，每行不变贵：500行对50行 (no row dearer as filings grow: 500 against 50)"),
    Target("check per row: 5000 / 500", 1.1, "每份行数增加，每行不变贵：5,000行对500行 (no row dearer as filings grow: 5,000 against 500)"),
    Target("check, two workers: one over two", 1.8, "两个处理器快1.8倍 (two processors: 1.8×)", "least"),
    Target("check, local cluster: one over two", 1.6, "本机 Dask 快1.6倍 (a local Dask cluster: 1.6×)", "least"),
    Target("help / import click", 2, "formkit --help 不超过导入 click 的2倍 (within 2× of importing click)"),
    Target("check one / bare script", 2, "审核一份不超过裸脚本读它的2倍 (within 2× of a bare script reading the file)"),
)


def held(ratios: Mapping[str, float]) -> Iterator[tuple[Target, float | None, bool | None]]:
    """Each target with what was found and whether it is met; None where it was not measured."""
    for target in TARGETS:
        found = ratios.get(target.ratio)
        yield target, found, None if found is None else target.met(found)
