"""A button with a tooltip that says in plain words what it does."""

from PySide6.QtWidgets import QPushButton


class Button(QPushButton):
    def __init__(self, text: str, tip: str) -> None:
        super().__init__(text)
        self.setToolTip(tip)
