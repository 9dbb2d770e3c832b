"""What a run holds in memory, and what happens to memory that a training step no longer needs."""

import ctypes
import sys
from contextlib import suppress
from functools import cache

import psutil

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""The numbers of mallopt's two settings, from glibc's malloc.h."""
LARGEST_BLOCK = 32 * 2**20
"""Bytes; older versions of glibc refuse more. The largest tensor of a step has 13 MB."""
KEPT = 512 * 2**20
"""Bytes; all tensors of a step together have less than 200 MB."""


@cache
def keep_freed_memory() -> None:
    """Let the next step use what this one frees, instead of handing it to the system and asking for it again.

    By default glibc gives large blocks back at once, and the system has to fill them with zeros anew: hundreds of page
    faults a step, which cost 6 % of the training time with one thread and up to 20 % with two. Does nothing where
    there is no glibc.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        # The second alone would do harm: it ends glibc's own adaptation of the first.
        if mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK):
            mallopt(M_TRIM_THRESHOLD, KEPT)


def give_back_freed_memory() -> None:
    """Hand to the system what a run has freed, now that no step is going to use it again.

    What is kept for the next step stays as it lies, full of holes: a hundred runs in one window kept 200 MB that
    nobody used. Does nothing where there is no glibc.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def peak_megabytes() -> float:
    """What this process held in memory at the most."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset / 2**20)
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def largest_child_megabytes() -> float:
    """What the largest of this process's processes, loader workers above all, holds in memory now; 0 without any."""
    sizes = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            sizes.append(child.memory_info().rss / 2**20)
    return max(sizes, default=0.0)
