"""The shipped notices as LibreOffice lays them out: pages, text, and where the figures of GB/T 9704-2012 say things stand."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from test_notices import FACTS, ITEM, TEMPLATES, UNIT, changed, shipped, words

from formkit.notice import render

pytestmark = pytest.mark.office
DOTS = 254  # an inch: ten to the millimetre


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of ink on a page with no white row between them, in mm from its top left corner."""

    top: float
    bottom: float
    left: float
    right: float


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case in one start of the office: the notices as in use, with 200 rows, and without copies."""
    folder = tmp_path_factory.mktemp("notices")
    items = [
        {**ITEM, "no": str(row), "problem": "身份证号码校验码不符，请核对居民身份证 A<b>&c"} for row in range(1, 201)
    ]
    units = [{**UNIT, "no": str(row), "unit": f"第{row}村"} for row in range(1, 201)]
    cases = {
        "return": ("return-notice", FACTS["return-notice"]),
        "return-200": ("return-notice", changed("return-notice", items=items)),
        "reminder-200": ("reminder", changed("reminder", units=units, overdue_days="3")),
        "reminder-bare": ("reminder", changed("reminder", copies="", agency="区政府")),
    }
    for name, (kind, facts) in cases.items():
        (folder / f"{name}.docx").write_bytes(render.render(shipped(kind), kind, facts))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    written = [str(folder / f"{name}.docx") for name in cases]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *written]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: folder / f"{name}.pdf" for name in cases}


def pages(pdf: Path) -> list[str]:
    made = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in made.split("\f")[:-1]]


def ink(pdf: Path, page: int, *, red: bool = False) -> list[Band]:
    """The bands of red or of black ink on a page."""
    at = ["-r", str(DOTS), "-f", str(page), "-l", str(page)]
    picture = subprocess.run(["pdftoppm", *at, str(pdf)], check=True, capture_output=True).stdout
    _, size, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    bands: list[list[int]] = []
    for y in range(height):
        row = pixels[y * width * 3 : (y + 1) * width * 3]
        if min(row[1::3]) > 127:
            continue
        inked = [x for x in range(width) if row[3 * x + 1] < 128 and (row[3 * x] > 180) == red]
        if inked and bands and y - bands[-1][1] <= 4:
            bands[-1] = [bands[-1][0], y, min(bands[-1][2], inked[0]), max(bands[-1][3], inked[-1])]
        elif inked:
            bands.append([y, y, inked[0], inked[-1]])
    return [Band(*(edge * 25.4 / DOTS for edge in band)) for band in bands]


def test_every_page_is_a4_and_nothing_is_lost(pdfs: dict[str, Path]) -> None:
    for pdf in pdfs.values():
        told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        assert "(A4)" in told
        assert "{" not in "".join(pages(pdf))
    text = "".join(pages(pdfs["return"]))
    for value in (
        "薛扶贫组办字〔2020〕5号",
        "周营镇扶贫办：",
        "附件：周营镇东村报表问题清单",
        "**************1234",
        "2020年4月6日印发",
    ):
        assert value in text
    assert pages(pdfs["return"])[0].startswith("枣庄市薛城区扶贫开发领导小组办公室文件薛扶贫组办字")
    assert "一、逐条更正" in pages(pdfs["return"])[0]  # 首页必须显示正文


def test_two_hundred_rows_repeat_the_head_and_keep_every_row(pdfs: dict[str, Path]) -> None:
    for name, head, last in (
        ("return-200", "序号单元格栏目", "A<b>&c"),
        ("reminder-200", "序号乡镇（街道）", "第200村"),
    ):
        listed = pages(pdfs[name])[2:]
        assert len(listed) > 4
        with_rows = [page for page in listed if "周营镇第" in page or "身份证号码" in page]
        assert all(head in page for page in with_rows)
        assert last in with_rows[-1]
        for number, page in enumerate(listed, 3):
            assert f"—{number}—" in page
        assert "印发" in listed[-1]
        assert not any("印发" in page for page in listed[:-1])


def test_the_first_page_stands_where_the_standard_puts_it(pdfs: dict[str, Path]) -> None:
    mark, rule = ink(pdfs["return"], 1, red=True)
    assert mark.top == pytest.approx(37 + 35, abs=1)  # 7.2.4
    assert rule.right - rule.left == pytest.approx(156, abs=1)  # 7.2.7: 与版心等宽
    black = ink(pdfs["return"], 1)
    assert rule.top - black[0].bottom == pytest.approx(4, abs=1)  # 7.2.7: 发文字号之下 4 mm
    assert all(band.left >= 27.5 and band.right <= 184.5 + 1.5 for band in black)  # a full stop may hang over the edge
    body = [band for band in black if band.top > rule.bottom + 40 and band.bottom < 262]
    steps = [after.top - before.top for before, after in pairwise(body[1:])]
    assert sum(steps) / len(steps) == pytest.approx(225 / 22, abs=0.3)  # 5.2.3: 22 lines
    assert (black[-1].top + black[-1].bottom) / 2 == pytest.approx(262 + 7, abs=1)  # 7.5: 一字线上距版心下边缘 7 mm


def test_page_numbers_change_sides_and_the_imprint_ends_on_the_last_line(pdfs: dict[str, Path]) -> None:
    odd, even = ink(pdfs["return"], 1)[-1], ink(pdfs["return"], 2)[-1]
    assert odd.left > 140
    assert even.right < 70
    for name in ("return", "reminder-bare"):
        last = len(pages(pdfs[name]))
        foot = [band for band in ink(pdfs[name], last) if band.right - band.left > 150 and band.top < 265][-1]
        assert foot.bottom == pytest.approx(262, abs=1)  # 7.4.1: 末条分隔线与版心下边缘重合
    assert "抄送" in pages(pdfs["return"])[-1]
    assert "抄送" not in "".join(pages(pdfs["reminder-bare"]))


def test_a_template_saved_again_by_an_office_program_still_works(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    originals = sorted(str(path) for path in TEMPLATES.glob("*.docx"))
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path), *originals]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for kind, facts in FACTS.items():
        again = (tmp_path / f"{kind}.docx").read_bytes()
        assert render.variables(again) == render.variables(shipped(kind))
        assert "东村" in words(render.render(again, kind, facts))
