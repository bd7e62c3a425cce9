"""Detail as CSV and Parquet: what is read back is what was accepted; nothing in it runs, nothing of it goes unprotected."""

from __future__ import annotations

import csv
import io
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import EAST_A, WEST_C, household, run, send
from pyarrow import parquet as pq
from rollup_cases import COUNTY, FORM, ODD, TOWNS, fixed, record, rolled, some_parts, spoiled

from formkit import detail, disk
from formkit.filing import Record, Step
from formkit.load import find_form
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.types import KINDS, Reading, Value

ALL = ("dachuan-candidates", "dachuan-closure", "fuqing-visits", "fuzhou-monthly", "heqing-annex-1", "longkou-case", FORM.form)


def records(rollup: Rollup) -> Iterator[tuple[Part, Record]]:
    return ((part, one) for part in rollup.parts for one in part.records)


def as_csv(rollup: Rollup) -> tuple[bytes, list[dict[str, str]]]:
    """The bytes, and the rows as anybody reads them, without the sign before what might run."""
    file = io.BytesIO()
    detail.write_csv(rollup, file)
    data = file.getvalue()
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    keys = [field.key for field in detail.fields(rollup)]
    assert len(lines[0]) == len(keys) == len(set(lines[0]))
    return data, [dict(zip(keys, (said.removeprefix("'") for said in line), strict=True)) for line in lines[1:]]


def as_parquet(rollup: Rollup, folder: Path) -> Any:
    (made,) = detail.write_details([rollup], ["x"], folder, ["parquet"])
    return pq.read_table(made.file)


def typed(form: Form, key: str, said: str) -> Value:
    """A value out of a CSV, by the type of its column."""
    kind = KINDS[form.column(key).type]
    if not said:
        return None
    if kind.KIND == "date":
        return date.fromisoformat(said)
    if kind.KIND == "number":
        return Decimal(said) if kind.DECIMALS else int(said)
    return said


def canonical(form: Form, one: Record) -> dict[str, Value]:
    return {column.key: one.value(place) for place, column in enumerate(form.leaves) if not KINDS[column.type].NUMBERED}


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_both_kinds_read_back_equal_the_records(tmp_path_factory: pytest.TempPathFactory, rng: random.Random) -> None:
    rollup = rolled(some_parts(rng))
    expected = [(part, one, canonical(FORM, one)) for part, one in records(rollup)]
    _, lines = as_csv(rollup)
    rows = as_parquet(rollup, tmp_path_factory.mktemp("detail")).to_pylist()
    assert len(lines) == len(rows) == len(expected)
    for (part, one, values), line, row in zip(expected, lines, rows, strict=True):
        assert {key: typed(FORM, key, line[key]) for key in values} == values
        assert {key: row[key] for key in values} == values
        assert (line["_file"], line["_sheet"], int(line["_row"]), line["_sha256"]) == (part.file, one.sheet, one.row, part.sha256)
        assert (row["_explanation"] or "") == line["_explanation"] == one.explanation
        assert (line["_village_code"], row["_village"]) == (part.unit, part.path[0].name)
    assert [line["_village_code"] for line in lines] == sorted(line["_village_code"] for line in lines)


@given(st.text().filter(lambda text: (text and text.isprintable()) or text[:1] in "=+-@\t\r\n'"))
@settings(max_examples=300)
def test_no_text_runs_and_every_text_comes_back(text: str) -> None:
    said = detail.cell(text)
    assert said[:1] not in tuple("=+-@＝＋－＠\t\r\n")
    assert said.removeprefix("'") == text
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([said])
    assert next(csv.reader(io.StringIO(file.getvalue(), newline=""))) in ([said], [])


def test_the_csv_is_utf8_with_its_mark_crlf_and_full_numbers() -> None:
    data, lines = as_csv(rolled(fixed()))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 9
    assert all(len(line["id_number"]) == 18 for line in lines)
    assert "'=SUM(A1)" in data.decode()
    heads = data.decode("utf-8-sig").splitlines()[0].split(",")
    assert heads[:11] == ["区(县)代码", "区(县)名称", "镇(街)代码", "镇(街)名称", "村代码", "村名称", "报表", "报表版本", "报告期", "部分代码", "部分"]
    assert "享受帮扶政策(在已落实政策栏画“√”)›教育扶贫政策(人)" in heads
    assert [lines[0][f"_{key}"] for key in ("county_code", "county", "township_code", "township")] == [
        COUNTY.code, COUNTY.name, TOWNS[0].code, TOWNS[0].name]  # fmt: skip
    assert [lines[0][f"_{key}"] for key in ("form", "version", "period", "section", "section_label")] == [
        FORM.form, FORM.version, "2020-03", "marginal", "边缘户"]  # fmt: skip


def test_a_file_of_millions_is_written_row_by_row() -> None:
    class Watched(io.BytesIO):
        longest = 0

        def write(self, data: Any) -> int:
            self.longest = max(self.longest, len(data))
            return super().write(data)

    east = fixed()[0]
    file = Watched()
    detail.write_csv(rolled([replace(east, records=east.records * 1000)]), file)
    assert len(file.getvalue()) > 1_000_000
    assert file.longest < 20_000


def test_households_and_persons_have_the_numbers_that_are_counted() -> None:
    rollup = rolled(fixed())
    _, lines = as_csv(rollup)
    for section, total in rollup.totals.items():
        own = [line for line in lines if line["_section"] == section]
        assert len({line["_household"] for line in own}) == total.households
        assert len({line["_person"] for line in own}) == rollup.distinct[section]
    assert len({line["_person"] for line in lines}) == 7  # one of them stands in two villages
    assert [line["_index"] for line in lines[:4]] == ["1", "2", "3", "4"]


def test_what_was_accepted_in_spite_of_a_problem_stands_beside_as_it_was_written(tmp_path: Path) -> None:
    east = fixed()[0]
    rollup = rolled([replace(east, records=(spoiled(FORM, east.records[0], "household_size", "out-of-range", "二十五"),))])
    _, (line,) = as_csv(rollup)
    assert (line["household_size"], json.loads(line["_problems"])) == ("", {"household_size": "二十五"})
    (row,) = as_parquet(rollup, tmp_path).to_pylist()
    assert (row["household_size"], json.loads(row["_problems"])) == (None, {"household_size": "二十五"})


@pytest.mark.parametrize("name", ALL)
def test_columns_of_every_form_are_typed_and_labelled(name: str, tmp_path: Path) -> None:
    form = find_form(name)
    given_: dict[str, Value] = {}
    for column in form.leaves:
        kind = KINDS[column.type]
        if not kind.NUMBERED:
            number = Decimal("12345678.90") if kind.DECIMALS else 7
            given_[column.key] = number if kind.KIND == "number" else date(2020, 3, 1) if kind.KIND == "date" else "甲"
    reporter = Step(form.reporter, "379999101001", "甲")
    part = Part(form.form, "2020-03", (reporter, COUNTY), 1, "0" * 64, "a.xlsx", "accepted",
                (record(form, form.sections[0].key, 8, given_), record(form, form.sections[0].key, 9, {})))  # fmt: skip
    rollup = rolled([part], form=form)
    data, lines = as_csv(rollup)
    table = as_parquet(rollup, tmp_path)
    assert [{key: typed(form, key, line[key]) for key in given_} for line in lines] == [given_, dict.fromkeys(given_)]
    assert [{key: row[key] for key in given_} for row in table.to_pylist()] == [given_, dict.fromkeys(given_)]
    for column in form.leaves:
        field, kind = table.schema.field(column.key), KINDS[column.type]
        right = {"date": pyarrow.date32(), "number": pyarrow.decimal128(38, 2) if kind.DECIMALS else pyarrow.int64()}
        assert field.type == right.get(kind.KIND, pyarrow.string()), column.key
        assert field.metadata[b"label"].decode() == "›".join(form.paths[column.key])
    about = table.schema.metadata
    assert (about[b"form"], about[b"version"], about[b"period"]) == (form.form.encode(), form.version.encode(), b"2020-03")
    assert data


def test_only_the_topmost_roll_up_has_a_file_and_none_is_written_where_writing_fails(tmp_path: Path) -> None:
    parts = fixed()
    below, top = rolled(parts, TOWNS[0]), rolled(parts)
    made = list(detail.write_details([below, top], ["镇", "县"], tmp_path, ["csv", "csv"]))
    assert [(each.file.name, each.rows) for each in made] == [("县.csv", 8)]
    assert [each.file.name for each in detail.write_details([below], ["镇"], tmp_path, ["csv"])] == ["镇.csv"]

    def failing(file: Any) -> None:
        file.write(b"half")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        disk.write_by(tmp_path / "half.csv", failing)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["县.csv", "镇.csv"]


def test_a_value_that_is_not_of_its_kind_is_refused_not_changed(tmp_path: Path) -> None:
    east = fixed()[0]
    place = FORM.places["household_size"]
    one = replace(east.records[0], readings=(*east.records[0].readings[:place], Reading("三"), *east.records[0].readings[place + 1 :]))
    with pytest.raises(pyarrow.ArrowInvalid):
        as_parquet(rolled([replace(east, records=(one,))]), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def sent(task: Path) -> Path:
    send(task, EAST_A, {"marginal": [household(1, helper_agency=ODD[0].replace("=", "＋"))]})
    send(task, WEST_C, {"marginal": [household(2)], "unstable": [household(3)]})
    return task


def test_merge_writes_them_beside_the_workbooks_and_takes_back_what_is_stale(sent: Path) -> None:
    told = json.loads(run("merge", sent, "--detail", "csv", "--detail", "parquet", "--json").stdout)
    files = [Path(each["file"]) for each in told["details"]]
    assert [file.name for file in files] == ["示例区_2020-03_明细.csv", "示例区_2020-03_明细.parquet"]
    assert [(each["kind"], each["form"], each["period"], each["unit"], each["rows"]) for each in told["details"]] == [
        (kind, FORM.form, "2020-03", "379999000000", 3) for kind in ("csv", "parquet")]  # fmt: skip
    assert files[0].parent == sent / "rollup"
    assert pq.read_table(files[1]).num_rows == files[0].read_bytes().count(b"\r\n") - 1 == 3
    loose = json.loads(run("merge", sent / "rollup", "-o", sent / "again", "--json").stdout)
    assert [(each["parts"], each["sections"]["marginal"]["records"]) for each in loose["rollups"] if each["level"] == "county"] == [(2, 2)]
    shown = run("merge", sent, "--detail", "csv")
    assert "明细：3行" in shown.stdout
    assert [file.exists() for file in files] == [True, False]
    assert json.loads(run("merge", sent, "--json").stdout)["details"] == []
    assert [file.exists() for file in files] == [False, False]


def test_a_password_cannot_be_put_on_them_so_nothing_is_written(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sent / "lock.txt").write_text("secret", "utf-8")
    refused = run("merge", sent, "--detail", "csv", "--lock-file", sent / "lock.txt")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "不能加密码" in refused.stderr
    monkeypatch.setenv("FORMKIT_LOCK", "secret")
    assert run("merge", sent, "--detail", "parquet").exit_code == 2
    assert not list((sent / "rollup").iterdir())


def test_without_pyarrow_one_sentence_says_how_to_get_it_and_csv_needs_none(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    refused = run("merge", sent, "--detail", "parquet", "--detail", "csv")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr.count("\n") == 1
    assert 'pip install "formkit[parquet]"' in refused.stderr
    assert not list((sent / "rollup").iterdir())
    assert "明细：3行" in run("merge", sent, "--detail", "csv").stdout
