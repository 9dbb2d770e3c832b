"""The program's own start, with two lines on standard output: the seconds until painted, and until a digit is read.

`python -m benchmarks.window.timed_start SECOND`, where SECOND is the time.time() at which the process was started.
"""

import sys
import time

from PySide6.QtCore import QTimer

import main
from gui.app import MainWindow
from gui.tour import digits

BEGIN = float(sys.argv[1])
load_engine = MainWindow.load_engine


def say_seconds() -> None:
    print(time.time() - BEGIN, flush=True)


def painted(window: MainWindow) -> None:
    say_seconds()
    load_engine(window)
    window.canvas.show_strokes(tuple(digits()[7][1]))
    window.networks.changed.connect(lambda: answered(window))


def answered(window: MainWindow) -> None:
    if window.prediction.answer:
        say_seconds()
        QTimer.singleShot(0, window.close)


def load_after_painting(window: MainWindow) -> None:
    """Called when the window has been shown; its first painting is due before this timer."""
    QTimer.singleShot(0, lambda: painted(window))


if __name__ == "__main__":
    MainWindow.load_engine = load_after_painting  # type: ignore[method-assign, assignment]
    sys.exit(main.main([]))
