"""The network that reads the drawing: the kept one, or a snapshot of the one in training."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.stack import called

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun

NamedFile = tuple[str, Path]
"""What a person calls a network, and the file that it is in."""


class Networks(QObject):
    """Holds one trained network, whose place the network in training takes for a while."""

    changed = Signal()
    """Another network reads now."""
    kept = Signal(object)
    """The SavedRun that is kept now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.run: SavedRun | None = None
        """The last network that was trained or opened."""
        self.reader: Classifier | None = None
        """The network that reads drawings now."""
        self._classifier: Classifier | None = None
        """The network of `run`."""
        self._untrained: Classifier | None = None
        """What reads until there is a trained network, so that a person sees it guess."""
        self.before: tuple[SavedRun, Classifier | None, str] | None = None
        """The run that was kept before `run`, its network, and its name."""
        self.name = ""
        """The name of the kept network, as a person sees it."""
        self.beside: tuple[str, Classifier] | None = None
        """The name of another network whose answers stand beside the reader's, and that network."""

    @property
    def kept_reader(self) -> "Classifier | None":
        """The network of `run`, also while another one reads."""
        return self._classifier

    @property
    def untrained(self) -> bool:
        """Whether the network that reads has learnt nothing yet."""
        return self.reader is not None and self.reader is self._untrained

    def guess_with(self, classifier: "Classifier | None") -> None:
        """Until there is a trained network, read with this one, which has learnt nothing."""
        self._untrained = classifier

    @Slot(object)
    def lend(self, classifier: "Classifier") -> None:
        """Read with a snapshot of the network in training."""
        self.reader = classifier
        self.changed.emit()

    @Slot(object)
    def keep_trained(self, run: "SavedRun") -> None:
        """Keep the network of a run that has ended, by the run's name: its last snapshot is the present reader."""
        from engine.runs import row_of

        self.keep(run, self.reader, row_of(run.folder).name if run.folder else "")

    def keep(self, run: "SavedRun", classifier: "Classifier | None", name: str = "") -> None:
        if self.run is not None:
            self.before = (self.run, self._classifier, self.name)
        self.run, self._classifier = run, classifier
        self.name = name or called(run.settings.model)
        self.kept.emit(run)

    def put_beside(self, name: str | None, classifier: "Classifier | None") -> None:
        """Let another network read beside the present reader, or with None no other."""
        self.beside = (name, classifier) if name is not None and classifier is not None else None
        self.changed.emit()

    @Slot()
    def go_back(self) -> None:
        """Read with the network that was kept before; a second call changes back."""
        if self.before is not None:
            self.keep(*self.before)
            self.take_back()

    @Slot()
    def take_back(self) -> None:
        """Read with the kept network again."""
        self.reader = self._classifier or self._untrained
        self.changed.emit()

    def open(self, path: Path) -> "SavedRun":
        """Read with the network in a file. Raises InklingError when it cannot be used; the present one then stays."""
        from engine import open_run

        run = open_run(path)
        self.keep(run, run.classifier())
        self.take_back()
        return run
