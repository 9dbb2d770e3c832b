"""The bottom line says what is going on, and where there is little room the part that matters."""

from pytestqt.qtbot import QtBot

from engine.events import BatchDone, EpochDone, Event, Finished, Measuring, Started, ThreadsChanged
from gui.training.status_strip import StatusStrip

START = Started(
    "cnn", "", 42_106, "cpu", 2, "auto: a step takes 9 ms with 2", 0, 2, 256, 430, 55_000, 0, 0, 5_000, 10_000
)


def step(number: int) -> BatchDone:
    return BatchDone(number, (number - 1) // 215 + 1, 0.1, 0.01, 12_345.6, 0.25)


def that_the_newest_step_is_shown_with_speed_and_waiting(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    events: list[Event] = [START, *(step(number) for number in range(1, 301))]
    strip.show_events(events)
    assert strip._place.text() == "Epoch 2 of 2, batch 85 of 215" and strip._bar.value() == 300
    assert strip._speed.text() == "12,346 images/s" and strip._waiting.text() == "25% waiting for data"
    strip.show_events([Finished("stopped", "", 3.0, None, None)])
    assert strip._place.text() == "Stopped" and strip._speed.text() == ""


def that_the_time_between_the_last_step_and_the_end_is_not_silent(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_events([START, step(215), EpochDone(1, 215, 0.1, 0.97, 0.1, 0.97, 5.0)])
    assert strip._place.text() == "Epoch 1 of 2, batch 215 of 215"
    strip.show_events([step(430), EpochDone(2, 430, 0.1, 0.98, 0.1, 0.98, 10.0), Measuring(430)])
    assert strip._place.text() == "Measuring on 10,000 test images \u2026"
    # There is no next batch, and the strip must not ask for more room than it had.
    assert strip._left.text() == strip._speed.text() == strip._waiting.text() == ""


def that_a_precision_that_was_tried_is_shown_with_what_it_brings(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_cpu("A CPU, 2 cores")
    reason = "as set: a step takes 2 ms in float32, 4 ms in bfloat16, 2.0 times as long"
    strip.show_events([START._replace(precision="bfloat16", precision_reason=reason)])
    assert (
        strip._cpu.text().endswith(f"; bfloat16, {reason})")
        and f"Precision: bfloat16, {reason}" in strip._cpu.toolTip()
    )
    strip.show_events([START._replace(precision="float32", precision_reason="as set")])
    assert "float32" not in strip._cpu.text() + strip._cpu.toolTip()


def that_threads_are_shown_with_their_reason_which_may_be_cut_off(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_cpu("A CPU, 2 cores")
    strip.show_events([START])
    assert strip._cpu.text() == "A CPU, 2 cores, 2 threads (auto: a step takes 9 ms with 2)"
    strip.show_events([ThreadsChanged(1, "auto: a core is busy")])
    assert strip._cpu.text() == "A CPU, 2 cores, 1 thread (auto: a core is busy)"
    needed = strip._cpu.fontMetrics().horizontalAdvance("A CPU, 2 cores, 1 thread")
    assert needed <= strip._cpu.minimumSizeHint().width() < strip._cpu.sizeHint().width()
