"""Immutable values that cost next to nothing to define.

``class Fact(Value)`` with annotated fields is what ``@dataclass(frozen=True)`` would make, for the
types every command needs. A data class writes and compiles six functions for each type at every
start; thirty types took a third of the time of a whole ``rhrt suggest``. Here all types share
their few functions. Type checkers treat both alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

V = TypeVar("V", bound="Value")


@dataclass_transform(frozen_default=True)
class Value:
    """The base of values: annotated names are fields, immutable, compared by what they hold.

    Fields with a plain default may be left out; ``functools.cached_property`` works. Values do not
    inherit from one another.
    """

    if TYPE_CHECKING:
        __match_args__: tuple[str, ...]

    def __init_subclass__(cls) -> None:
        type.__setattr__(cls, "__match_args__", tuple(vars(cls).get("__annotations__", ())))

    def __init__(self, *given: Any, **named: Any) -> None:
        names = self.__match_args__
        if named or len(given) != len(names):
            given = _complete(type(self), given, named)
        # Straight into the dictionary, as pickle does it: attributes refuse to be set.
        self.__dict__.update(zip(names, given, strict=True))

    def __eq__(self, other: object) -> bool:
        return as_dict(self) == as_dict(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, *as_dict(self).values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={item!r}" for name, item in as_dict(self).items())
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: {name!r} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: {name!r} cannot be changed")

    def __getstate__(self) -> dict[str, Any]:
        return as_dict(self)


def replace(old: V, **changes: Any) -> V:
    """Return a value like ``old`` but for these fields."""
    return type(old)(**{**as_dict(old), **changes})


def as_dict(of: Value) -> dict[str, Any]:
    """Return the fields of a value by name, in their order; values within stay values."""
    return {name: getattr(of, name) for name in of.__match_args__}


def _complete(cls: type[Value], given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Return the values of all fields in order.

    Raises:
        TypeError: a field is missing, given twice or not one of the class's.
    """
    names = cls.__match_args__
    defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
    by_name = {**defaults, **dict(zip(names, given, strict=False)), **named}
    missing = [name for name in names if name not in by_name]
    twice = named.keys() & names[: len(given)]
    unknown = named.keys() - set(names)
    if missing or twice or unknown or len(given) > len(names):
        raise TypeError(
            f"{cls.__name__}: missing {missing}, given twice {sorted(twice)}, "
            f"unknown {sorted(unknown)}, {len(given)} of {len(names)} given by place"
        )
    return tuple(by_name[name] for name in names)
