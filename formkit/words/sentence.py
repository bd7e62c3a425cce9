"""The shape of every sentence formkit says: what is wrong, and how to mend it, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """``{name}`` stands for an argument. ``severity`` is given for findings only.

    ``code`` is the stable code of a finding where several sentences share one.
    """

    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""
    severity: Literal["error", "query", ""] = ""
    code: str = ""
