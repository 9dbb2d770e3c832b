"""Several processes that train together, here as threads of this process with real connections between them."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from engine.training.distributed.launch import Launch

Found = TypeVar("Found")
PATIENCE = 120


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def together(work: Callable[[Launch], Found], count: int = 2) -> list[Found]:
    """What each of them finds, rank by rank; raises what rank 0 raised, or else another one."""
    port = free_port()
    launches = [Launch(rank, count, "127.0.0.1", port, rank, count) for rank in range(count)]
    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(work, launch) for launch in launches]
        return [future.result(PATIENCE) for future in futures]
