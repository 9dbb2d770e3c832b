"""What torchrun tells each process that it starts, in environment variables. Imports no torch."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from engine.errors import InklingError


class Refusal(InklingError):  # noqa: N818 - not an error of this process
    """The processes cannot train together. All of them know why, in the same words."""


class Launch(NamedTuple):
    """The place of this process among those that train one network, with the names that torch.distributed uses."""

    rank: int
    """From 0. Rank 0 keeps the run and prints."""
    world_size: int
    """The number of processes on all computers."""
    address: str
    """Of the computer with rank 0."""
    port: int
    local_rank: int = 0
    """From 0, among the processes on this computer."""
    local_world_size: int = 1
    agent_store: bool = False
    """Whether torchrun itself listens at the port, rather than the process with rank 0."""

    def part(self, images: int) -> slice:
        """Which images of a batch are this process's; none may be if there are fewer than processes."""
        return slice(images * self.rank // self.world_size, images * (self.rank + 1) // self.world_size)

    def check_batch_size(self, batch_size: int) -> None:
        """Raise Refusal when the processes cannot have equal shares of a batch."""
        if batch_size % self.world_size:
            multiple = max(1, batch_size // self.world_size) * self.world_size
            raise Refusal(
                f"{self.world_size} processes cannot share a batch of {batch_size} images equally: choose a batch size "
                f"that is a multiple of {self.world_size}, such as {multiple}."
            )


def launched(variables: Mapping[str, str] = os.environ) -> Launch | None:
    """The place that torchrun gave this process; None when it trains alone.

    Raises InklingError when the variables are incomplete or contradict one another.
    """
    if "RANK" not in variables or variables.get("WORLD_SIZE", "1") == "1":
        return None
    try:
        launch = Launch(
            rank=int(variables["RANK"]),
            world_size=int(variables["WORLD_SIZE"]),
            address=variables["MASTER_ADDR"],
            port=int(variables["MASTER_PORT"]),
            local_rank=int(variables.get("LOCAL_RANK", "0")),
            local_world_size=int(variables.get("LOCAL_WORLD_SIZE", "1")),
            agent_store=variables.get("TORCHELASTIC_USE_AGENT_STORE") == "True",
        )
    except (KeyError, ValueError) as error:
        raise _unusable(str(error)) from error
    if not (0 <= launch.rank < launch.world_size and 0 < launch.port < 2**16 and launch.local_world_size > 0):
        raise _unusable(f"rank {launch.rank} of {launch.world_size}, port {launch.port}")
    return launch


def _unusable(why: str) -> InklingError:
    return InklingError(
        f"RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT do not say who trains together ({why}): start with torchrun."
    )
