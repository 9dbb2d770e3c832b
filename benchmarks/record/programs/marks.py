"""The lines by which a training tells how far it is; the stopwatch notes when each arrives.

A program in another language prints the same three lines of JSON, and flushes each:
{"mark": "first step"}, {"mark": "trained", "end": "2 epochs"} and {"mark": "tested", "accuracy": 0.9912}. The last two
may come again, for a longer training; what lies between "trained" and "tested" is not counted.
"""

import argparse
import json
from typing import NamedTuple

FIRST_STEP, TRAINED, TESTED = "first step", "trained", "tested"


class Mark(NamedTuple):
    """What one line says."""

    mark: str
    end: str = ""
    """The training after which it is "trained", for example "2 epochs"."""
    accuracy: float = 0.0
    """Only of "tested": the share of the test images, each read once as it is, 0 to 1."""


def say(mark: Mark) -> None:
    """Print a mark. The stopwatch runs until a "trained" arrives, and stands until its "tested"."""
    print(json.dumps(mark._asdict()), flush=True)


def parsed_mark(line: str) -> Mark | None:
    """The mark of a printed line; None for any other line."""
    try:
        said = json.loads(line)
        if said["mark"] in (FIRST_STEP, TRAINED, TESTED):
            return Mark(said["mark"], str(said.get("end", "")), round(float(said.get("accuracy", 0.0)), 6))
    except (ValueError, KeyError, TypeError):
        pass
    return None


def add_ends(parser: argparse.ArgumentParser) -> None:
    """The options of a training that is the same, however long it goes on: it may count as trained several times."""
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--epochs", type=int, nargs="+", required=True, help="after each of which it counts as trained")
