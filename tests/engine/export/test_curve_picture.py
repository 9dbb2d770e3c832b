"""The learning curve as a picture that needs no window."""

import math
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started
from engine.export.axis import Axis
from engine.export.curve_picture import (
    ACCURACY,
    HEIGHT,
    LEFT,
    LOSS,
    RIGHT,
    WIDTH,
    curve_picture,
    curve_svg,
    write_curve_png,
    write_curve_svg,
)
from engine.export.picture import LIGHT, Line, Marker, Words
from engine.runs.curves import CurvePoints, smoothed, thinned

SVG = "{http://www.w3.org/2000/svg}"


def started(steps: int, first_step: int = 0) -> Started:
    return Started("simple", "", 1, "cpu", 1, "", 0, 4, 64, steps, 1, 0, 0, 1, 1, first_step)


def batch(step: int, loss: float, per_epoch: int = 25) -> BatchDone:
    return BatchDone(step, 1 + (step - 1) // per_epoch, loss, 0.1, 1000.0, 0.0)


def epoch(number: int, loss: float, per_epoch: int = 25) -> EpochDone:
    return EpochDone(number, number * per_epoch, loss, 0.9 + number / 100, loss, 0.91 + number / 100, 1.0 * number)


def a_history(epochs: int = 4, per_epoch: int = 25) -> list[Event]:
    """A loss that falls, and goes up once more in the last epoch."""
    events: list[Event] = [started(epochs * per_epoch)]
    for number in range(1, epochs + 1):
        steps = range((number - 1) * per_epoch + 1, number * per_epoch + 1)
        events += [batch(step, 2.3 * math.exp(-step / 30) + 0.1 * (step % 3), per_epoch) for step in steps]
        events.append(epoch(number, 1 / number if number < epochs else 0.9, per_epoch))
    return events


def words(events: list[Event], title: str = "My run", log_scale: bool = False) -> list[str]:
    return [mark.text for mark in curve_picture(events, title, log_scale).marks if isinstance(mark, Words)]


def that_the_svg_is_well_formed_whatever_the_title() -> None:
    svg = ElementTree.fromstring(curve_svg(a_history(), 'a <b> & "c" \x00\x0b\ud800 \u4f60\u597d </svg>'))
    texts = [element.text for element in svg.iter(f"{SVG}text")]
    assert texts[0] and " ".join(texts[0].split()) == 'a <b> & "c" \ufffd \u4f60\u597d </svg>'
    assert {"loss", "accuracy, %", "train, smoothed", "validation", "step (an epoch has 25)"} <= set(texts)


def that_axes_have_round_numbers() -> None:
    shown = words(a_history())
    assert {"0", "20", "40", "60", "80", "100", "0.0", "0.5", "1.0", "1.5", "2.0"} <= set(shown)
    assert {"0.1", "0.2", "0.5", "1", "2"} <= set(words(a_history(), log_scale=True))


@pytest.mark.parametrize(
    ("low", "high", "most", "written"),
    [
        (0, 2365, 8, ["0", "500", "1,000", "1,500", "2,000"]),
        (97.93, 99.41, 5, ["98.0", "98.5", "99.0"]),
        (0, 0.07, 6, ["0.00", "0.02", "0.04", "0.06"]),
        (0, 3, 8, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"]),
        (0, 1, 8, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def that_ticks_are_few_and_round(low: float, high: float, most: int, written: list[str]) -> None:
    assert list(Axis(low, high, 0, 100).ticks(most).values()) == written


def that_a_wide_logarithmic_axis_keeps_to_powers_of_ten() -> None:
    assert list(Axis(1e-5, 20, 0, 100, logarithmic=True).ticks(8).values()) == [
        *("1e-05", "0.0001", "0.001", "0.01", "0.1", "1", "10")
    ]
    axis = Axis(0.01, 1, 300, 100, logarithmic=True)
    assert axis.place(0.1) == pytest.approx(200) and axis.place(0.001) == 300


def that_the_best_epoch_is_marked_in_both_panels() -> None:
    picture = curve_picture(a_history(), "My run")
    steps = Axis(0, 100, LEFT, RIGHT)
    rings = [mark.place for mark in picture.marks if isinstance(mark, Marker) and mark.shape == "ring"]
    at_best = [place for place in rings if place[0] == pytest.approx(steps.place(75))]
    assert len(at_best) == 2 and LOSS[0] < at_best[0][1] < LOSS[1] and ACCURACY[0] < at_best[1][1] < ACCURACY[1]
    assert "best: epoch 3, loss 0.3333" in words(a_history())


def that_a_change_of_the_learning_rate_is_a_vertical_line_in_both_panels() -> None:
    events = [*a_history(), LearningRateChanged(30, 0.05)]
    marks = curve_picture(events, "My run").marks
    x = Axis(0, 100, LEFT, RIGHT).place(30)
    rulers = [mark for mark in marks if isinstance(mark, Line) and mark.points == [(x, LOSS[0]), (x, LOSS[1])]]
    assert len(rulers) == 1 and rulers[0].dash
    assert any(isinstance(mark, Line) and mark.points == [(x, ACCURACY[0]), (x, ACCURACY[1])] for mark in marks)
    assert "0.05" in words(events) and "learning rate changed" in words(events)
    assert "learning rate changed" not in words(a_history())


def that_labels_of_changes_do_not_cover_each_other() -> None:
    changes: list[Event] = [LearningRateChanged(30 + number, (9 - number) / 100) for number in range(9)]
    shown = set(words([*a_history(), *changes]))
    assert "0.01" in shown and not shown & {"0.09", "0.08", "0.05"}


def that_many_thousand_points_are_thinned_and_no_peak_is_lost() -> None:
    events: list[Event] = [started(60_000)]
    events += [batch(step, 5.0 if step == 41_234 else 0.5 + 0.1 * (step % 7), 6_000) for step in range(1, 60_001)]
    events += [epoch(number, 0.6, 6_000) for number in range(1, 11)]
    svg = curve_svg(events, "long")
    assert len(svg) < 80_000
    raw = max((mark for mark in curve_picture(events, "").marks if isinstance(mark, Line)), key=lambda m: len(m.points))
    assert len(raw.points) <= 2 * (RIGHT - LEFT + 1)
    highest = min(raw.points, key=lambda point: point[1])
    assert highest[0] == pytest.approx(Axis(0, 60_000, LEFT, RIGHT).place(41_234), abs=1)


def that_thinning_keeps_the_lowest_and_the_highest_of_each_column() -> None:
    columns, values = thinned(np.array([0.0, 0.2, 0.4, 0.6, 1.1, 1.2, 1.9]), np.array([3.0, 1, 9, 4, 5, 5, 2]))
    assert columns.tolist() == [0, 0, 1.1, 1.1] and values.tolist() == [1, 9, 2, 5]
    few = np.array([1.0, 2, 3])
    assert thinned(few, few)[0] is few


def that_a_run_that_was_resumed_is_one_curve() -> None:
    lost = [*a_history(2)[:40], started(50, first_step=30)]
    again = [batch(step, 0.3) for step in range(31, 51)]
    points = CurvePoints.of([*lost, *again, epoch(2, 0.3)])
    assert [event.step for event in points.batches] == list(range(1, 51))
    assert [event.epoch for event in points.epochs] == [1, 2] and points.batches[30].loss == 0.3


def that_a_new_start_forgets_what_was_before() -> None:
    assert CurvePoints.of([*a_history(), started(10), batch(1, 2.0)]).last_step == 1


@pytest.mark.parametrize("loss", [math.inf, math.nan, None, 1e308])
def that_what_cannot_be_drawn_is_left_out(loss: float | None) -> None:
    broken = BatchDone(101, 4, loss, 0.1, 1.0, 0.0)  # type: ignore[arg-type]
    assert curve_svg([*a_history(), broken], "") == curve_svg(a_history(), "")


@pytest.mark.parametrize("log_scale", [False, True])
@pytest.mark.parametrize(
    "events",
    [
        [],
        [started(10)],
        [started(10), batch(1, 2.3)],
        [started(10), batch(1, 0.0), batch(2, 0.0)],
        [epoch(1, 0.0)],
        [*a_history(200, 3)],
    ],
    ids=["nothing", "no step", "one step", "no loss", "no batches", "200 epochs"],
)
def that_short_and_odd_histories_have_a_picture_within_its_borders(events: list[Event], log_scale: bool) -> None:
    picture = curve_picture(events, "x" * 300, log_scale)
    for mark in picture.marks:
        for x, y in mark.points if isinstance(mark, Line) else [mark.place]:
            assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    ElementTree.fromstring(curve_svg(events, "x" * 300, log_scale))


def that_a_run_without_a_step_says_so() -> None:
    assert "There is no curve: the run has no finished step." in words([started(10)])


def that_smoothing_follows_and_calms() -> None:
    noisy = np.tile([0.0, 2.0], 500)
    assert smoothed(noisy)[0] == 0 and np.abs(smoothed(noisy)[200:] - 1).max() < 0.1


def that_the_png_is_sharp_and_shows_what_the_svg_shows(tmp_path: Path) -> None:
    write_curve_png(a_history(), "My run", tmp_path / "curve.png")
    write_curve_svg(a_history(), "My run", tmp_path / "curve.svg")
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8") == curve_svg(a_history(), "My run")
    with Pillow.open(tmp_path / "curve.png") as picture:
        assert picture.format == "PNG" and picture.size == (2 * WIDTH, 2 * HEIGHT)
        pixels = np.asarray(picture.convert("RGB"), int)
    for name in ("train", "validation", "accuracy"):
        colour = [int(LIGHT[name][at : at + 2], 16) for at in (1, 3, 5)]
        assert (np.abs(pixels - colour).max(2) < 8).sum() > 100, name
    assert (pixels[0] == 255).all() and (pixels[:, 0] == 255).all()


def that_without_a_title_there_is_no_room_for_it() -> None:
    with_title, without = (ElementTree.fromstring(curve_svg(a_history(), title)) for title in ("My run", ""))
    assert int(without.attrib["height"]) < int(with_title.attrib["height"])


def that_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for write in (write_curve_svg, write_curve_png):
        with pytest.raises(InklingError, match="cannot be written to"):
            write(a_history(), "My run", tmp_path / "file" / "curve")
