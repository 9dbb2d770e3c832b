"""Reads the drawing on the canvas at once, with one network or with two side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel

from engine import render
from engine.ink import Image, Stroke, groups
from engine.settings import NAMES, ONE_OF, DataName, has_digits
from gui.background import EngineLoader, TrainingSession
from gui.canvas.draw_canvas import DrawCanvas
from gui.canvas.prediction_view import PredictionView
from gui.network import Networks

if TYPE_CHECKING:
    from engine import Classifier
    from engine.models import Reading

LEARNING = "learning now"
SEVERAL = "There are several digits on the canvas: draw one alone to say which it was."
LONGEST_ROW = 6
"""Digits; more would not fit on the canvas."""


class DrawingController(QObject):
    """Shows how the present networks read the present drawing."""

    can_undo = Signal(bool)
    can_redo = Signal(bool)
    can_clear = Signal(bool)
    can_label = Signal(bool)
    """Whether a person drew what is on the canvas: an image may be a test image, which nothing may ever learn."""
    reads_digits = Signal(bool)
    """Whether the network that reads was trained on digits."""
    read_again = Signal(object)
    """The network or the drawing is another one, and the answer to it is shown. The image that the network got, or None
    if there is no network or no ink."""
    drawn = Signal()
    """A person has drawn, or has changed what they drew."""
    image_shown = Signal(str)
    """An image is on the canvas; the words say which."""
    image_gone = Signal()
    """It is no longer there."""
    label_refused = Signal(str)
    """A person named a drawing that cannot have one name; the sentence says why."""
    labelled = Signal(int, object, str)
    """The digit that was meant, the drawing's Strokes, and the answer of the network."""

    def __init__(
        self,
        canvas: DrawCanvas,
        prediction: PredictionView,
        heading: QLabel,
        *,
        networks: Networks,
        session: TrainingSession,
        loader: EngineLoader,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._prediction, self._heading = canvas, prediction, heading
        self._networks, self._session, self._loader = networks, session, loader
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read)
        self._labels: dict[bytes, str] = {}
        """What each image is called that was put on the canvas: undo may bring it back."""
        self._told = ""
        """What was said last about the image on the canvas."""
        canvas.changed.connect(self._read_drawing)
        networks.changed.connect(self.read)

    @Slot()
    def _read_drawing(self) -> None:
        """Read at once, but while the pen is down only when all its moves have come.

        A pen may move more often than a busy computer can read. Its moves would wait for each other's answers.
        """
        if self._canvas.pen_down:
            self._soon.start()
        else:
            self.read()
        if self._canvas.drawing.strokes:
            self.drawn.emit()

    @Slot()
    def read(self) -> None:
        """Show the answer to what is on the canvas now."""
        self._soon.stop()
        drawing = self._canvas.drawing
        self.can_undo.emit(drawing.can_undo)
        self.can_redo.emit(drawing.can_redo)
        self.can_clear.emit(not drawing.is_empty)
        self.can_label.emit(bool(drawing.strokes))
        reader, image = self._networks.reader, drawing.picture
        self._show_kind(reader)
        self._tell_label(image)
        self._canvas.show_found(())
        if reader is None:
            hint = "Nothing is trained yet: press Train" if self._loader.ready else "PyTorch is being loaded \u2026"
            self._prediction.show_hint(hint, render(drawing.strokes) if image is None else image)
            self.read_again.emit(None)
        elif reading := self._reading(reader, image):
            self._show(reading, image)
            self.read_again.emit(reading.image)
        else:
            self._prediction.show_hint("The answer appears with the first stroke")
            self.read_again.emit(None)

    def _show_kind(self, reader: "Classifier | None") -> None:
        """Say what the network can read, and so what to draw."""
        data: DataName = reader.data if reader else "mnist"
        self._heading.setText(f"Draw {ONE_OF[data]}")
        self._canvas.show_hint(f"Draw {ONE_OF[data]} here")
        self._prediction.show_names(NAMES[data])
        self.reads_digits.emit(has_digits(data))

    def _reading(self, reader: "Classifier", image: Image | None) -> "Reading | None":
        return reader.read(self._canvas.drawing.strokes) if image is None else reader.read_image(image)

    def _show(self, reading: "Reading", image: Image | None) -> None:
        beside = self._networks.beside
        other = None
        if beside is not None and beside[1].names == reading.names:
            other = self._reading(beside[1], image)
        if beside is None or other is None:
            self._show_one(reading, image)
            return
        name, first = beside[0], LEARNING if self._session.running else self._networks.name
        self._prediction.show_readings(
            reading.image, [(first, reading.probabilities, reading.sure), (name, other.probabilities, other.sure)]
        )

    def _show_one(self, reading: "Reading", image: Image | None) -> None:
        """Show what one network reads: a row of digits is read digit by digit, as nobody is sure of it as a whole."""
        if self._networks.untrained:
            self._prediction.show_guess(reading.image, reading.probabilities)
            return
        row = [] if reading.sure or image is not None else self._row()
        if row:
            self._canvas.show_found([(frame, one.name) for frame, one in row])
            names, least = [one.name for _, one in row], min(one.confidence for _, one in row)
            self._prediction.show_several(reading.image, names, least)
        else:
            self._prediction.show_reading(reading.image, reading.probabilities, sure=reading.sure)

    def _row(self) -> "list[tuple[QRectF, Reading]]":
        """The digits of a row with the place of each; [] unless there are several and all can be read."""
        reader, found = self._networks.reader, groups(self._canvas.drawing.strokes)
        if reader is None or not has_digits(reader.data) or not 1 < len(found) <= LONGEST_ROW:
            return []
        readings = reader.read_drawings(found)
        return [(_frame(part), one) for part, one in zip(found, readings, strict=True)] if _sure(readings) else []

    @Slot(object, str)
    def put_on_canvas(self, image: Image, name: str) -> None:
        """Show an image of a data set, uint8 (28, 28), whose label is called `name`."""
        self._labels[image.tobytes()] = name
        self._canvas.show_image(image)

    def _tell_label(self, image: Image | None) -> None:
        name = "" if image is None else self._labels.get(image.tobytes(), "")
        if name == self._told:
            return
        self._told = name
        if name:
            self.image_shown.emit(f"an image labelled {name}")
        else:
            self.image_gone.emit()

    @Slot(int)
    def label(self, digit: int) -> None:
        """Say that the drawing was meant as this digit."""
        if self._soon.isActive():
            self.read()
        if self._canvas.found:
            self.label_refused.emit(SEVERAL)
        else:
            self.labelled.emit(digit, self._canvas.drawing.strokes, self._prediction.answer)


def _sure(readings: "list[Reading]") -> bool:
    return all(reading.sure for reading in readings)


def _frame(strokes: Sequence[Stroke]) -> QRectF:
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    return QRectF(QPointF(*points.min(0)), QPointF(*points.max(0)))
