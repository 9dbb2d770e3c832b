"""What a thread computes may wait for what a person sees."""

import os
import sys
import threading
from contextlib import suppress

LESS = 4
"""Steps of niceness on Linux, where each is about a quarter more of a core for the others."""


def give_way() -> None:
    """Let the others of this computer run first, for the calling thread and those that it starts from now on.

    On Linux alone does a thread have a priority that anyone may lower; QThread's priorities do nothing there.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + LESS)
