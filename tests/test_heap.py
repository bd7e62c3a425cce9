"""The collector of cycles stands still while many values are made, and goes on afterwards as before."""

from __future__ import annotations

import gc

import pytest
from rollup_cases import FORM, rolled

from formkit import compare as comparing
from formkit.compare import compare
from formkit.heap import uncollected
from formkit.write import rollup


def test_the_collector_stands_still_inside_and_is_afterwards_as_it_was() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()


def test_nothing_is_collected_while_periods_are_compared_and_roll_ups_written(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    for module, name in ((comparing, "told_by"), (rollup, "make_rollup_plan")):
        kept = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, kept=kept, **more: (seen.append(gc.isenabled()), kept(*args, **more))[1])
    compare(FORM, (), ())
    rollup.write_rollup(rolled(()), (), (), ())
    assert seen == [False, False]
    assert gc.isenabled()
