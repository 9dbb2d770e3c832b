"""A choice from a list that the wheel leaves alone while the list is closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from gui.widgets.focus_frame import paint_focus


class ChoiceBox(QComboBox):
    """A wheel over it scrolls the page around it."""

    def __init__(self) -> None:
        super().__init__()
        # By default the wheel gives a box the keyboard focus, too.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        paint_focus(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
