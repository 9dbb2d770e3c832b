"""What all tests share: a data folder of their own, and real digits."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt: tests run where there is no screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from engine.data_folder import HOME_VARIABLE
from engine.datasets import Splits, mnist


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of the whole test run, so that MNIST is unpacked once and the user's own is left alone."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(folder)
    yield folder
    if before is None:
        del os.environ[HOME_VARIABLE]
    else:
        os.environ[HOME_VARIABLE] = before


@pytest.fixture(scope="session")
def digits(home: Path) -> Splits:
    """A few real digits: 2,000 to learn from, 500 to validate and 500 to test with."""
    whole = mnist()
    return Splits(
        train=whole.train.part(slice(2000)),
        validation=whole.validation.part(slice(500)),
        test=whole.test.part(slice(500)),
    )
