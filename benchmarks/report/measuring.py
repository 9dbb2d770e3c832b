"""Runs the commands of one part and collects their figures."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from benchmarks.report.parts import FURTHER, Part
from benchmarks.report.results import PROJECT, Measured, present_commit
from benchmarks.shared.figures import FIGURES_VARIABLE, read_figures
from engine import InklingError
from engine.system import HOME_VARIABLE

Places = Mapping[str, Sequence[Path]]
"""The files that the words STROKES and FASHION of a command stand for; none if they were not given."""


def obstacle(part: Part, places: Places) -> str:
    """Why a part cannot be measured here, in a sentence, or ""."""
    for word, files in places.items():
        if part.needs(word) and not files:
            return f"It needs {word}, which was not given."
    missing = [package for package in part.packages if importlib.util.find_spec(package) is None]
    return f"It needs requirements-bench.txt: {', '.join(missing)} is missing." if missing else ""


def busy_cores() -> float:
    """How many cores other programs use, measured for a second."""
    return psutil.cpu_percent(interval=1.0) / 100 * (psutil.cpu_count() or 1)


def measure(part: Part, places: Places, *, quick: bool) -> Measured:
    """Run the commands of a part; their output passes through. Raises InklingError when one fails or says nothing."""
    commands = part.quick if quick else part.commands
    busy = busy_cores()
    begin, when = time.perf_counter(), time.strftime("%Y-%m-%d %H:%M")
    with tempfile.TemporaryDirectory(prefix="inkling-report-") as name:
        home, file = Path(name) / "home", Path(name) / "figures"
        environment = {**os.environ, HOME_VARIABLE: str(home), FIGURES_VARIABLE: str(file)}
        if quick:
            # On a busy machine two threads of OpenMP wait for each other for minutes.
            environment["OMP_NUM_THREADS"] = "1"
        for command in commands:
            run_one(command, places, environment)
        figures = read_figures(file)
    if not figures:
        raise InklingError(f"{part.name} ended without a figure.")
    seconds = time.perf_counter() - begin
    return Measured([f"python -m {one}" for one in commands], when, present_commit(), seconds, busy, figures)


def run_one(command: str, places: Places, environment: Mapping[str, str]) -> None:
    print(f"$ python -m {command}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", *filled_in(command, places)], env=environment, cwd=PROJECT, check=False
    )
    if done.returncode:
        raise InklingError(f"python -m {command} ended with status {done.returncode}.")


def filled_in(command: str, places: Places) -> Iterator[str]:
    """The words of a command with a person's files in their places: one for STROKES, the others for FURTHER."""
    files: Sequence[Path] = ()
    for word in command.split():
        if word == FURTHER:
            yield from map(str, files[1:])
            continue
        files = places.get(word, ())
        yield str(files[0]) if files else word
