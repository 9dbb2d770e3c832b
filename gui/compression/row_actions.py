"""What may be done with a row of "Make it smaller": drawn with, kept as a run, exported."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from engine.compression import Compressed
from gui.app import WindowParts
from gui.background import Job
from gui.runs import NamedFile, RunNetworksWiring, RunsWiring


class CompressionRowsWiring(QObject):
    """Lets the wiring of the runs do it, as a row is a network in a file like that of a run."""

    def __init__(self, window: WindowParts, runs: RunsWiring, networks: RunNetworksWiring) -> None:
        super().__init__(window)
        self._runs, self._networks, self._panel = runs, networks, window.compress_panel
        self.made_of = ""
        """What the network is called that the present rows were made of."""
        self.drawn_with: set[str] = set()
        """The names of rows that were put on the canvas."""
        self._keeper = window.new_background()
        self._keeper.done.connect(self._tell_kept)
        self._keeper.failed.connect(self._panel.tell)
        results = self._panel.results
        results.draw_asked.connect(self._draw_with)
        results.keep_asked.connect(self._keep)
        results.export_asked.connect(self._export)

    def _named(self, row: Compressed) -> NamedFile:
        return f"{self.made_of}, {row.name}", Path(row.file)

    @Slot(object)
    def _draw_with(self, row: Compressed) -> None:
        file = self._named(row)
        self.drawn_with.add(file[0])
        self._networks.draw_with_files([file])

    @Slot(object)
    def _export(self, row: Compressed) -> None:
        self._networks.ask_where_to_export(self._named(row))

    @Slot(object)
    def _keep(self, row: Compressed) -> None:
        self._keeper.do(partial(_kept, self._named(row)))

    @Slot(object)
    def _tell_kept(self, name: str) -> None:
        self._panel.tell(f"{name} is a run of its own now: page Runs has it.")
        self._runs.refresh()


def _kept(network: NamedFile, _job: Job) -> str:
    from engine.compression import keep

    keep(network[1], network[0])
    return network[0]
