"""The bottom line says what is going on, and where there is little room the part that matters."""

from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from engine.events import BatchDone, EpochDone, Event, Finished, Measuring, Started, ThreadsChanged
from gui.training.status_strip import StatusStrip
from tests.support.gui.eyes import named, text

START = Started(
    "cnn", "", 42_106, "cpu", 2, "auto: a step takes 9 ms with 2", 0, 2, 256, 430, 55_000, 0, 0, 5_000, 10_000
)
PLACE, LEFT, SPEED, WAITING, CPU = "Where training is", "Time left", "Images per second", "Waiting for data", "CPU"


def step(number: int) -> BatchDone:
    return BatchDone(number, (number - 1) // 215 + 1, 0.1, 0.01, 12_345.6, 0.25)


def that_the_newest_step_is_shown_with_speed_and_waiting(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    events: list[Event] = [START, *(step(number) for number in range(1, 301))]
    strip.show_events(events)
    assert (
        text(strip, PLACE) == "Epoch 2 of 2, batch 85 of 215"
        and named(strip, "Progress of training", QProgressBar).value() == 300
    )
    assert text(strip, SPEED) == "12,346 images/s" and text(strip, WAITING) == "25% waiting for data"
    strip.show_events([Finished("stopped", "", 3.0, None, None)])
    assert text(strip, PLACE) == "Stopped" and text(strip, SPEED) == ""


def that_the_time_between_the_last_step_and_the_end_is_not_silent(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_events([START, step(215), EpochDone(1, 215, 0.1, 0.97, 0.1, 0.97, 5.0)])
    assert text(strip, PLACE) == "Epoch 1 of 2, batch 215 of 215"
    strip.show_events([step(430), EpochDone(2, 430, 0.1, 0.98, 0.1, 0.98, 10.0), Measuring(430)])
    assert text(strip, PLACE) == "Measuring on 10,000 test images \u2026"
    # There is no next batch, and the strip must not ask for more room than it had.
    assert text(strip, LEFT) == text(strip, SPEED) == text(strip, WAITING) == ""


def that_a_precision_that_was_tried_is_explained_at_the_cpu(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_cpu("A CPU, 2 cores")
    reason = "as set: a step takes 2 ms in float32, 4 ms in bfloat16, 2.0 times as long"
    strip.show_events([START._replace(precision="bfloat16", precision_reason=reason)])
    cpu = named(strip, CPU, QLabel)
    assert f"Precision: bfloat16, {reason}" in cpu.toolTip()
    strip.show_events([START._replace(precision="float32", precision_reason="as set")])
    assert "float32" not in cpu.text() + cpu.toolTip()


def that_threads_are_shown_and_their_reason_leaves_the_progress_its_room(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_cpu("A CPU, 2 cores")
    strip.show_events([START])
    cpu = named(strip, CPU, QLabel)
    assert cpu.text() == "A CPU, 2 cores, 2 threads" and "a step takes 9 ms with 2" in cpu.toolTip()
    strip.show_events([ThreadsChanged(1, "auto: a core is busy")])
    assert cpu.text() == "A CPU, 2 cores, 1 thread" and "a core is busy" in cpu.toolTip()


def that_the_last_line_of_the_log_stands_where_the_progress_was(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show()
    progress = named(strip, "Progress of training", QProgressBar)
    line = named(strip, "Last line of the log", QLabel)
    strip.show_line("12:00:00  Epoch 1: validation 97.00%")
    assert line.isVisible() and line.text().endswith("97.00%") and not progress.isVisible()
    strip.show_events([START, step(1)])
    assert progress.isVisible() and not line.isVisible()
    strip.show_events([Finished("completed", "", 3.0, 0.98, None)])
    assert line.isVisible() and not progress.isVisible(), "a full bar would tell of whatever comes next"
    strip.close()
