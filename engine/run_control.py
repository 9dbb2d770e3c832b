"""The one object through which the caller of `train` reaches into a run: to stop it, and to look at its network."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.classifier import Classifier
    from engine.runs import SavedRun


class RunControl:
    """Held by the listener, looked at by training after every step.

    Each attribute is written by one thread and read by the other, and is a single reference: no lock is needed.
    """

    def __init__(self) -> None:
        self.stopping = False
        self._wanted = False
        self._snapshot: Classifier | None = None
        self.trained: SavedRun | None = None
        """What the run ended with, also when it could not be written to the disk."""

    def stop(self) -> None:
        """Ask the run to end after the present step and to keep what was learnt."""
        self.stopping = True

    def take_snapshot(self) -> "Classifier | None":
        """A copy of the network of a moment ago, when there is a new one; asks for the next at the same time."""
        snapshot, self._snapshot = self._snapshot, None
        self._wanted = True
        return snapshot

    @property
    def snapshot_wanted(self) -> bool:
        return self._wanted

    def give_snapshot(self, classifier: "Classifier") -> None:
        """Called by training, whose copy this is: the listener may do with it what it likes."""
        self._snapshot, self._wanted = classifier, False
