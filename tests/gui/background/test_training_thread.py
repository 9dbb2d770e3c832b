"""What reaches the window, and when."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.events import Event, Finished
from engine.settings.train_settings import TrainSettings
from gui.background.training_session import TrainingSession
from gui.background.training_thread import TrainingThread


def that_the_end_of_a_run_is_told_with_the_end_of_its_thread(qtbot: QtBot) -> None:
    """Else a last look at the network could come after it, and stay on the window though the run had failed."""
    parent = QObject()
    session, told = TrainingSession(parent), list[Event]()
    session.events_came.connect(told.extend)
    session._thread = TrainingThread(TrainSettings(), session)
    session._thread.events.append(Finished("failed", "", 0.0, None, None))
    session._drain()
    assert told == [] and session.running and len(session._thread.events) == 1
    session._thread = None
