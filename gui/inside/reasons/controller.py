"""Asks in the background what an answer rests on, and shows it in the view Why."""

from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot

from gui.background import PictureSaver
from gui.inside.reasons.panel import ReasonsPanel
from gui.inside.subject import LOADING, Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.inspection import Why
    from gui.background import Background, Job

NO_DRAWING = "Draw on the canvas: here you see which ink speaks for the answer, and which against it."
REST = 0.06
"""Seconds between an answer and the next question: the pen must not wait for either."""
PAUSE = 1.0
"""Seconds between two questions about the same drawing while the network learns: each costs training time."""


class ReasonsController(QObject):
    """The page lets it look whenever the drawing or the network has changed while its view is in sight."""

    def __init__(self, view: ReasonsPanel, saver: PictureSaver, *, new_background: "Callable[[], Background]") -> None:
        super().__init__(view)
        self.view, self._saver = view, saver
        self._asker = new_background()
        self._waiting: Subject | None = None
        """What is to be asked as soon as the present answer has come: a pen is faster than the answers."""
        self._asked: Subject | None = None
        """That of the last question."""
        self._asked_at = 0.0
        """When that was, by the clock of `monotonic`."""
        self._why: Why | None = None
        self._pinned: int | None = None
        """The class that a person chose; None follows the answer."""
        view.digit_chosen.connect(self._choose)
        view.save_asked.connect(self._ask_where_to_save)
        self._asker.reported.connect(self._show)
        self._asker.done.connect(self._go_on)
        self._asker.failed.connect(self._fail)

    def look(self, subject: Subject) -> None:
        """Explain the answer to this drawing; the last question before an answer is the next one."""
        if subject.classifier is None or subject.image is None:
            self._asker.stop()
            self._waiting = self._why = self._asked = None
            if subject.image is None:
                self._pinned = None
            self.view.show_hint(LOADING if subject.classifier is None else NO_DRAWING)
        else:
            # The reasons take longer than the pen should wait for its ink.
            self.view.picture.show_ink(subject.image)
            self._explain(subject)

    def _explain(self, subject: Subject) -> None:
        same = self._asked is not None and self._asked.name == subject.name
        if same and subject.learning and self._is_early(subject):
            # It looks again in a moment, as the weights change all the time.
            return
        if same and self._asker.busy:
            self._waiting = subject
        else:
            self._ask(subject)

    def _is_early(self, subject: Subject) -> bool:
        drawn = self._asked is not None and np.array_equal(subject.image, self._asked.image)  # type: ignore[arg-type]
        return drawn and monotonic() < self._asked_at + PAUSE

    def _ask(self, subject: Subject) -> None:
        self._waiting = None
        self._asked, self._asked_at = subject, monotonic()
        self._asker.ask(partial(_explain, subject))

    @Slot(object)
    def _show(self, why: "Why") -> None:
        self._why = why
        if self._pinned is not None and self._pinned >= len(why.whole.names):
            self._pinned = None
        self.view.show_why(why, self._digit)

    @Slot(object)
    def _go_on(self, _nothing: object) -> None:
        """Ask what has come meanwhile, unless nobody sees it: it looks again when the view comes back."""
        if self._waiting is not None and self.view.isVisible():
            self._ask(self._waiting)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._why = self._waiting = None
        self.view.show_hint(sentence)

    @property
    def _digit(self) -> int:
        assert self._why
        return self._why.whole.digit if self._pinned is None else self._pinned

    @Slot(int)
    def _choose(self, digit: int) -> None:
        """Keep this class while one draws on; the one that is the answer follows the answer."""
        if self._why is None:
            return
        self._pinned = None if digit == self._why.whole.digit else digit
        self.view.show_why(self._why, digit)

    @Slot()
    def _ask_where_to_save(self) -> None:
        """Offer to save the maps of the answer and of the class that is shown."""
        if self._why is not None:
            name = self._why.whole.names[self._digit].replace("/", "-")
            write = partial(_write, self._why, self._digit)
            self._saver.ask(f"why-{name}.png", lambda _file: write)


def _explain(subject: Subject, job: "Job") -> None:
    """Report the Why, and rest before the next one."""
    from engine.inspection import why

    assert subject.classifier is not None and subject.image is not None
    job.report(why(subject.classifier, subject.image, subject.strokes))
    job.rest(REST)


def _write(why: "Why", digit: int, file: Path) -> None:
    from engine.export import write_reasons

    answer = why.whole.digit
    write_reasons(why.found, why.whole.names, file, None if digit == answer else (answer, digit))
