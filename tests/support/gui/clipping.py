"""Finds text that a person cannot read because its place is too small."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.widgets.labels import ElidedLabel


def clipped(window: QWidget) -> list[str]:
    """A line for each text in sight that is cut, and that no tooltip says as a whole."""
    found: list[str] = []
    for part in window.findChildren(QWidget):
        if part.isVisible() and part.window() is window:
            found += [f"{type(part).__name__} {part.objectName()}: {words}" for words in _cut(part)]
    return found


def _cut(part: QWidget) -> Iterator[str]:
    match part:
        case ElidedLabel():
            if part.fontMetrics().horizontalAdvance(part.text()) > part.contentsRect().width():
                yield from _without_tooltip(part, part.text())
        case QLabel() if part.text():
            yield from _cut_label(part)
        case QTabBar():
            yield from _cut_tabs(part)
        case QComboBox():
            option = QStyleOptionComboBox()
            part.initStyleOption(option)
            field = QStyle.SubControl.SC_ComboBoxEditField
            place = part.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, part)
            if part.fontMetrics().horizontalAdvance(part.currentText()) > place.width():
                yield from _without_tooltip(part, part.currentText())
        case QLineEdit() if part.text():
            frame = QStyleOptionFrame()
            part.initStyleOption(frame)
            place = part.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, part)
            margins = part.textMargins()
            if part.fontMetrics().horizontalAdvance(part.text()) > place.width() - margins.left() - margins.right():
                yield f"{part.text()!r} in {place.width()}"
        case QToolButton() if (
            part.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not part.icon().isNull()
        ):
            pass
        case QAbstractButton() if part.text():
            yield from _cut_button(part)
        case QHeaderView():
            yield from _cut_sections(part)
    if isinstance(part, QLabel | QAbstractButton | QComboBox | QLineEdit):
        yield from _cut_by_parents(part)


def _without_tooltip(part: QWidget, text: str) -> Iterator[str]:
    # A tooltip has lines of its own.
    if " ".join(text.split()) not in " ".join(part.toolTip().split()):
        yield f"{text!r} in {part.width()}"


def _cut_label(label: QLabel) -> Iterator[str]:
    margins = label.contentsMargins()
    frame = label.width() - label.contentsRect().width() - margins.left() - margins.right()
    if label.wordWrap():
        high = label.heightForWidth(label.width()) > label.height()
        words = [] if "</" in label.text() else label.text().split()
        longest = max(map(label.fontMetrics().horizontalAdvance, words), default=0)
        wide = longest > label.contentsRect().width()
    else:
        high, wide = label.sizeHint().height() > label.height(), label.sizeHint().width() - frame > label.width()
    if high or wide:
        yield f"{label.text()!r} in {label.width()}x{label.height()}"


def _cut_tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        tab, text = bar.tabRect(place), bar.tabText(place)
        if not bar.rect().contains(tab):
            yield f"the tab {text!r} lies outside of its bar"
        elif bar.fontMetrics().horizontalAdvance(text) > tab.width():
            yield f"the tab {text!r} in {tab.width()}"
    for button in bar.findChildren(QToolButton):
        if button.isVisible():
            yield "tabs behind an arrow"


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    text = button.text().replace("&", "")
    room = button.width()
    if isinstance(button, QPushButton):
        option = QStyleOptionButton()
        button.initStyleOption(option)
        room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    if button.fontMetrics().horizontalAdvance(text) > room or button.fontMetrics().height() > button.height():
        yield f"{text!r} in {room}x{button.height()}"


def _cut_sections(header: QHeaderView) -> Iterator[str]:
    """Names of columns. A table that scrolls shows the rest of them later."""
    if header.orientation() != Qt.Orientation.Horizontal or type(header) is not QHeaderView:
        return
    model = header.model()
    for section in range(header.count()):
        name = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        tip = str(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        if header.fontMetrics().horizontalAdvance(name) > header.sectionSize(section) and name not in tip:
            yield f"the column {name!r} in {header.sectionSize(section)}"


def _cut_by_parents(part: QWidget) -> Iterator[str]:
    """Whether it reaches out of what it stands in, unless that scrolls."""
    parent = part.parentWidget()
    while parent is not None and not isinstance(parent.parentWidget(), QAbstractScrollArea):
        if not parent.rect().contains(QRect(part.mapTo(parent, QPoint()), part.size())):
            yield f"it reaches out of {type(parent).__name__} {parent.objectName()}"
        if parent.isWindow():
            return
        parent = parent.parentWidget()
