"""``dataclass`` as the standard library's, with the same meaning, for the frozen values with slots that this house is made of.

The library writes and compiles six functions for each such class: for the ninety of them that check of one file meets, a sixth of its
time from start to end. Here one is compiled and the others are shared; and it fills slots straight, where the library's asks for
each by its name, so that a value is made in half the time. Any other dataclass is the library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, order: bool = False) -> Callable[[type], type]:
        """The decorator; see ``dataclasses.dataclass``."""
        return partial(_value, order=order) if frozen and slots else dataclasses.dataclass(frozen=frozen, slots=slots, order=order)


def _value(cls: type, *, order: bool) -> Any:
    """A class of frozen values with slots; what it defines itself it keeps."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the library would put the parameters there, and take long to find them
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)
    whole, same = _asked(fields), _asked([each for each in fields if each.compare])
    shown = [each.name for each in fields if each.repr]

    def text(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in shown])})"

    def equal(self: Any, other: object) -> bool:
        return same(self) == same(other) if other.__class__ is self.__class__ else NotImplemented

    def filled(self: Any, state: Sequence[Any]) -> None:
        for each, value in zip(fields, state, strict=True):
            object.__setattr__(self, each.name, value)

    methods = {
        "__init__": _init(made, fields), "__repr__": text, "__eq__": equal, "__hash__": lambda self: hash(same(self)),
        "__getstate__": lambda self: whole(self), "__setstate__": filled, "__setattr__": _set, "__delattr__": _delete,
    }  # fmt: skip
    if order:
        methods |= {f"__{each.__name__}__": _ordered(each, same) for each in (lt, le, gt, ge)}
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _ordered(compared: Callable[[Any, Any], bool], same: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    return lambda self, other: compared(same(self), same(other)) if other.__class__ is self.__class__ else NotImplemented


def _set(_: Any, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _asked(fields: Sequence[dataclasses.Field[Any]]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of some fields."""
    names = [each.name for each in fields]
    return attrgetter(*names) if len(names) > 1 else lambda one: tuple([getattr(one, name) for name in names])


def _init(made: Any, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """``__init__``, the one function that is written and compiled; what it needs beside its parameters stands around it by numbers."""
    known: dict[str, Any] = {"__name__": made.__module__}
    parameters, lines = ["self"], []
    for number, each in enumerate(fields):
        put, new, default = f"_put{number}", f"_new{number}", f"_default{number}"
        known |= {put: getattr(made, each.name).__set__, new: each.default_factory, default: each.default}
        anew, optional = each.default_factory is not dataclasses.MISSING, each.default is not dataclasses.MISSING
        if each.init:
            parameters.append(f"{each.name}={default}" if anew or optional else each.name)
            lines.append(f"{put}(self, {new}() if {each.name} is {default} else {each.name})" if anew else f"{put}(self, {each.name})")
        elif anew or optional:
            lines.append(f"{put}(self, {new}())" if anew else f"{put}(self, {default})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines) or 'pass'}", known)  # noqa: S102
    init: Callable[..., None] = known.pop("__init__")
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init
