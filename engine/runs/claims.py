"""Which runs are being trained now, by this process or by another."""

import os
from pathlib import Path

from engine.errors import InklingError
from engine.runs.folder import RunRecord

_own: set[str] = set()
"""The folders of the runs that this process trains."""


def is_trained(record: RunRecord, folder: Path) -> bool:
    """Whether a process that still exists trains the run in `folder`.

    For runs of this process the record does not decide: a full disk may have refused the ending, and a copied run has
    the record of the original.
    """
    return record.going_on and (record.process[0] != os.getpid() or os.path.realpath(folder) in _own)


def check_nobody_trains(record: RunRecord, folder: Path) -> None:
    """Raises InklingError when a process that still exists trains the run in `folder`."""
    if is_trained(record, folder):
        raise InklingError(f"{folder.name} is being trained at this moment: stop it first.")


def claim(folder: Path) -> None:
    """Mark the run in `folder` as trained by this process. The folder need not exist yet."""
    _own.add(os.path.realpath(folder))


def let_go(folder: Path) -> None:
    """Remove the mark: training has ended."""
    _own.discard(os.path.realpath(folder))
