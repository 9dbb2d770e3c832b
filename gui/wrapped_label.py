"""Words that take as many lines as they need, and never make a page wider."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class WrappedLabel(QLabel):
    def __init__(self, name: str, kind: str = "") -> None:
        """`name` is what a screen reader calls it; of the `kind` muted, problem or heading it looks like these."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName(kind)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
