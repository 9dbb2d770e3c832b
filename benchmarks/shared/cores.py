"""Limits a process to some of the cores, and its libraries to as many threads."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from engine import InklingError

THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def usable_cores() -> list[int]:
    """The numbers of the cores that this process may use."""
    process = psutil.Process()
    return list(process.cpu_affinity()) if hasattr(process, "cpu_affinity") else list(range(psutil.cpu_count() or 1))


def thread_variables(cores: int) -> dict[str, str]:
    """What tells the libraries of a new process to use so many threads."""
    return dict.fromkeys(THREAD_VARIABLES, str(cores))


@contextmanager
def pinned(cores: int) -> Iterator[None]:
    """Limit this process, and every process that it starts meanwhile, to its first `cores` cores.

    Raises InklingError when there are fewer, or when the system cannot do this (macOS).
    """
    usable = usable_cores()
    if cores > len(usable):
        raise InklingError(f"{cores} cores are wanted, and this program may use {len(usable)}.")
    if cores == len(usable):
        yield
        return
    process = psutil.Process()
    if not hasattr(process, "cpu_affinity"):
        raise InklingError(f"This system cannot limit a program to some cores: take --cores {len(usable)}.")
    process.cpu_affinity(usable[:cores])
    try:
        yield
    finally:
        process.cpu_affinity(usable)
