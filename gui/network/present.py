"""Which network reads the drawing: the one that is kept, or while training runs the one of the moment."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.settings import FIELDS

if TYPE_CHECKING:
    from engine.models import Classifier
    from engine.runs import SavedRun


class Networks(QObject):
    """Holds one trained network, and lends its place to the network that is being trained."""

    changed = Signal()
    """Another network reads from now on."""
    kept = Signal(object)
    """The SavedRun that is now the one to keep."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.run: SavedRun | None = None
        """The last network that was trained or opened."""
        self.reader: Classifier | None = None
        """What reads drawings now."""
        self._classifier: Classifier | None = None
        """Reads with the network of `run`."""
        self.before: tuple[SavedRun, Classifier | None, str] | None = None
        """The network that was kept before `run`, what reads with it, and its name."""
        self.name = ""
        """What a person calls the network of `run`."""
        self.beside: tuple[str, Classifier] | None = None
        """Another one whose answers stand beside the reader's, and its name before it."""

    @property
    def kept_reader(self) -> "Classifier | None":
        """What reads with the network of `run`, whatever reads at this moment."""
        return self._classifier

    @Slot(object)
    def lend(self, classifier: "Classifier") -> None:
        """Read with the network of the moment."""
        self.reader = classifier
        self.changed.emit()

    @Slot(object)
    def keep_trained(self, run: "SavedRun") -> None:
        """A run has ended: what reads at this moment is its last network."""
        self.keep(run, self.reader)

    def keep(self, run: "SavedRun", classifier: "Classifier | None", name: str = "") -> None:
        if self.run is not None:
            self.before = (self.run, self._classifier, self.name)
        self.run, self._classifier = run, classifier
        self.name = name or FIELDS["model"].labels[run.settings.model]
        self.kept.emit(run)

    def put_beside(self, name: str | None, classifier: "Classifier | None") -> None:
        """Let another network read beside the one that reads; None: that one alone."""
        self.beside = (name, classifier) if name is not None and classifier is not None else None
        self.changed.emit()

    @Slot()
    def go_back(self) -> None:
        """Read with the network before this one; a second time changes back."""
        if self.before is not None:
            self.keep(*self.before)
            self.take_back()

    @Slot()
    def take_back(self) -> None:
        """Read with the kept network again."""
        self.reader = self._classifier
        self.changed.emit()

    def open(self, path: Path) -> "SavedRun":
        """Read with the network in a file. Raises InklingError when it cannot be used; the present one then stays."""
        from engine.runs import open_run

        run = open_run(path)
        self.keep(run, run.classifier())
        self.take_back()
        return run
