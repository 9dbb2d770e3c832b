"""The proof of which kernels run: a sentence, a bar for each kernel, and the libraries' own lines."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from gui.hardware.kernel_bars import KernelBars
from gui.theme import Theme, type_font
from gui.widgets import NamedLabel

if TYPE_CHECKING:
    from engine.speed import KernelProof

PROVING = "Training three steps in a process in which MKL and oneDNN print every kernel that they run \u2026"
RAW_LINES = 6
"""The number of lines that are visible without scrolling."""


class ProofView(QWidget):
    """Hidden until a proof is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._words = NamedLabel("What the proof found")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._kernels = KernelBars()
        self._raw = _raw_lines()
        self._size_raw_lines()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        for part in (self._words, self._kernels, self._raw):
            layout.addWidget(part)
        self.show_words("")

    def set_theme(self, theme: Theme) -> None:
        self._kernels.set_theme(theme)
        self._size_raw_lines()

    def _size_raw_lines(self) -> None:
        self._raw.setFont(type_font(QFontDatabase.SystemFont.FixedFont))
        self._raw.setFixedHeight((RAW_LINES + 2) * self._raw.fontMetrics().height())

    @property
    def words(self) -> str:
        """The sentence shown, or ""."""
        return self._words.text()

    def show_words(self, words: str) -> None:
        """Show a sentence without kernels; "" hides everything."""
        self._words.setText(words)
        self._show_kernels(False)
        self.setVisible(bool(words))

    def show_proof(self, proof: "KernelProof") -> None:
        """Show the result of a proof instead of an earlier one."""
        self.show_words(proof.sentence)
        self._kernels.show_kernels(proof.kernels)
        self._raw.setPlainText("\n".join(proof.lines))
        self._show_kernels(bool(proof.kernels))

    def _show_kernels(self, shown: bool) -> None:
        self._kernels.setVisible(shown)
        self._raw.setVisible(shown)


def _raw_lines() -> QPlainTextEdit:
    raw = QPlainTextEdit()
    raw.setReadOnly(True)
    raw.setTabChangesFocus(True)
    raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    raw.setAccessibleName("The first lines that the libraries printed")
    raw.setToolTip("The first lines that each library printed, as they came")
    return raw
