"""What the window gets once torch is imported."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from engine.data import training_set
from engine.data.image_sets import ImageSet
from engine.settings import checked
from gui.background.engine_loader import EngineLoader, LoadedEngine
from tests.support.gui.window import PATIENCE


def that_everything_is_delivered_by_the_time_the_loader_is_ready(home: Path, qtbot: QtBot) -> None:
    parent, delivered = QObject(), list[LoadedEngine]()
    loader = EngineLoader(parent)
    loader.loaded.connect(delivered.append)
    assert not loader.ready
    with qtbot.waitSignal(loader.varied, timeout=PATIENCE) as varied:
        loader.start()
        qtbot.waitUntil(lambda: loader.ready, timeout=PATIENCE)
        assert len(delivered) == 1, "not one turn of the event loop later"
    loader.wait()
    assert "cores" in delivered[0].cpu
    assert varied.args is not None
    assert {name: images.shape for name, images in varied.args[0].items()} == dict.fromkeys(
        ("varied", "written"), (16, 28, 28)
    )


def that_a_window_that_closes_does_not_wait_until_images_for_training_are_made(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, tuple[ImageSet, ImageSet]] = {}
    monkeypatch.setattr(training_set, "_made", made)
    parent, failures = QObject(), list[str]()
    loader = EngineLoader(parent)
    loader.failed.connect(failures.append)
    loader.varied.connect(loader.requestInterruption, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(loader.finished, timeout=PATIENCE):
        loader.start()
    assert made == {} and failures == []


def that_only_images_that_the_settings_ask_for_are_made(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, tuple[ImageSet, ImageSet]] = {}
    monkeypatch.setattr(training_set, "_made", made)
    parent = QObject()
    for augmentation, kinds in (("none", set()), ("written", {"written"})):
        loader = EngineLoader(parent)
        loader.settings = checked({"augmentation": augmentation, "outliers": "none"})
        with qtbot.waitSignal(loader.finished, timeout=PATIENCE):
            loader.start()
        assert made.keys() == kinds
