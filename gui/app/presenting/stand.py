"""For a table at a fair: clears up after each visitor, and draws by itself when nobody is there."""

from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot

from engine.settings import Value
from gui.app.controllers import Controllers
from gui.app.menus import COMMANDS
from gui.app.presenting.presentation import LEAVE as LEAVE_PRESENTATION
from gui.app.window_parts import WindowParts
from gui.canvas import digits

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun

CLEAR_AFTER, SHOW_AFTER = 20_000, 120_000
"""Milliseconds without mouse, key or pen until the canvas is cleared, and until the demonstration begins."""
POINT, LOOK = 20, 2_500
"""Milliseconds from one point of a digit in the demonstration to the next, and to look at its answer."""
Type = QEvent.Type
OF_A_PERSON = frozenset(
    (
        *(Type.MouseButtonPress, Type.MouseButtonRelease, Type.MouseMove, Type.Wheel),
        # A key that a command has for itself is only seen as the first of these.
        *(Type.ShortcutOverride, Type.KeyPress, Type.KeyRelease),
        *(Type.TabletPress, Type.TabletMove, Type.TabletRelease, Type.TouchBegin, Type.TouchUpdate, Type.TouchEnd),
    )
)
TEACHING = tuple(command.name for command in COMMANDS if command.menu == "T&each")
LEAVE = "Draw a digit. F11 ends the stand, Esc hides this line."


class _Kept(NamedTuple):
    """What a visitor may change and the next one finds as it was."""

    settings: dict[str, Value]
    run: "SavedRun | None"
    reader: "Classifier | None"
    name: str


class Stand(QObject):
    """The presentation for visitors who come and go. What they draw is not kept, and nobody's name is asked."""

    def __init__(self, window: WindowParts, controllers: Controllers) -> None:
        super().__init__(window)
        self._window, self._training = window, controllers.training
        self._kept: _Kept | None = None
        """None while there is no stand."""
        self._clear, self._show, self._hand = (QTimer(self, singleShot=True) for _ in range(3))
        self._clear.timeout.connect(self._clear_up)
        self._show.timeout.connect(self._demonstrate)
        self._hand.timeout.connect(self._go_on)
        self._script: Iterator[int] = iter(())
        self._training.ended.connect(self._run_ended)

    @property
    def demonstrating(self) -> bool:
        """Whether it draws by itself now."""
        return self._hand.isActive()

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Begin the stand, or end it."""
        if on == (self._kept is not None):
            return
        if on:
            self._begin()
        else:
            self._end()
        self._window.commands["present"].setChecked(on)
        if on:
            self._window.message.withdraw(LEAVE_PRESENTATION)
            self._window.say(LEAVE)

    @Slot(bool)
    def follow_presentation(self, going_on: bool) -> None:
        """The stand ends with the presentation."""
        if not going_on:
            self._window.commands["stand"].setChecked(False)

    def _begin(self) -> None:
        window, networks = self._window, self._window.networks
        self._kept = _Kept(window.form.values(), networks.run, networks.kept_reader, networks.name)
        for name in TEACHING:
            # The digits of visitors are not those of the person whose computer it is.
            window.commands[name].setVisible(False)
        _everything().installEventFilter(self)
        self._wait()

    def _end(self) -> None:
        _everything().removeEventFilter(self)
        self._stop_drawing()
        self._clear.stop()
        self._show.stop()
        for name in TEACHING:
            self._window.commands[name].setVisible(True)
        self._restore()
        self._kept = None
        self._window.message.withdraw(LEAVE)

    # A visitor comes.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in OF_A_PERSON:
            self._stop_drawing()
            self._wait()
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        self._clear.start(CLEAR_AFTER)
        self._show.start(SHOW_AFTER)

    def _stop_drawing(self) -> None:
        if self.demonstrating:
            self._hand.stop()
            self._window.canvas.begin_anew()

    # A visitor has gone.

    @Slot()
    def _clear_up(self) -> None:
        self._window.canvas.begin_anew()
        self._window.message.begin_anew()
        self._window.pages.show_page(self._window.chart_page)
        self._restore()

    @Slot()
    def _run_ended(self) -> None:
        """Restore what a run has changed that went on when its visitor had gone."""
        if self._kept and not self._clear.isActive():
            self._restore()

    def _restore(self) -> None:
        window, kept = self._window, self._kept
        # A run that goes on is somebody's, and its learning rate is that in the form.
        if kept is None or window.session.running:
            return
        if window.form.values() != kept.settings:
            window.form.show_values(kept.settings)
        if window.networks.beside:
            window.networks.put_beside(None, None)
        if kept.run and window.networks.run is not kept.run:
            window.networks.keep(kept.run, kept.reader, kept.name)
            window.networks.take_back()

    @Slot()
    def _demonstrate(self) -> None:
        if self._window.player.state == "paused":
            # Nobody will let it go on. What it has learnt is kept among the runs.
            self._training.stop()
        self._script = self._drawing()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._hand.start(next(self._script))

    def _drawing(self) -> Iterator[int]:
        """Draw one digit after the other for ever, and yield the milliseconds to wait."""
        for _, strokes in cycle(digits()):
            self._window.canvas.begin_anew()
            for _ in self._window.canvas.draw_along(strokes):
                yield POINT
            yield LOOK


def _everything() -> QCoreApplication:
    """Whose event filter sees the events of all parts."""
    app = QCoreApplication.instance()
    assert app
    return app
