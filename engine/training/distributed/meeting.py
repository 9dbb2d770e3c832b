"""Where processes meet before they train together: each puts facts about itself into a store and reads the others'.

The store is torch's: a server that torchrun or the process with rank 0 runs. Texts travel as JSON and are compared;
nothing that arrives is executed.
"""

import json
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep
from typing import Any, TypeVar

from torch._C._distributed_c10d import Store, TCPStore

from engine.errors import InklingError
from engine.training.distributed.launch import Launch, Refusal

Made = TypeVar("Made")

ANSWER_SECONDS = 60.0
"""How long a process waits for the first computer to listen."""
READY_SECONDS = 600.0
"""How long a process waits for the others, which may have to unpack images and try out threads."""
LEAVE_SECONDS = 2.0
"""How long a process that leaves waits until the others have read why."""
LOOK_SECONDS = 0.05
BEGIN, TRAIN = STAGES = ("begin", "train")
"""Before a run is made, and once everything is prepared."""
PROBLEM = "problem"
"""The key under which a process says why it cannot train."""


class Meeting:
    """The store, and how a process waits in it. `check` is called while it waits, and may raise to end that."""

    def __init__(self, launch: Launch, check: Callable[[], object]) -> None:
        """Raises InklingError when nobody listens at the address, or rank 0 cannot listen at its port."""
        self._launch = launch
        self._check = check
        self._hosts = launch.rank == 0 and not launch.agent_store
        self._told_at: set[str] = set()
        self.store: Store = _hosted(launch) if self._hosts else _found(launch, check)

    def agree(self, stage: str, facts: Mapping[str, str], advice: Mapping[str, str]) -> None:
        """Wait until every process has come to this stage, and compare the facts of each with those of rank 0.

        `advice` says by the name of a fact what to do when it differs. Raises Refusal when one of them cannot train or
        a fact differs.
        """
        self._tell(stage, {"name": self._name, "facts": dict(facts)})
        first, *others = [self._told(stage, rank) for rank in range(self._launch.world_size)]
        for other in others:
            for what, value in first["facts"].items():
                if (differs := other["facts"].get(what)) != value:
                    raise Refusal(f"{what}: {value} on {first['name']}, {differs} on {other['name']}. {advice[what]}.")

    def leave(self, problem: str) -> None:
        """Tell those who wait at a stage to which this process does not come why, and let them read it."""
        missed = set(STAGES) - self._told_at
        until = monotonic() + LEAVE_SECONDS
        try:
            for stage in missed:
                self._tell(stage, {"name": self._name, PROBLEM: problem})
            self.store.add("left", 1)
            # Whose process runs the store ends last; torchrun's ends every process as soon as one has failed.
            waits = self._hosts or (missed and self._launch.agent_store)
            while waits and monotonic() < until:
                if self.store.add("left", 0) >= self._launch.world_size:
                    break
                sleep(LOOK_SECONDS)
        except RuntimeError:
            # The others are gone, or their network is.
            return

    @property
    def _name(self) -> str:
        return f"process {self._launch.rank + 1} ({socket.gethostname()})"

    def _tell(self, stage: str, told: Mapping[str, object]) -> None:
        self._told_at.add(stage)
        self.store.set(f"{stage}/{self._launch.rank}", json.dumps(told))

    def _told(self, stage: str, rank: int) -> dict[str, Any]:
        key, until = f"{stage}/{rank}", monotonic() + READY_SECONDS
        try:
            while not self.store.check([key]):
                self._check()
                if monotonic() > until:
                    raise Refusal(f"Process {rank + 1} of {self._launch.world_size} did not come within ten minutes.")
                sleep(LOOK_SECONDS)
            told: dict[str, Any] = json.loads(self.store.get(key))
        except RuntimeError as error:
            raise InklingError("The first computer ended the training before it began.") from error
        if PROBLEM in told:
            raise Refusal(f"{told['name'].capitalize()} does not train: {told[PROBLEM]}")
        return told


def interruptible(make: Callable[[], Made], check: Callable[[], object]) -> Made:
    """What `make` returns or raises. It waits in a thread of its own, because Python cannot interrupt torch's waits."""
    future = ThreadPoolExecutor(1).submit(make)
    while not future.done():
        check()
        sleep(LOOK_SECONDS)
    return future.result()


def _hosted(launch: Launch) -> Store:
    try:
        return _store("localhost", launch, is_master=True)
    except (RuntimeError, OSError) as error:
        raise InklingError(f"Port {launch.port} of this computer is in use: choose another MASTER_PORT.") from error


def _found(launch: Launch, check: Callable[[], object]) -> Store:
    until = monotonic() + ANSWER_SECONDS
    while True:
        check()
        try:
            # torch's own attempts print warnings, and a signal does not end them.
            socket.create_connection((launch.address, launch.port), 1.0).close()
            return interruptible(lambda: _store(launch.address, launch, is_master=False), check)
        except (RuntimeError, OSError) as error:
            if monotonic() > until:
                raise InklingError(
                    f"Nobody answers at {launch.address}, port {launch.port}: start the first computer, and check its "
                    "address (MASTER_ADDR), the network and its firewall."
                ) from error
            sleep(LOOK_SECONDS)


def _store(host: str, launch: Launch, *, is_master: bool) -> Store:
    return TCPStore(
        host, launch.port, launch.world_size, is_master, timedelta(seconds=ANSWER_SECONDS), wait_for_workers=False
    )
