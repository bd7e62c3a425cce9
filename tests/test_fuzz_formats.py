"""Files of every format spoilt on purpose: each ends in one named outcome with its sentence, and the batch goes on.

``FORMKIT_FUZZ=2000 FORMKIT_SEED=7 python -m pytest -s tests/test_fuzz_formats.py`` runs that many instead of 200 and starts
elsewhere, in some two minutes; the table of outcomes is printed. What is read of a spoilt file that is read all the same
is held against another reader in test_fuzz_values.py.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from drawn_mess import Drawn as File
from drawn_mess import acted, base
from messy_file import file_of
from mutants import mutant
from office_task import EAST_A, blank_of, filled, household, new_task
from other_formats import converted, excel_95, mhtml, spreadsheetml, strict, xlsb
from test_mess import Seen, expected

from formkit import engine, lock, saying, words
from formkit.intake import Expectation, Judged
from formkit.load import find_form

COUNT = int(os.environ.get("FORMKIT_FUZZ", "200"))
SEED = int(os.environ.get("FORMKIT_SEED", "1"))
OUTCOMES = {
    "refused", "encrypted", "unreadable", "not-a-filing", "copy", "wrong-form", "wrong-unit", "wrong-period", "conflict",
    "superseded", "zero", "empty", "returned", "accepted",
}  # fmt: skip


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A whole file of every format, by what it would be called."""
    folder = tmp_path_factory.mktemp("samples")
    plain = file_of(base())
    sent = filled(blank_of(new_task(folder), EAST_A), folder / "sent.xlsx", {"marginal": [household(1), household(2, head_name="张甲二")]})
    (folder / "plain.xlsx").write_bytes(plain)
    made = {"plain.xlsx": plain, "sent.xlsx": sent.read_bytes(), "locked.xlsx": lock.locked(plain, "abc123")}
    for kind in ("xls", "ods"):
        for source in ("plain", "sent"):
            made[f"{source}.{kind}"] = converted(folder / f"{source}.xlsx", kind)
    made["plain.et"] = made["plain.xls"]
    made["macros.xlsm"] = file_of(acted(File("a", ["启用宏"])))
    made["page.xls"] = file_of(acted(File("a", ["存为网页"])))
    made["text.csv"] = file_of(acted(File("a", ["存为GBK文本"])))
    made["strict.xlsx"] = strict(plain)
    made["binary.xlsb"] = xlsb(base().sheet)
    made["xml.xls"] = spreadsheetml(base().sheet)
    made["one.mht"] = mhtml(made["page.xls"])
    made["old.xls"] = excel_95()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("plain.xlsx", "plain.xls", "page.xls"):
            archive.writestr(f"东镇/{name}", made[name])
    made["town.zip"] = packed.getvalue()
    return made


@pytest.fixture(scope="module")
def asked() -> Expectation:
    """Both forms that the samples are of."""
    known = expected()
    ledger = find_form("zaozhuang-ledger")
    return Expectation({**known.forms, ledger.form: ledger}, known.roster, known.period, passwords=("abc123",))


@pytest.mark.office
def test_every_sample_is_read_before_it_is_spoilt(samples: dict[str, bytes], asked: Expectation, tmp_path: Path) -> None:
    files = []
    for number, (name, data) in enumerate(samples.items()):
        (tmp_path / f"{number}_{name}").write_bytes(data)
        files.append((tmp_path / f"{number}_{name}", name))
    judged = engine.examine_all(files, asked, Seen())
    found = {one.file: len(one.filing.records) if one.filing else one.code for one in judged}

    assert found.pop(next(name for name in found if name.endswith("old.xls"))) == "file-old-excel"
    assert set(found.values()) <= {2, 5}, found


@pytest.mark.office
def test_every_spoilt_file_ends_in_one_outcome(samples: dict[str, bytes], asked: Expectation, tmp_path: Path) -> None:
    names, others = list(samples), list(samples.values())
    files = []
    for number in range(COUNT):
        random = Random(f"{SEED}-{number}")
        name = names[number % len(names)]
        path = tmp_path / f"{number:05}_{name}"
        path.write_bytes(mutant(samples[name], others, random) or b"\0")
        files.append((path, path.name))

    judged = engine.examine_all(files, asked, Seen())

    met = {one.file.split("!/")[0] for one in judged}
    assert met == {name for _, name in files}
    for one in judged:
        assert_told(one)
    assert len({one.outcome for one in judged}) > 3
    # A worker that died says only where: each is a mistake of ours, or of a reader that the gate should have seen through.
    died = Counter(one.args["why"] for one in judged if one.code.startswith("file-killed"))
    assert not any(one.code == "file-killed" for one in judged), died
    print(Counter((one.outcome, one.code) for one in judged).most_common(), died)  # noqa: T201


def assert_told(one: Judged) -> None:
    """An outcome of the contract, a sentence for it, and every row accounted for."""
    assert one.outcome in OUTCOMES, one
    assert saying.say_of(one)
    assert not words.SENTENCES[one.code].zh.count("{{")
    if one.filing is not None:
        rows = one.filing.rows
        assert rows.seen == rows.records + rows.blank + rows.furniture
