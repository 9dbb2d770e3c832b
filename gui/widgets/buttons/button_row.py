"""A row of buttons that fits any width: a button without room is hidden, and its action stays in the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from gui.theme import scaled, sized

GAP = 6


class ButtonRow(QWidget):
    """One button for each action, the most important first, and a button More with a tooltip that opens the menu."""

    def __init__(self, actions: Sequence[QAction], menu: QMenu, tip: str) -> None:
        super().__init__()
        self.more = QPushButton("More")
        self.more.setToolTip(tip)
        self.more.setMenu(menu)
        self.buttons = [_button(action) for action in actions]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, GAP)
        for button in self.buttons:
            layout.addWidget(button)
        layout.addStretch()
        layout.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for More alone: the other buttons can be hidden."""
        return self.more.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        left = event.size().width() - self.more.sizeHint().width()
        for button in self.buttons:
            left -= button.sizeHint().width() + scaled(GAP)
            button.setVisible(left >= 0)
        super().resizeEvent(event)


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.iconText())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())
        button.setText(action.iconText())

    action.changed.connect(follow)
    follow()
    return button
