"""Memory use of this process, and what happens to memory that a training step frees."""

import ctypes
import sys
from contextlib import suppress
from functools import cache

import psutil

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""The numbers of mallopt's settings, from glibc's malloc.h."""
LARGEST_BLOCK = 32 * 2**20
"""Bytes; older versions of glibc refuse more. The largest tensor of a step has 13 MB."""
KEPT = 512 * 2**20
"""Bytes; all tensors of a step together have less than 200 MB."""


@cache
def keep_freed_memory() -> None:
    """Keep freed memory for the next step instead of returning it to the system.

    By default glibc returns large blocks at once, and the system has to zero them again: hundreds of page faults a
    step, which cost 6 % of the training time with one thread and up to 20 % with two. Does nothing without glibc.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        # Setting only the trim threshold would do harm: it ends glibc's adaptation of the other one.
        if mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK):
            mallopt(M_TRIM_THRESHOLD, KEPT)


def share_one_heap() -> None:
    """Let all threads from now on take memory from one heap. Call it before there are any.

    By default glibc gives each thread a heap of its own and never returns the end of one to the system: after 90 short
    runs in one window 10 heaps kept 200 MB that nobody used. Does nothing without glibc.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 1)


def give_back_freed_memory() -> None:
    """Return a finished run's freed memory to the system.

    The memory kept for the next step fragments: a hundred runs in one window kept 200 MB unused. Does nothing without
    glibc.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def peak_megabytes() -> float:
    """Return the largest memory use of this process so far, in megabytes."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset / 2**20)
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def largest_child_megabytes() -> float:
    """Return the present memory use, in megabytes, of the largest child process, such as a loader worker; else 0."""
    sizes = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            sizes.append(child.memory_info().rss / 2**20)
    return max(sizes, default=0.0)
