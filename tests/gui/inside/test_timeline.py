"""The time slider under a real mouse and keyboard, with the snapshots of a real run."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.events import Finished
from engine.runs.folder import MODEL_FILE, TIMELINE
from engine.runs.saved_network import SavedRun, open_run
from engine.runs.timeline import open_timeline
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train
from gui.inside.timeline import view as view_file
from gui.inside.timeline.controller import TimelineController
from gui.inside.timeline.sentences import NO_RUN, NONE_KEPT, NOT_YET
from gui.inside.timeline.view import TimelineView
from tests.support.gui.eyes import spoken, text
from tests.support.gui.subjects import Threads
from tests.support.gui.window import PATIENCE, click, shown

SETTINGS = TrainSettings.model_validate(
    {"model": "simple", "epochs": 2, "batch_size": 40, "threads": 1, "augmentation": "none", "outliers": "none"}
)
NAMES = ["start", "step 1", "step 2", "step 5", "step 10", "step 20", "epoch 1", "epoch 2", "now"]


@pytest.fixture(scope="module")
def control(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> RunControl:
    """Of a run that has ended."""
    control = RunControl()
    for event in train(SETTINGS, control, digits, tmp_path_factory.mktemp("runs")):
        last = event
    assert isinstance(last, Finished) and control.trained
    return control


@pytest.fixture(scope="module")
def run(control: RunControl) -> SavedRun:
    assert control.trained and control.trained.folder
    return open_run(control.trained.folder / MODEL_FILE)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TimelineView]:
    yield from shown(qtbot, TimelineView(), 560, 80)


@pytest.fixture
def controller(view: TimelineView, threads: Threads) -> TimelineController:
    return TimelineController(view, new_background=threads)


@pytest.fixture
def kept(controller: TimelineController, run: SavedRun, qtbot: QtBot) -> TimelineController:
    """The slider of a run that is kept."""
    controller.look(run, None)
    qtbot.waitUntil(controller.view.slider.isVisible, timeout=PATIENCE)
    return controller


def names(controller: TimelineController) -> list[str]:
    return list(controller.view.slider.names)


def words(controller: TimelineController) -> str:
    return text(controller.view, "Where the slider is")


def that_the_slider_has_every_moment_of_the_run_and_stands_at_now(kept: TimelineController) -> None:
    assert names(kept) == NAMES and kept.view.slider.value() == len(NAMES) - 1
    assert kept.classifier is None and words(kept).startswith("Now")


def that_arrow_keys_home_and_end_go_through_the_training(kept: TimelineController, run: SavedRun, qtbot: QtBot) -> None:
    assert run.folder
    timeline = open_timeline(run.folder)
    slider = kept.view.slider
    kept.view.setFocus()
    for key, place in ((Qt.Key.Key_Left, 7), (Qt.Key.Key_Left, 6), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1)):
        with qtbot.waitSignal(kept.changed):
            QTest.keyClick(slider, key)
        assert slider.value() == place and kept.name == NAMES[place]
        assert kept.classifier
        ours, theirs = kept.classifier.network.state_dict(), timeline.classifier(place).network.state_dict()
        assert all(torch.equal(values, theirs[name]) for name, values in ours.items())
    with qtbot.waitSignal(kept.changed):
        QTest.keyClick(slider, Qt.Key.Key_End)
    assert kept.classifier is None and kept.name == ""


def that_the_label_says_the_place_and_the_accuracy_then(kept: TimelineController, run: SavedRun) -> None:
    assert run.folder
    accuracy = open_timeline(run.folder).moments[6].validation_accuracy
    assert accuracy is not None
    kept.view.slider.setFocus()
    for place, said in ((0, "before the first step"), (5, "Step 20"), (6, f"Epoch 1: reads {100 * accuracy:.2f}")):
        kept.view.slider.setValue(place)
        assert said in words(kept) and said in spoken(kept.view, "Moment of the training")


def that_a_click_goes_to_the_mark_that_was_clicked(kept: TimelineController) -> None:
    slider = kept.view.slider
    for place in (3, 0, 8, 6):
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(place), slider.height() // 4))
        assert slider.value() == place and kept.name == ("" if place == 8 else NAMES[place])


def that_dragging_passes_through_the_moments(kept: TimelineController) -> None:
    slider, seen = kept.view.slider, []
    kept.changed.connect(lambda: seen.append(kept.name))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(1), 10))
    for place in (2, 3):
        QTest.mouseMove(slider, QPoint(slider.x_of(place), 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(3), 10))
    assert seen == NAMES[1:4]


def that_play_runs_from_the_start_to_now(
    kept: TimelineController, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_file, "STEP_MILLISECONDS", 1)
    seen: list[str] = []
    kept.changed.connect(lambda: seen.append(kept.name))
    click(kept.view.play)
    assert kept.view.play.text() == "Pause"
    qtbot.waitUntil(lambda: not kept.view.playing, timeout=PATIENCE)
    assert seen == [*NAMES[:-1], ""] and kept.view.play.text() == "Play"


def that_a_second_click_holds_it(kept: TimelineController) -> None:
    click(kept.view.play)
    click(kept.view.play)
    assert not kept.view.playing and kept.name == "start"


def that_playing_ends_when_nobody_sees_it(kept: TimelineController) -> None:
    click(kept.view.play)
    kept.view.hide()
    assert not kept.view.playing


def that_a_run_in_training_gets_marks_as_it_goes_and_the_slider_stays_where_it_is(
    controller: TimelineController, control: RunControl
) -> None:
    whole = control.timeline
    assert whole
    training = RunControl()
    controller.look(None, training)
    assert words(controller) == NOT_YET and not controller.view.slider.isVisible()
    training.timeline = whole.until(2)
    controller.look(None, training)
    assert names(controller) == ["start", "step 1", "step 2", "now"] and controller.view.slider.value() == 3
    training.timeline = whole.until(5)
    controller.look(None, training)
    assert controller.view.slider.value() == 4 and controller.classifier is None, "now stays now"
    controller.view.slider.setValue(1)
    chosen = controller.classifier
    training.timeline = whole
    controller.look(None, training)
    assert names(controller) == NAMES and controller.view.slider.value() == 1
    assert controller.classifier is chosen is not None


def that_the_chosen_moment_stays_when_the_run_ends(
    controller: TimelineController, control: RunControl, run: SavedRun, threads: Threads
) -> None:
    controller.look(None, control)
    controller.view.slider.setValue(3)
    controller.look(None, None)
    controller.look(run, None)
    QCoreApplication.processEvents()
    threads.settle()
    assert run.folder and controller.view.slider.names == NAMES
    assert controller.name == "step 5" and controller.view.slider.value() == 3


def that_another_run_is_looked_at_as_it_is_now(kept: TimelineController, run: SavedRun, qtbot: QtBot) -> None:
    kept.view.slider.setValue(0)
    with qtbot.waitSignal(kept.changed):
        kept.look(replace(run), None)
    assert kept.classifier is None and kept.name == ""


def that_a_new_training_is_looked_at_as_it_is_now(kept: TimelineController, qtbot: QtBot) -> None:
    kept.view.slider.setValue(0)
    with qtbot.waitSignal(kept.changed):
        kept.look(None, RunControl())
    assert kept.classifier is None


def that_it_says_why_there_is_no_way_back(
    controller: TimelineController, run: SavedRun, tmp_path: Path, qtbot: QtBot
) -> None:
    controller.look(None, None)
    assert words(controller) == NO_RUN
    controller.look(replace(run, folder=tmp_path), None)
    qtbot.waitUntil(lambda: words(controller) == NONE_KEPT, timeout=PATIENCE)
    (tmp_path / TIMELINE).write_bytes(b"something else")
    controller.look(replace(run, folder=tmp_path), None)
    qtbot.waitUntil(lambda: "is not a timeline that Inkling saved" in words(controller), timeout=PATIENCE)
    assert not controller.view.slider.isVisible() and not controller.view.play.isVisible()


def that_a_timeline_of_another_network_is_not_shown(
    controller: TimelineController, run: SavedRun, qtbot: QtBot
) -> None:
    other = run.settings.model_copy(update={"model": "cnn"})
    controller.look(replace(run, settings=other), None)
    qtbot.waitUntil(lambda: words(controller) == NONE_KEPT, timeout=PATIENCE)
