"""What the window gets once torch is imported."""

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.background.engine_loader import EngineLoader, LoadedEngine
from tests.support.window import PATIENCE


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
    assert "cores" in delivered[0].cpu and {"cnn", "simple"} <= set(delivered[0].networks)
    assert varied.args is not None
    assert {name: images.shape for name, images in varied.args[0].items()} == dict.fromkeys(
        ("varied", "written"), (16, 28, 28)
    )
