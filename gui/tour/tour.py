"""The tour: the program trains with the defaults, draws digits stroke by stroke and takes pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from engine.cli import OutputLost, complain, say
from engine.formats import percent
from engine.settings import FIELDS
from gui.canvas import Point, Stroke, digits
from gui.tour.experiments import QUICK, Wait, experiments
from gui.tour.toolbox import toolbox

if TYPE_CHECKING:
    from gui.app import MainWindow

POINTS_A_TICK, QUICK_POINTS_A_TICK = 3, 30
"""How far the mouse moves in a tick; a quick tour's draws most strokes in one, and they are read once."""
TICK_MILLISECONDS = 12
SETTINGS: dict[str, int | float | str] = {"epochs": 3}
"""Fewer epochs than the default, so that nobody has to wait; enough to classify the tour's own digits correctly."""
QUICK_SETTINGS = {**QUICK, "epochs": 1}
"""SimpleNN learns MNIST alone in a second, and classifies most of these digits correctly."""
QUICK_ENOUGH = 15
"""The number of digits that it must classify correctly."""
TAUGHT, QUICKLY_TAUGHT = 10, 2
"""The number of drawings that are labelled."""
LEARNING_AFTER = 9
"""The picture of learning is taken after so many drawings: the curve shows something by then."""
LETTER: list[Stroke] = [((-0.18, -0.3), (-0.18, 0.3)), ((0.18, -0.3), (-0.16, 0.02), (0.2, 0.3))]
LOOK_MILLISECONDS, GLANCE_MILLISECONDS = 500, 50
"""How long a drawing and its answer stay to be seen, and how long in a quick tour."""
PATIENCE_MILLISECONDS = 600_000
"""Enough for a very slow computer: an epoch takes 3 to 12 s here."""


class Tour(QObject):
    """Runs in the event loop, moves the mouse as a person would, and closes the window at its end.

    It fills the form when it is created.
    """

    def __init__(self, window: "MainWindow", pictures: Path, *, quick: bool = False) -> None:
        super().__init__(window)
        window.form.show_defaults()
        window.form.show_values(QUICK_SETTINGS if quick else SETTINGS)
        self._quick = quick
        self._look = GLANCE_MILLISECONDS if quick else LOOK_MILLISECONDS
        self.exit_code = 1
        """0 if the program has trained and classified all digits of the tour, or most in a quick one, correctly."""
        self._window = window
        self._pictures = pictures
        self._digits = digits()
        self._steps = self._script()
        self._waiting_for: Callable[[], bool] = lambda: True
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        self._timer.start(TICK_MILLISECONDS)

    @Slot()
    def _go_on(self) -> None:
        self._waited += TICK_MILLISECONDS
        if self._waited > PATIENCE_MILLISECONDS:
            complain("The tour gave up: nothing happened for too long.")
            self._end()
        elif self._waiting_for():
            try:
                self._take_step()
            except OutputLost as lost:
                # The reader of the pipe has closed it, as with any other program.
                self.exit_code = lost.status
                self._end()

    def _take_step(self) -> None:
        wait = next(self._steps, None)
        if wait is None:
            self._end()
            return
        self._waited = 0
        self._waiting_for = wait if callable(wait) else (lambda: self._waited >= wait)

    def _end(self) -> None:
        self._timer.stop()
        self._window.close()

    def _script(self) -> Iterator[Wait]:
        window = self._window
        yield lambda: window.engine_ready
        yield self._look
        self._take_picture("before")
        window.player.main.click()
        yield lambda: window.session.running
        number = 0
        while window.session.running:
            digit, strokes = self._digits[number % len(self._digits)]
            yield from self._draw(strokes)
            yield self._look
            say(f"while it learns: drew {digit}, read as {window.prediction.answer or 'nothing yet'}")
            if number == LEARNING_AFTER:
                self._take_picture("learning")
            number += 1
        trained = window.networks.run is not None and window.networks.run.result.reason == "completed"
        yield self._look
        right = 0
        for digit, strokes in self._digits:
            yield from self._draw(strokes)
            yield self._look // 5
            right += window.prediction.answer == str(digit)
            say(f"trained: drew {digit}, read as {window.prediction.answer}")
            if digit == 3:
                self._take_picture("trained")
        yield from self._show_doubt()
        yield from self._show_teaching()
        yield from experiments(window, self._take_picture, quick=self._quick)
        yield from toolbox(window, self._take_picture, quick=self._quick)
        if run := window.networks.run:
            say(f"The network: {run.summary}, test accuracy {percent(run.result.test_accuracy or 0)}")
        say(f"Read {right} of {len(self._digits)} drawn digits correctly. Pictures: {self._pictures.resolve()}")
        enough = QUICK_ENOUGH if self._quick else len(self._digits)
        self.exit_code = 0 if trained and right >= enough else 1

    def _show_doubt(self) -> Iterator[Wait]:
        yield from self._draw(LETTER)
        yield self._look
        answer = self._window.prediction.answer
        say(f"trained: drew the letter K, {'not sure' if answer == '?' else f'read as {answer}'}")
        self._window.form.unfold([FIELDS["augmentation"].group])
        yield self._look // 5
        self._take_picture("not-sure")
        self._window.form.show_more(False)

    def _show_teaching(self) -> Iterator[Wait]:
        """Label a few drawings, and delete them again: the owner of this data folder did not draw them."""
        window = self._window
        before = {digit.name for digit in window.teaching.digits}
        for digit, strokes in self._digits[::2][: QUICKLY_TAUGHT if self._quick else TAUGHT]:
            window.canvas.show_strokes(tuple(strokes))
            window.teach_row.buttons[digit].click()
            yield self._look // 5
        window.commands["mine"].trigger()
        window.canvas.show_strokes(tuple(self._digits[14][1]))
        window.commands["learn"].trigger()
        yield lambda: not window.teaching.learner.busy
        yield self._look
        self._take_picture("my-digits")
        window.teaching.unlearn()
        window.teaching.delete([digit.name for digit in window.teaching.digits if digit.name not in before])
        window.message.clear()
        window.commands["curve"].trigger()

    def _draw(self, strokes: list[Stroke]) -> Iterator[Wait]:
        self._window.canvas.clear()
        points_a_tick = QUICK_POINTS_A_TICK if self._quick else POINTS_A_TICK
        for stroke in strokes:
            self._mouse(QEvent.Type.MouseButtonPress, stroke[0])
            for number, point in enumerate(stroke):
                self._mouse(QEvent.Type.MouseMove, point)
                if number % points_a_tick == 0:
                    yield TICK_MILLISECONDS
            self._mouse(QEvent.Type.MouseButtonRelease, stroke[-1])

    def _mouse(self, kind: QEvent.Type, point: Point) -> None:
        canvas = self._window.canvas
        side = min(canvas.width(), canvas.height())
        place = QPointF(canvas.width() / 2 + point[0] * side, canvas.height() / 2 + point[1] * side)
        send_mouse(canvas, kind, place)

    def _take_picture(self, name: str) -> None:
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"{name}.png"
        self._window.grab().save(str(path))
        say(f"picture: {path}")


def send_mouse(canvas: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    """What a mouse with its left button does at this place of the canvas, in the canvas's own logical pixels."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    far = QPointF(canvas.mapToGlobal(place.toPoint()))
    QApplication.sendEvent(canvas, QMouseEvent(kind, place, far, button, held, Qt.KeyboardModifier.NoModifier))
