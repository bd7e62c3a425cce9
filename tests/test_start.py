"""What a command loads to start, by the modules that stand in the process; and that right YAML is read alike by both readers."""

from __future__ import annotations

import json
import os
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
SELDOM = ("formkit.export", "formkit.page", "formkit.write.book", "formkit.cluster", "formkit.store", "formkit.load.syntax",
          "formkit.load.forgotten", "formkit.load.calendar", "json", "difflib")  # fmt: skip
"""What only another way of telling, another place to work, or a name or a schema that is wrong needs."""
ASKED = (
    (("--help",), ("pydantic", "yaml", "python_calamine", "formkit.load", "formkit.words", *HEAVY)),
    (("explain", "id-checksum"), (*HEAVY, *KINDS)),
)
TOLD = (
    "import atexit, gc, re, sys\n"
    "collected, patterns, compile_ = [], [], re._compiler.compile\n"
    "gc.callbacks.append(lambda when, info: collected.append(len(sys.modules)))\n"
    "def compiled(pattern, flags):\n"
    "    frame = sys._getframe(1)\n"
    "    while frame.f_globals['__name__'].partition('.')[0] == 're':\n"
    "        frame = frame.f_back\n"
    "    patterns.extend([str(pattern)] if frame.f_globals['__name__'].startswith('formkit') else ())\n"
    "    return compile_(pattern, flags)\n"
    "re._compiler.compile = compiled\n"
    "def told():\n"
    "    loading = [count for count in collected if count > at_first and count < len(sys.modules) - 9]\n"
    "    import json\n"
    "    from formkit.load import load_form, source\n"
    "    from pydantic.plugin import _loader\n"
    "    sizes = [each.cache_info().currsize for each in (load_form, source._source)]\n"
    "    found = [*sizes, gc.isenabled(), gc.get_freeze_count(), len(loading), len(patterns), _loader._plugins is None]\n"
    "    open('told.json', 'w').write(json.dumps(found))\n"
    "atexit.register(told)\n"
)
COMMAND = (
    "import atexit, sys\n"
    "atexit.register(lambda: open('loaded', 'w').write(' '.join(sys.modules)))\n"
    "from formkit.cli import main\nat_first = len(sys.modules)\nmain(sys.argv[1:], prog_name='formkit')\n"
)
WORKER = (
    "from pathlib import Path\nfrom formkit import load, loose\nfrom formkit.arrivals import Arrival\n"
    "expected = loose.expectation(load.forms_around([Path('a.xlsx')]), None)\n"
    "assert loose._with_form(Arrival('a.xlsx', Path('a.xlsx').read_bytes()), expected)[1].form == 'zaozhuang-ledger'\n"
    "assert loose._with_form(Arrival('a.xlsx', Path('a.xlsx').read_bytes()), expected)[1] is None  # told once\n"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one workbook."""
    folder = tmp_path_factory.mktemp("start")
    assert run("blank", "zaozhuang-ledger", "-o", folder / "a.xlsx").exit_code == 0
    return folder


def python(code: str, folder: Path, *words: str) -> None:
    """Run code by itself in a folder; whatever it is, it does not break."""
    known = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"}
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=folder, env=known, capture_output=True, text=True)
    assert "Error" not in done.stderr


def loaded(without: tuple[str, ...], folder: Path) -> set[str]:
    """What was loaded that should not have been."""
    names = (folder / "loaded").read_text().split()
    assert "click" in names
    return set(without) & set(names)


@pytest.mark.parametrize(("command", "without"), ASKED, ids=lambda part: part[0])
def test_a_command_loads_only_what_it_needs(command: tuple[str, ...], without: tuple[str, ...], place: Path) -> None:
    python(COMMAND, place, *command)
    assert loaded(without, place) == set()


def test_check_of_one_file_loads_only_what_it_needs(place: Path) -> None:
    """Neither modules, nor forms, which come from the worker that read the file, nor patterns that few files need."""
    python(TOLD + COMMAND, place, "check", "a.xlsx")
    assert loaded((*HEAVY, *TASKS, *KINDS, *SELDOM), place) == set()
    forms, texts, collecting, frozen, loading, patterns, _ = json.loads((place / "told.json").read_text())
    assert (forms, texts) == (0, 0)
    assert patterns < 100
    assert collecting
    assert frozen > 10_000
    assert not loading, "what is loaded was looked through for garbage"


def test_a_form_is_read_without_a_look_for_plug_ins(place: Path) -> None:
    """Pydantic would go through everything that is installed."""
    python(TOLD + COMMAND, place, "forms", "zaozhuang-ledger")
    assert loaded(HEAVY[:-1], place) == set()
    forms, *_, alone = json.loads((place / "told.json").read_text())
    assert forms == 1
    assert alone


def test_a_file_that_says_what_it_is_needs_its_own_form_and_that_once(place: Path) -> None:
    """A worker reads the schema, the parts and the code lists it names, of more than eighty files."""
    python(TOLD + "at_first = 0\n" + WORKER, place)
    forms, texts, *_ = json.loads((place / "told.json").read_text())
    assert forms == 1
    assert texts <= 9


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
    for text in ("a: " + "[" * 1500, "a: " + "[" * 1500 + "]" * 1500, "a: " + "{a: " * 1500):
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
