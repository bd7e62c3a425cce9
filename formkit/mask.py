"""People are protected: identity and telephone numbers are masked in anything shown, unless asked for.

Only the last four characters stay: the first six would still say the county.
"""

from __future__ import annotations

import re

# Bare digits, or digits with the blanks, dashes or full-width forms that people put between or in place of them.
_DIGIT = "[0-9０-９]"
_ID = re.compile(rf"(?<!{_DIGIT}){_DIGIT}(?:[\s\u3000-]?{_DIGIT}){{13,20}}[XxＸｘ]?(?![0-9０-９])")
_PHONE = re.compile(rf"(?<![0-9a-zA-Z０-９])[1１][3-9３-９](?:[\s-]?{_DIGIT}){{9}}(?![0-9a-zA-Z０-９])")
_EXPONENT = re.compile(r"\d\.\d{6,}[eE]\+?1[4-9]")


def number(text: str) -> str:
    """A value of a column that holds such numbers, whatever was written there: only its last four show."""
    text = str(text)
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)


def whole(text: str) -> str:
    """A value that nobody outside its unit may see: nothing of it, not even its length."""
    return "***" if text else ""


def text(sentence: str) -> str:
    """A sentence with every identity number and telephone number in it masked."""
    sentence = _ID.sub(lambda found: number(found[0]), sentence)
    sentence = _EXPONENT.sub(lambda found: "*" * len(found[0]), sentence)
    return _PHONE.sub(lambda found: number(found[0]), sentence)
