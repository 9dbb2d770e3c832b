"""Runs the commands of one part and collects their figures."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from benchmarks.report.parts import Part
from benchmarks.report.results import PROJECT, Measured, present_commit
from benchmarks.shared.figures import FIGURES_VARIABLE, read_figures
from engine import InklingError
from engine.system import HOME_VARIABLE


def obstacle(part: Part, places: Mapping[str, Path | None]) -> str:
    """Why a part cannot be measured here, in a sentence, or "".

    `places` are the files that the words STROKES and FASHION of a command stand for, None if they were not given.
    """
    for word, place in places.items():
        if part.needs(word) and place is None:
            return f"It needs {word}, which was not given."
    missing = [package for package in part.packages if importlib.util.find_spec(package) is None]
    return f"It needs requirements-bench.txt: {', '.join(missing)} is missing." if missing else ""


def busy_cores() -> float:
    """How many cores other programs use, measured for a second."""
    return psutil.cpu_percent(interval=1.0) / 100 * (psutil.cpu_count() or 1)


def measure(part: Part, places: Mapping[str, Path | None], *, quick: bool) -> Measured:
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


def run_one(command: str, places: Mapping[str, Path | None], environment: Mapping[str, str]) -> None:
    print(f"$ python -m {command}", flush=True)
    words = [str(places.get(word) or word) for word in command.split()]
    done = subprocess.run([sys.executable, "-m", *words], env=environment, cwd=PROJECT, check=False)
    if done.returncode:
        raise InklingError(f"python -m {command} ended with status {done.returncode}.")
