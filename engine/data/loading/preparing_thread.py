"""A thread that prepares batches beside training. torch and NumPy release Python's lock while they compute."""

import threading
from collections.abc import Generator
from contextlib import closing, suppress
from queue import Empty, Queue
from typing import TypeVar

from engine.hardware import using_threads

Item = TypeVar("Item")

AHEAD = 2
"""Items that wait for the caller: one is enough unless a step is much quicker than the others."""
LOOK_SECONDS = 0.01
"""The interval at which the end of the thread is looked for; it ends after the item that it prepares."""
NAME = "prepares batches"


def ahead(items: Generator[Item]) -> Generator[Item]:
    """Yield the items, which a thread of its own computes a little ahead of the caller, on one core.

    Raises what `items` raises, at the same place. Closing the iterator ends the thread and closes `items` in it.
    """
    ready: Queue[Item | _End] = Queue(AHEAD)
    ended = threading.Event()
    thread = threading.Thread(target=_compute, args=(items, ready, ended), name=NAME, daemon=True)
    thread.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
        if item.error:
            raise item.error
    finally:
        ended.set()
        while thread.is_alive():
            # It may wait for room.
            with suppress(Empty):
                ready.get_nowait()
            thread.join(LOOK_SECONDS)


class _End:
    """Comes after the last item, with what ended them too early."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def _compute(items: Generator[Item], ready: "Queue[Item | _End]", ended: threading.Event) -> None:
    error: BaseException | None = None
    try:
        with using_threads(1), closing(items):
            for item in items:
                ready.put(item)
                if ended.is_set():
                    break
    except BaseException as one:  # noqa: BLE001 - raised again in the thread that asked
        error = one
    ready.put(_End(error))
