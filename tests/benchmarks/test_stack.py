"""The watch over the window finds out where its thread is without keeping anything of it alive."""

import threading
import weakref

import pytest

from benchmarks.window_actions.stack import CAN_TELL, place_of

pytestmark = pytest.mark.skipif(
    not CAN_TELL, reason="this Python may crash when it is asked for another thread's place"
)


class Something:
    """What a frame holds."""


def wait_for(asked: threading.Event, held: threading.Event, known: list[weakref.ref[Something]]) -> None:
    something = Something()
    known.append(weakref.ref(something))
    held.set()
    asked.wait()


def that_the_place_of_a_thread_is_its_own_line_and_its_variables_end_with_it() -> None:
    asked, held = threading.Event(), threading.Event()
    known: list[weakref.ref[Something]] = []
    thread = threading.Thread(target=wait_for, args=(asked, held, known), daemon=True)
    thread.start()
    held.wait()
    assert thread.ident
    place = place_of(thread.ident)
    assert place.startswith("test_stack.py:") and place.endswith(" wait_for")
    asked.set()
    thread.join()
    assert known[0]() is None


def that_a_thread_that_does_not_exist_is_nowhere() -> None:
    assert place_of(1) == "Qt"
