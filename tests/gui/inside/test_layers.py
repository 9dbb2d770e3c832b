"""The view Layers in the real window: the mouse points at numbers, and the keyboard walks from one to the next."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.compression.int8 import bare_onnx
from engine.inspection.stages import look_inside
from engine.models.classifier import Classifier
from engine.models.networks import build
from engine.models.onnx_network import OnnxNetwork
from gui.app.main_window import MainWindow
from gui.inside.layers.columns import Columns
from gui.inside.layers.network_view import NetworkView
from gui.inside.layers.tiles import Cell, Tiles, fitted
from tests.support.gui.eyes import button, texts
from tests.support.gui.inside import save_picture
from tests.support.gui.window import LONG, PATIENCE, QUICK, begin, draw, stop, train


@pytest.fixture
def looking(knowing: MainWindow) -> MainWindow:
    """The window on page Inside, with a seven on the canvas."""
    knowing.resize(1200, 800)
    draw(knowing, 7)
    knowing.commands["inside"].trigger()
    assert view(knowing).isVisible()
    return knowing


def view(window: MainWindow) -> NetworkView:
    return window.inside.layers.networks[0]


def place(window: MainWindow, cell: Cell) -> QPoint:
    return view(window).centre(cell).toPoint()


def point_at(window: MainWindow, cell: Cell) -> None:
    QTest.mouseMove(view(window), place(window, cell))
    assert view(window).cell == cell


def that_the_answer_is_the_one_of_the_network_in_words(looking: MainWindow) -> None:
    assert looking.networks.reader
    inside = look_inside(looking.networks.reader, image(looking))
    best = int(inside.probabilities.argmax())
    assert f": {best} with " in view(looking).accessibleDescription()
    assert looking.inside.layers.words.startswith(f"The score (logit) of {best}: ")


def image(window: MainWindow) -> np.ndarray:
    assert window.networks.reader
    reading = window.networks.reader.read(window.canvas.drawing.strokes)
    assert reading
    return reading.image


def that_a_number_under_the_mouse_is_explained_and_framed(looking: MainWindow) -> None:
    point_at(looking, Cell(0, 3, 0, 0))
    assert looking.inside.layers.words.startswith("Layer 1, unit 4 of ")
    before = view(looking).grab().toImage()
    QTest.mouseMove(view(looking), QPoint(1, 1))
    assert view(looking).cell is None and view(looking).grab().toImage() != before
    assert looking.inside.layers.words.startswith("The score (logit) of ")


def that_a_click_keeps_a_number_and_escape_lets_it_go(looking: MainWindow) -> None:
    cell = Cell(0, 2, 0, 0)
    QTest.mouseClick(view(looking), Qt.MouseButton.LeftButton, pos=place(looking, cell))
    QTest.mouseMove(view(looking), QPoint(1, 1))
    assert view(looking).cell == cell
    draw(looking, 3)
    assert view(looking).cell == cell
    view(looking).setFocus()
    QTest.keyClick(view(looking), Qt.Key.Key_Escape)
    assert view(looking).cell is None


def that_arrow_keys_walk_through_all_layers(looking: MainWindow) -> None:
    looking.inside.layers.setFocus()
    visited = []
    for _ in range(400):
        QTest.keyClick(looking.inside.layers.focusWidget() or view(looking), Qt.Key.Key_Right)
        cell = view(looking).cell
        assert cell is not None
        visited.append(cell.stage)
    assert visited == sorted(visited) and visited[-1] == 3
    QTest.keyClick(view(looking), Qt.Key.Key_Down)
    QTest.keyClick(view(looking), Qt.Key.Key_Left)
    assert view(looking).cell is not None and view(looking).cell.stage == 2  # type: ignore[union-attr]


def that_weights_are_shown_instead_of_numbers(looking: MainWindow) -> None:
    before = view(looking).grab().toImage()
    looking.inside.layers.show_what("Weights")
    weights = view(looking).grab().toImage()
    assert weights != before
    QTest.mouseMove(view(looking), place(looking, Cell(0, 9, 0, 0)))
    cell = view(looking).cell
    assert cell is not None and (cell.stage, cell.unit) == (0, 9)


def that_an_empty_canvas_is_an_image_without_ink_and_no_answer(looking: MainWindow) -> None:
    looking.canvas.clear()
    assert view(looking).isVisible()
    assert looking.inside.layers.words.startswith("The canvas is empty")
    assert looking.inside.layers.number.pictures == []


def that_the_network_of_an_earlier_moment_is_named(looking: MainWindow, qtbot: QtBot) -> None:
    train(looking, qtbot, QUICK)
    looking.commands["inside"].trigger()
    slider, told = looking.inside.timeline.slider, looking.inside.layers
    qtbot.waitUntil(slider.isVisible, timeout=PATIENCE)
    assert looking.networks.name not in " ".join(texts(told))
    QTest.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: f"{looking.networks.name}, " in " ".join(texts(told)), timeout=PATIENCE)
    QTest.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: looking.networks.name not in " ".join(texts(told)), timeout=PATIENCE)


def that_the_key_of_the_page_leads_to_the_layers_and_into_the_picture(looking: MainWindow) -> None:
    looking.activateWindow()
    looking.commands["why"].trigger()
    assert looking.inside.reasons.isVisible()
    looking.commands["inside"].trigger()
    assert view(looking).isVisible() and QApplication.focusWidget() is view(looking)
    QTest.keyClick(view(looking), Qt.Key.Key_Right)
    cell = view(looking).cell
    assert cell is not None and looking.networks.reader is not None
    values = look_inside(looking.networks.reader, image(looking)).stages[0].values
    assert values[cell[1:]] == values.max()


def that_two_networks_look_at_the_same_drawing(looking: MainWindow) -> None:
    first, second = looking.inside.layers.networks
    assert not second.isVisible()
    looking.networks.put_beside("another", Classifier(build("cnn")))
    assert first.isVisible() and second.isVisible()
    assert second.accessibleDescription().startswith("another: ")
    first.pin(Cell(0, 1, 0, 0))
    second.pin(Cell(1, 5, 2, 2))
    assert not first.pinned and looking.inside.layers.words.startswith("Layer 2, unit 6 of 48, row 3, column 3: ")
    looking.networks.put_beside(None, None)
    assert not second.isVisible()


def that_a_graph_shows_its_numbers_and_says_that_it_does_not_tell_how_they_are_made(looking: MainWindow) -> None:
    looking.networks.lend(Classifier(OnnxNetwork(bare_onnx(build("simple")))))
    point_at(looking, Cell(0, 3, 0, 0))
    assert looking.inside.layers.words.startswith("Layer 1, unit 4 of 128: ")
    assert "not how they are made" in looking.inside.layers.words


def that_a_learning_network_is_seen_learning_and_only_while_the_page_is_seen(looking: MainWindow, qtbot: QtBot) -> None:
    looking.form.show_values(LONG)
    begin(looking, qtbot)
    looking.commands["inside"].trigger()
    said = view(looking).accessibleDescription()
    qtbot.waitUntil(lambda: view(looking).accessibleDescription() not in ("", said), timeout=PATIENCE)
    assert view(looking).accessibleDescription().startswith("learning now: ") and looking.session.watched
    looking.commands["curve"].trigger()
    said = view(looking).accessibleDescription()
    assert not looking.session.watched
    steps = looking.chart.newest_step
    qtbot.waitUntil(lambda: looking.chart.newest_step > steps + 50, timeout=PATIENCE)
    assert view(looking).accessibleDescription() == said
    stop(looking, qtbot)


@pytest.mark.parametrize("kind", ["png", "svg"])
def that_the_pictures_are_saved(looking: MainWindow, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"layers.{kind}"
    save_picture(button(looking.inside.layers, "Save \u2026"), file)
    qtbot.waitUntil(lambda: str(file) in looking.message.text, timeout=PATIENCE)
    if kind == "png":
        with Image.open(file) as picture:
            assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 50
    else:
        assert "<svg" in file.read_text(encoding="utf-8")[:500] and "Drawing" in file.read_text(encoding="utf-8")


def that_a_place_that_cannot_be_written_to_is_said(looking: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    save_picture(button(looking.inside.layers, "Save \u2026"), tmp_path / "taken" / "layers.png")
    qtbot.waitUntil(lambda: "taken" in looking.message.text, timeout=PATIENCE)
    assert not (tmp_path / "taken" / "layers.png").exists()


@pytest.mark.parametrize("shape", [(1, 28, 28), (16, 12, 12), (96, 2, 2), (128, 1, 1), (7, 3, 5)])
@pytest.mark.parametrize("size", [(60, 200), (300, 80), (150, 150)])
def that_all_pictures_of_a_layer_lie_in_their_place(shape: tuple[int, int, int], size: tuple[int, int]) -> None:
    tiles = fitted(QRectF(10, 20, *size), shape, 2)
    assert QRectF(9.9, 19.9, size[0] + 0.2, size[1] + 0.2).contains(tiles.whole)
    for unit, row, column in np.ndindex(*shape):
        assert tiles.at(tiles.cell(unit, row, column).center()) == (unit, row, column)


def that_a_walk_crosses_the_borders_of_pictures() -> None:
    tiles = Tiles(QPointF(), 4, 3, 3, 2, 10.0, 2.0)
    assert tiles.beside((0, 1, 2), 1, 0) == (1, 1, 0)
    assert tiles.beside((0, 2, 1), 0, 1) == (2, 0, 1)
    assert tiles.beside((0, 0, 0), -1, 0) is None and tiles.beside((3, 2, 2), 1, 0) is None


def that_every_number_has_a_place_of_its_own_in_the_columns() -> None:
    columns = Columns(QRectF(0, 0, 640, 330), [(16, 12, 12), (48, 4, 4), (96, 2, 2)], 10, 14)
    for stage, shape in enumerate([(16, 12, 12), (48, 4, 4), (96, 2, 2), (10, 1, 1)]):
        for unit, row, column in np.ndindex(*shape):
            cell = Cell(stage, unit, row, column)
            assert columns.at(columns.cell(cell).center()) == cell


def that_arrow_keys_walk_from_unit_to_unit_while_weights_are_shown(looking: MainWindow) -> None:
    looking.inside.layers.show_what("Weights")
    looking.inside.layers.setFocus()
    units = []
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 3, *[Qt.Key.Key_Right] * 30):
        QTest.keyClick(view(looking), key)
        cell = view(looking).cell
        assert cell is not None and looking.inside.layers.words.startswith(("Layer", "The score (logit)"))
        units.append((cell.stage, cell.unit))
    assert all(one != other for one, other in pairwise(units[:4])), "each key leads to another unit"
    assert units[-1][0] == 3, "and through all layers"
