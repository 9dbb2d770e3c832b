"""How smooth the window stays: `python -m benchmarks.window [--cycles 20]`, off screen unless there is a display."""

from benchmarks.shared.command import run_command
from benchmarks.window.smoothness import main

if __name__ == "__main__":
    run_command(main)
