"""The signals with which features ask for what others do."""

from PySide6.QtCore import QMetaMethod, QObject
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.training.player import Player


def unheard(sender: QObject) -> list[str]:
    """The names of the signals of the sender's own class that nothing is connected to."""
    meta = sender.metaObject()
    methods = [meta.method(place) for place in range(meta.methodOffset(), meta.methodCount())]
    signals = [method for method in methods if method.methodType() == QMetaMethod.MethodType.Signal]
    return [bytes(signal.name().data()).decode() for signal in signals if not sender.isSignalConnected(signal)]


def that_a_signal_is_unheard_until_something_is_connected_to_it(qtbot: QtBot) -> None:
    player = Player()
    qtbot.addWidget(player)
    assert unheard(player) == ["asked"]
    player.asked.connect(player.setObjectName)
    assert unheard(player) == []


def that_every_signal_of_a_controller_is_heard(window: MainWindow) -> None:
    controllers = vars(window.controllers)
    assert {"drawing", "training", "my_digits", "runs"} <= set(controllers)
    assert {name: unheard(controller) for name, controller in controllers.items() if unheard(controller)} == {}
