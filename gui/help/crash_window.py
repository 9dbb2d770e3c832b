"""A window beside the program that shows how it ended the last time, and what to do."""

import platform
from pathlib import Path

from PySide6.QtCore import QSize, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from engine import InklingError, __version__
from engine.system import read_bytes, shown
from gui.theme import Theme, scaled, style_sheet, type_font
from gui.widgets import Button, WrappedLabel

SIZE = QSize(640, 460)
LARGEST = 2_000_000
"""Bytes; twice as many as a record has."""
WHAT_TO_DO = (
    "Your networks, runs and drawings are kept as they were. A run that was going on can be resumed on page Runs. If "
    "it happens again, copy this text and give it to whoever looks after Inkling: nothing is sent from this computer."
)


class CrashWindow(QDialog):
    """Esc closes it; nothing waits for it."""

    def __init__(self, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self._path = path
        self.setWindowTitle("Inkling: what happened")
        self.setModal(False)
        self.resize(scaled(SIZE))
        self._text = QPlainTextEdit(record(path))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("What happened")
        self._text.setFont(type_font(QFontDatabase.SystemFont.FixedFont))
        what = WrappedLabel("What to do")
        what.setText(WHAT_TO_DO)
        where = WrappedLabel("Where it is", "muted")
        where.setText(str(path))
        copy = Button("Copy", "Copy this text to the clipboard")
        copy.clicked.connect(self._copy)
        folder = Button("Show folder", "Show the folder with the logs")
        folder.clicked.connect(self._show_folder)
        row = QHBoxLayout()
        row.addWidget(where, 1)
        row.addWidget(folder)
        row.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.addWidget(what)
        layout.addWidget(self._text, 1)
        layout.addLayout(row)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def record(path: Path) -> str:
    """What a file says of a crash, below the versions of what crashed."""
    versions = f"Inkling {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    try:
        text = read_bytes(path, LARGEST).decode(errors="replace")
    except InklingError as error:
        text = str(error)
    return "\n".join([versions, "", *map(shown, text.splitlines())])
