"""A choice from a list that the wheel leaves alone while the list is closed, and whose list cuts no entry."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from gui.widgets.focus_frame import paint_focus


class ChoiceBox(QComboBox):
    """A wheel over it scrolls the page around it. A narrow box shows the first words of a long choice."""

    def __init__(self) -> None:
        super().__init__()
        # By default the wheel gives a box the keyboard focus, too.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        paint_focus(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        option.currentText = self._first_words(option.currentText, place.width())

    def _first_words(self, text: str, space: int) -> str:
        """As many whole words as have room. Qt would cut "SimpleNN 784-128-10" within its numbers."""
        width, words = self.fontMetrics().horizontalAdvance, text.split(" ")
        if width(text) <= space:
            return text
        starts = (" ".join(words[:number]) + " \u2026" for number in range(len(words) - 1, 0, -1))
        return next((start for start in starts if width(start) <= space), text)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Make the list as wide as its widest entry, whatever the width of the box is."""
        view = self.view()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, view)
        wanted = view.sizeHintForColumn(0) + bar + 2 * view.frameWidth()
        view.setMinimumWidth(min(wanted, self.screen().availableSize().width()))
        super().showPopup()
