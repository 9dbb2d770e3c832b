"""Waiting for what comes sooner or later: how soon depends on the computer, and is no rule of any test."""

import time
from collections.abc import Callable

PATIENCE = 600.0
"""Seconds for what takes a fraction of one on an idle computer: only what never comes takes so long."""


def wait_until(true: Callable[[], object]) -> None:
    """Return as soon as that is so; the test fails when it never is."""
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.01)
