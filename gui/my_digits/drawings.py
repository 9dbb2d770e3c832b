"""A person's labelled drawings: added, relabelled, deleted, imported, exported, and every change undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError
from engine.ink import MyDigit, Strokes
from gui.background import Background
from gui.my_digits.changes import Changed, Changes


class Drawings(QObject):
    """Writes the drawings to their file beside the window, one change after the other, and shows what the file has.

    It emits what went wrong, and never raises.
    """

    changed = Signal()
    """The drawings or labels are others than before."""
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._changes: Changes | None = None
        """None until the file was read. While `_writer` is busy, only its jobs may call it."""
        self.digits: list[MyDigit] = []
        """All drawings that are on the disk, oldest first."""
        self._writer = Background(self)
        self._writer.done.connect(self._show)
        self._writer.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether a change is still to be shown."""
        return self._writer.busy

    @Slot()
    def open(self) -> None:
        """Read the file. Emit what is wrong with it, and keep whatever can be read."""
        self.settle()
        try:
            self._changes = Changes()
        except InklingError as error:
            self.failed.emit(str(error))
            return
        self.digits = self._changes.digits
        if self._changes.problem:
            self.failed.emit(self._changes.problem)
        self.changed.emit()

    def teach(self, label: int, strokes: Strokes, read_as: int | None) -> bool:
        """Keep a drawing, or give the one that is kept this label.

        Return whether that worked, or will be tried after what is being written.
        """

        def teach(changes: Changes) -> Changed:
            return changes.teach(label, strokes, read_as)

        if self.busy or any(digit.strokes == strokes for digit in self.digits):
            self._do(teach)
            return True
        # Before the canvas is cleared it is known that the drawing is kept. One line is written in no time.
        if not self._opened:
            return False
        assert self._changes
        try:
            self._show(teach(self._changes))
        except InklingError as error:
            self.failed.emit(str(error))
            return False
        return True

    @Slot(object)
    def take_back(self, strokes: Strokes) -> None:
        """Take the label back that a drawing got last: it is not kept any more, or as what it was kept before."""
        self._do(lambda changes: changes.take_back(strokes))

    @Slot(object)
    def give_back(self, strokes: Strokes) -> None:
        """Give a drawing the label again that was taken back."""
        self._do(lambda changes: changes.give_back(strokes))

    def relabel(self, names: Sequence[str], label: int) -> None:
        self._do(lambda changes: changes.relabel(names, label))

    def delete(self, names: Sequence[str]) -> None:
        if names:
            self._do(lambda changes: changes.delete(list(names)))

    @Slot()
    def undo(self) -> None:
        """Take back the last change of the drawings."""
        self._do(Changes.undo)

    def export(self, name: str) -> None:
        self._do(lambda changes: changes.export(name))

    def import_file(self, name: str) -> None:
        self._do(lambda changes: changes.import_file(name))

    @Slot()
    def settle(self) -> None:
        """Wait until everything that was asked for is on the disk and shown."""
        self._writer.settle()

    def end(self) -> None:
        """Write what is still to be written, and do no more."""
        self._writer.settle()
        self._writer.end()

    @property
    def _opened(self) -> bool:
        """Whether the file was read; if not, it is tried again."""
        if self._changes is None:
            self.open()
        return self._changes is not None

    def _do(self, change: Callable[[Changes], Changed]) -> None:
        if self._opened:
            changes = self._changes
            assert changes
            self._writer.do(lambda _job: change(changes))

    @Slot(object)
    def _show(self, found: Changed) -> None:
        before, self.digits = self.digits, found.digits
        if before is not found.digits:
            self.changed.emit()
        if found.said:
            self.said.emit(found.said)
