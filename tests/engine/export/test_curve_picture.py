"""The learning curve as a picture that needs no window."""

import math
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image as Pillow

from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started
from engine.export.colours import LIGHT
from engine.export.curve.curve_picture import HEIGHT, WIDTH, curve_figure, curve_svg, write_curve_png, write_curve_svg
from engine.export.curve.plotting import plotting

ROOT = Path(__file__).parent.parent.parent.parent
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


def figure_of(events: list[Event], title: str = "My run", log_scale: bool = False) -> Figure:
    with plotting():
        return curve_figure(events, title, log_scale)


def words(events: list[Event], title: str = "My run", log_scale: bool = False) -> set[str]:
    tree = ElementTree.fromstring(curve_svg(events, title, log_scale))
    return {element.text or "" for element in tree.iter(f"{SVG}text")}


def that_the_svg_is_well_formed_whatever_the_title() -> None:
    shown = words(a_history(), 'a <b> & "c" \x00\x0b\ud800 $x^2$ \u4f60\u597d </svg>')
    assert 'a <b> & "c" \ufffd $x^2$ \u4f60\u597d </svg>' in shown
    assert {"loss", "accuracy, %", "train, smoothed", "validation", "step (an epoch has 25)"} <= shown


def that_axes_have_round_numbers() -> None:
    shown = words(a_history())
    assert {"0", "20", "40", "60", "80", "100", "0.0", "0.5", "1.0", "1.5", "2.0", "92", "94"} <= shown
    assert {"0.1", "0.2", "0.5", "1", "2"} <= words(a_history(), log_scale=True)


def that_a_wide_logarithmic_axis_keeps_to_powers_of_ten() -> None:
    events: list[Event] = [started(100), *(batch(step, 10.0 ** (1 - step % 7)) for step in range(1, 101))]
    shown = words(events, log_scale=True)
    assert {"0.0001", "0.001", "0.01", "0.1", "1", "10"} <= shown and not shown & {"0.2", "0.5", "2", "5"}


def that_high_losses_and_long_runs_keep_their_numbers_within_the_picture() -> None:
    events: list[Event] = [started(1000), *(batch(1000 * step, 8e8 / step) for step in range(1, 101))]
    assert {"2e+08", "100,000"} <= words(events)


def that_the_same_curve_is_the_same_file(tmp_path: Path) -> None:
    assert curve_svg(a_history(), "My run") == curve_svg(a_history(), "My run")
    for name in ("first.png", "second.png"):
        write_curve_png(a_history(), "My run", tmp_path / name)
    assert (tmp_path / "first.png").read_bytes() == (tmp_path / "second.png").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no folder that nobody may write to")
def that_drawing_searches_no_fonts_and_leaves_nothing_behind(tmp_path: Path) -> None:
    program = """if True:
        import os
        from pathlib import Path
        from engine.export.curve.curve_picture import curve_svg, write_curve_png
        assert "No such" not in curve_svg([], "\u4f60")
        write_curve_png([], "\u4f60", Path("curve.png"))
        from matplotlib.font_manager import fontManager
        assert [font.name for font in fontManager.ttflist] == ["DejaVu Sans"]
        assert os.environ["MPLBACKEND"] == "no such" and "MPLCONFIGDIR" not in os.environ
    """
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(0o500)
    temporary.mkdir()
    places = {"HOME": str(home / "missing"), "TMPDIR": str(temporary), "MPLBACKEND": "no such", "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=kept | places, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(home.iterdir()) == list(temporary.iterdir()) == []


def that_the_best_epoch_is_marked_in_both_panels() -> None:
    loss, accuracy = figure_of(a_history()).axes
    rings = [
        [line.get_xydata() for line in axes.lines if line.get_markerfacecolor() == "none"] for axes in (loss, accuracy)
    ]
    assert [np.asarray(places).tolist() for places in rings] == [[[[75, 1 / 3]]], [[[75, 94]]]]
    assert "best: epoch 3, loss 0.3333" in words(a_history())


def that_a_change_of_the_learning_rate_is_a_vertical_line_in_both_panels() -> None:
    events = [*a_history(), LearningRateChanged(30, 0.05)]
    for axes in figure_of(events).axes:
        rulers = [line for line in axes.lines if list(np.asarray(line.get_xdata())) == [30, 30]]
        assert len(rulers) == 1 and rulers[0].get_linestyle() == "--" and rulers[0].get_color() == LIGHT["change"]
    assert {"0.05", "learning rate changed"} <= words(events)
    assert "learning rate changed" not in words(a_history())


def that_labels_of_changes_do_not_cover_each_other() -> None:
    changes: list[Event] = [LearningRateChanged(30 + number, (9 - number) / 100) for number in range(9)]
    shown = words([*a_history(), *changes])
    assert "0.01" in shown and not shown & {"0.09", "0.08", "0.05"}


def that_many_thousand_points_are_thinned_and_no_peak_is_lost() -> None:
    events: list[Event] = [started(60_000)]
    events += [batch(step, 5.0 if step == 41_234 else 0.5 + 0.1 * (step % 7), 6_000) for step in range(1, 60_001)]
    events += [epoch(number, 0.6, 6_000) for number in range(1, 11)]
    assert len(curve_svg(events, "long")) < 120_000
    points = max((np.asarray(line.get_xydata()) for line in figure_of(events).axes[0].lines), key=len)
    assert len(points) <= 2 * WIDTH + 2
    highest = points[points[:, 1].argmax()]
    assert highest[0] == pytest.approx(41_234, abs=60_000 / 800)


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
    with plotting():
        figure = curve_figure(events, "x" * 300, log_scale)
        seen = figure.get_tightbbox()
    assert min(seen.x0, seen.y0) >= 0 and seen.x1 <= WIDTH / 72 and seen.y1 <= HEIGHT / 72
    ElementTree.fromstring(curve_svg(events, "x" * 300, log_scale))


def that_a_run_without_a_step_says_so() -> None:
    assert "There is no curve: the run has no finished step." in words([started(10)])


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
    heights = [float(tree.attrib["viewBox"].split()[3]) for tree in (without, with_title)]
    assert heights == [HEIGHT - 52, HEIGHT]


def that_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for write in (write_curve_svg, write_curve_png):
        with pytest.raises(InklingError, match="cannot be written to"):
            write(a_history(), "My run", tmp_path / "file" / "curve")


def that_an_svg_file_is_as_wide_as_its_units_say() -> None:
    picture = ElementTree.fromstring(curve_svg(a_history(), "My run"))
    assert (picture.attrib["width"], picture.attrib["height"]) == (str(WIDTH), str(HEIGHT))


def that_a_matplotlib_that_does_not_load_is_a_sentence_each_time() -> None:
    code = """
import sys
from engine import InklingError
from engine.export.curve.plotting import plotting

class Broken:
    def find_spec(self, name, *_):
        if name == "matplotlib.font_manager":
            raise ImportError("broken")

sys.meta_path.insert(0, Broken())
for _ in range(2):
    try:
        with plotting():
            pass
    except InklingError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["No picture can be drawn: matplotlib does not load (broken)."] * 2
