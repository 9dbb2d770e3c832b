"""Numbers as people read them."""

import math
from collections.abc import Callable

import pytest

from engine.formats import (
    count,
    data_size,
    duration,
    exact_percent,
    microseconds,
    milliseconds,
    percent,
    probability,
)


@pytest.mark.parametrize(
    ("form", "values", "texts"),
    [
        (lambda number: count(number, "thread"), (0, 1, 1200), ["0 threads", "1 thread", "1,200 threads"]),
        (percent, (0, 0.99414, 1, None, math.nan), ["0.00%", "99.41%", "100.00%", "\u2013", "\u2013"]),
        (probability, (0, 0.001, 0.96, 0.999, 0.9996), ["under 0.1%", "0.1%", "96.0%", "99.9%", "over 99.9%"]),
        (lambda share: probability(share, 0), (0.004, 0.96, 0.997), ["under 1%", "96%", "over 99%"]),
        (exact_percent, (0, 0.0004, 0.0013, 0.5, 0.9996, 1), ["0", "<0.1", "0.1", "50.0", "99.9", "100"]),
        (exact_percent, (math.nan,), ["\u2013"]),
        (data_size, (812, 25_600, 1_530_000, 30_900_000), ["0.8 kB", "26 kB", "1.53 MB", "31 MB"]),
        (milliseconds, (0.00031, 0.0031, 0.310, 1.5), ["0.31 ms", "3.1 ms", "310 ms", "1,500 ms"]),
        (microseconds, (41.27, 1204.0), ["41.3 \u00b5s", "1,204 \u00b5s"]),
        (duration, (7, 750, 3723), ["0:07", "12:30", "1:02:03"]),
    ],
)
def that_a_number_is_written_in_one_form(form: Callable[..., str], values: tuple[float, ...], texts: list[str]) -> None:
    assert [form(value) for value in values] == texts


def that_what_is_unknown_may_be_written_in_another_way() -> None:
    assert percent(None, unknown="-") == "-" and percent(math.inf, unknown="") == ""
