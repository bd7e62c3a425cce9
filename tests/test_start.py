"""What a command loads to start, by the modules that stand in the process; and that right YAML is read alike by both readers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import blank

from formkit.load import find_form, load_codelists, load_form
from formkit.load.quick import compose
from formkit.load.shelf import codelist_files, form_files, shelf
from formkit.load.source import SchemaError, Source, _slowly, read_source

ROOT = Path(__file__).parent.parent
HEAVY = ("xlsxwriter", "jinja2", "docx", "docxtpl", "lxml", "msoffcrypto", "cryptography", "openpyxl", "pyarrow", "rich",
         "chinese_calendar", "ruamel")  # fmt: skip
"""Libraries that take as long to load as a filing to check: each is for few commands, ruamel for YAML that is wrong."""
ASKED = (
    (("--help",), ("pydantic", "yaml", "python_calamine", "formkit.load", "formkit.words", *HEAVY)),
    (("check", "a.xlsx"), (*HEAVY, "formkit.export", "formkit.page", "formkit.write.book")),
    (("forms",), HEAVY[:-1]),
    (("explain", "id-checksum"), HEAVY),
)
_LOADED = """
import json, sys
from formkit.cli import main
try:
    main(sys.argv[1:], prog_name="formkit")
finally:
    from formkit import load_counts
"""


@pytest.mark.parametrize(("command", "without"), ASKED, ids=lambda part: part[0])
def test_a_command_loads_only_what_it_needs(command: tuple[str, ...], without: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(blank("zaozhuang-ledger"))
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
