"""Values behave as frozen data classes do."""

import pickle
from functools import cached_property

import pytest

from rhrt.values import Value, as_dict, replace


class Point(Value):
    x: int
    y: int = 0

    @cached_property
    def sum(self) -> int:
        return self.x + self.y


class Other(Value):
    x: int
    y: int = 0


def test_fields_by_place_by_name_and_by_default():
    assert as_dict(Point(1, 2)) == as_dict(Point(y=2, x=1)) == {"x": 1, "y": 2}
    assert Point(1).y == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1})],
    ids=["missing", "too many", "twice", "unknown"],
)
def test_what_does_not_fit_is_refused(given, named):
    with pytest.raises(TypeError, match="Point"):
        Point(*given, **named)


def test_equal_by_what_they_hold_and_by_type():
    assert Point(1, 2) == Point(1, 2)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert Point(1, 2) != Point(2, 1)
    assert Point(1, 2) != Other(1, 2)


def test_nothing_can_be_changed():
    point = Point(1)
    with pytest.raises(AttributeError, match="immutable"):
        point.x = 2
    with pytest.raises(AttributeError, match="immutable"):
        del point.x
    assert replace(point, x=2) == Point(2)
    assert point == Point(1)


def test_a_pickled_value_is_equal_and_forgets_what_it_worked_out():
    point = Point(1, 2)
    assert point.sum == 3

    again = pickle.loads(pickle.dumps(point))

    assert again == point
    assert vars(again) == {"x": 1, "y": 2}


def test_it_is_matched_by_place_and_shown_by_name():
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
