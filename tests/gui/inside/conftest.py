"""Threads for the views of page Inside, each of which stands alone in these tests."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.support.gui.subjects import Threads


@pytest.fixture
def threads(qtbot: QtBot) -> Iterator[Threads]:
    """They end with the test."""
    made = Threads()
    yield made
    made.end()
