"""Checks the large files of a run. This is slower than listing runs, so it happens afterwards."""

from dataclasses import replace
from pathlib import Path

from engine.errors import InklingError
from engine.runs.checkpoint import CHECKPOINT, checkpoints
from engine.runs.folder import MODEL_FILE
from engine.runs.row import RunRow
from engine.runs.saved_network import NETWORK
from engine.system import Kind, check_checksum


class RunCheck:
    """Verifies checksums without opening a network. A file that has not changed since is not read again."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, int, int], str] = {}

    def __call__(self, row: RunRow) -> RunRow:
        """The same row, or a damaged one with a sentence when its network or all its checkpoints are damaged."""
        if row.state == "training":
            return row
        if row.has_network and (problem := self._problem(NETWORK, row.folder / MODEL_FILE)):
            return replace(row, state="damaged", problem=problem, has_network=False)
        found = [self._problem(CHECKPOINT, path) for path in checkpoints(row.folder)]
        if found and all(found):
            return replace(row, state="damaged", problem=found[0])
        return row

    def _problem(self, kind: Kind, path: Path) -> str:
        """What is wrong with a file, as a sentence; "" for a sound file."""
        try:
            told = path.stat()
        except OSError:
            return f"{path} cannot be read."
        key = (path, told.st_size, told.st_mtime_ns)
        if key not in self._known:
            try:
                check_checksum(kind, path)
            except InklingError as problem:
                self._known[key] = str(problem)
            else:
                self._known[key] = ""
        return self._known[key]
