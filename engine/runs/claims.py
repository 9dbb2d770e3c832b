"""Which runs are being trained at this moment, by this process or by another."""

import os
from pathlib import Path

from engine.errors import InklingError
from engine.runs.folder import RunRecord

_own: set[str] = set()
"""The folders of the runs that this process trains."""


def is_trained(record: RunRecord, folder: Path) -> bool:
    """Whether a process that is still there trains the run in `folder`.

    Of this process's own runs the record does not tell: a full disk may have refused its ending, and the copy of a run
    says what that run said.
    """
    return record.going_on and (record.process[0] != os.getpid() or os.path.realpath(folder) in _own)


def check_nobody_trains(record: RunRecord, folder: Path) -> None:
    """Raises InklingError when a process that is still there trains the run in `folder`."""
    if is_trained(record, folder):
        raise InklingError(f"{folder.name} is being trained at this moment: stop it first.")


def claim(folder: Path) -> None:
    """From now on this process trains the run in `folder`, which need not exist yet."""
    _own.add(os.path.realpath(folder))


def let_go(folder: Path) -> None:
    """The training of that run is over."""
    _own.discard(os.path.realpath(folder))
