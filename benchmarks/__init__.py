"""Measurements that anyone can run: `python -m benchmarks` lists them, `python -m benchmarks.NAME` runs one.

They print what they measured. Only the searches for faults (faults, mutations, run_states, window_actions) can fail.
"""

from pathlib import Path

COMMAND_ROOMS = ("speed", "accuracy", "handwriting", "compression", "window", "faults")
"""The rooms that hold several commands. The other commands are rooms of their own."""

# `python -m benchmarks.startup` finds window/startup.py: nobody has to know the room of a command.
# Code imports from the room, so that no module is loaded twice.
__path__ = [*__path__, *(str(Path(__file__).parent / room) for room in COMMAND_ROOMS)]
