"""A choice from a list that the wheel leaves alone while the list is closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """A wheel over it scrolls the page around it."""

    def __init__(self) -> None:
        super().__init__()
        # By default the wheel gives a box the keyboard focus, too.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
