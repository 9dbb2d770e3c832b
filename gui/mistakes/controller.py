"""Finds the mistakes of a network on the test images, in the background, and shows them on the page Mistakes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.background import Background, Job
from gui.mistakes.panel import MistakesPanel
from gui.network import Networks

if TYPE_CHECKING:
    from engine import Classifier
    from engine.inspection import Mistakes

NO_NETWORK = "There is no network yet whose mistakes could be looked at: click Train first."
STILL_LEARNS = "The first network still learns: wait for its end, or press Stop, and then look at its mistakes."


class MistakesController(QObject):
    """Connects the page Mistakes to the engine."""

    page_asked = Signal()
    """The page should be shown."""
    image_chosen = Signal(object, str)
    """A test image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(
        self,
        panel: MistakesPanel,
        *,
        networks: Networks,
        drawing: Callable[[], bool],
        learning: Callable[[], bool],
        new_background: Callable[[], Background],
        say: Callable[[str], object],
    ) -> None:
        """`drawing` returns whether the canvas has the keyboard focus, `learning` whether a network is in training."""
        super().__init__(panel)
        self._panel, self._networks, self._drawing, self._say = panel, networks, drawing, say
        self._learning = learning
        self._examiner = new_background()
        panel.asked.connect(self.look_at_mistakes)
        panel.chosen.connect(self.image_chosen)
        networks.kept.connect(self._forget_mistakes)
        self._examiner.done.connect(self._show_mistakes)
        self._examiner.failed.connect(panel.show_waiting)

    @Slot()
    def look_at_mistakes(self) -> None:
        """Show the mistakes of the network that is kept."""
        networks = self._networks
        if networks.kept_reader is None:
            self._say(STILL_LEARNS if self._learning() else NO_NETWORK)
        else:
            self.look_at_mistakes_of(networks.kept_reader, networks.name)

    @Slot(object, str)
    def look_at_mistakes_of(self, classifier: "Classifier", name: str) -> None:
        """Show the mistakes of any network; `name` is what a person calls it."""
        self.page_asked.emit()
        self._panel.show_waiting(f"{name} classifies the test images \u2026")
        self._examiner.ask(partial(_examined, classifier, name))

    @Slot(object)
    def _show_mistakes(self, found: "tuple[Mistakes, Any, str] | None") -> None:
        if found:
            self._panel.show_mistakes(*found)
            if self._panel.isVisible() and not self._drawing():
                # The button that had the keyboard focus is hidden now.
                self._panel.setFocus()

    @Slot(object)
    def _forget_mistakes(self, _run: object) -> None:
        self._examiner.stop()
        self._panel.forget()


def _examined(classifier: "Classifier", name: str, job: Job) -> "tuple[Mistakes, Any, str] | None":
    from engine.data import splits
    from engine.inspection import mistakes_of

    test = splits(classifier.data).test
    found = mistakes_of(classifier, test, job.stopping)
    return (found, test.images[:, 0].numpy(), name) if found else None
