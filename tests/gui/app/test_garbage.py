"""Garbage that Qt objects may be part of is collected in the window's thread, between two events."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.app.garbage import GarbageCollector
from tests.support.gui.window import PATIENCE


class Cycle:
    """Garbage that only the collector finds, and that says in which thread it was found."""

    def __init__(self, found: list[threading.Thread]) -> None:
        self.itself = self
        self.found = found

    def __del__(self) -> None:
        self.found.append(threading.current_thread())


@pytest.fixture
def collector(qapp: object) -> Iterator[GarbageCollector]:
    parent = QObject()
    collector = GarbageCollector(parent)
    yield collector
    collector.end()


def that_garbage_of_another_thread_is_collected_in_the_windows_thread(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    found: list[threading.Thread] = []

    def litter() -> None:
        Cycle(found)
        # More objects than any threshold: Python would collect here.
        kept: list[object] = [[] for _ in range(100_000)]
        del kept

    thread = threading.Thread(target=litter)
    thread.start()
    thread.join()
    assert found == []
    young: list[object] = [[] for _ in range(100_000)]
    qtbot.waitUntil(lambda: found != [], timeout=PATIENCE)
    assert found == [threading.main_thread()] and young


def that_python_collects_by_itself_again_when_the_window_is_closed(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
