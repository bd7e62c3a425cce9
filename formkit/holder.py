"""A place in a store for one command alone: by a lock that says whose it is, so that another knows whom to ask."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from formkit import words
from formkit.remote import StoreError, failures, masked, opened, silent

LOCK = ".formkit-lock"
_LONGEST = 80


def signed() -> bytes:
    """What a lock of this run says: its user, machine and process, since when (RFC 3339, UTC), and what no other run says."""
    import getpass
    import socket

    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may run under a number that no name belongs to
        user = ""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    said = {"user": user, "machine": socket.gethostname(), "process": os.getpid(), "since": since, "run": os.urandom(16).hex()}
    return json.dumps(said, ensure_ascii=False).encode()


def told(lock: bytes, now: datetime) -> Mapping[str, str]:
    """``who`` holds a lock and for how long (``age``), to be said; a lock that does not say so is somebody's."""
    try:
        said = json.loads(lock)
        who = words.say("holder", {name: str(said[name])[:_LONGEST] for name in ("user", "machine", "process")})
        minutes = int((now - datetime.fromisoformat(str(said["since"]))).total_seconds()) // 60
    except (ValueError, KeyError, TypeError):
        return {"who": words.say("holder-unknown"), "age": words.say("age-unknown")}
    hours, days = minutes // 60, minutes // 1440
    code, count = ("age-days", days) if days > 1 else ("age-hours", hours) if hours > 1 else ("age-minutes", max(0, minutes))
    return {"who": who, "age": words.say(code, {"count": str(count)})}


@contextmanager
def held(url: str, *, new: bool = False) -> Iterator[Callable[[], None]]:
    """A place in a store for one command alone: by an object that only one can make, that says whose it is, and that goes when it ends.

    Gives what makes sure that it still is ours: somebody may have taken it for one that a killed run left. ``new``: the place need
    not be there.
    """
    fs, root = opened(url)
    path, own = f"{root}/{LOCK}", signed()
    try:
        if new:
            fs.makedirs(root, exist_ok=True)
        with fs.open(path, "xb") as lock:
            lock.write(own)
    except FileExistsError:
        said = b""
        with suppress(*failures()):
            said = _content(fs, path)
        raise StoreError("store-locked", url=_lock_at(url), **told(said, datetime.now(UTC))) from None
    except failures() as error:
        raise silent(url, error) from None

    def sure() -> None:
        if _content(fs, path) != own:
            raise StoreError("store-raced", url=masked(url))

    try:
        yield sure
    except BaseException:
        with suppress(*failures()):  # what went wrong first is told
            _freed(fs, path, own)
        raise
    try:
        _freed(fs, path, own)
    except failures():
        raise StoreError("store-lock-stays", url=_lock_at(url)) from None


def _freed(fs: Any, path: str, own: bytes) -> None:
    """Take our own lock away, and nobody else's."""
    if _content(fs, path) == own:
        fs.rm_file(path)


def _content(fs: Any, path: str) -> bytes:
    """What a file holds now; nothing where it is gone."""
    fs.invalidate_cache()
    try:
        return bytes(fs.cat_file(path))
    except FileNotFoundError:
        return b""


def _lock_at(url: str) -> str:
    return masked(f"{url.rstrip('/')}/{LOCK}")
