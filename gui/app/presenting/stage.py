"""Where a presentation shows accuracy and progress: over the curve, instead of in the column of the settings."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.app.window_layout import Left, fill_left, within_panel


class Stage(QFrame):
    """Borrows the result and the progress from the left column, which is hidden meanwhile."""

    def __init__(self, left: Left, result: QWidget, progress: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._left, self._result, self._progress = left, result, progress
        self._row = QHBoxLayout()
        within_panel(self).addLayout(self._row)
        self.hide()

    @Slot(bool)
    def show_parts(self, on: bool) -> None:
        """Take the parts, or give them back."""
        if on:
            self._row.addWidget(self._result, 1)
            self._row.addWidget(self._progress, 1)
        else:
            fill_left(self._left, self._result, self._progress)
        self.setVisible(on)
        self._left.whole.setVisible(not on)
        # A part that changes its place is hidden until the next turn of the event loop.
        self._result.show()
