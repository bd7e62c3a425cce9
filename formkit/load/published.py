"""The JSON Schemas that editors complete and check schemas by: ``python -m formkit.load.published schemas``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from formkit.model import CodeList, Described, Form, Pack, ProvisionList, SharedPart
from formkit.model.calendar import Calendar
from formkit.model.notice import Notice

PUBLISHED: dict[str, type[Described]] = {
    "form.schema.json": Form, "codelist.schema.json": CodeList, "part.schema.json": SharedPart, "pack.schema.json": Pack,
    "provisions.schema.json": ProvisionList, "calendar.schema.json": Calendar, "notice.schema.json": Notice,
}  # fmt: skip


def published(name: str) -> str:
    """The text of one published file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PUBLISHED[name].model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(folder: Path) -> None:
    """Write all of them into a folder."""
    for name in PUBLISHED:
        (folder / name).write_text(published(name), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
