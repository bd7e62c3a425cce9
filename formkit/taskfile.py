"""What makes a folder a task: the file that stands in it. It is read by ``task``."""

from __future__ import annotations

FILE = "task.yaml"


class NotATaskError(LookupError):
    """The folder holds no task.yaml."""
