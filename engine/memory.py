"""What a run holds in memory, and what happens to memory that a training step no longer needs."""

import ctypes
import sys
from contextlib import suppress
from functools import cache

import psutil

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""The numbers of mallopt's two settings, from glibc's malloc.h."""
LARGEST_BLOCK = 64 * 2**20
KEPT = 512 * 2**20
"""Bytes. The largest tensor of a step has 13 MB, and all of them together have less than 200 MB."""


@cache
def keep_freed_memory() -> None:
    """Let the next step use what this one frees, instead of handing it to the system and asking for it again.

    By default glibc gives large blocks back at once, and the system has to fill them with zeros anew: hundreds of page
    faults a step, which cost 6 % of the training time with one thread and up to 20 % with two. Does nothing where
    there is no glibc.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK)
        mallopt(M_TRIM_THRESHOLD, KEPT)


def peak_megabytes() -> tuple[float | None, float | None]:
    """What this process, and the largest of its processes that have ended, held in memory at the most."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 2**20, None
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    here, ended = (resource.getrusage(who).ru_maxrss / unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return here, ended or None
