"""What is made of the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.bench.load import Load, percentile

LOAD = Load(10, 2_000_000, 0, 2.0, 1.0, 0.0, 0.5, 1, 2, 3, 4096)


def test_cpu_per_delivery_is_in_microseconds() -> None:
    assert LOAD.cpu_us == pytest.approx(0.5)
    assert LOAD.generator_us == pytest.approx(0.25)


def test_percentiles() -> None:
    assert percentile([], 0.5) == 0
    assert percentile([7], 0.999) == 7
    assert percentile(list(range(1000)), 0.5) == 500
    assert percentile(list(range(1000)), 0.999) == 999


@given(st.lists(st.integers(), min_size=1))
def test_a_higher_percentile_is_no_less(values: list[int]) -> None:
    ascending = sorted(values)
    assert percentile(ascending, 0.5) <= percentile(ascending, 0.99) <= percentile(ascending, 0.999) <= ascending[-1]
