"""Random lives of runs, each checked against fixed rules: `python -m benchmarks.run_states [--steps 100000]`."""

from benchmarks.run_states.lives import main
from benchmarks.shared.command import run_command

if __name__ == "__main__":
    run_command(main)
