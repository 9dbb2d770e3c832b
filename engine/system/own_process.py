"""How this program is called, and how it starts a module of its own in another process.

It may run from a clone, installed among the packages of a Python, or in a bundle, where there is no Python at all.
`main.py` runs a module by its name in all three.
"""

import runpy
import sys
from pathlib import Path

PROGRAM_FOLDER = Path(__file__).parent.parent.parent
"""Holds `main.py` and the folders `engine`, `gui` and `resources`."""
MODULE = "--module"
"""The first argument of `main.py` when it runs a module of ours; the module's name and its arguments follow."""
FROZEN = bool(getattr(sys, "frozen", False))
"""Whether this is a bundle: `sys.executable` is the program then, not a Python."""
IN_CLONE = not FROZEN and (PROGRAM_FOLDER / "pyproject.toml").is_file()
WINDOW, TERMINAL = ("python main.py", "python -m engine") if IN_CLONE else ("inkling", "inkling-engine")
"""What a person types to open the window, and before a command of the terminal."""


def command(module: str, *words: str) -> list[str]:
    """The command line of a process that runs this module as `python -m` would, in whatever folder it starts."""
    program = [sys.executable] if FROZEN else [sys.executable, str(PROGRAM_FOLDER / "main.py")]
    return [*program, MODULE, module, *words]


def module_asked_for() -> bool:
    """Whether this process was started by `command`."""
    return sys.argv[1:2] == [MODULE]


def run_module() -> None:
    """Run the module that `command` was asked for. Most end the process, with their exit status."""
    _program, _flag, module, *words = sys.argv
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def in_terminal(words: str) -> str:
    """A command of the terminal as a sentence shows it, such as `python -m engine train`, in backquotes."""
    return f"`{TERMINAL} {words}`"
