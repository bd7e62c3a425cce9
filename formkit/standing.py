"""What folders of the running command stand for: a place in a store, and files that were left there.

All that is written for people names that place, not the private folder (``told``); also what is wrong with a file there, which is
why a command that was given a URL ends in words while its folders still stand for something (``commands.near``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_left: dict[Path, Mapping[str, Any]] = {}
_called: dict[str, str] = {}


def leave(folder: Path, files: Mapping[str, Any]) -> None:
    """Let a folder stand for files in a store (``store.Object``), by the names they go by."""
    _left[folder.resolve()] = files


def left(folder: Path) -> Mapping[str, Any] | None:
    """The files in a store that a folder stands for, by the names they go by; None where they are on disk."""
    return _left.get(folder.resolve()) if _left else None


def call(folder: Path, url: str) -> None:
    """Let a folder stand for a place in a store, by what may be said of its URL."""
    _called[folder.as_posix()] = url


def stands(folder: Path) -> bool:
    """Whether a folder stands for a place in a store: what lies on this machine is not beside it."""
    return folder.as_posix() in _called


def told(text: str) -> str:
    """A text as it may be said: with the places in stores in it, not the folders that stand for them."""
    for folder, url in _called.items():
        text = text.replace(folder, url)
    return text


def forget(private: Path) -> None:
    """What folders stood for that are no more."""
    for each in [each for each in _left if each.is_relative_to(private.resolve())]:
        del _left[each]
    for name in [name for name in _called if Path(name).is_relative_to(private)]:
        del _called[name]
