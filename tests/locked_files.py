"""Workbooks under a password in every way that Excel has written them, made by hand and small."""

from __future__ import annotations

import io
import struct
from hashlib import md5, sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from test_gate_package import number_at, ole

BOF = (0x0809, b"\0\6\5\0" + b"\0" * 12)
RECORDS = (number_at(4, 3), (0x42, b"\xb0\x04"), number_at(9, 3))
LENGTH = 4608


def agile(data: bytes, password: str, spins: int = 10) -> bytes:
    """Excel 2010 and later; few spins, so that it is quick."""
    made: bytes = ECMA376Agile.encrypt(password, io.BytesIO(data), spin_count=spins)
    return made


def standard(data: bytes, password: str) -> bytes:
    """Excel 2007 ([MS-OFFCRYPTO] 2.3.4.5)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, salt)

    def hidden(plain: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return bytes(cipher.update(plain.ljust(-(-len(plain) // 16) * 16, b"\0")))

    header = struct.pack("<8L", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    info = struct.pack("<2H2L", 4, 2, 0x24, len(header)) + header + struct.pack("<L", 16) + salt + hidden(verifier)
    info += struct.pack("<L", 20) + hidden(sha1(verifier).digest())
    package = struct.pack("<Q", len(data)) + hidden(data)
    return ole({"EncryptionInfo": info.ljust(4608, b"\0"), "EncryptedPackage": package.ljust(4608, b"\0")})


def old(kind: str, password: str) -> bytes:
    """Excel 97 to 2003 ([MS-XLS] 2.2.10): rc4, cryptoapi or xor."""
    salt = bytes(range(16))
    given = {"rc4": _rc4, "cryptoapi": _cryptoapi, "xor": _xor}[kind](password, salt)
    plain = _stream((BOF, (0x2F, given), *RECORDS, (0x0A, b"")))
    if kind == "xor":
        return ole({"Workbook": _obfuscated(plain, password)})
    blocked = io.BytesIO(plain)
    mixed = (DocumentRC4.decrypt(password, salt, blocked, blocksize=1024) if kind == "rc4"
             else DocumentRC4CryptoAPI.decrypt(password, salt, 128, blocked, blocksize=1024)).read()  # fmt: skip
    return ole({"Workbook": _kept(plain, mixed)})


def small(password: str) -> bytes:
    """A workbook of 1,024 bytes, which stands in small sectors within a stream ([MS-CFB] 2.4)."""
    salt = bytes(range(16))
    plain = _stream((BOF, (0x2F, _rc4(password, salt)), number_at(4, 3), (0x0A, b"")), 1024)
    content = _kept(plain, DocumentRC4.decrypt(password, salt, io.BytesIO(plain), blocksize=1024).read())
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H10x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<8L", 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
    head += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<5L", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 4, 0xFFFFFFFE).ljust(512, b"\xff")
    short = struct.pack("<16L", *range(1, 16), 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b""
    for name, kind, child, start in (("Root Entry", 5, 1, 3), ("Workbook", 2, 0xFFFFFFFF, 0)):
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB3L36x3L", len(raw) + 2, kind, 1, *[0xFFFFFFFF] * 2, child, start, 1024, 0)
    return head + table + entries.ljust(512, b"\0") + short + content


def shown(kind: str, password: str) -> bytes:
    """What stands in the workbook stream once it is opened: the record with the key is blotted out."""
    given = {"rc4": _rc4, "cryptoapi": _cryptoapi, "xor": _xor}[kind](password, bytes(range(16)))
    return _stream((BOF, (0, b"\0" * len(given)), *RECORDS, (0x0A, b"")))


def _stream(records: tuple[tuple[int, bytes], ...], length: int = LENGTH) -> bytes:
    written = b"".join(struct.pack("<HH", number, len(body)) + body for number, body in records)
    return written.ljust(length, b"\0")


def _kept(plain: bytes, mixed: bytes) -> bytes:
    """Encrypted but for the heads of the records, the first record and the one with the key."""
    made, at = bytearray(mixed), 0
    while at + 4 <= len(plain):
        number, length = struct.unpack_from("<HH", plain, at)
        end = at + 4 + (length if number in (0x0809, 0x2F) else 0)
        made[at:end] = plain[at:end]
        at += 4 + length
    return bytes(made)


def _rc4(password: str, salt: bytes) -> bytes:
    verifier = bytes(range(32, 48))
    mixed = DocumentRC4.decrypt(password, salt, io.BytesIO(verifier + md5(verifier).digest())).read()
    return struct.pack("<3H", 1, 1, 1) + salt + mixed


def _cryptoapi(password: str, salt: bytes) -> bytes:
    verifier = bytes(range(32, 48))
    mixed = DocumentRC4CryptoAPI.decrypt(password, salt, 128, io.BytesIO(verifier + sha1(verifier).digest())).read()
    header = struct.pack("<8L", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "CSP\0".encode("utf-16-le")
    body = struct.pack("<L", 16) + salt + mixed[:16] + struct.pack("<L", 20) + mixed[16:]
    return struct.pack("<3H2L", 1, 2, 2, 4, len(header)) + header + body


def _xor(password: str, _: bytes) -> bytes:
    check = next(number for number in range(65536) if DocumentXOR.verifypw(password, number))
    return struct.pack("<3H", 0, DocumentXOR.create_xor_key_method1(password), check)


def _obfuscated(plain: bytes, password: str) -> bytes:
    keys, mixed, at = DocumentXOR.create_xor_array_method1(password), bytearray(plain), 0
    while at + 4 <= len(plain):
        _, length = struct.unpack_from("<HH", plain, at)
        for index in range(length):
            byte = DocumentXOR.rol(plain[at + 4 + index], 5, 8)
            mixed[at + 4 + index] = byte ^ keys[(at + 4 + length + index) % 16]
        at += 4 + length
    return _kept(plain, bytes(mixed))
