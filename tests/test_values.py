"""``formkit.values.dataclass`` beside the standard library's: a class made by either means the same."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from formkit import values

PACKAGE = Path(values.__file__).parent
T = TypeVar("T")


def _classes(dataclass: Callable[..., Any]) -> tuple[type, ...]:
    """The same classes by a decorator."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Fields with a default, with none, made anew, not compared, not shown, not given."""

        a: int
        b: str = "b"
        c: dict[str, int] = field(default_factory=dict)
        d: tuple[int, ...] = field(default=(), compare=False)
        e: str = field(default="", repr=False)
        f: dict[int, int] = field(default_factory=dict, init=False, compare=False, repr=False)
        g: int = field(default=7, init=False)

    @dataclass(frozen=True, slots=True)
    class Derived(Generic[T]):
        """Filled after it was made; its own text."""

        a: int
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", self.a * 2)

        def __repr__(self) -> str:
            return f"<{self.a}>"

    return Plain, Derived, *_small(dataclass)


def _small(dataclass: Callable[..., Any]) -> tuple[type, ...]:
    @dataclass(frozen=True, slots=True)
    class Single:
        """One field."""

        a: float

    @dataclass(frozen=True, slots=True)
    class Bare:
        """No field."""

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """One that is less than another."""

        a: int

    @dataclass(slots=True)
    class Loose:
        """One that may change."""

        a: int

    return Single, Bare, Ordered, Loose


LIBRARY, OURS = _classes(dataclasses.dataclass), _classes(values.dataclass)
PAIRS = list(zip(LIBRARY, OURS, strict=True))
for number, each in enumerate((*LIBRARY, *OURS)):   # where pickle finds them
    each.__qualname__ = f"Kept{number}"
    globals()[each.__qualname__] = each
VALUES = st.integers(0, 2) | st.sampled_from(["", "b"])


def outcome(call: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What comes of a call: what is seen of the value, or the kind of failure."""
    try:
        made = call(*args, **named)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)
    if not dataclasses.is_dataclass(made):
        return made
    return [(each.name, getattr(made, each.name)) for each in dataclasses.fields(made)]


@pytest.mark.parametrize(("library", "ours"), PAIRS, ids=lambda one: one.__name__)
@given(st.lists(VALUES, max_size=5), st.lists(VALUES, max_size=5), st.dictionaries(st.sampled_from("abcdefgz"), VALUES, max_size=3))
@example([1], [1], {})
@example([1], [2], {})
def test_a_value_is_made_compared_changed_and_sent_as_the_librarys(
    library: type, ours: type, first: list[Any], second: list[Any], named: dict[str, Any]
) -> None:
    for args in (first, second):
        assert outcome(ours, *args, **named) == outcome(library, *args, **named)
    if type in map(type, (outcome(ours, *first, **named), outcome(ours, *second, **named))):
        return
    seen = []
    classes: tuple[Any, Any] = library, ours
    for cls in classes:
        one, other = cls(*first, **named), cls(*second, **named)
        pairs = ((one, other), (one, copy.copy(one)), (one, first), (copy.deepcopy(one), one), (pickle.loads(pickle.dumps(one)), one))
        told = [repr(one).partition("(")[2], cls.__match_args__, cls.__slots__]
        told += [(a == b, a != b, outcome(hash, a), outcome(lambda a=a, b=b: a < b)) for a, b in pairs]
        told += [outcome(dataclasses.replace, one, **{name: 5}) for name in "abcdefgz"]
        names = [each.name for each in dataclasses.fields(cls)]
        told += [outcome(setattr, one, name, 1) for name in names]
        told += [outcome(delattr, copy.copy(one), name) for name in names]
        seen.append([*told, outcome(dataclasses.asdict, one)])
    assert seen[1] == seen[0]


@pytest.mark.parametrize(("library", "ours"), PAIRS, ids=lambda one: one.__name__)
def test_a_class_looks_as_the_librarys(library: Any, ours: Any) -> None:
    told = [inspect.signature(cls).parameters.values() for cls in (library, ours)]
    drawn = [[(each.name, each.kind, each.default is each.empty) for each in parameters] for parameters in told]
    assert drawn[1] == drawn[0]
    assert [each.name for each in dataclasses.fields(ours)] == [each.name for each in dataclasses.fields(library)]
    assert ours.__doc__ == library.__doc__
    with pytest.raises(TypeError, match=rf"{ours.__name__}\.__init__\(\) got an unexpected keyword argument 'nothing'"):
        ours(nothing=1)


def test_what_is_made_anew_is_nobody_elses() -> None:
    plain = OURS[0]
    assert plain(1).c is not plain(1).c
    assert plain(1).f is not plain(1).f
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'a'"):
        plain(1).a = 2


def test_every_module_makes_its_values_the_same_way() -> None:
    """A class made by the library would cost three times as much to load."""
    library = re.compile(r"^ *from dataclasses import .*\bdataclass\b", re.MULTILINE)
    found = [path for path in PACKAGE.rglob("*.py") if library.search(path.read_text("utf-8"))]
    assert found == [PACKAGE / "values.py"] == [Path(values.__file__)], "from formkit.values import dataclass"
