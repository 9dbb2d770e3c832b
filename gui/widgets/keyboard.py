"""Where the keyboard goes: into a part that has several controls, and with Tab from one control to the next."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget
from shiboken6 import Shiboken


class Compound(QWidget):
    """A part with several controls, one of which gets the keyboard when the part is given it.

    A focus proxy would do the same for `setFocus`, but Tab goes to proxies too: it would miss what stands before that
    control, or never leave the part.
    """

    _entry: QWidget | None = None

    def enter_at(self, control: QWidget) -> None:
        """Say which control gets the keyboard; while it is hidden the first one does."""
        self._entry = control

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason, /) -> None:  # noqa: N802 - Qt's name
        entry = self._entry
        if entry is None or not entry.isVisible():
            entry = next((one for one in controls(self) if one.isVisible() and one.isEnabled()), None)
        if entry is None:
            super().setFocus(reason)
        else:
            entry.setFocus(reason)


def tab_through(whole: QWidget) -> None:
    """Let Tab go through the controls of a part in the order in which its layouts have them."""
    for before, after in pairwise(controls(whole)):
        QWidget.setTabOrder(before, after)


def controls(whole: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard in a part and everything in it, hidden or not, in the order of the layouts."""
    if whole.focusPolicy() & Qt.FocusPolicy.TabFocus and whole.focusProxy() is None:
        yield whole
    if isinstance(whole, QScrollArea):
        if content := whole.widget():
            yield from controls(content)
    elif isinstance(whole, QSplitter):
        for place in range(whole.count()):
            if part := whole.widget(place):
                yield from controls(part)
    elif layout := whole.layout():
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for widget, inner in [_content(layout, place) for place in range(layout.count())]:
        if widget:
            yield from controls(widget)
        elif inner:
            yield from _of_layout(inner)


def _content(layout: QLayout, place: int) -> tuple[QWidget | None, QLayout | None]:
    """The widget or the layout at a place.

    PySide keeps its object for a QWidgetItem as long as the layout lives, also when Qt has deleted the item, and takes
    the next one at that address for it: a style was then asked as an item, or the program crashed.
    """
    item = layout.itemAt(place)
    if item is None:
        return None, None
    widget, inner = item.widget(), item.layout()
    if inner is None:
        Shiboken.invalidate(item)
    return widget, inner
