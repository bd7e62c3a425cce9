"""What a command loads to start, by the modules that stand in the process; and that right YAML is read alike by both readers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import run

from formkit.load import lint, load_codelists
from formkit.load.quick import compose
from formkit.load.shelf import codelist_files
from formkit.load.source import Mistake, Path_, Source, Spot, _plain, _slowly

ROOT = Path(__file__).parent.parent
HEAVY = ("xlsxwriter", "jinja2", "docx", "docxtpl", "lxml", "msoffcrypto", "cryptography", "openpyxl", "pyarrow", "rich",
         "chinese_calendar", "ruamel")  # fmt: skip
"""Libraries that take as long to load as a filing to check: each is for few commands, ruamel for YAML that is wrong."""
TASKS = ("formkit.office", "formkit.task", "formkit.roster", "formkit.compare", "formkit.trace", "formkit.twins",
         "formkit.read.rollup", "formkit.returns", "formkit.model.notice", "logging")  # fmt: skip
"""What only a task, or a roll-up among its files, needs."""
KINDS = ("formkit.gate.ole", "formkit.gate.biff", "formkit.gate.odsxml", "formkit.gate.xlsb", "formkit.read.web",
         "formkit.read.spreadsheetml", "formkit.read.delimited", "ssl", "stdnum")  # fmt: skip
"""What only a file of another kind than .xlsx needs."""
ASKED = (
    (("--help",), ("pydantic", "yaml", "python_calamine", "formkit.load", "formkit.words", *HEAVY)),
    (("check", "a.xlsx"), (*HEAVY, *TASKS, *KINDS, "formkit.export", "formkit.page", "formkit.write.book")),
    (("forms",), HEAVY[:-1]),
    (("explain", "id-checksum"), (*HEAVY, *KINDS)),
)

@pytest.mark.parametrize(("command", "without"), ASKED, ids=lambda part: part[0])
def test_a_command_loads_only_what_it_needs(command: tuple[str, ...], without: tuple[str, ...], tmp_path: Path) -> None:
    assert run("blank", "zaozhuang-ledger", "-o", tmp_path / "a.xlsx").exit_code == 0
    code = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: open('loaded.json', 'w').write(json.dumps(sorted(sys.modules))))\n"
        "from formkit.cli import main\nmain(sys.argv[1:], prog_name='formkit')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=tmp_path, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    loaded = json.loads((tmp_path / "loaded.json").read_text())
    assert "click" in loaded
    assert {name for name in without if name in loaded} == set()


COUNTING = (
    "import atexit\nfrom pathlib import Path\nfrom formkit import load\nfrom formkit.load import source\n"
    "counts = lambda: [each.cache_info().currsize for each in (load.load_form, source._source)]\n"
    "atexit.register(lambda: open('read', 'w').write(' '.join(map(str, counts()))))\n"
)
WORKER = (
    "from formkit import loose\nfrom formkit.arrivals import Arrival\n"
    "expected = loose.expectation(load.forms_around([Path('a.xlsx')]), None)\n"
    "assert loose._with_form(Arrival('a.xlsx', Path('a.xlsx').read_bytes()), expected)[1].form == 'zaozhuang-ledger'\n"
    "assert loose._with_form(Arrival('a.xlsx', Path('a.xlsx').read_bytes()), expected)[1] is None  # told once\n"
)
COMMAND = "from formkit.cli import main\nmain(['check', 'a.xlsx'], prog_name='formkit')\n"


@pytest.mark.parametrize(("work", "forms", "most"), [(WORKER, 1, 9), (COMMAND, 0, 0)], ids=["worker", "command"])
def test_a_file_that_says_what_it_is_needs_its_own_form_and_that_once(work: str, forms: int, most: int, tmp_path: Path) -> None:
    """A worker reads the schema, the parts and the code lists it names, of more than eighty files; the command has them from it."""
    assert run("blank", "zaozhuang-ledger", "-o", tmp_path / "a.xlsx").exit_code == 0
    done = subprocess.run([sys.executable, "-c", COUNTING + work], cwd=tmp_path, capture_output=True, text=True)
    assert "Error" not in done.stderr
    found, texts = map(int, (tmp_path / "read").read_text().split())
    assert found == forms
    assert texts <= most


def test_a_command_leaves_the_collector_at_work(tmp_path: Path) -> None:
    code = (
        "import gc, click\nfrom formkit.cli import main\n"
        "main.get_command(click.Context(main), 'check')\nassert gc.isenabled() and gc.get_freeze_count() > 10_000\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == 0


def test_a_code_list_is_kept_under_its_id() -> None:
    lists = load_codelists()
    assert len(lists) == len(codelist_files())
    assert {name: found.codelist for name, found in lists.items()} == {name: name for name in lists}
    assert "no-such-list" not in lists


def quickly(text: str) -> Source | None:
    """A text as the quick reader reads it; None where it leaves it to the other."""
    marks: dict[Path_, Spot] = {}
    mistakes: list[Mistake] = []
    root = compose(text)
    data = _plain(root, (), "a.yaml", marks, mistakes) if root is not None else None
    return None if root is None or mistakes else Source("a.yaml", data, marks, ())


YAMLS = sorted(path for name in ("schemas", "templates", "tests", "examples") for path in (ROOT / name).rglob("*.yaml"))


@pytest.mark.parametrize("path", YAMLS, ids=lambda path: path.stem)
def test_both_readers_read_every_file_alike(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    quick = quickly(text)
    if quick is None:
        assert "drafted" in path.parts, "what is shipped is read quickly"
    else:
        assert quick == _slowly("a.yaml", text, ())


PIECES = (
    "a", "b", "key", "- ", "  ", "\n", "\n  ", "\n- ", ": ", ":", ", ", "[", "]", "{", "}", '"', "'", "|", ">", "|\n  x\n",
    ">\n  x\n  y\n\n  z\n", "#", " # c\n", "中文", "：", "? ", "&a", "*a", "!t", "%", "@", "`", "~", "null", "no", "0123", "1.5", "\\",
    "\\n", "\\u4e2d", '"x\\ny"', '"a\n  b"', "\t", "---", "...", "<<: ", "|-", ">+", "|2", "-", "=", "a: b\n", "c: [1, 2]\n", "- x\n",
    "- {a: 1, b: }\n", "k:\n", "  k: v\n", "  - q\n", "\r\n", "\u3000", "\xa0", "“", "http://x", "a:b", "{a}", "[a: b]", '"a":1',
    "x #y", "x#y", "\ufeff", "\u2028", "\x85", "😀", "?", "[?]", "[ ? a ]", "{? a : b}", "- - a\n", "a\n  b\n", "on", "2020-03-25",
)  # fmt: skip
STARTS = ("", "form: x\n", "a:\n  b: c\n  d:\n", "- ", "k: ", "x:\n  - a: 1\n    b: 2\n", "k: [", "k: {")


@settings(max_examples=400, deadline=None)
@given(st.tuples(st.sampled_from(STARTS), st.lists(st.sampled_from(PIECES), max_size=9)).map(lambda parts: parts[0] + "".join(parts[1])))
def test_what_the_quick_reader_reads_the_slow_one_reads_alike(text: str) -> None:
    quick = quickly(text)
    if quick is not None:
        assert quick == _slowly("a.yaml", text, ())


LEFT = (
    "a: |#b\n", '[{"a":1致贫}]', "[?]]", "a: &x 1\n", "a: !t 1\n", "a:\tb\n", "a: b\u2028c\n", "a: b\x85c\n",
    "--- \na: 1\n", "a: 1\n...\n",
    "%YAML 1.1\n---\na: 1\n", "|\n#x\n", "? a\n: b\n", "a: b\rc: d\n", "[" * 26 + "]" * 26, "a: [\n", "{[a]: b}",
)  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
def test_what_may_be_read_in_two_ways_is_left_to_the_slow_reader(text: str) -> None:
    assert compose(text) is None


@pytest.mark.parametrize("text", ["0123", "no", "on", "010203", "2020-03-25", "1_000", "0x1f", "1:30", "yes", "Null", ".inf"])
def test_a_text_stays_the_text_that_stands_there(text: str) -> None:
    for source in (quickly(f"a: {text}\n"), _slowly("a.yaml", f"a: {text}\n", ())):
        assert source is None or source.data == {"a": text}


def test_a_folded_text_holds_no_bell() -> None:
    text = "a: >\n  一\n  二\n"
    assert _slowly("a.yaml", text, ()).data == {"a": "一 二\n"}


def test_nested_brackets_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow reader takes time with the square of the brackets that are open: it is stopped at the first that is too many."""
    from ruamel.yaml import YAML

    composed: list[str] = []
    monkeypatch.setattr(YAML, "compose", lambda self, text: composed.append(text))
    path = tmp_path / "a.yaml"
    for text in ("a: " + "[" * 5000, "a: " + "[" * 5000 + "]" * 5000, "a: " + "{a: " * 5000):
        path.write_text(text)
        assert [each.code for each in lint(path)] == ["yaml-deep"]
    assert not composed


def test_yaml_with_a_remark_that_cannot_be_placed_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from ruamel.yaml import YAML

    compose_ = YAML.compose

    def failing(self: YAML, text: str) -> object:
        if self.typ == ["rt"]:
            raise NotImplementedError("overlap in comment")
        return compose_(self, text)

    monkeypatch.setattr(YAML, "compose", failing)
    assert _slowly("a.yaml", "a: 1\n", ()).data == {"a": "1"}
