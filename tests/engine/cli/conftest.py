"""The terminal trains on all of MNIST, and measures what it has trained with a part of it."""

import pytest

from engine.data import datasets
from engine.data.datasets import Splits

MEASURED_WITH = 1_000
"""Images to validate and to test with, each read five times after a run."""


@pytest.fixture(scope="session")
def measured_soon(every_digit: Splits) -> Splits:
    some = slice(MEASURED_WITH)
    return Splits(every_digit.train, every_digit.validation.part(some), every_digit.test.part(some))


@pytest.fixture
def fewer_images(measured_soon: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    """For commands in this process; another process has all of them."""
    monkeypatch.setattr(datasets, "_read_mnist", lambda _root: measured_soon)
