"""Places in stores: what names one, how it is opened, and what is said where it fails. The only module that uses fsspec."""

from __future__ import annotations

import re
import sys
from typing import Any

from formkit import mask

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
_SECRET = re.compile(r"(?<=://)[^/@]*@|\?.*")


class StoreError(Exception):
    """The store cannot be used; ``code`` names the sentence, ``said`` is what stands in it."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, {name: mask.text(text) for name, text in said.items()}


def is_url(text: str) -> bool:
    """Whether an argument names something in a store: ``s3://bucket/task``; not ``C:/task``."""
    return bool(_URL.match(text))


def masked(url: str) -> str:
    """A URL as it may be shown: without a name or password in it."""
    return _SECRET.sub(lambda found: "***@" if found[0].endswith("@") else "?***", url)


def opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the folder in it."""
    try:
        import fsspec

        fs, root = fsspec.url_to_fs(url)
    except ImportError:
        raise StoreError("store-not-installed", url=masked(url)) from None
    except failures() as error:
        raise silent(url, error) from None
    return fs, str(root).rstrip("/")


def silent(url: str, error: BaseException) -> StoreError:
    """What is told where a store does not answer: the kind of failure, for its message may hold keys."""
    return StoreError("store-silent", url=masked(url), why=type(error).__name__)


def failures() -> tuple[type[BaseException], ...]:
    """What the libraries of stores raise; not all of it is an OSError."""
    found: list[type[BaseException]] = [OSError, ValueError]
    for module, name in (("botocore.exceptions", "BotoCoreError"), ("botocore.exceptions", "ClientError"), ("aiohttp", "ClientError")):
        if module in sys.modules:
            found.append(getattr(sys.modules[module], name))
    return tuple(found)
