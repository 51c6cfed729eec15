"""Plain values that never change.

``dataclass`` writes the source of six methods for each class and compiles it, at every start: for some forty classes a
tenth of what a short run takes. These share theirs.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """As ``dataclass(frozen=True)`` does: ``replace`` and ``fields`` know such a class, too."""
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    known = made.__dataclass_fields__
    names = tuple(known)
    plain = {name: each.default for name, each in known.items() if each.default is not MISSING}
    factories = {name: each.default_factory for name, each in known.items() if each.default_factory is not MISSING}
    compared = attrgetter(*(name for name, each in known.items() if each.compare))

    def init(self: Any, *values: Any, **given: Any) -> None:
        own = self.__dict__
        own.update(zip(names, values, strict=False))
        if len(own) == len(values) == len(names) and not given:
            return
        fits = len(own) == len(values) and own.keys().isdisjoint(given)
        own.update(given)
        own.update({name: default for name, default in plain.items() if name not in own})
        own.update({name: make() for name, make in factories.items() if name not in own})
        if not fits or own.keys() != known.keys():
            raise TypeError(f"{cls.__name__} takes {', '.join(names)}, each once")

    def equal(self: Any, other: object) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or compared(self) == compared(other)

    made.__init__ = init
    made.__eq__ = equal
    made.__hash__ = lambda self: hash(compared(self))
    made.__repr__ = _told
    made.__setattr__ = _refused
    made.__delattr__ = _refused
    return made  # type: ignore[no-any-return]


def _told(self: Any) -> str:
    said = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({said})"


def _refused(self: object, name: str, _value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} does not change")
