"""A bar with one sentence about what happened and what to do, and a button if the program can do it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

SIGNS = {"info": "\u2139", "refusal": "\u26a0", "warning": "\u26a0", "error": "\u2716"}


class MessageBar(QFrame):
    """Hidden until there is something to say; never a box that must be clicked away."""

    dismissed = Signal()
    """A person has read it, or has taken its offer."""

    def __init__(self, name: str = "Message", dismiss: str = "Dismiss (Esc)") -> None:
        """`name` is for screen readers, `dismiss` is the tooltip of the closing button."""
        super().__init__()
        self.setObjectName("message")
        self.setAccessibleName(name)
        self._sign = QLabel()
        self._text = QLabel()
        # The names of runs and files in it must not be taken for HTML.
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setObjectName("muted")
        self._more.hide()
        self._offer = QPushButton()
        self._offer.clicked.connect(self._accepted)
        self._close = QToolButton()
        self._close.setText("\u2715")
        self._close.setAccessibleName(f"Dismiss: {name}")
        self._close.setToolTip(dismiss)
        self._close.clicked.connect(self.dismiss)
        self._action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._offer)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, or "" while there is none."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, kind: str, text: str, offer: str = "", action: Callable[[], object] | None = None) -> None:
        """Show a sentence of a kind in SIGNS; `action` is called when the button `offer` is clicked."""
        self.setProperty("kind", kind)
        self.style().polish(self)
        self._sign.setText(SIGNS[kind])
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self._action = action
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_waiting(self, number: int) -> None:
        """Say how many more sentences wait for this one to be dismissed."""
        self._more.setText(f"{number} more")
        self._more.setVisible(number > 0)

    @Slot()
    def dismiss(self) -> None:
        """Hide it, as a click on its cross does."""
        self.hide()
        self.dismissed.emit()

    @Slot()
    def _accepted(self) -> None:
        action = self._action
        self.dismiss()
        if action:
            action()
