"""All notices of the window in one place, so that none replaces another one and none is lost."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.widgets.notices.message_bar import MessageBar
from gui.widgets.notices.notice import Kind, Notice

PASSING = 3
"""How many notices that go by themselves are seen at once."""
GAP = 4


class NoticeRow(MessageBar):
    """A notice in sight. One that goes by itself stays as long as the mouse is over it or it has the keyboard."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(notice.lasting)
        self._timer.timeout.connect(self._end)

    def appear(self) -> None:
        notice = self.notice
        self.say(notice.kind, notice.text, notice.offer, notice.action)

    def hurry(self) -> None:
        """Others wait: go as soon as this one could be read."""
        if self._timer.isActive():
            seen = self.notice.lasting - self._timer.remainingTime()
            self._timer.start(max(0, self.notice.reading - seen))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self.notice.stays:
            self._timer.start(self.notice.lasting)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()
        super().hideEvent(event)

    @property
    def _held(self) -> bool:
        """Whether somebody is at it, or nobody at the program."""
        here = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        focus = QApplication.focusWidget()
        return not here or self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    @Slot()
    def _end(self) -> None:
        if self._held:
            self._timer.start(self.notice.lasting)
        else:
            self.dismiss()


class Notices(QWidget):
    """Shows one notice that stays, and under it those that go by themselves. The others wait."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[NoticeRow] = []
        """Those in sight, the newest last."""
        self._waiting: list[Notice] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.setAccessibleName("Messages")
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that came in sight last, or "" while there is none."""
        return self._rows[-1].notice.text if self._rows else ""

    @property
    def texts(self) -> list[str]:
        """All sentences in sight, in the order in which they came."""
        return [row.notice.text for row in self._rows]

    @property
    def every(self) -> list[str]:
        """All sentences, those in sight first."""
        return [*self.texts, *(notice.text for notice in self._waiting)]

    def say(self, kind: Kind, text: str, offer: str = "", action: Callable[[], object] | None = None) -> None:
        """Show a sentence as soon as there is room; `action` is called when the button `offer` is clicked."""
        notice = Notice(kind, text, offer, action)
        self._forget(notice.replaces)
        self._waiting.append(notice)
        self._fill()

    @Slot()
    def dismiss(self) -> None:
        """Hide the notice that came last."""
        if self._rows:
            self._rows[-1].dismiss()

    def withdraw(self, words: str) -> None:
        """Take back a notice by its sentence or its offer: it does not hold any more."""
        self._forget(lambda notice: words in (notice.text, notice.offer))
        self._fill()

    def begin_anew(self) -> None:
        """Something else begins: all but errors is over."""
        self._forget(lambda notice: not notice.urgent)
        self._fill()

    def clear(self) -> None:
        """Take back everything."""
        self._forget(lambda _: True)
        self._fill()

    def _forget(self, meant: Callable[[Notice], bool]) -> None:
        self._waiting = [notice for notice in self._waiting if not meant(notice)]
        for row in [row for row in self._rows if meant(row.notice)]:
            self._remove(row)

    def _fill(self) -> None:
        """Show what there is room for: errors first, the others in the order in which they came."""
        for notice in sorted(self._waiting, key=lambda notice: notice.rank):
            if self._has_room(notice):
                self._waiting.remove(notice)
                self._show(notice)
        staying = sum(notice.stays for notice in self._waiting)
        for row in self._rows:
            row.show_waiting(staying if row.notice.stays else 0)
        self.setVisible(bool(self._rows))

    def _has_room(self, notice: Notice) -> bool:
        alike = [row for row in self._rows if row.notice.stays == notice.stays]
        if alike and notice.rank < alike[0].notice.rank:
            self._waiting.insert(0, alike[0].notice)
            self._remove(alike.pop())
        if not notice.stays and len(alike) == PASSING:
            alike[0].hurry()
        return len(alike) < (1 if notice.stays else PASSING)

    def _show(self, notice: Notice) -> None:
        row = NoticeRow(notice)
        row.dismissed.connect(self._dismissed)
        self._rows.append(row)
        self._layout.insertWidget(0 if notice.stays else self._layout.count(), row)
        self.show()
        row.appear()

    @Slot()
    def _dismissed(self) -> None:
        for row in [row for row in self._rows if row.isHidden()]:
            self._remove(row)
        self._fill()

    def _remove(self, row: NoticeRow) -> None:
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
