"""Sends the drawing through the layers of one network or two, and follows one number of them."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine import InklingError
from engine.formats import figures
from gui.background import PictureSaver
from gui.inside.layers.network_pictures import NetworkPictures, StagePictures
from gui.inside.layers.network_view import Box
from gui.inside.layers.number_view import Made
from gui.inside.layers.panel import HINT, LayersPanel
from gui.inside.layers.tiles import Cell
from gui.inside.subject import LOADING, Subject

if TYPE_CHECKING:
    from engine import Classifier
    from engine.inspection import Inside

NO_INK = "The canvas is empty: these are the numbers for an image without ink. Draw a digit and watch it pass through."
EMPTY = np.zeros((28, 28), np.uint8)


class LayersController(QObject):
    """Computes in the window's thread: one image takes less time than a frame of the screen."""

    def __init__(self, view: LayersPanel, saver: PictureSaver) -> None:
        super().__init__(view)
        self.view, self._saver = view, saver
        self._found: list[Inside] = []
        self._names: tuple[str, ...] = ()
        self._empty = self._earlier = False
        view.looked_at.connect(self._follow)
        view.save_asked.connect(self._ask_where_to_save)

    def look(self, subject: Subject) -> None:
        """Show what the networks make of the drawing; an empty canvas is an image without ink."""
        self._empty, self._earlier = subject.image is None, subject.earlier
        image = EMPTY if subject.image is None else subject.image
        pairs = [(subject.name, subject.classifier)]
        if subject.beside:
            pairs.append(subject.beside)
        try:
            self._show([(name, _inside(one, image), one.names) for name, one in pairs if one is not None], image)
        except InklingError as error:
            self._found = []
            self.view.show_hint(str(error))

    def _show(self, found: "list[tuple[str, Inside, tuple[str, ...]]]", image: np.ndarray) -> None:
        self._found = [inside for _, inside, _ in found]
        self._names = found[0][2] if found else ()
        if not found:
            self.view.show_hint(LOADING)
            return
        self.view.name_first(named=self._earlier)
        self.view.show_networks([_pictures(name, inside, names, image) for name, inside, names in found])
        which = next((place for place, one in enumerate(self.view.networks[: len(found)]) if one.cell), 0)
        self._follow(which, self.view.networks[which].cell)

    @Slot(int, object)
    def _follow(self, which: int, cell: Cell | None) -> None:
        """Show what a number is made of; while none is looked at, that is the logit of the answer."""
        if which >= len(self._found):
            return
        inside = self._found[which]
        if cell is None and self._empty:
            self.view.show_number(NO_INK, None)
        elif cell is None:
            answer = Cell(len(inside.stages) - 1, int(np.argmax(inside.probabilities)), 0, 0)
            self._show_number(inside, answer, HINT)
        else:
            self.view.networks[which].show_origin(self._show_number(inside, cell, ""))

    @Slot()
    def _ask_where_to_save(self) -> None:
        self._saver.ask_painted("layers.png", self.view.picture)

    def _show_number(self, inside: "Inside", cell: Cell, hint: str) -> Box | None:
        """Returns what the number looks at; None for a network that does not tell."""
        from engine.inspection import origin, sum_in_words

        stage = inside.stages[cell.stage]
        where = _place(cell, stage.values.shape, self._names if stage.last else ())
        try:
            found = origin(stage, cell[1:])
        except InklingError as error:
            self.view.show_number(f"{where}: {figures(float(stage.values[cell[1:]]))}. {error}", None)
            return None
        made = Made(found.inputs, found.factors if found.terms.how == "sum" else None, found.largest)
        self.view.show_number(" ".join(filter(None, (f"{where}: {sum_in_words(found)}.", hint))), made)
        return found.box


def _inside(classifier: "Classifier", image: np.ndarray) -> "Inside":
    from engine.inspection import look_inside

    return look_inside(classifier, image)


def _pictures(name: str, inside: "Inside", names: tuple[str, ...], image: np.ndarray) -> NetworkPictures:
    stages = tuple(StagePictures(stage.title, stage.subtitle, stage.values, stage.filters) for stage in inside.stages)
    return NetworkPictures(name, image, stages, inside.probabilities, names)


def _place(cell: Cell, shape: tuple[int, ...], names: tuple[str, ...]) -> str:
    if names:
        return f"The score (logit) of {names[cell.unit]}"
    words = f"Layer {cell.stage + 1}, unit {cell.unit + 1} of {shape[0]}"
    return words if shape[1:] == (1, 1) else f"{words}, row {cell.row + 1}, column {cell.column + 1}"
