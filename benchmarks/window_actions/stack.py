"""Where a thread of this process is, found out without holding its frames."""

import faulthandler
import re
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).parents[2]
LINE = re.compile(r'  File "(.+)", line (\d+) in (.+)')
STACK = re.compile("[Tt]hread ")
MOST_LINES = 4
CAN_TELL = sys.version_info < (3, 13)
"""Python 3.13's faulthandler may read a frame that another thread is just leaving, which ends the process; known as
issue 131580 of CPython."""


def place_of(thread: int) -> str:
    """Return the program's own lines in the stack of the thread with this identifier, innermost first.

    `sys._current_frames` is no way to find them: whoever holds a frame keeps its variables alive, and destroys them in
    his own thread. A QTimer that is destroyed outside its thread goes on ticking, and its next tick ends the process.
    """
    if not CAN_TELL:
        return "a place that this Python cannot tell"
    file = _file()
    file.seek(0)
    file.truncate()
    faulthandler.dump_traceback(file, all_threads=True)
    file.seek(0)
    stacks = dict(stack.split(" ", 1) for stack in STACK.split(file.read())[1:])
    lines = LINE.findall(stacks.get(f"0x{thread:016x}", ""))
    own = [f"{Path(path).name}:{line} {name}" for path, line, name in lines if _is_ours(path)]
    return " < ".join(own[:MOST_LINES]) or "Qt"


def _is_ours(path: str) -> bool:
    whole = Path(path)
    return whole.is_relative_to(PROJECT) and ".venv" not in whole.parts and not whole.name.startswith("window_")


@lru_cache(maxsize=1)
def _file() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8")
