"""What ``frozen`` makes of a class is what ``dataclass(frozen=True)`` makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from whylint.frozen import frozen


def stop(make: Callable[[type], type]) -> type:
    class Stop:
        """A stop of a tram."""

        name: str
        lines: tuple[int, ...] = ()
        seen: list[str] = field(default_factory=list, compare=False)

    return make(Stop)


OURS, THEIRS = stop(frozen), stop(dataclass(frozen=True))
WRONG = [
    ((), {}),
    (("Zoo",), {"line": 3}),
    ((), {"lines": ()}),
    ((), {"lines": (), "line": 3}),
    (("Zoo", (3,), [], "one too many"), {}),
    (("Zoo",), {"name": "given twice"}),
]


@pytest.mark.parametrize("made", [OURS, THEIRS])
def test_a_value_has_defaults_and_equals_what_says_the_same(made: type):
    zoo = made("Zoo", lines=(3, 5))
    assert (zoo.name, zoo.lines, zoo.seen) == ("Zoo", (3, 5), [])
    assert zoo == made("Zoo", (3, 5), ["once"])
    assert hash(zoo) == hash(made("Zoo", (3, 5), ["once"]))
    assert zoo != made("Zoo")
    assert zoo != ("Zoo", (3, 5), [])
    assert zoo.seen is not made("Zoo").seen
    assert repr(zoo) == "stop.<locals>.Stop(name='Zoo', lines=(3, 5), seen=[])"
    assert [each.name for each in fields(zoo)] == ["name", "lines", "seen"]
    assert replace(zoo, name="Park").lines == (3, 5)


@pytest.mark.parametrize("made", [OURS, THEIRS])
def test_it_never_changes(made: type):
    zoo = made("Zoo")
    with pytest.raises(FrozenInstanceError):
        zoo.name = "Park"
    with pytest.raises(FrozenInstanceError):
        del zoo.name


@pytest.mark.parametrize("made", [OURS, THEIRS])
@pytest.mark.parametrize(("values", "given"), WRONG)
def test_what_does_not_fit_is_refused(made: type, values: tuple[str, ...], given: dict[str, object]):
    with pytest.raises(TypeError):
        made(*values, **given)
