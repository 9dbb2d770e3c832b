"""The rows of all runs, listed again and again: a run that has ended is read only once."""

import time
from pathlib import Path

from engine.runs.folder import MODEL_FILE, NOTES, RECORD, run_folders
from engine.runs.listing import row_of
from engine.runs.row import RunRow

FilesState = tuple[tuple[int, int, int], ...]
"""Inode, size and time of change, in nanoseconds, of a run's folder and of the files that make its row."""
READ = ("", RECORD, NOTES, MODEL_FILE)
UNCERTAIN_SECONDS = 2.0
"""A file may change twice while its time stays the same, since file systems count in ticks of up to two seconds."""


class RunLister:
    """Lists runs as `list_runs` does, but reads only those that have changed since."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[FilesState, RunRow]] = {}

    def __call__(self, runs: Path | None = None) -> list[RunRow]:
        """A row for each run, newest first. Raises InklingError when the names of the runs cannot be read."""
        found = {folder: self._row(folder) for folder in reversed(run_folders(runs))}
        self._known = {folder: self._known[folder] for folder in found if folder in self._known}
        return list(found.values())

    def _row(self, folder: Path) -> RunRow:
        state, now = _state(folder), time.time_ns()
        known = self._known.get(folder)
        if known and known[0] == state:
            return known[1]
        row = row_of(folder)
        settled = all(now - changed > UNCERTAIN_SECONDS * 1e9 for _, _, changed in state)
        # Whether a run goes on does not depend on its files alone.
        if settled and row.state in ("completed", "stopped", "failed"):
            self._known[folder] = (state, row)
        else:
            self._known.pop(folder, None)
        return row


def _state(folder: Path) -> FilesState:
    return tuple(_told(folder / name) for name in READ)


def _told(path: Path) -> tuple[int, int, int]:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return (0, 0, 0)
    return (told.st_ino, told.st_size, told.st_mtime_ns)
