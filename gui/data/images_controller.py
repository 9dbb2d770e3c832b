"""Reads the images that the network learns from, in the background, and shows them on the page Data."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from engine import TrainSettings
from engine.data import Origin
from engine.ink import MyDigit
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
        self._shown = self._asked_for()
        """What the form says about the images."""
        panel.wanted.connect(self._read_images)
        panel.chosen.connect(self.image_chosen)
        self._reader.done.connect(panel.show_page)
        self._reader.failed.connect(panel.show_waiting)

    @Slot(int, bool, object, object, int)
    def _read_images(self, page: int, varied: bool, label: int | None, origin: Origin | None, turn: int) -> None:
        if self._loader.ready:
            wanted = _Wanted(page, varied, label, origin, turn)
            self._reader.ask(partial(_page, self._settings(), list(self._digits()), wanted))

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed: another data set has other images, and other settings add others."""
        before, self._shown = self._shown, self._asked_for()
        if self._shown[0] != before[0]:
            self._reader.stop()
            self._panel.forget()
        elif self._shown != before and self._panel.isVisible():
            self._panel.look()

    def _asked_for(self) -> tuple[str, ...]:
        settings = self._settings()
        return settings.data, settings.augmentation, settings.outliers, settings.my_digits

    @Slot()
    def read_again(self) -> None:
        """Call it when images have arrived that were missing before."""
        if self._panel.isVisible():
            self._panel.forget()


class _Wanted(NamedTuple):
    page: int
    varied: bool
    label: int | None
    origin: Origin | None
    turn: int


def _page(settings: TrainSettings, mine: list[MyDigit], wanted: _Wanted, _job: Job) -> "SeenPage":
    from engine.data import splits, training_images
    from engine.inspection import page_of

    images = training_images(settings, splits(settings.data).train, mine)
    return page_of(
        images,
        wanted.page,
        varied=wanted.varied,
        label=wanted.label,
        origin=wanted.origin,
        turn=wanted.turn,
    )
