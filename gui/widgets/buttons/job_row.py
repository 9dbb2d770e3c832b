"""The row of a page with a job: a button begins it, another cancels it, and a bar shows how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from gui.widgets.buttons.button import Button
from gui.widgets.keyboard import Compound


class JobRow(Compound):
    """Shows the first button while no job runs, and the second one with the bar while one does."""

    asked = Signal()
    cancelled = Signal()

    def __init__(self, begin: Button, cancel_tip: str, progress_name: str) -> None:
        super().__init__()
        self._begin = begin
        self._begin.clicked.connect(self.asked)
        self._cancel = Button("Cancel", cancel_tip)
        self._cancel.clicked.connect(self.cancelled)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(progress_name)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._begin)
        self._layout.addWidget(self._cancel)
        self._layout.addWidget(self._bar, 1)
        self._layout.addStretch()
        self.show_running(False)

    def add(self, widget: QWidget) -> None:
        """Add a widget at the right end."""
        self._layout.addWidget(widget)

    @property
    def running(self) -> bool:
        """Whether a job is being shown."""
        return not self._cancel.isHidden()

    @property
    def has_focus(self) -> bool:
        return self._begin.hasFocus() or self._cancel.hasFocus()

    def show_running(self, running: bool) -> None:
        """A job begins or has ended. The keyboard stays in the row, where Qt would take it from a hidden button."""
        had_focus = self.has_focus
        self._begin.setVisible(not running)
        self._cancel.setVisible(running)
        self._bar.setVisible(running)
        self.enter_at(self._cancel if running else self._begin)
        if had_focus:
            self.setFocus()

    def show_share(self, share: float | None) -> None:
        """Show how much is done, 0 to 1, or None as long as nobody knows."""
        self._bar.setRange(0, 100 if share is not None else 0)
        self._bar.setValue(round(100 * (share or 0)))
