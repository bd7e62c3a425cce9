"""Whether a parsed formula of an old workbook looks into another one.

Source: [MS-XLS] 2.5.198 (formulas). A token that is not known ends the walk: nothing is then said.
"""

from __future__ import annotations

# Bytes that follow each token; the classes of an operand (reference, value, array) are folded into one.
_SIZES = dict.fromkeys(range(0x03, 0x17), 0) | {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8,
    0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8,
    0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10}
_TEXT, _ATTRIBUTE = 0x17, 0x19


def looks_outside(tokens: bytes, outer: frozenset[int]) -> bool:
    """Whether a token refers through one of ``outer``, the external references of the workbook."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        token = token & 0x1F | 0x20 if token >= 0x40 else token
        at += 1
        if token >= 0x39 and int.from_bytes(tokens[at:at + 2], "little") in outer:
            return True
        if token == _TEXT:
            width = 2 if tokens[at + 1:at + 2] == b"\1" else 1
            at += 2 + width * (tokens[at] if at < len(tokens) else 0)
        elif token == _ATTRIBUTE:
            choices = int.from_bytes(tokens[at + 1:at + 3], "little") + 1 if tokens[at:at + 1] == b"\4" else 0
            at += 3 + 2 * choices
        elif token in _SIZES:
            at += _SIZES[token]
        else:
            return False
    return False
