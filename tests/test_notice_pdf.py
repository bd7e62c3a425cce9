"""Notices as PDF: many in one call, whatever the office program does, and nothing of it left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from test_notices import FACTS, shipped

from formkit.notice import pdf, render

PDF = b"%PDF-1.7\n%%EOF\n"
FAKE = """#!{python}
import os, pathlib, sys, time
arguments = sys.argv[1:]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
files = [pathlib.Path(each) for each in arguments if each.endswith(".docx")]
with open({log!r}, "a") as log:
    print(" ".join(arguments), file=log)
for file in files:
    said = file.read_bytes()
    if said == b"slow":
        if os.fork() == 0:
            print(os.getpid(), file=open({log!r} + ".child", "w"))
        time.sleep(60)
    if said == b"crash" or (said == b"crash beside others" and len(files) > 1):
        os.abort()
    if said == b"half":
        file.with_suffix(".pdf").write_bytes(b"%PDF-1.7 half")
    elif said != b"unknown":
        file.with_suffix(".pdf").write_bytes(b"%PDF-1.7 " + said + b"\\n%%EOF")
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice, and what it was called with."""
    program, log = tmp_path / "bin" / "soffice", tmp_path / "log"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable, log=str(log)), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def calls(log: Path) -> list[str]:
    return log.read_text("utf-8").splitlines()


def test_many_in_one_call_and_no_name_of_anybody_in_it(log: Path) -> None:
    documents = {f"告知书_张某{number}.docx": str(number).encode() for number in range(101)}

    made = pdf.printed(documents)

    assert list(made) == list(documents)
    assert all(str(number).encode() in made[name] for number, name in enumerate(documents))
    assert [call.count(".docx") for call in calls(log)] == [100, 1]
    assert "张某" not in log.read_text("utf-8")
    assert all("-env:UserInstallation=file://" in call for call in calls(log))


def test_the_others_are_made_where_the_program_falls_over_one(log: Path) -> None:
    made = pdf.printed({"a": b"1", "b": b"crash beside others", "c": b"3"})

    assert list(made) == ["a", "b", "c"]
    assert len(calls(log)) == 3


@pytest.mark.parametrize("bad", [b"crash", b"half", b"unknown"])
def test_one_that_is_not_made_even_alone_is_named(log: Path, bad: bytes) -> None:
    with pytest.raises(pdf.FailedError) as caught:
        pdf.printed({"a": b"1", "b": bad, "c": b"3"})
    assert caught.value.names == ("b",)


def test_a_program_that_hangs_is_stopped_with_what_it_started(log: Path) -> None:
    began = time.monotonic()
    with pytest.raises(pdf.FailedError):
        pdf.printed({"a": b"slow"}, seconds=0.6, each=0)
    assert time.monotonic() - began < 10
    child = int(Path(f"{log}.child").read_text("utf-8"))
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "\nState:\tZ" in Path(f"/proc/{child}/status").read_text("utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError("the child of the program still runs")


def test_several_at_once_have_a_profile_each(log: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda number: pdf.printed({"a": str(number).encode()})["a"], range(3)))
    assert [each.split()[1] for each in made] == [b"0", b"1", b"2"]
    assert len({call.split()[0] for call in calls(log)}) == 3


def test_no_program_and_one_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(pdf.NoOfficeError):
        pdf.printed({"a": b"1"})
    broken = tmp_path / "soffice.exe"
    broken.write_bytes(b"\x7fELF none")
    broken.chmod(0o755)
    monkeypatch.setattr(pdf, "_PLACES", (str(broken),))
    with pytest.raises(pdf.FailedError):
        pdf.printed({"a": b"1"})


@pytest.mark.office
def test_real_documents_and_one_that_cannot_be_opened(tmp_path: Path) -> None:
    made = render.render(shipped("reminder"), "t", FACTS["reminder"])

    for name, data in pdf.printed({"催报 甲.docx": made, "b.docx": made}).items():
        (tmp_path / "x.pdf").write_bytes(data)
        text = subprocess.run(["pdftotext", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, text=True).stdout
        assert "薛扶贫组办字〔2020〕5号" in "".join(text.split()), name

    with pytest.raises(pdf.FailedError) as caught:
        pdf.printed({"bad.docx": b"PK\x03\x04 none"})
    assert caught.value.names == ("bad.docx",)
