"""Sends the drawing through the layers of one network or two, and follows one number of them."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine import InklingError
from gui.inside.layers.network_view import NetworkPictures, StagePictures
from gui.inside.layers.number_view import Made
from gui.inside.layers.panel import LayersPanel
from gui.inside.layers.tiles import Cell
from gui.inside.subject import Subject

if TYPE_CHECKING:
    from engine import Classifier
    from engine.inspection import Inside

LOADING = "PyTorch is being loaded \u2026"
EMPTY = np.zeros((28, 28), np.uint8)


class LayersController(QObject):
    """Computes in the window's thread: one image takes less time than a frame of the screen."""

    def __init__(self, view: LayersPanel) -> None:
        super().__init__(view)
        self.view = view
        self._found: list[Inside] = []
        view.looked_at.connect(self._follow)

    def look(self, subject: Subject) -> None:
        """Show what the networks make of the drawing; an empty canvas is an image without ink."""
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
        if not found:
            self.view.show_hint(LOADING)
            return
        self.view.show_networks([_pictures(name, inside, names, image) for name, inside, names in found])
        for which, network in enumerate(self.view.networks[: len(found)]):
            if network.cell:
                self._follow(which, network.cell)

    @Slot(int, object)
    def _follow(self, which: int, cell: Cell | None) -> None:
        from engine.inspection import origin, sum_in_words

        if cell is None or which >= len(self._found):
            self.view.show_number("", None)
            return
        stage = self._found[which].stages[cell.stage]
        found = origin(stage, cell[1:])
        self.view.networks[which].show_origin(found.box)
        made = Made(found.inputs, found.factors if found.terms.how == "sum" else None)
        self.view.show_number(f"{_place(cell, stage.values.shape)}: {sum_in_words(found)}", made)


def _inside(classifier: "Classifier", image: np.ndarray) -> "Inside":
    from engine.inspection import look_inside

    return look_inside(classifier, image)


def _pictures(name: str, inside: "Inside", names: tuple[str, ...], image: np.ndarray) -> NetworkPictures:
    stages = tuple(
        StagePictures(stage.title, stage.subtitle, stage.layers, stage.values, stage.filters) for stage in inside.stages
    )
    return NetworkPictures(name, image, stages, inside.probabilities, names)


def _place(cell: Cell, shape: tuple[int, ...]) -> str:
    words = f"Layer {cell.stage + 1}, unit {cell.unit + 1} of {shape[0]}"
    return words if shape[1:] == (1, 1) else f"{words}, row {cell.row + 1}, column {cell.column + 1}"
