"""Reads the images that the network learns from, in the background, and shows them on the page Data."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine import TrainSettings
from engine.ink import MyDigit
from engine.settings import FIELDS
from gui.background import Background, EngineLoader, Job
from gui.data.panel import DataPanel

if TYPE_CHECKING:
    from engine.inspection import SeenPage


class ImagesController(QObject):
    """Connects the page Data to the engine."""

    image_chosen = Signal(object, str)
    """An image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(
        self,
        panel: DataPanel,
        *,
        settings: Callable[[], TrainSettings],
        digits: Callable[[], Sequence[MyDigit]],
        loader: EngineLoader,
        new_background: Callable[[], Background],
    ) -> None:
        """`settings` returns those of the form, `digits` the person's own digits."""
        super().__init__(panel)
        self._panel, self._reader = panel, new_background()
        self._settings, self._digits, self._loader = settings, digits, loader
        self._data = FIELDS["data"].default
        """The data set that the form names."""
        panel.wanted.connect(self._read_images)
        panel.chosen.connect(self.image_chosen)
        self._reader.done.connect(panel.show_page)
        self._reader.failed.connect(panel.show_waiting)
        self.follow_settings()

    @Slot(int, bool, object, int)
    def _read_images(self, page: int, varied: bool, label: int | None, turn: int) -> None:
        if self._loader.ready:
            mine = list(self._digits())
            self._reader.ask(partial(_page, self._settings(), mine, (page, varied, label, turn)))

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed: another data set has other images."""
        data = self._settings().data
        if data != self._data:
            self._data = data
            self._reader.stop()
            self._panel.forget()

    @Slot()
    def read_again(self) -> None:
        """Call it when images have arrived that were missing before."""
        if self._panel.isVisible():
            self._panel.forget()


def _page(
    settings: TrainSettings, mine: list[MyDigit], wanted: tuple[int, bool, int | None, int], _job: Job
) -> "SeenPage":
    from engine.data import splits, training_images
    from engine.inspection import page_of

    number, varied, label, turn = wanted
    images = training_images(settings, splits(settings.data).train, mine)
    return page_of(images, number, varied=varied, label=label, turn=turn)
