"""Intervals of shares and of figures over pieces."""

import numpy as np
import pytest
from intervals import interval, over_pieces, resampled, wilson


def test_wilson_is_as_published() -> None:
    assert wilson(8, 10) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    share, low, high = wilson(1000, 1000)
    assert (share, high) == (1.0, 1.0)
    assert low == pytest.approx(0.99617, abs=1e-5)
    assert wilson(0, 0)[1:] == (0.0, 1.0)


def test_equal_values_have_no_width() -> None:
    rng = np.random.default_rng(0)
    assert interval(np.full(5, 0.25), rng) == (0.25, 0.25, 0.25)
    assert resampled(np.median, np.array([1.0, 1.0, 1.0]), rng) == (1.0, 1.0, 1.0)


def test_windows_of_a_piece_are_drawn_together() -> None:
    values = np.array([0.0] * 50 + [1.0] * 50)
    both = [f"{index // 50}" for index in range(100)]
    found = [
        over_pieces(lambda rows: float(values[rows].mean()), pieces, np.random.default_rng(0))
        for pieces in (both, range(100))
    ]
    assert found[0] == (0.5, 0.0, 1.0)
    assert found[1][1] > 0.35
