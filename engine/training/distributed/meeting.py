"""Where processes meet before they train together: each puts facts about itself into a store and reads the others'.

The store is torch's: a server that torchrun or the process with rank 0 runs. Texts travel as JSON and are compared;
nothing that arrives is executed.
"""

import json
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from datetime import timedelta
from threading import Thread
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
        """Before training has begun: tell those who wait why this process does not come, and let them read it."""
        # Beside this thread, as it never ends when the network is cut.
        leaving = Thread(target=self._leave, args=(problem,), daemon=True)
        leaving.start()
        leaving.join(LEAVE_SECONDS)

    def _leave(self, problem: str) -> None:
        # The others may be gone.
        with suppress(RuntimeError):
            for stage in set(STAGES) - self._told_at:
                self._tell(stage, {"name": self._name, PROBLEM: problem})
            self.store.add("left", 1)
            # The process that runs the store ends last, and torchrun ends all others as soon as one has failed.
            while self._hosts or self._launch.agent_store:
                if self.store.add("left", 0) >= self._launch.world_size:
                    return
                sleep(LOOK_SECONDS)

    @property
    def _name(self) -> str:
        return f"process {self._launch.rank + 1} ({socket.gethostname()})"

    def _tell(self, stage: str, told: Mapping[str, object]) -> None:
        self._told_at.add(stage)
        self.store.set(f"{stage}/{self._launch.rank}", json.dumps(told))

    def _told(self, stage: str, rank: int) -> dict[str, Any]:
        key, until = f"{stage}/{rank}", monotonic() + READY_SECONDS
        try:
            while not interruptible(lambda: self.store.check([key]), self._check):
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
    future: Future[Made] = Future()

    def run() -> None:
        try:
            future.set_result(make())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    while not future.done():
        check()
        wait([future], LOOK_SECONDS)
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
