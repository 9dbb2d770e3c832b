"""What page Inside looks at, made of a real network and a real drawing."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from engine.ink.rendering import Image, Stroke, render
from engine.models.classifier import Classifier
from gui.background import Background
from gui.inside.subject import Subject
from tests.support.drawings import strokes_drawn


def drawing(number: int) -> list[Stroke]:
    """One of the digits that come with the project."""
    return [np.array(stroke, np.float64) for stroke in strokes_drawn()[number]]


def strokes_of(least: int) -> list[Stroke]:
    """A drawing of at least so many strokes."""
    number = next(number for number, strokes in enumerate(strokes_drawn()) if len(strokes) >= least)
    return drawing(number)


def subject(
    classifier: Classifier | None,
    strokes: Sequence[Stroke] = (),
    image: Image | None = None,
    *,
    learning: bool = False,
) -> Subject:
    """The network and the drawing of a moment; without an image it is that of the strokes."""
    return Subject(classifier, "a network", False, strokes, render(strokes) if image is None else image, learning, None)


class Threads:
    """Makes threads for jobs, as the window does."""

    def __init__(self) -> None:
        self._parent = QObject()
        self.made: list[Background] = []

    def __call__(self) -> Background:
        self.made.append(Background(self._parent))
        return self.made[-1]

    def settle(self) -> None:
        """Wait until every job is done, and deliver the answers."""
        for one in self.made:
            one.settle()

    @property
    def busy(self) -> bool:
        return any(one.busy for one in self.made)

    def end(self) -> None:
        for one in self.made:
            one.end()
