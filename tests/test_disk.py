"""Files on the disk: names that every system takes, writing whole or not at all, what is read and what is passed over."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formkit import disk
from formkit.gate import facts

# Windows, "Naming Files, Paths, and Namespaces": devices, whatever stands behind a dot.
DEVICES = ["CON", "PRN", "AUX", "NUL", *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "123456789")]
NAME = st.text(st.sampled_from([*"甲𠀀aN.. /\\:*?\"<>|\x00\x1f\t\u3000\xa0~"]), max_size=12)
LONG = st.builds(str.__mul__, st.sampled_from(["甲", "a.", "CON.", "ab "]), st.integers(20, 90))
TEXT = st.one_of(NAME, st.text(max_size=100), LONG, st.builds(str.__add__, st.sampled_from(DEVICES), NAME))


@given(TEXT)
@example("con")
@example("Nul.2020-03.xlsx")
@settings(max_examples=300)
def test_a_safe_name_is_one_on_every_system(text: str) -> None:
    name = disk.safe_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert min(map(ord, name)) >= 32
    assert not name.endswith((".", " "))
    assert not name.startswith(" ")
    assert name.split(".")[0].upper() not in DEVICES
    assert len(name) <= 81


@given(TEXT)
@example("甲\u3000.")
@example("CON." + "a" * 80)
@settings(max_examples=300)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    name = disk.safe_name(text)
    assert disk.safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("379999100200_甲庄村_2020-03", "379999100200_甲庄村_2020-03"), ("西镇(新区)", "西镇(新区)"), ("a/b\\c:d", "a_b_c_d"),
        ("../../etc/passwd", ".._.._etc_passwd"), (" 东村. . ", "东村"), ("", "_"), ("...", "_"), ("con", "_con"),
        ("LPT1.xlsx", "_LPT1.xlsx"), ("CONTRACT", "CONTRACT"), ("1\n2", "1_2"), ("长" * 200, "长" * 80),
    ],
)  # fmt: skip
def test_names_people_have(text: str, name: str) -> None:
    assert disk.safe_name(text) == name


def test_names_that_windows_takes_for_a_device_all_the_same() -> None:
    """Blanks before the dot and superscript digits count as none (Windows, Naming Files, Paths, and Namespaces)."""
    assert disk.safe_name("CON .xlsx").split(".")[0].strip().upper() not in DEVICES
    assert disk.safe_name("COM¹.xlsx") != "COM¹.xlsx"


def left(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_writing_puts_all_of_it_in_place_and_makes_the_folder(tmp_path: Path) -> None:
    target = tmp_path / "东镇" / "一.xlsx"
    for data in (b"first" * 10_000, b"", b"second"):
        assert disk.write(target, data) == target
        assert left(target.parent) == {"一.xlsx": data}
    assert target.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("before", [{}, {"x.xlsx": b"old"}])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, before: dict[str, bytes], error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        disk.write(tmp_path / "x.xlsx", b"new")
    assert left(tmp_path) == before


def test_the_old_file_is_whole_until_the_new_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, synced = tmp_path / "x.xlsx", os.fsync
    target.write_bytes(b"old")
    met: list[tuple[bytes, list[int]]] = []

    def watch(handle: int) -> None:
        synced(handle)
        met.append((target.read_bytes(), sorted(path.stat().st_size for path in tmp_path.iterdir())))

    monkeypatch.setattr(os, "fsync", watch)
    disk.write(target, b"new one")
    assert met[0] == (b"old", [3, 7]), "all bytes are on the disk, beside the old file, before it is replaced"
    assert met[1:] == [(b"new one", [7])], "and then the folder, so that the name outlives a power cut"


def in_use(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Files of these names are open in Excel."""
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name in names or "*" in names:
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_a_target_in_use_is_left_alone_and_another_name_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "汇总.xlsx").write_bytes(b"open")
    in_use(monkeypatch, "汇总.xlsx")
    assert disk.write(tmp_path / "汇总.xlsx", b"new") == tmp_path / "汇总(另存1).xlsx"
    in_use(monkeypatch, "汇总.xlsx", "汇总(另存1).xlsx")
    assert disk.write(tmp_path / "汇总.xlsx", b"newer") == tmp_path / "汇总(另存2).xlsx"
    assert left(tmp_path) == {"汇总.xlsx": b"open", "汇总(另存1).xlsx": b"new", "汇总(另存2).xlsx": b"newer"}


def test_other_names_are_taken_back_once_the_first_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "汇总(1).xlsx").write_bytes(b"a clerk's own")
    with monkeypatch.context() as busy:
        in_use(busy, "汇总.xlsx", "汇总(另存1).xlsx")
        disk.write(tmp_path / "汇总.xlsx", b"first")
    with monkeypatch.context() as busy:
        in_use(busy, "汇总.xlsx")
        assert disk.write(tmp_path / "汇总.xlsx", b"second") == tmp_path / "汇总(另存1).xlsx"
    assert left(tmp_path) == {"汇总(1).xlsx": b"a clerk's own", "汇总(另存1).xlsx": b"second"}
    disk.write(tmp_path / "汇总.xlsx", b"third")
    assert left(tmp_path) == {"汇总(1).xlsx": b"a clerk's own", "汇总.xlsx": b"third"}


@pytest.mark.parametrize(
    ("name", "meant"), [("汇总(另存3).xlsx", "汇总.xlsx"), ("汇总.xlsx", "汇总.xlsx"), ("汇总(1).xlsx", "汇总(1).xlsx"), ("(另存1)表.xlsx", "(另存1)表.xlsx")]
)
def test_what_a_file_was_meant_to_be_called(name: str, meant: str) -> None:
    assert disk.meant(Path("a") / name) == Path("a") / meant


def test_what_is_open_elsewhere_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use")

    (tmp_path / "x.xlsx").write_bytes(b"x")
    with monkeypatch.context() as busy:
        busy.setattr(Path, "unlink", refuse)
        assert not disk.removed(tmp_path / "x.xlsx")
    assert disk.removed(tmp_path / "x.xlsx")
    assert disk.removed(tmp_path / "x.xlsx")
    assert left(tmp_path) == {}


def test_what_a_killed_run_left_is_swept_only_where_it_is_ours_and_old(tmp_path: Path) -> None:
    (tmp_path / "东镇").mkdir()
    names = [".formkit-a.tmp", "东镇/.formkit-b.tmp", ".formkit-c.txt", "x.tmp", "东镇/一.xlsx"]
    for name in (*names, ".formkit-new.tmp"):
        (tmp_path / name).write_bytes(b"half")
    for name in names:
        os.utime(tmp_path / name, (1, 1))
    assert disk.swept(tmp_path) == 2
    assert {path.name for path in tmp_path.rglob("*.*")} == {".formkit-new.tmp", ".formkit-c.txt", "x.tmp", "一.xlsx"}
    assert disk.swept(tmp_path / "nowhere") == 0


def test_where_no_name_can_be_used_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_use(monkeypatch, "*")
    with pytest.raises(PermissionError):
        disk.write(tmp_path / "x.xlsx", b"new")
    assert left(tmp_path) == {}


def test_reading_gives_bytes_of_a_regular_file_and_none_of_anything_else(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"\x00PK")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "nowhere.xlsx").symlink_to(tmp_path / "gone")
    assert disk.read(tmp_path / "x.xlsx") == b"\x00PK"
    assert disk.read(tmp_path / "empty.xlsx") == b""
    (tmp_path / "there.xlsx").symlink_to(tmp_path / "x.xlsx")
    for name in ("missing.xlsx", "", "pipe.xlsx", "nowhere.xlsx", "there.xlsx", "x.xlsx/y.xlsx", "\0"):
        assert disk.read(tmp_path / name) is None, name


def test_a_file_that_may_not_be_read_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, path.name)

    (tmp_path / "x.xlsx").write_bytes(b"PK")
    monkeypatch.setattr(os, "open", refuse)
    assert disk.read(tmp_path / "x.xlsx") is None
    assert disk.digest(tmp_path / "x.xlsx") == ""


def test_an_original_is_opened_to_be_read_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    flags: list[int] = []
    opened = os.open

    def watch(path: Path, flag: int, *more: int) -> int:
        flags.append(flag)
        return opened(path, flag, *more)

    monkeypatch.setattr(os, "open", watch)
    assert disk.digest(tmp_path / "x.xlsx") == hashlib.sha256(b"PK").hexdigest()
    assert [flag & os.O_ACCMODE for flag in flags] == [os.O_RDONLY]


@pytest.mark.parametrize("size", [9, 10, 11, 5000])
def test_of_a_file_too_large_one_byte_too_many_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(facts, "RAW_LIMIT", 10)
    (tmp_path / "x.xlsx").write_bytes(b"x" * size)
    assert disk.read(tmp_path / "x.xlsx") == b"x" * min(size, 11)


def test_files_are_those_people_sent_in_a_settled_order(tmp_path: Path) -> None:
    names = ["乙.xlsx", "b/二.xlsx", "a/c/三.xls", "a/一.et", "a.txt"]
    junk = ["~$乙.xlsx", "a/.~lock.一.et#", ".~b.xlsx", "a/._一.et", "Thumbs.db", "b/desktop.ini", ".DS_Store", ".formkit-x.tmp"]
    for name in (*names, *junk):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = disk.files([tmp_path])
    assert list(found) == sorted(tmp_path / name for name in names)
    assert disk.files([tmp_path, tmp_path / "a", tmp_path / "乙.xlsx"]) == found
    assert disk.files([tmp_path / "~$乙.xlsx"]) == ()
    assert disk.files([tmp_path / "乙.xlsx", tmp_path / "a.txt"]) == (tmp_path / "乙.xlsx", tmp_path / "a.txt")
    assert disk.files([tmp_path / "missing.xlsx"]) == (tmp_path / "missing.xlsx",), "told as gone, not passed over"


def test_linked_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.xlsx").write_bytes(b"x")
    (tmp_path / "inbox" / "away").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "inbox" / "round").symlink_to(tmp_path / "inbox")
    assert disk.files([tmp_path / "inbox"]) == ()


def test_linked_files_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "secret.xlsx").write_bytes(b"x")
    (tmp_path / "inbox" / "y.xlsx").symlink_to(tmp_path / "secret.xlsx")
    assert [disk.read(path) for path in disk.files([tmp_path / "inbox"])] == [None], "told, and not read"
