"""Immutable values that cost next to nothing to define.

``@value`` is ``@dataclass(frozen=True, slots=True)`` for the types every command needs. A data
class writes and compiles six functions for each type at every start; thirty types took a third of
the time of a whole ``rhrt suggest``. Here all types share the same few functions. Type checkers
treat both alike.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar, dataclass_transform

V = TypeVar("V")


@dataclass_transform(frozen_default=True)
def value(cls: type[V]) -> type[V]:
    """Return the class with its annotated names as immutable fields, compared by what they hold.

    Fields with a plain default may be left out. ``functools.cached_property`` works when
    ``__dict__`` is listed in ``extra_slots``.
    """
    names = tuple(vars(cls).get("__annotations__", ()))
    body = {k: v for k, v in vars(cls).items() if k not in {*names, "__dict__", "__weakref__"}}
    body |= {
        "__slots__": (*names, *body.pop("extra_slots", ())),
        "__match_args__": names,
        "_defaults": {name: vars(cls)[name] for name in names if name in vars(cls)},
        "__init__": _init,
        "__eq__": _eq,
        "__hash__": _hash,
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__reduce__": _reduce,
    }
    made: Any = type(cls.__name__, cls.__bases__, body)
    # Setting a slot through its descriptor takes half as long as through the object.
    made._setters = tuple(vars(made)[name].__set__ for name in names)
    of_its_type: type[V] = made
    return of_its_type


def replace(old: V, **changes: Any) -> V:
    """Return a value like ``old`` but for these fields."""
    return type(old)(**{**as_dict(old), **changes})


def as_dict(of: object) -> dict[str, Any]:
    """Return the fields of a value by name, in their order; values within stay values."""
    names: tuple[str, ...] = type(of).__match_args__  # type: ignore[attr-defined] # set by @value
    return {name: getattr(of, name) for name in names}


def is_value(of: object) -> bool:
    """Say whether this is an instance of a class made by ``@value``."""
    return getattr(type(of), "__init__", None) is _init


def _init(self: Any, *given: Any, **named: Any) -> None:
    setters = self._setters
    if named or len(given) != len(setters):
        given = _complete(type(self), given, named)
    for put, item in zip(setters, given):  # noqa: B905 - as many of each, seen to above
        put(self, item)


def _complete(cls: Any, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Return the values of all fields in order.

    Raises:
        TypeError: a field is missing, given twice or not one of the class's.
    """
    names = cls.__match_args__
    by_name = {**cls._defaults, **dict(zip(names, given, strict=False)), **named}
    missing = [name for name in names if name not in by_name]
    twice = named.keys() & names[: len(given)]
    unknown = named.keys() - set(names)
    if missing or twice or unknown or len(given) > len(names):
        raise TypeError(
            f"{cls.__name__}: missing {missing}, given twice {sorted(twice)}, "
            f"unknown {sorted(unknown)}, {len(given)} of {len(names)} given by place"
        )
    return tuple(by_name[name] for name in names)


def _held(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _eq(self: Any, other: object) -> bool:
    return _held(self) == _held(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash((type(self).__name__, _held(self)))


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={item!r}" for name, item in as_dict(self).items())
    return f"{type(self).__name__}({fields})"


def _refuse(self: Any, name: str, _: object = None) -> NoReturn:
    raise AttributeError(f"{type(self).__name__} is immutable: {name!r} cannot be changed")


def _reduce(self: Any) -> tuple[type, tuple[Any, ...]]:
    return type(self), _held(self)
