"""The program's own start, with two lines on standard output: the seconds until painted, and until a digit is read.

`python -m benchmarks.window.timed_start SECOND`, where SECOND is the time.time() at which the process was started.
Nothing of the window is imported before main.py does it, as its order of imports is part of what is timed.
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gui.app
import main

if TYPE_CHECKING:
    from gui.app import MainWindow

BEGIN = float(sys.argv[1])


def say_seconds() -> None:
    print(time.time() - BEGIN, flush=True)


def timed_run(*arguments: Any, **named: Any) -> int:
    """main.py calls this instead of the function that shows the window."""
    from PySide6.QtCore import QTimer

    from gui.app import MainWindow
    from gui.app.process.startup import run

    load_engine = MainWindow.load_engine

    def load_after_painting(window: MainWindow) -> None:
        """Called when the window has been shown; its first painting is due before this timer."""
        QTimer.singleShot(0, lambda: painted(window, load_engine))

    MainWindow.load_engine = load_after_painting  # type: ignore[method-assign, assignment]
    return run(*arguments, **named)


def painted(window: "MainWindow", load_engine: "Callable[[MainWindow], None]") -> None:
    say_seconds()
    from gui.canvas import digits

    load_engine(window)
    window.canvas.show_strokes(tuple(digits()[7][1]))
    window.networks.changed.connect(lambda: answered(window))


def answered(window: "MainWindow") -> None:
    from PySide6.QtCore import QTimer

    if window.prediction.answer:
        say_seconds()
        QTimer.singleShot(0, window.close)


if __name__ == "__main__":
    gui.app.run = timed_run
    sys.exit(main.main([]))
