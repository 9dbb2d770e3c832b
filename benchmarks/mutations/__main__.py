"""Broken and hostile files of every kind: `python -m benchmarks.mutations [--trials 5000] [--seed 0] [--kind KIND]`."""

from contextlib import suppress

from benchmarks.mutations.trials import main

if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
