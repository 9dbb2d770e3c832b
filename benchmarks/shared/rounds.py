"""Sides of a comparison, measured in alternating rounds, so that a noisy machine disturbs all of them alike."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

Row = list[float]
"""What one side printed as JSON when it was called with `--side NAME`."""
Result = TypeVar("Result")


def alternating(sides: Mapping[str, Callable[[int], Result]], rounds: int, warm_up: int = 0) -> dict[str, list[Result]]:
    """Each side's results in this process, one a round; a side is called with the number of its round, from 0.

    Every other round begins with the last side. Results of the `warm_up` rounds are thrown away.
    """
    found: dict[str, list[Result]] = {name: [] for name in sides}
    for number in range(-warm_up, rounds):
        for name in sides if number % 2 == 0 else reversed(list(sides)):
            result = sides[name](max(number, 0))
            if number >= 0:
                found[name].append(result)
    return found


def alternating_processes(
    module: str, sides: Iterable[str], rounds: int, options: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> dict[str, list[Row]]:
    """Each side's rows, one a round, from a new process each; `more` is added to the environment."""

    def measured(side: str) -> Row:
        return row_of(module, side, options, more)

    return alternating({side: lambda _round, side=side: measured(side) for side in sides}, rounds)  # type: ignore[misc]


def row_of(module: str, side: str, options: Sequence[str] = (), more: Mapping[str, str] | None = None) -> Row:
    """One side's row from a new process. Raises CalledProcessError when that fails."""
    command = [sys.executable, "-m", module, "--side", side, *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | (more or {}))
    return json.loads(done.stdout.splitlines()[-1])
