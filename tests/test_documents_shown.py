"""examples/documents shows one document of every kind, as the templates of today make it."""

from __future__ import annotations

import pytest
from make_documents import FIRST, OF_TASKS, ROOT, of_rows

from formkit.notice import shelf


def test_every_kind_is_shown() -> None:
    kinds = {kept.kind for kept in shelf.kinds()}
    assert {path.stem for path in ROOT.glob("*.docx")} == kinds == {*FIRST, *OF_TASKS}


@pytest.mark.parametrize("kind", sorted(FIRST))
def test_what_is_shown_is_what_is_made(kind: str) -> None:
    assert (ROOT / f"{kind}.docx").read_bytes() == of_rows(kind), "python tests/make_documents.py"
