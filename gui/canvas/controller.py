"""The paper in the window: what stands on it is read at once, by one network or by two side by side."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engine.ink import Image, render
from engine.settings import NAMES, ONE_OF, DataName, has_digits
from gui.app import WindowParts

if TYPE_CHECKING:
    from engine.models import Classifier, Reading

LEARNING = "learning now"


class DrawingWiring(QObject):
    """Shows what the present networks make of the present drawing."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        window.canvas.changed.connect(self.read)
        window.networks.changed.connect(self.read)

    @Slot()
    def read(self) -> None:
        window, drawing = self._window, self._window.canvas.drawing
        window.commands["undo"].setEnabled(drawing.can_undo)
        window.commands["redo"].setEnabled(drawing.can_redo)
        window.commands["clear"].setEnabled(not drawing.is_empty)
        # A picture put on the paper may be a test image, which nothing may ever learn.
        window.teach_row.show_drawing(bool(drawing.strokes))
        reader, image = window.networks.reader, drawing.picture
        self._show_kind(reader)
        if reader is None:
            hint = "No network yet: click Train" if window.engine_ready else "PyTorch is being loaded \u2026"
            window.prediction.show_hint(hint, render(drawing.strokes) if image is None else image)
        elif reading := self._reading(reader, image):
            self._show(reading)
        else:
            window.prediction.show_hint("The answer appears with the first stroke")

    def _show_kind(self, reader: "Classifier | None") -> None:
        """What can be read, and so what is to be drawn."""
        data: DataName = reader.data if reader else "mnist"
        self._window.paper_heading.setText(f"Draw {ONE_OF[data]}")
        self._window.canvas.show_hint(f"Draw {ONE_OF[data]} here")
        self._window.prediction.show_names(NAMES[data])
        self._window.teach_row.show_possible(has_digits(data))

    def _reading(self, reader: "Classifier", image: Image | None) -> "Reading | None":
        return reader.read(self._window.canvas.drawing.strokes) if image is None else reader.read_image(image)

    def _show(self, reading: "Reading") -> None:
        networks = self._window.networks
        if networks.beside is None or networks.beside[1].names != reading.names:
            self._window.prediction.show_reading(reading.image, reading.probabilities, sure=reading.sure)
            return
        name, classifier = networks.beside
        other = classifier.read_image(reading.image)
        first = LEARNING if self._window.session.running else networks.name
        self._window.prediction.show_readings(
            reading.image, [(first, reading.probabilities, reading.sure), (name, other.probabilities, other.sure)]
        )

    @Slot(object, str)
    def put_on_canvas(self, image: Any, name: str) -> None:
        """An image of a data set, uint8 (28, 28), and what it is."""
        self._window.canvas.show_image(image)
        self._window.teach_row.tell(f"an image labelled {name}")
