"""Several trainings in the window: they go on in the background, can be stopped and go on; nothing disturbs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.runs.listing import list_runs
from engine.sweep.events import TrialEnded
from gui.app import hindrances
from gui.app.main_window import MainWindow
from gui.sweep.model import TrialModel
from gui.training.controller import TRYING
from tests.support.gui.eyes import button, named
from tests.support.gui.window import LONG, PATIENCE, QUICK, Settings, click, offer


@pytest.fixture
def planned(window: MainWindow, no_runs: Path) -> Iterator[MainWindow]:
    """A window that is about to train with two learning rates."""
    window.commands["several"].trigger()
    box = named(window.sweep_panel, "First setting that varies", QComboBox)
    box.setCurrentIndex(box.findData("learning_rate"))
    named(window.sweep_panel, "Values of the first setting", QLineEdit).setText("0.002, 0.005")
    yield window
    window.controllers.sweep.cancel()


def start(window: MainWindow, settings: Settings) -> None:
    window.form.show_values(settings)
    click(button(window.sweep_panel, "Try several"))


def rows_of(window: MainWindow) -> list[TrialEnded]:
    model = window.sweep_panel.table.model()
    assert isinstance(model, TrialModel)
    return list(model.rows)


def end(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.controllers.sweep.working, timeout=PATIENCE)


def that_all_are_trained_kept_and_shown(planned: MainWindow, qtbot: QtBot, no_runs: Path) -> None:
    start(planned, QUICK)
    end(planned, qtbot)
    rows = rows_of(planned)
    assert [row.words for row in rows] == ["Learning rate 0.002", "Learning rate 0.005"]
    kept = {row.folder.name: row for row in list_runs(no_runs)}
    assert {row.run for row in rows} == set(kept) and {row.state for row in kept.values()} == {"completed"}
    planned.sweep_panel.table.select(rows[1].place)
    click(button(planned.sweep_panel, "Show run"))
    assert planned.runs_panel.isVisible() and planned.runs_panel.table.hasFocus()


def that_nothing_that_needs_all_cores_begins_beside_them(planned: MainWindow) -> None:
    start(planned, LONG)
    controllers = planned.controllers
    for begin in (
        controllers.measure.measure,
        controllers.compression.start,
        controllers.learning_rate.find_rate,
        controllers.my_digits.learn,
    ):
        planned.message.clear()
        begin()
        assert hindrances.TRYING in planned.message.text
    assert controllers.sweep.working


def that_page_build_measures_no_epoch_beside_them(planned: MainWindow, qtbot: QtBot) -> None:
    facts = planned.network_panel.details.facts
    planned.commands["network"].trigger()
    start(planned, LONG)
    planned.commands["network"].trigger()
    assert facts.values["An epoch"] == hindrances.AFTER_TRYING
    planned.controllers.sweep.cancel()
    end(planned, qtbot)
    assert facts.values["An epoch"] != hindrances.AFTER_TRYING


def that_a_training_is_refused_beside_them_with_an_offer_to_stop_them(planned: MainWindow, qtbot: QtBot) -> None:
    start(planned, LONG)
    planned.commands["train"].trigger()
    assert TRYING in planned.message.text
    click(offer(planned.message))
    end(planned, qtbot)
    assert button(planned.sweep_panel, "Go on").isVisible()


def that_what_was_stopped_goes_on_and_keeps_its_rows(planned: MainWindow, qtbot: QtBot) -> None:
    start(planned, {**QUICK, "epochs": 2})
    qtbot.waitUntil(lambda: len(rows_of(planned)) == 1, timeout=PATIENCE)
    click(button(planned.sweep_panel, "Cancel"))
    end(planned, qtbot)
    click(button(planned.sweep_panel, "Go on"))
    end(planned, qtbot)
    assert [row.state for row in rows_of(planned)] == ["completed"] * 2
