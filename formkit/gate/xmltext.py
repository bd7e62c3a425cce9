"""The text of an element as it stands in a part: whether expat would take it, and what it says.

Only what nearly every program writes is understood; of references those that openpyxl makes too. Source: XML 1.0 §2.2, §4.1.
"""

from __future__ import annotations

import re

# Every character that XML allows but those that would have to be looked at one by one.
_SIGNS = bytes({*b"\t\n", *range(0x20, 0x7F), *range(0x80, 0x100)})
_REFERENCE = re.compile(
    rb"&(?:amp|lt|gt|quot|apos|#(?:[1-9][0-9]{2,3}|[1-4][0-9]{4}|5[0-4][0-9]{3}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|[1-9][0-9]{5}));")
_REFERRED = re.compile("&(?:#([0-9]+)|([a-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SPELT = re.compile("_x[0-9A-Fa-f]{4}_")       # how Excel writes a character that XML has not


def sound(text: bytes) -> bool:
    """Whether expat would take this between two tags, and anything that is known as a tag in it."""
    if text.translate(None, _SIGNS) or b"]]>" in text or (b"&" in text and text.count(b"&") != len(_REFERENCE.findall(text))):
        return False
    try:
        said = text.decode()
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in said and "\uffff" not in said


def spelt(text: str) -> str:
    """A sound text with its references resolved."""
    return _REFERRED.sub(lambda found: chr(int(found[1])) if found[1] else _NAMED[found[2]], text) if "&" in text else text


def unescaped(text: str, *, kept: bool) -> str | None:
    """What a sound text says; None where readers may differ: blanks at its ends that are not kept, a character that is spelt out."""
    text = spelt(text)
    return None if (not kept and text != text.strip()) or ("_x" in text and _SPELT.search(text)) else text
