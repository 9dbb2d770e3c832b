"""Figures that a benchmark prints and that `python -m benchmarks report` collects."""

import json
import os
from pathlib import Path
from typing import NamedTuple

FIGURES_VARIABLE = "INKLING_FIGURES"
"""Names the file to which every figure is added as a line of JSON; the report sets it."""


class Figure(NamedTuple):
    """What was measured, and its value with unit and range, both as they are printed."""

    what: str
    value: str


def figure(what: str, value: str) -> None:
    """Print a figure; the report puts it into its table."""
    print(f"{what}: {value}", flush=True)
    if file := os.environ.get(FIGURES_VARIABLE):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([what, value]) + "\n")


def read_figures(file: Path) -> list[Figure]:
    """Those that a benchmark has added to the file; none if there is no file."""
    if not file.exists():
        return []
    return [Figure(*json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
