"""Sides of a comparison, each measured in a process of its own and in turns, so that noise meets all of them alike."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence

Row = list[float]
"""What one side printed as JSON when it was called with `--side NAME`."""


def in_turns(
    module: str, sides: Iterable[str], rounds: int, options: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> dict[str, list[Row]]:
    """Each side's rows, one a round; `more` is added to the environment."""
    rows: dict[str, list[Row]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, own in rows.items():
            command = [sys.executable, "-m", module, "--side", side, *options]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | (more or {}))
            own.append(json.loads(done.stdout.splitlines()[-1]))
    return rows
