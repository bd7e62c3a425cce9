"""Archives of villages: every member under its own name, in one outcome, whoever made the archive and however."""

from __future__ import annotations

import io
import random
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_gate import workbook

from formkit import arrivals, disk, words
from formkit.arrivals import Arrival, arrived
from formkit.gate import facts, inspect

BOOK = workbook()
Made = tuple[bytes, bytes]


def packed(members: Iterable[Made], *, flags: int = 0, attributes: int = 0, extra: bytes = b"", method: int = 8) -> bytes:
    """An archive written by hand: names as bytes in whatever encoding, as Windows and macOS write them."""
    body, directory, count = b"", b"", 0
    for name, content in members:
        squeezed = zlib.compressobj(9, 8, -15)
        data = squeezed.compress(content) + squeezed.flush() if method == 8 else content
        head = struct.pack("<5H3L2H", 20, flags, method, 0, 0, zlib.crc32(content), len(data), len(content), len(name), 0)
        more = struct.pack("<4H2L", len(extra), 0, 0, 0, attributes, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 20) + head[:-2] + more + name + extra
        body += b"PK\3\4" + head + name + data
        count += 1
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


class Pipe(io.RawIOBase):
    """A target that cannot go back, so that sizes follow the data, as some mail programs write."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def zipped(members: Iterable[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    """An archive as Python writes it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
        file.comment = comment
    return stream.getvalue()


def opened(folder: Path, data: bytes, name: str = "a.zip", passwords: tuple[str, ...] = ()) -> list[Arrival]:
    """What arrives when this file comes in; every sentence it needs can be said."""
    path = folder / name
    path.write_bytes(data)
    found = list(arrived([(path, name)], passwords))
    for one in found:
        assert (one.data is None) == bool(one.outcome)
        assert not one.code or ("{" not in words.both(one.code, one.args))
    assert len({one.shown.casefold() for one in found}) == len(found) >= 1
    return found


def outcomes(found: Iterable[Arrival]) -> dict[str, str]:
    return {one.shown: one.code for one in found}


def test_a_plain_file_is_itself_and_a_missing_one_is_said(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(BOOK)

    found = list(arrived([(tmp_path / "b.xlsx", "inbox/b.xlsx"), (tmp_path / "c.xlsx", "inbox/c.xlsx")]))

    assert found == [Arrival("inbox/b.xlsx", BOOK), Arrival("inbox/c.xlsx", None, "unreadable", "file-gone")]


def test_members_keep_their_folders_and_their_bytes_and_junk_is_passed_over(tmp_path: Path) -> None:
    data = zipped([
        ("东镇/乙庄.xlsx", BOOK), ("东镇/", b""), ("甲庄.csv", b"1,2"), ("__MACOSX/._甲庄.csv", b"x"), ("东镇/~$乙庄.xlsx", b"x"),
        ("Thumbs.db", b"x"), ("东镇/.DS_Store", b"x"), ("零.xlsx", b""),
    ])  # fmt: skip

    assert opened(tmp_path, data) == [
        Arrival("a.zip!/东镇/乙庄.xlsx", BOOK), Arrival("a.zip!/甲庄.csv", b"1,2"), Arrival("a.zip!/零.xlsx", b""),
    ]  # fmt: skip


def test_content_says_what_is_an_archive_not_the_extension(tmp_path: Path) -> None:
    assert outcomes(opened(tmp_path, zipped([("b.xlsx", BOOK)]), "a.rar")) == {"a.rar!/b.xlsx": ""}
    for name in ("表.zip", "表.xlsx"):
        assert opened(tmp_path, BOOK, name) == [Arrival(name, BOOK)]
    for data in (BOOK[:900], b"Rar!\x1a\x07\0", b"7z\xbc\xaf'\x1c", b"MZ" + zipped([("b.xlsx", BOOK)]), b"", b"PK\3\4"):
        assert opened(tmp_path, data) == [Arrival("a.zip", data)], "the gate says what it is"


@pytest.mark.parametrize("members", [[], [("__MACOSX/._b.xlsx", b"x"), ("b/", b""), ("~$b.xlsx", b"x")]])
def test_an_archive_without_a_file_is_one_finding(tmp_path: Path, members: list[tuple[str, bytes]]) -> None:
    assert opened(tmp_path, zipped(members)) == [Arrival("a.zip", None, "not-a-filing", "archive-empty")]


def test_names_in_every_encoding_clerks_send(tmp_path: Path) -> None:
    name = "枣庄市/一小庄.xlsx"
    crc = struct.pack("<BL", 1, zlib.crc32(b"x.xlsx"))
    unicode_path = struct.pack("<HH", 0x7075, 5 + len(name.encode())) + crc + name.encode()
    lying = struct.pack("<HH", 0x7075, 9) + struct.pack("<BL", 1, 7) + b"evil"
    for data in (
        packed([(name.encode("gbk"), BOOK)]), packed([(name.encode(), BOOK)]), packed([(name.encode(), BOOK)], flags=0x800),
        packed([(name.replace("/", "\\").encode("gbk"), BOOK)]), packed([(b"x.xlsx", BOOK)], extra=unicode_path),
    ):  # fmt: skip
        assert opened(tmp_path, data) == [Arrival(f"a.zip!/{name}", BOOK)]
    assert outcomes(opened(tmp_path, packed([(b"x.xlsx", BOOK)], extra=lying))) == {"a.zip!/x.xlsx": ""}
    # 誠 ends in the byte of a backslash, 𠮷 needs four bytes, 一 is also valid UTF-8 for a letter nobody writes here.
    for name in ("王誠.xlsx", "𠮷庄.xlsx", "一.xlsx", "小.xlsx"):
        for encoding in ("gb18030", "utf-8"):
            assert outcomes(opened(tmp_path, packed([(name.encode(encoding), BOOK)]))) == {f"a.zip!/{name}": ""}
    assert outcomes(opened(tmp_path, packed([(b"caf\x82.xlsx", BOOK)]))) == {"a.zip!/café.xlsx": ""}


def test_archives_in_archives_to_a_depth(tmp_path: Path) -> None:
    data = zipped([("丙.xlsx", BOOK)])
    for level in range(3):
        data = zipped([(f"{level}.zip", data), (f"{level}.xlsx", BOOK)])
    assert outcomes(opened(tmp_path, data)) == {
        "a.zip!/2.xlsx": "", "a.zip!/2.zip!/1.xlsx": "", "a.zip!/2.zip!/1.zip!/0.xlsx": "", "a.zip!/2.zip!/1.zip!/0.zip!/丙.xlsx": "",
    }  # fmt: skip
    deeper = opened(tmp_path, zipped([("3.zip", data), ("b.xlsx", BOOK)]))
    assert outcomes(deeper)["a.zip!/3.zip!/2.zip!/1.zip!/0.zip"] == "archive-deep"
    assert outcomes(deeper)["a.zip!/b.xlsx"] == ""


def test_what_a_nest_may_cost_is_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped([(f"{number}.xlsx", BOOK) for number in range(6)])
    nest = zipped([("1.zip", inner), ("2.zip", inner), ("3.xlsx", BOOK)])
    monkeypatch.setattr(facts, "ENTRY_LIMIT", 12)
    found = outcomes(opened(tmp_path, nest))
    assert (found["a.zip!/2.zip"], found["a.zip!/3.xlsx"], len(found)) == ("archive-entries", "", 8)
    monkeypatch.setattr(facts, "ENTRY_LIMIT", 100)
    monkeypatch.setattr(facts, "INFLATED_LIMIT", 8_000_000)
    monkeypatch.setattr(facts, "RAW_LIMIT", 5_000_000)
    bomb = zipped([("0.xlsx", BOOK), ("1.zip", zipped([("x", b"\0" * 4_900_000)])), ("2.bin", b"\0" * 5_100_000), ("3.xlsx", BOOK)])
    tracemalloc.start()
    found = outcomes(opened(tmp_path, bomb))
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()
    assert found == {"a.zip!/0.xlsx": "", "a.zip!/1.zip!/x": "", "a.zip!/2.bin": "zip-bomb", "a.zip!/3.xlsx": "zip-bomb"}
    monkeypatch.setattr(facts, "INFLATED_LIMIT", 80_000_000)
    assert outcomes(opened(tmp_path, bomb))["a.zip!/2.bin"] == "file-too-large"


def test_each_hostile_member_has_its_outcome_and_the_others_go_on(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([
            ("../b.xlsx", BOOK), ("/etc/b.xlsx", BOOK), ("C:\\b.xlsx", BOOK), ("a/../../b.xlsx", BOOK), ("双.xlsx", BOOK),
            ("双.xlsx", BOOK[:99]), ("甲:乙.xlsx", BOOK), ("x/" * 130 + "b.xlsx", BOOK), ("好.xlsx", BOOK),
        ])  # fmt: skip
    found = opened(tmp_path, data)
    assert sorted(one.code for one in found) == ["", "", "archive-name", "archive-name", "archive-name", "archive-name",
                                                 "archive-name-long", "archive-twice"]  # fmt: skip
    assert outcomes(found)["a.zip!/好.xlsx"] == outcomes(found)["a.zip!/甲_乙.xlsx"] == ""
    for one in found:
        assert ".." not in PurePosixPath(one.shown).parts
        assert len(one.shown) < 300


def test_no_folder_stands_where_a_return_copy_goes(tmp_path: Path) -> None:
    data = zipped([("b_退回.xlsx/c.xlsx", BOOK), ("b.xlsx", BOOK)])
    assert outcomes(opened(tmp_path, data)) == {"a.zip!/b.xlsx": "", "a.zip!/b_退回.xlsx_/c.xlsx": ""}
    (long,) = opened(tmp_path, zipped([("𠮷" * 99 + ".xlsx", BOOK)]))
    assert long.shown == f"a.zip!/{'𠮷' * 40}.xlsx", "255 bytes with what is added to it"


def test_links_devices_damage_and_unknown_methods(tmp_path: Path) -> None:
    for mode, code in ((stat.S_IFLNK, "archive-link"), (stat.S_IFIFO, "archive-link"), (stat.S_IFREG, ""), (0, "")):
        made = packed([(b"b.xlsx", BOOK)], attributes=(mode | 0o777) << 16)
        assert outcomes(opened(tmp_path, made)) == {"a.zip!/b.xlsx": code}
    spoilt = bytearray(packed([(b"b.xlsx", BOOK), (b"c.xlsx", BOOK)]))
    spoilt[200] ^= 0xFF
    assert outcomes(opened(tmp_path, bytes(spoilt))) == {"a.zip!/b.xlsx": "zip-damaged", "a.zip!/c.xlsx": ""}
    renamed = packed([(b"b.xlsx", BOOK), (b"c.xlsx", BOOK)]).replace(b"b.xlsx", b"d.xlsx", 1)
    assert outcomes(opened(tmp_path, renamed)) == {"a.zip!/b.xlsx": "zip-ambiguous", "a.zip!/c.xlsx": ""}
    for method, name in ((9, "Deflate64"), (12, "BZip2"), (14, "LZMA"), (77, "77")):
        (one,) = opened(tmp_path, packed([(b"b.xlsx", BOOK)], method=method))
        assert (one.outcome, one.code, one.args) == ("unreadable", "archive-method", {"method": name})
    assert outcomes(opened(tmp_path, packed([(b"b.xlsx", BOOK)], method=0))) == {"a.zip!/b.xlsx": ""}


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    record = packed([(b"c.xlsx", BOOK)], method=0).partition(b"PK\1\2")[0]
    data = packed([(b"b.xlsx", record), (b"c.xlsx", BOOK), (b"d.xlsx", BOOK)], method=0)
    where = data.rindex(b"c.xlsx") - 4
    quoted = data[:where] + struct.pack("<L", 36) + data[where + 4 :]

    assert outcomes(opened(tmp_path, data)) == {"a.zip!/b.xlsx": "", "a.zip!/c.xlsx": "", "a.zip!/d.xlsx": ""}
    assert outcomes(opened(tmp_path, quoted)) == {
        "a.zip!/b.xlsx": "archive-overlap", "a.zip!/c.xlsx": "archive-overlap", "a.zip!/d.xlsx": "",
    }  # fmt: skip


def test_honest_oddities_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcomes(opened(tmp_path, zipped([("b.xlsx", BOOK)], "某镇报送".encode("gbk")))) == {"a.zip!/b.xlsx": ""}
    assert outcomes(opened(tmp_path, packed([(b"./c//b.xlsx", BOOK)]))) == {"a.zip!/c/b.xlsx": ""}
    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("b.xlsx", BOOK)
    assert b"PK\7\x08" in stream.written
    assert opened(tmp_path, bytes(stream.written)) == [Arrival("a.zip!/b.xlsx", BOOK)]
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    wide = zipped([("b.xlsx", BOOK)])
    assert b"PK\6\6" in wide
    assert opened(tmp_path, wide) == [Arrival("a.zip!/b.xlsx", BOOK)]


def encrypted(name: bytes, content: bytes, password: bytes) -> bytes:
    """An archive with one member under the traditional encryption (APPNOTE 6.1)."""
    table = [zlib.crc32(bytes((number,)), 0xFFFFFFFF) ^ 0xFFFFFFFF for number in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 0xFF] ^ keys[0] >> 8
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ keys[1] >> 24) & 0xFF] ^ keys[2] >> 8

    for byte in password:
        turn(byte)
    hidden = bytearray()
    for byte in bytes(11) + (zlib.crc32(content) >> 24).to_bytes() + content:
        mask = keys[2] & 0xFFFF | 2
        hidden.append(byte ^ (mask * (mask ^ 1) >> 8) & 0xFF)
        turn(byte)
    made = packed([(name, bytes(hidden))], flags=1, method=0)
    wrong, right = ((zlib.crc32(each), len(hidden), len(each)) for each in (bytes(hidden), content))
    return made.replace(struct.pack("<3L", *wrong), struct.pack("<3L", *right))


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    for password, written in (("abc123", b"abc123"), ("密码", "密码".encode("gbk")), ("密码", "密码".encode())):
        made = encrypted(b"b.xlsx", BOOK, written)
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            assert file.read("b.xlsx", written) == BOOK
        assert opened(tmp_path, made) == [Arrival("a.zip!/b.xlsx", None, "encrypted", "archive-password")]
        assert opened(tmp_path, made, passwords=("x", password)) == [Arrival("a.zip!/b.xlsx", BOOK)]
        wrong = opened(tmp_path, made, passwords=tuple(str(number) for number in range(600)))
        assert wrong == [Arrival("a.zip!/b.xlsx", None, "encrypted", "archive-password-wrong")], "the check byte fits by chance"
    strong = packed([(b"b.xlsx", BOOK)], flags=1, method=99)
    assert outcomes(opened(tmp_path, strong, passwords=("abc123",))) == {"a.zip!/b.xlsx": "archive-password-strong"}


@given(st.lists(st.text(alphabet="a.:/\\ \0好~CON\u202e…", min_size=1, max_size=300), max_size=12), st.booleans())
def test_no_name_leads_out_of_the_folder(names: list[str], chinese: bool) -> None:
    raw = [name.encode("gb18030" if chinese else "utf-8") for name in names]
    found = list(arrivals._opened(packed([(name, b"x") for name in raw]), "a.zip", arrivals._Nest(5, {}, ()), 1))

    assert len({one.shown.casefold() for one in found}) == len(found)
    for one in found:
        parts = one.shown.split("/")
        if one.code == "archive-empty":
            continue
        assert parts[0] == "a.zip!"
        assert all(part == disk.safe_name(part) and len(part.encode()) < 180 for part in parts[1:])
        assert not any(part.endswith(".xlsx") for part in parts[:-1])
        assert one.outcome or len(one.shown) < 260
        assert "\u202e" not in one.shown


def test_broken_archives_never_raise(tmp_path: Path) -> None:
    chance = random.Random(4)
    names = ("甲.xlsx", "东镇/乙.xlsx", "丙.zip")
    inner = packed([(names[0].encode("gbk"), b"1,2,3" * 40)])
    sound = [
        packed([(name.encode("gbk"), inner if name.endswith("zip") else b"1,2,3" * 40) for name in names]),
        zipped([(name, inner if name.endswith("zip") else b"1,2,3" * 40) for name in names]),
        encrypted(b"b.xlsx", b"1,2,3" * 40, b"abc"),
    ]
    for number in range(600):
        data = bytearray(sound[number % 3])
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0xFF, 0x80, chance.randrange(256)))
        found = opened(tmp_path, bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data)))) or 1]), passwords=("abc",))
        left = [one for one in found if one.shown == "a.zip" and one.data is not None]
        assert all(inspect(one.data or b"", "a.zip").outcome for one in left), "what is left to the gate is named there"
