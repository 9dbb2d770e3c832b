"""A thread can let the others go first, and so do those that it starts."""

import os
import sys
import threading
from collections.abc import Callable

import pytest

from engine.system.priority import give_way

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux threads have priorities of their own")


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def in_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def that_a_thread_and_those_it_starts_let_the_others_go_first() -> None:
    before = priority()
    found: list[int] = []

    def first() -> None:
        give_way()
        found.append(priority())
        in_a_thread(lambda: found.append(priority()))

    in_a_thread(first)
    assert found[0] == found[1] > before or before == 19
    assert priority() == before
