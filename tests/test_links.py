"""What the author of a link got wrong, with its place: by the form itself, by lint, and when a task is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_task import ROSTER, run

from formkit.load import Mistake, lint, remarks

FORMS = Path(__file__).parent / "cases-between" / "forms"


def beside(folder: Path, old: str = "", new: str = "", name: str = "watch") -> Path:
    """The made-up forms in a folder of their own, one of them with something written differently."""
    for path in FORMS.glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.stem == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, "utf-8")
    return folder / f"{name}.yaml"


def where(path: Path, text: str) -> tuple[int, int]:
    """Line and column of a text in a file."""
    before, found, _ = path.read_text("utf-8").partition(text)
    assert found
    return before.count("\n") + 1, len(before) - before.rfind("\n")


OWN = {
    "a column of by": ("by: {id_number: id_number}\n    each", "by: {id_nummer: id_number}\n    each", "link-column", "id_nummer"),
    "a column of at": ("at: kind\n    most", "at: kinds\n    most", "link-column", "kinds"),
    "a column of each": ("columns: [house, school]", "columns: [house, schol]", "link-column", "schol"),
    "where": ("""where: '[@kind]="新增"'""", """where: '[@kin]="新增"'""", "formula-unknown-name", """[@kin]="新增"'"""),
    "where over a column": ("""'[@kind]="新增"'""", "'SUM([household_size])>1'", "link-one-row", "'SUM([household_size])>1"),
    "no by": ("by: {id_number: id_number}\n    each", "by: {}\n    each", "link-by", "{}"),
    "most below least": ("least: 0\n    most: 0", "least: 2\n    most: 1", "link-most", "1\n    earlier"),
    "an id twice": ("id: W-2", "id: W-9", "repeated-name", "W-9\n    forms"),
    "a value no cell holds": ("columns: [house, school], value: 缺项", "columns: [house], value: ' '", "link-label", "house]"),
}  # fmt: skip
OTHER = {
    "a column of by": ("watch", "by: {id_number: id_number}\n    each", "by: {id_number: id_nummer}\n    each", "link-column", "id_nummer"),
    "the key of each": ("watch", "key: item", "key: itm", "link-column", "itm"),
    "other": ("watch", "'ISBLANK([@done])'", "'ISBLANK([@dun])'", "formula-unknown-name", "[@dun])'"),
    "other over a column": ("watch", "'ISBLANK([@done])'", "'COUNTA([item])>1'", "link-one-row", "'COUNTA"),
    "kinds that are never equal": ("work", "by: {id_number: id_number}", "by: {id_number: household_size}", "link-kinds", "household_size"),
}  # fmt: skip


def at(mistake: Mistake) -> tuple[str, int, int, str]:
    """File, line, column and code."""
    return Path(mistake.file).name, mistake.line, mistake.column, mistake.code


@pytest.mark.parametrize("name", OWN)
def test_what_the_form_itself_shows_is_a_mistake_with_its_place(tmp_path: Path, name: str) -> None:
    old, new, code, place = OWN[name]
    path = beside(tmp_path, old, new)
    (found,) = {at(each) for each in lint(path)}
    assert found == ("watch.yaml", *where(path, place), code)


@pytest.mark.parametrize("name", OTHER)
def test_what_the_other_form_shows_is_a_mistake_in_the_form_that_says_it(tmp_path: Path, name: str) -> None:
    which, old, new, code, place = OTHER[name]
    path = beside(tmp_path, old, new, which)
    (found,) = {at(each) for each in lint(path)}
    assert (found[0], found[1], found[3]) == (path.name, where(path, place)[0], code)


def test_a_label_the_other_list_does_not_have(tmp_path: Path) -> None:
    path = beside(tmp_path, "{key: item, label: 事项, type: text", "{key: item, label: 事项, type: code, codes: yes-no", "work")
    assert lint(path) == ()
    told = [at(each) for each in lint(path.with_name("watch.yaml"))]
    assert [code for *_, code in told] == ["link-label", "link-label"]


def test_a_form_that_is_not_at_hand_is_remarked_on_and_no_mistake(tmp_path: Path) -> None:
    path = beside(tmp_path, "forms: [made-roll]", "forms: [made-rol]")
    assert lint(path) == ()
    told = [(each.code, each.args["name"], each.line) for each in remarks(path) if each.code == "remark-link-form"]
    assert told == [("remark-link-form", "made-rol", where(path, "made-rol")[0])]


def test_the_made_up_forms_are_faultless() -> None:
    for path in sorted(FORMS.glob("*.yaml")):
        assert lint(path) == ()


def test_a_task_whose_forms_do_not_fit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    path = beside(tmp_path / "forms", "key: item", "key: itm")
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    forms = ("--form", path, "--form", path.with_name("work.yaml"))
    run("init", tmp_path / "task", *forms, "--units", roster, "--period", "2020-07")
    done = run("check", tmp_path / "task")
    assert done.exit_code == 2
    assert f"watch.yaml:{where(path, 'itm')[0]}:" in done.stderr
    assert "没有栏目“itm”" in done.stderr
    alone = tmp_path / "alone"
    run("init", alone, "--form", path, "--units", roster, "--period", "2020-07")
    assert run("status", alone).exit_code == 1  # nobody has reported, and nothing is wrong with the form by itself
