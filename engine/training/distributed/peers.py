"""The connection between the processes that train one network together, over gloo, torch's library for CPUs."""

import os
import socket
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import torch.distributed as dist
from torch import Tensor
from torch._C._distributed_c10d import PrefixStore

from engine.errors import InklingError
from engine.system import in_terminal
from engine.training.distributed.launch import Launch
from engine.training.distributed.meeting import BEGIN, TRAIN, Meeting, interruptible

if TYPE_CHECKING:
    from engine.training.run.control import RunControl

CUT_SECONDS = 20.0
"""Another process that does not answer for this long is gone. torchrun waits 30 s for a process that it ends."""
STOP_SECONDS = 5.0
"""The same for a process that was asked to stop and waits for the others to agree."""
LOOK_SECONDS = 0.5
"""Signals take effect between two waits of this length."""


class PeerLost(InklingError):  # noqa: N818 - what happened is that it was lost
    """Another process ended, or the network to it was cut."""


class Peers:
    """All processes that train one network, as one of them sees the others."""

    def __init__(self, launch: Launch, control: "RunControl") -> None:
        """`control` is that of this process's run. A stop of one process stops all."""
        self.launch = launch
        self.control = control
        self.images = 0
        """Of the present batch, on all computers."""
        self.part = slice(0)
        """Which of these are this process's."""
        self.seconds = 0.0
        """How long this process has waited for the others in the present step."""
        self._meeting: Meeting | None = None
        self._group: Any = None

    def leave(self, problem: str) -> None:
        """This process trains no more. If training has not begun the others hear of the problem."""
        if self._meeting and not self._group:
            self._meeting.leave(problem)

    def meet(self, facts: Mapping[str, str], advice: Mapping[str, str]) -> None:
        """Find the others and compare these facts. Raises InklingError when they differ or a process is missing."""
        self._meeting = Meeting(self.launch, self.control.check)
        self._meeting.agree(BEGIN, facts, advice)

    def connect(self, facts: Mapping[str, str], advice: Mapping[str, str]) -> None:
        """Wait until all are prepared, compare these facts too, and connect each process with each.

        Raises InklingError like `meet`, and when a firewall stands between two of them.
        """
        assert self._meeting
        self._meeting.agree(TRAIN, facts, advice)
        store = PrefixStore("gloo", self._meeting.store)
        try:
            self._group = interruptible(lambda: _group(store, self.launch), self.control.check)
        except (RuntimeError, OSError) as error:
            raise InklingError(
                "The computers found each other, but cannot connect directly: allow connections between them in their "
                "firewalls."
            ) from error
        self.control.share_steps(True)

    def begin_batch(self, images: int) -> None:
        """All begin a step with a batch of so many images."""
        self.images, self.part, self.seconds = images, self.launch.part(images), 0.0

    def end_step(self, stops: float, *, last: bool) -> None:
        """All have taken a step, before which so many processes had been asked to stop: then it was the last one."""
        if stops:
            self.control.stop()
        if stops or last:
            self.control.share_steps(False)

    def sum(self, values: Tensor) -> None:
        """Replace the values by their sums over all processes, the same to the last bit in each. Raises PeerLost."""
        self._wait(partial(self._group.allreduce, [values]))

    def take_over(self, tensors: Iterable[Tensor]) -> None:
        """Replace the values of all tensors by those of rank 0. Raises PeerLost."""
        for values in tensors:
            flat = values.contiguous()
            self._wait(partial(self._group.broadcast, flat, 0))
            values.copy_(flat)

    def _wait(self, begin: Callable[[], Any]) -> None:
        asked = perf_counter()
        try:
            work = begin()
            while not self._done(work, asked):
                pass
        except RuntimeError as error:
            raise self._lost() from error
        finally:
            self.seconds += perf_counter() - asked

    def _done(self, work: Any, asked: float) -> bool:
        try:
            work.wait(timedelta(seconds=LOOK_SECONDS))
        except RuntimeError:
            gone = self.control.stop_asked and perf_counter() - asked > STOP_SECONDS
            if work.is_completed() or gone:
                raise
            return False
        return True

    def _lost(self) -> PeerLost:
        if self.launch.rank:
            return PeerLost("The connection to another computer was lost: the first computer keeps what was learnt.")
        return PeerLost(
            "The connection to another computer was lost. What was learnt until then is kept: "
            f"{in_terminal('train --resume latest')} goes on with it on this computer alone."
        )


def _group(store: Any, launch: Launch) -> Any:
    group: Any = dist.ProcessGroupGloo
    options = group._Options()
    options._timeout = timedelta(seconds=CUT_SECONDS)
    interface = os.environ.get("GLOO_SOCKET_IFNAME")
    chosen = {"interface": interface} if interface else {"hostname": _own_address(launch)}
    options._devices = [group.create_device(**chosen)]
    return group(store, launch.rank, launch.world_size, options)


def _own_address(launch: Launch) -> str:
    """The address of this computer in the network of the first one. By name, gloo would often take the loopback."""
    *_, (family, _, _, _, place) = socket.getaddrinfo(launch.address, launch.port, type=socket.SOCK_DGRAM)
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        # Sends nothing: the system only chooses the interface.
        probe.connect(place)
        return str(probe.getsockname()[0])
