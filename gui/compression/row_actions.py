"""What can be done with a row of the page Compressed: drawing with it, keeping it as a run, exporting it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.compression import Compressed
from gui.background import Background, Job
from gui.compression.panel import CompressPanel
from gui.network import NamedFile


class CompressedRowsController(QObject):
    """Keeps rows itself; for the rest it asks the controller of the runs, as a row is a network in a file too."""

    draw_asked = Signal(object)
    """A list with one NamedFile: the network that should read the drawing."""
    export_asked = Signal(object)
    """The NamedFile to export."""
    kept = Signal()
    """A row is a run now."""

    def __init__(self, panel: CompressPanel, *, new_background: Callable[[], Background]) -> None:
        super().__init__(panel)
        self._panel, self._keeper = panel, new_background()
        self.made_of = ""
        """The name of the network that the present rows were made of."""
        self.drawn_with: set[str] = set()
        """The names of the rows that a person has drawn with."""
        self._keeper.done.connect(self._tell_kept)
        self._keeper.failed.connect(panel.tell)
        panel.results.draw_asked.connect(self._draw_with)
        panel.results.keep_asked.connect(self._keep)
        panel.results.export_asked.connect(self._export)

    def _named(self, row: Compressed) -> NamedFile:
        return f"{self.made_of}, {row.name}", Path(row.file)

    @Slot(object)
    def _draw_with(self, row: Compressed) -> None:
        file = self._named(row)
        self.drawn_with.add(file[0])
        self.draw_asked.emit([file])

    @Slot(object)
    def _export(self, row: Compressed) -> None:
        self.export_asked.emit(self._named(row))

    @Slot(object)
    def _keep(self, row: Compressed) -> None:
        self._keeper.do(partial(_kept, self._named(row)))

    @Slot(object)
    def _tell_kept(self, name: str) -> None:
        self._panel.tell(f"{name} is a run of its own now: page Runs has it.")
        self.kept.emit()


def _kept(network: NamedFile, _job: Job) -> str:
    from engine.compression import keep

    keep(network[1], network[0])
    return network[0]
