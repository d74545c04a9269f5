"""Frozen dataclasses that are cheap to define: subclasses of ``Frozen`` are dataclasses without a decorator.

``@dataclass(frozen=True)`` compiles six methods for each class; for the hundred classes that a recommendation needs,
that is a tenth of the time the command line takes to start. Here the methods are written once, in the base class. To
everything else (``fields``, ``replace``, ``asdict``, ``match``, pickle, pydantic) the subclasses are plain dataclasses,
turned into such when first asked.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        """Stand in at run time for what only type checkers read."""
        return lambda decorated: decorated


_NO_FIELD = ("ClassVar", "typing.ClassVar")


class _Late:
    """What makes a class a dataclass, worked out at first use."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> Any:
        dataclass(init=False, repr=False, eq=False)(owner)
        return getattr(owner, self._name)


_LATE = tuple((name, _Late(name)) for name in ("__dataclass_fields__", "__dataclass_params__"))


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """Base of frozen values; annotate fields in a subclass as in a dataclass."""

    _defaults: ClassVar[dict[str, Any]] = {}
    _factories: ClassVar[dict[str, Any]] = {}
    _names: ClassVar[tuple[str, ...]] = ()
    _compared: ClassVar[tuple[str, ...]] = ()
    _all: ClassVar[frozenset[str]] = frozenset()
    _needed: ClassVar[frozenset[str]] = frozenset()
    """The fields that have no default."""
    _first: ClassVar[int] = 0
    """How many fields must be given by position before all that remain have defaults."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own: Any = cls.__dict__
        names, defaults, factories = list(cls._names), dict(cls._defaults), dict(cls._factories)
        apart = cls._all.difference(cls._compared)
        for name, kind in own.get("__annotations__", {}).items():
            if kind.startswith(_NO_FIELD):
                continue
            if name not in names:
                names.append(name)
            default = own.get(name, MISSING)
            if isinstance(default, Field):
                if default.default_factory is not MISSING:
                    factories[name] = default.default_factory
                if not default.compare:
                    apart |= {name}
                default = default.default
            if default is not MISSING:
                defaults[name] = default
        cls._names = tuple(names)
        for name, value in (*_LATE, ("__match_args__", cls._names)):
            setattr(cls, name, value)
        cls._compared = tuple(name for name in names if name not in apart)
        cls._defaults, cls._factories = defaults, factories
        cls._all = frozenset(names)
        cls._needed = cls._all - defaults.keys()
        cls._first = max((place for place, name in enumerate(names, 1) if name in cls._needed), default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs and self._first <= len(args) <= len(self._names):
            self.__dict__.update(self._defaults)
            self.__dict__.update(zip(self._names, args, strict=False))
            return
        if not args and self._needed <= kwargs.keys() <= self._all:
            self.__dict__.update(self._defaults)
            self.__dict__.update(kwargs)
            return
        values = dict(zip(self._names, args, strict=False))
        if len(args) > len(self._names) or values.keys() & kwargs.keys() or not kwargs.keys() <= set(self._names):
            raise TypeError(f"{type(self).__name__} takes the fields {', '.join(self._names)}, each once")
        values.update(kwargs)
        if len(values) < len(self._names):
            for name in self._names:
                if name in values:
                    continue
                if name in self._factories:
                    values[name] = self._factories[name]()
                elif name in self._defaults:
                    values[name] = self._defaults[name]
                else:
                    raise TypeError(f"{type(self).__name__} needs the field '{name}'")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field '{name}'")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field '{name}'")

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({values})"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._compared)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._compared)))


dataclass(init=False, repr=False, eq=False)(Frozen)
