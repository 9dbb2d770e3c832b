"""The terminal: `python -m engine` with `train`, `sweep`, `predict`, `runs`, `data`, `compress`, `bench` or `cpu`.

A signal may come at any moment, so this file imports nothing slow before the handlers are set.
"""

import sys

from engine.cli import complain
from engine.system import SIGNAL, SIGNALS, end_at_once, report_faults


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status, which `engine.system.exit_status` explains."""
    from engine.cli import run_command

    return run_command(arguments)


if __name__ == "__main__":
    SIGNALS.listen()
    report_faults(complain)
    status = main()
    if SIGNALS.number or status >= SIGNAL:
        # Do not wait for threads that still compute something for the interrupted command.
        end_at_once(status)
    sys.exit(status)
