"""Inkling as an installed program: `inkling` opens the window, `inkling-engine` is the terminal.

The folder `program` beside this file holds `main.py`, `engine`, `gui` and `resources` as they lie in the repository.
Only the program's own processes find them by these names, so they clash with no other package of the same Python.
"""

import sys
from pathlib import Path

PROGRAM = Path(__file__).parent / "program"


def window() -> int:
    """Open the window, and return the exit code."""
    sys.path.insert(0, str(PROGRAM))
    from main import start

    return start()


def terminal() -> int:
    """Run one command of the terminal, and return the exit status."""
    sys.argv[1:1] = ["--module", "engine"]
    return window()
