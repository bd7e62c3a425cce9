"""Passwords on workbooks: opened whoever put them on and however, never on a disk, never told; put on what is written."""

from __future__ import annotations

import io
import logging
import random
import tempfile
import time

import docx
import locked_files as made
import msoffcrypto
import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from test_arrivals import zipped
from test_gate import workbook

from formkit import lock, words
from formkit.gate import inspect
from formkit.intake import Expectation

BOOK = workbook()
KINDS = ("rc4", "cryptoapi", "xor")


@pytest.mark.parametrize("kind", KINDS)
def test_old_workbooks_are_opened(kind: str) -> None:
    hidden = made.old(kind, "secret")
    plain = lock.opened(hidden, ("wrong", "secret"))
    assert inspect(hidden, "a.xls").code == "file-encrypted"
    assert plain is not None
    assert made.shown(kind, "secret") in plain
    assert (inspect(plain, "a.xls").kind, inspect(plain, "a.xls").outcome) == ("xls", None)
    assert lock.opened(hidden, ("wrong",)) is None


@pytest.mark.parametrize("make", [made.agile, made.standard])
def test_newer_workbooks_are_opened(make: object) -> None:
    assert callable(make)
    for password in ("secret", "密码 一二三", "p" * lock.LONGEST):
        hidden = make(BOOK, password)
        assert inspect(hidden, "a.xlsx").code == "file-encrypted"
        assert lock.opened(hidden, ("wrong", password)) == BOOK
    assert lock.opened(hidden, ("wrong", "")) is None


@pytest.mark.parametrize("kind", ["agile", *KINDS])
def test_read_only_recommended_is_opened_without_a_word(kind: str) -> None:
    hidden = made.agile(BOOK, lock.UNSAID) if kind == "agile" else made.old(kind, lock.UNSAID)
    assert lock.opened(hidden) is not None
    assert lock.inspected(hidden, "a")[1].outcome is None


def test_what_is_opened_stays_in_memory_and_the_password_is_told_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file on the disk")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    caplog.set_level(logging.DEBUG)
    for hidden in (made.agile(BOOK, "hush-hush"), made.standard(BOOK, "hush-hush"), *(made.old(kind, "hush-hush") for kind in KINDS)):
        caplog.clear()
        assert lock.opened(hidden, ("hush-hush",)) is not None
        assert "hush" not in caplog.text
    assert "hush" not in repr(Expectation({}, passwords=("hush-hush",)))


def test_a_password_that_takes_too_long_to_try_is_not_tried() -> None:
    hidden = made.agile(BOOK, "secret")
    slow = hidden.replace(b'spinCount="10"', b'spinCount="9999999"').replace(b"     hashSize", b"hashSize", 1)
    assert (len(slow), b"9999999" in slow) == (len(hidden), True)
    began = time.monotonic()
    assert lock.opened(slow, ("secret",)) is None
    assert time.monotonic() - began < 1
    assert lock.opened(hidden.replace(b'spinCount="10"', b'spinCount="-1"'), ("secret",)) is None


def test_a_workbook_too_small_to_be_a_form_is_left_alone() -> None:
    """Where its small sectors go round in a circle, msoffcrypto would follow them for ever."""
    hidden = made.small("secret")
    book = msoffcrypto.OfficeFile(io.BytesIO(hidden))
    book.load_key(password="secret")
    book.decrypt(io.BytesIO())
    assert lock.opened(hidden, ("secret",)) is None


def test_the_sentence_says_whether_a_password_was_tried() -> None:
    hidden = made.agile(BOOK, "secret")
    assert lock.inspected(hidden, "a.xlsx")[1].code == "file-encrypted"
    assert lock.inspected(hidden, "a.xlsx", ("wrong",))[1].code == "file-encrypted-wrong"
    assert lock.inspected(hidden, "a.xlsx", ("secret",)) == (BOOK, inspect(BOOK, "a.xlsx"))
    assert lock.inspected(BOOK, "a.xlsx", ("wrong",)) == (BOOK, inspect(BOOK, "a.xlsx"))
    hidden_ods = zipped([
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", b"<m><encryption-data/></m>"),
        ("content.xml", b"x"),
    ])  # fmt: skip
    assert lock.inspected(hidden_ods, "a.ods", ("secret",))[1].code == "file-encrypted-ods"
    for code in ("file-encrypted", "file-encrypted-wrong", "file-encrypted-ods"):
        assert "密码" in words.say(code)


def test_a_package_that_is_broken_inside_is_named_for_what_it_is() -> None:
    spoilt = bytearray(BOOK)
    spoilt[len(BOOK) // 2] ^= 0xFF
    data, verdict = lock.inspected(made.agile(bytes(spoilt), "secret"), "a.xlsx", ("secret",))
    assert (data, verdict.outcome) == (bytes(spoilt), inspect(bytes(spoilt), "a.xlsx").outcome)


def test_locked_and_opened_again_other_bytes_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ECMA376Agile.encrypt, "__defaults__", (None, 10))
    first, second = lock.locked(BOOK, "密码abc"), lock.locked(BOOK, "密码abc")
    assert first != second
    assert lock.opened(first, ("密码abc",)) == lock.opened(second, ("密码abc",)) == BOOK
    assert lock.opened(first, ("密码ABC",)) is None
    assert lock.locked(BOOK, "") == BOOK
    letter = io.BytesIO()
    docx.Document().save(letter)
    assert lock.opened(lock.locked(letter.getvalue(), "x"), ("x",)) == letter.getvalue()


def test_the_password_is_as_hard_to_guess_as_excel_makes_it() -> None:
    assert b'spinCount="100000"' in lock.locked(BOOK, "x")


def test_broken_and_hostile_files_with_a_password_never_raise() -> None:
    """Run with more: ``lock_fuzz(range(20_000))``."""
    lock_fuzz(range(168))


def lock_fuzz(seeds: range) -> None:
    """Mutated files of every kind: opened or not, in a moment."""
    sound = [made.agile(BOOK, "p"), *(made.old(kind, "p") for kind in KINDS), made.standard(BOOK, "p")]
    for seed in seeds:
        chance = random.Random(seed)
        data = bytearray(sound[min(seed % 21 // 5, 4)])
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            at = chance.choice((chance.randrange(512), chance.randrange(len(data))))
            new = chance.choice((b"\0", b"\xff", b"\x7f", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xfe\xff\xff\xff", chance.randbytes(2)))
            data[at : at + len(new)] = new
        if chance.random() < 0.1:
            del data[chance.randrange(len(data)) :]
        began = time.monotonic()
        lock.inspected(bytes(data), "a.xls", ("p",))
        assert time.monotonic() - began < 5, seed
