"""The terminal: `python -m engine train`, `predict`, `runs`, `data`, `compress`, `bench`, `cpu`: all but the window.

A signal may come at any moment, so this file imports nothing that takes time before somebody listens for it.
"""

import sys

from engine.cli import complain
from engine.system import SIGNAL, SIGNALS, end_at_once, report_faults


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status, which `engine.system.exit_status` explains."""
    from engine.cli import run_command

    return run_command(arguments)


if __name__ == "__main__":
    SIGNALS.listen()
    report_faults(complain)
    status = main()
    if SIGNALS.number or status >= SIGNAL:
        # Threads that still compute something for a command that was ended are not waited for.
        end_at_once(status)
    sys.exit(status)
