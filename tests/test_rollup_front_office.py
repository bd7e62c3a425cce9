"""总览, 变动表 and 历月 as LibreOffice sees them: everything computed anew gives what was written, and the charts are still there."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from months_drawn import months, workbook
from rollup_cases import TOWNS, grid
from test_rollup_office import ALWAYS

pytestmark = pytest.mark.office
SHEETS = ("总览", "汇总", "变动表", "分村变动表", "历月")
PERIODS = ("2020-01", "2020-02", "2020-04")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[bytes, bytes]]:
    """Workbooks as written, and as LibreOffice saved them after computing every formula."""
    folder = tmp_path_factory.mktemp("front")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    drawn = [months(seed, PERIODS, missing=0.2) for seed in range(3)]
    made = [*map(workbook, drawn), workbook(drawn[0], TOWNS[0]), workbook(months(9, PERIODS[:1]))]
    files = [folder / f"{place}.xlsx" for place in range(len(made))]
    for file, data in zip(files, made, strict=True):
        file.write_bytes(data)
    start = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    command = [*start, "--outdir", str(folder / "out"), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [(data, Path(folder / "out" / file.name).read_bytes()) for file, data in zip(files, made, strict=True)]


def test_computed_anew_every_number_is_what_was_written(saved: list[tuple[bytes, bytes]]) -> None:
    seen = 0
    for before, after in saved:
        for name in set(SHEETS) & set(openpyxl.load_workbook(io.BytesIO(before), read_only=True).sheetnames):
            for old, new in zip(grid(before, name), grid(after, name), strict=False):
                for one, other in zip(old, new, strict=False):
                    if isinstance(one, int | float):
                        seen += 1
                        assert other == pytest.approx(one), (name, old, new)
                    else:
                        assert (other or None) == (one or None), (name, old, new)
    assert seen > 1000


def test_the_charts_are_still_there(saved: list[tuple[bytes, bytes]]) -> None:
    for before, after in saved:
        kept = [sorted(name.split("/")[-1] for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "/charts/chart" in name)
                for data in (before, after)]  # fmt: skip
        assert len(kept[0]) == len(kept[1]) > 0
