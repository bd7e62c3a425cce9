"""Two periods held against each other: every drawn case tells exactly its changes and flows, and the laws hold."""

from __future__ import annotations

import pytest
from drawn_compare import HERE, Drawn, compared, read, told

CASES = [drawn for path in sorted(HERE.glob("*.md")) for drawn in read(path)]


@pytest.mark.parametrize("drawn", CASES, ids=str)
def test_a_drawn_case_tells_exactly_what_changed(drawn: Drawn) -> None:
    assert list(told(compared(drawn))) == drawn.expected
