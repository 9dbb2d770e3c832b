"""Images that are not there yet: offered, downloaded beside the window, learnt, and called by their names."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPlainTextEdit, QProgressBar
from pytestqt.qtbot import QtBot

from benchmarks.shared.data_server import DataServer
from engine.data.sources.catalogue import MIRROR_VARIABLE, SOURCES
from engine.data.sources.raw_files import folder_of, is_here
from engine.inspection.mistakes import Mistakes
from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun
from engine.settings.labels import NAMES
from engine.settings.train_settings import DataName, TrainSettings
from gui.app.main_window import MainWindow
from gui.canvas.prediction_view import PredictionView
from gui.canvas.probability_bars import ProbabilityBars
from gui.data import controller as wiring
from gui.data.offer import DataOffer
from gui.data.panel import DataPanel
from gui.mistakes.confusion_matrix import ConfusionMatrix
from gui.mistakes.panel import MistakesPanel
from gui.theme.colours import DARK
from tests.support.gui.eyes import choice_field, entries, named
from tests.support.gui.window import LEARNT_FROM, PATIENCE, opened, put_button, shown

WHICH = "Which images"
LETTERS = NAMES["emnist-letters"]
IMAGES = "FashionMNIST/train-images-idx3-ubyte.gz"
QUICK: dict[str, int | float | str] = {"model": "simple", "epochs": 1, "threads": 1}


@pytest.fixture
def offering(qtbot: QtBot, mirror: DataServer, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose form says Fashion-MNIST, which is on a server nearby."""
    for window in opened(qtbot, tmp_path / "window"):
        window.form.show_values({"data": "fashion", **QUICK})
        yield window


def click(window: MainWindow, name: str) -> None:
    button = getattr(window.data_offer, name)
    assert button.isVisible() and button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def known(data: DataName) -> SavedRun:
    """A network of that data set; it knows nothing."""
    settings = TrainSettings.model_validate({"model": "simple", "data": data})
    weights = build("simple", classes=len(NAMES[data])).state_dict()
    return SavedRun(settings, Result("completed", 1, 1.0, 0.5, 0.5, confidence_threshold=0.0), weights)


def that_a_click_downloads_and_the_next_one_trains(qtbot: QtBot, offering: MainWindow) -> None:
    window = offering
    assert "not on this computer yet" in window.data_offer.words
    assert not window.player.main.isEnabled() and "python -m engine data fashion" in window.player.main.toolTip()
    window.commands["train"].trigger()
    assert not window.session.running and "are not on this computer yet" in window.message.text
    click(window, "download")
    assert window.data_offer.cancel.isVisible() and window.canvas.isEnabled()
    qtbot.waitUntil(lambda: not window.data_offer.isVisible(), timeout=PATIENCE)
    assert is_here("fashion") and "are here now" in window.message.text
    QTest.mouseClick(window.player.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.networks.run is not None and not window.session.running, timeout=PATIENCE)
    assert window.networks.run and window.networks.run.settings.data == "fashion"
    assert "1,000 images of Fashion-MNIST" in window.findChildren(QPlainTextEdit)[0].toPlainText()
    window.canvas.show_image(np.full((28, 28), 200, np.uint8))
    assert window.prediction.answer in (*NAMES["fashion"], "?")
    assert window.canvas_heading.text() == "Draw something to wear"


def that_a_wrong_file_is_said_and_tried_again(qtbot: QtBot, offering: MainWindow, mirror: DataServer) -> None:
    mirror.wrong.add(IMAGES)
    click(offering, "download")
    qtbot.waitUntil(lambda: "checksum is wrong" in offering.data_offer.words, timeout=PATIENCE)
    assert offering.data_offer.download.text() == "Try again" and not offering.player.main.isEnabled()
    mirror.wrong.clear()
    click(offering, "download")
    qtbot.waitUntil(lambda: not offering.data_offer.isVisible(), timeout=PATIENCE)
    assert offering.player.main.isEnabled()


def that_a_download_can_be_cancelled_and_goes_on_later(qtbot: QtBot, offering: MainWindow, mirror: DataServer) -> None:
    mirror.dawdles = 0.05
    click(offering, "download")
    qtbot.waitUntil(lambda: named(offering.data_offer, "Download", QProgressBar).value() > 50, timeout=PATIENCE)
    click(offering, "cancel")
    assert "cancelled" in offering.message.text and offering.data_offer.download.isVisible()
    qtbot.waitUntil(lambda: not offering.controllers.data._job.isRunning(), timeout=PATIENCE)
    assert (folder_of(SOURCES["fashion"]) / "train-images-idx3-ubyte.gz.part").stat().st_size > 0
    mirror.dawdles = 0.0
    click(offering, "download")
    qtbot.waitUntil(lambda: is_here("fashion"), timeout=PATIENCE)
    assert any(first > 0 for _, first in mirror.asked)


def that_closing_the_window_ends_a_download(qtbot: QtBot, mirror: DataServer, tmp_path: Path) -> None:
    mirror.dawdles = 0.1
    for window in opened(qtbot, tmp_path):
        window.form.show_values({"data": "fashion"})
        click(window, "download")
        qtbot.waitUntil(lambda: len(mirror.asked) > 0, timeout=PATIENCE)
    assert not is_here("fashion")
    # Nobody waits for the line itself, which ends as soon as the server says something.
    qtbot.waitUntil(lambda: "download" not in {one.name for one in threading.enumerate()}, timeout=PATIENCE)


def that_local_files_are_asked_for_without_blocking(
    qtbot: QtBot, offering: MainWindow, mirror: DataServer, tmp_path: Path
) -> None:
    for path, content in mirror.files.items():
        (tmp_path / path.split("/")[1]).write_bytes(content)
    click(offering, "local")
    (dialog,) = [child for child in offering.findChildren(QFileDialog) if child.isVisible()]
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    qtbot.waitUntil(lambda: is_here("fashion") and offering.player.main.isEnabled(), timeout=PATIENCE)
    assert mirror.asked == []


def that_a_computer_without_a_network_is_told_and_looked_after(
    qtbot: QtBot, offering: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "is_offline", lambda: True)
    offering.controllers.data.show_state()
    offer = offering.data_offer
    assert offer.words.startswith("No network") and not offer.download.isEnabled() and offer.local.isEnabled()
    monkeypatch.setattr(wiring, "is_offline", lambda: False)
    offering.controllers.data._again.timeout.emit()
    assert offer.download.isEnabled() and "not on this computer yet" in offer.words


def that_a_network_counts_as_one_where_an_interface_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from engine.data.sources import connection as network

    up, down = SimpleNamespace(isup=True), SimpleNamespace(isup=False)
    monkeypatch.delenv(MIRROR_VARIABLE, raising=False)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {"lo": up, "eth0": down})
    assert network.is_offline()
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {"lo": up, "eth0": up})
    assert not network.is_offline()


def that_settings_for_digits_only_rest_for_other_images(offering: MainWindow) -> None:
    fields = [choice_field(offering.form, name) for name in ("outliers", "my_digits")]
    assert not any(field.isEnabled() for field in fields)
    offering.form.show_values({"data": "mnist"})
    assert all(field.isEnabled() for field in fields) and not offering.data_offer.isVisible()
    assert offering.player.main.isEnabled()


def that_the_offer_speaks_to_everybody(qtbot: QtBot) -> None:
    for offer in shown(qtbot, DataOffer(), 240, 120):
        offer.show_offer("Fashion-MNIST", "31 MB", "Clothes. MIT licence.")
        assert "31 MB" in offer.words and named(offer, "About the images to download", QLabel).toolTip()
        offer.show_progress("Downloading x", 12_300_000, 30_900_000, "MB")
        assert "12.3 of 30.9 MB" in offer.words and named(offer, "Download", QProgressBar).value() == 398
        assert all(button.toolTip() for button in (offer.download, offer.local, offer.cancel))


def that_only_a_network_for_digits_can_be_taught_any(offering: MainWindow) -> None:
    window = offering
    run = known("fashion")
    window.networks.keep(run, run.classifier())
    window.networks.take_back()
    window.canvas.show_strokes((((10.0, 10.0), (20.0, 30.0)),))
    assert not any(button.isVisible() for button in window.teach_row.buttons)
    window.commands["was 3"].trigger()
    assert window.teaching.digits == []
    run = known("mnist")
    window.networks.keep(run, run.classifier())
    window.networks.take_back()
    window.canvas.show_strokes((((10.0, 10.0), (20.0, 30.0)),))
    assert all(button.isEnabled() for button in window.teach_row.buttons)
    assert window.canvas_heading.text() == "Draw a digit"


def that_networks_of_different_things_are_not_set_side_by_side(offering: MainWindow) -> None:
    runs = [(data, run, run.classifier()) for data in ("mnist", "fashion") for run in [known(data)]]
    offering.controllers.run_networks._opened(("draw", runs))
    assert "One network knows MNIST digits, the other Fashion-MNIST" in offering.message.text
    assert offering.networks.beside is None


@pytest.mark.parametrize("data", ["fashion", "emnist-letters", "kmnist"])
def that_answers_have_names_that_fit(qtbot: QtBot, data: DataName) -> None:
    names = NAMES[data]
    for view in shown(qtbot, PredictionView(), 306, 240):
        view.set_theme(DARK)
        view.show_names(names)
        for place, name in enumerate(names):
            shares = [0.1 / (len(names) - 1)] * len(names)
            shares[place] = 0.9
            view.show_reading(np.zeros((28, 28), np.uint8), shares, sure=True)
            assert view.answer == name and view.minimumSizeHint().width() <= 306
        (bars,) = view.findChildren(ProbabilityBars)
        assert f"{names[-1]}: 90.0%" in bars.accessibleDescription()
        picture = bars.grab().toImage()
        assert picture.pixelColor(round(306 * (len(names) - 0.5) / len(names)), 40).name() == DARK.accent


def that_a_confusion_matrix_of_letters_fits_and_answers(qtbot: QtBot) -> None:
    counts = np.arange(26 * 26).reshape(26, 26)
    share = np.full(26, 0.5)
    for matrix in shown(qtbot, ConfusionMatrix(), 330, 330):
        matrix.show_confusion(counts, share, share, LETTERS)
        assert matrix.minimumSizeHint().width() <= 330
        with qtbot.waitSignal(matrix.chosen) as chosen:
            centre = matrix.visualRect(matrix.model().index(25, 3)).center()
            QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=centre)
        assert chosen.args == [25, 3] and "images of Z were read as D" in matrix.words((25, 3))
        QTest.keyClick(matrix, Qt.Key.Key_Down)
        assert matrix.cell == (25, 3)
        names = NAMES["fashion"]
        matrix.show_confusion(counts[:10, :10], share[:10], share[:10], names)
        assert matrix.cell == (9, 3) and matrix.minimumSizeHint().width() <= 330
        recall = str(matrix.model().index(9, 10).data(Qt.ItemDataRole.ToolTipRole))
        assert recall.endswith("images of Ankle boot were read as Ankle boot")
        matrix.grab()


def that_mistakes_have_names(qtbot: QtBot) -> None:
    labels = np.array([6, 9, 0])
    shares = np.eye(10, dtype=np.float32)[[0, 9, 0]]
    for panel in shown(qtbot, MistakesPanel(), 700, 500):
        panel.show_mistakes(Mistakes(labels, shares, NAMES["fashion"]), np.zeros((3, 28, 28), np.uint8))
        assert "Most often: Shirt as T-shirt (1)" in panel.words and "is labelled Shirt" in panel.images.story
        with qtbot.waitSignal(panel.chosen) as chosen:
            put_button(panel).click()
        assert chosen.args[1] == "Shirt"


def that_data_can_be_chosen_by_name(qtbot: QtBot, offering: MainWindow) -> None:
    click(offering, "download")
    qtbot.waitUntil(lambda: is_here("fashion"), timeout=PATIENCE)
    panel: DataPanel = offering.data_panel
    offering.pages.show_page(panel)
    qtbot.waitUntil(lambda: "1,000 images" in panel.words, timeout=PATIENCE)
    assert entries(named(panel, WHICH, QComboBox)) == ["All", *NAMES["fashion"]]
    named(panel, WHICH, QComboBox).setCurrentIndex(2)
    qtbot.waitUntil(lambda: panel.images.digits.item(0).text() == "Trouser", timeout=PATIENCE)
    offering.form.show_values({"data": "mnist"})
    qtbot.waitUntil(lambda: f"{LEARNT_FROM:,} digits" in panel.words, timeout=PATIENCE)
    assert entries(named(panel, WHICH, QComboBox))[-1] == "No digit"
