"""Every mistake an author can make has an example, the line it yields, and words without a reader's own English in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_load import GOOD

from formkit import words
from formkit.commands.failures import told
from formkit.load import lint, shelf
from formkit.load.described import EXAMPLES
from formkit.load.published import PUBLISHED, published
from formkit.roster import read_roster
from formkit.task import open_task
from formkit.words.authoring import AUTHORING

DRAWN = Path(__file__).parent / "mistakes.md"
ROSTER = "代码,名称,级别,上级\n379999000000,示例区,县,\n379999100000,示例镇,乡,379999000000\n379999100200,示例庄村,村,379999100000\n"
TASK = "forms: [zaozhuang-ledger]\nperiod: 2020-03\nunits: units.csv\n"
_PART = re.compile(r"^## (?P<code>[a-z-]+)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOP = re.compile(r"^([a-z_]+)\s*[:：]", re.MULTILINE)
# What is too long, or no text, to be drawn.
MADE = {
    "large": "form: x\n" * 200_000, "gb18030": "form: 表", "control": "form: \x01\n", "deep": "form: " + "[" * 600,
    "long": GOOD.replace("[@人数]>0", "[@人数]" + "+1" * 5000 + ">0"),
}  # fmt: skip


def examples() -> list[tuple[str, str]]:
    """Code and body of every example."""
    return [(found["code"], found["body"]) for found in _PART.finditer(DRAWN.read_text("utf-8"))]


def laid(text: str, good: str) -> str:
    """What is drawn, with the parts of a good file behind it that it does not itself have."""
    own = set(_TOP.findall(text))
    blocks = re.findall(r"^[a-z]+:.*?(?=^[a-z]|\Z)", good, re.MULTILINE | re.DOTALL)
    return text + "".join(block for block in blocks if block.split(":")[0] not in own)


def said(folder: Path, body: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Every line the example yields, without the name of its file and the English."""
    lines: list[str] = []
    for kind, name, text in _FENCE.findall(body):
        path = folder / (name or {"task": "task.yaml"}.get(kind, f"example.{kind}"))
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "made":
            path.write_bytes(MADE[text.strip()].encode("gb18030" if "gb" in text else "utf-8"))
            lines += of_file(path)
        elif kind == "csv":
            with pytest.raises(SystemExit), told():
                read_roster(text.encode(), "example.csv")
            lines += [line.split(" / ")[0].removeprefix("example.csv:") for line in capsys.readouterr().err.splitlines()]
        elif kind == "task":
            (folder / "units.csv").write_text(ROSTER, "utf-8")
            path.write_text(laid(text, TASK), "utf-8")
            with pytest.raises(SystemExit), told():
                open_task(folder)
            lines += [line.split(" / ")[0].partition("task.yaml:")[2] for line in capsys.readouterr().err.splitlines()]
        else:
            whole = kind == "whole" or name
            path.write_text(text if whole else laid(text, GOOD), "utf-8")
            lines += [] if name else of_file(path)
    return lines


def of_file(path: Path) -> list[str]:
    """Every mistake of a file as its place and its Chinese sentence."""
    return [f"{each.line}:{each.column}: {words.say(each.code, each.args)}" for each in lint(path)]


@pytest.mark.parametrize(("code", "body"), examples(), ids=[code for code, _ in examples()])
def test_each_example_yields_exactly_its_lines(
    code: str, body: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = re.findall(r"^> (.*)$", body, re.MULTILINE)

    assert said(tmp_path, body, capsys) == expected
    pattern = re.escape(AUTHORING[code].zh.replace("{{", "{").replace("}}", "}"))
    assert any(re.search(re.sub(r"\\\{\w+\\\}", ".*", pattern), line) for line in expected), code


# Said by commands, and held by their tests; the last one is for what nobody has yet found a way to write.
ELSEWHERE = {"calendar-missing", "roster-no-reporters", "roster-workbook", "type-other"}


def test_every_mistake_has_an_example() -> None:
    assert set(AUTHORING) - {code for code, _ in examples()} == ELSEWHERE


def test_every_pattern_of_the_model_has_a_name_that_fits_it() -> None:
    patterns = {each.replace("\\\\", "\\") for name in PUBLISHED for each in re.findall(r'"pattern": "(.*?)"', published(name))}

    assert patterns <= set(EXAMPLES)
    assert [pattern for pattern, name in EXAMPLES.items() if not re.match(pattern, name)] == []


SHIPPED = (shelf("schemas") / "zaozhuang" / "ledger.yaml").read_text("utf-8")[:3500]
ENGLISH = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_file_is_answered_in_english_or_not_at_all(data: st.DataObject, tmp_path: Path) -> None:
    text = data.draw(st.sampled_from([GOOD, SHIPPED]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        sign = data.draw(st.sampled_from([*"\t，：［］｛“”'\"[]{},:-&*!|>%@#?` 　\x01\n", "\n  ", "- ", ": ", "---\n", "0"]))
        text = text[:place] + sign + text[place + data.draw(st.integers(0, 4)) :]
    path = tmp_path / "form.yaml"
    path.write_text(text, "utf-8", newline="\n")

    for each in lint(path):
        assert not ENGLISH.search(re.sub("“.*?”", "", words.say(each.code, each.args), flags=re.DOTALL))
        assert words.english(each.code, each.args)
        assert 1 <= each.line <= text.count("\n") + 1
