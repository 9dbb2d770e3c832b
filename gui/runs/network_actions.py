"""What can be done with the network of a kept run in the window: drawing, mistakes, measuring and exporting."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from engine.runs import MODEL_FILE, file_name
from engine.settings import FIELDS
from gui.background import Background, TrainingSession
from gui.network import NamedFile, Networks
from gui.runs.chart.lines import MOST, run_lines
from gui.runs.network_files import (
    DRAWINGS,
    FILTERS,
    NETWORK_FILTERS,
    OPEN_PAGE,
    exported,
    exported_file,
    measured,
    opened,
)
from gui.runs.panel import RunsPanel
from gui.widgets import Notices, ask_what_to_open, ask_where_to_save

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun
    from gui.runs.network_files import Done

ONLY_ONE = "Only the first"
"""The offer to draw with one network instead of two."""


class RunNetworksController(QObject):
    """Opens, reads and writes networks in the background. Those of other pages are named by a `NamedFile`."""

    mistakes_asked = Signal(object, str)
    """The Classifier whose mistakes should be shown, and the name of its run."""
    both_coloured = Signal(object)
    """What gives two networks side by side the colours of their curves in a theme; None if neither is ticked."""
    changed = Signal()
    """A run has been measured or exported: its row may have changed."""

    def __init__(
        self,
        panel: RunsPanel,
        *,
        names: Callable[[Sequence[Path]], list[str]],
        networks: Networks,
        session: TrainingSession,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`names` returns what a person calls the runs in some folders, so that they can be told apart."""
        super().__init__(panel)
        self._panel, self._names, self._networks, self._session = panel, names, networks, session
        self._say, self._message = say, message
        self._opener, self._exporter, self._examinee = (new_background() for _ in range(3))
        self._asked: list[Path] = []
        """The files that have been asked for last."""
        self._side_by_side: list[Path] = []
        """The files of the two networks that read side by side; the one that learns has none yet."""
        panel.draw_asked.connect(self.draw_with)
        panel.ticked.connect(self._colour_both)
        panel.mistakes_asked.connect(self._look_at_mistakes)
        panel.export_asked.connect(self._ask_where_to_export)
        panel.measure_asked.connect(self._ask_what_to_measure_with)
        self._opener.done.connect(self._opened)
        self._examinee.done.connect(self._opened)
        self._exporter.done.connect(self._tell_done)
        for job in (self._opener, self._exporter, self._examinee):
            job.failed.connect(show_problem)
            job.failed.connect(panel.stop_telling)

    # Drawing and mistakes.

    @Slot(list)
    def draw_with(self, folders: list[Path]) -> None:
        """Let the network of one run read the drawing, or those of two runs side by side."""
        self.draw_with_files(self._files(folders))

    @Slot(object)
    def draw_with_files(self, files: list[NamedFile]) -> None:
        """The same with the networks in one or two files, which need not be those of runs."""
        self._asked = [file for _, file in files]
        if self._session.running and len(files) == 1:
            # The network that learns comes first; the other one can stand beside it.
            self._opener.ask(partial(opened, files, "beside"))
        elif self._session.running:
            self._message.say("refusal", "While training, one run can be drawn with beside the one that learns.")
        else:
            self._opener.ask(partial(opened, files, "draw"))

    def _files(self, folders: Sequence[Path]) -> list[NamedFile]:
        return [(name, folder / MODEL_FILE) for name, folder in zip(self._names(folders), folders, strict=True)]

    @Slot(object)
    def _look_at_mistakes(self, folder: Path) -> None:
        self._examinee.ask(partial(opened, self._files([folder]), "mistakes"))

    @Slot()
    def stop_looking(self) -> None:
        """Call it when the mistakes of another network are asked for: those of a run are not wanted any more."""
        self._examinee.stop()

    @Slot(object)
    def _opened(self, found: "tuple[str, list[tuple[str, SavedRun, Classifier]]]") -> None:
        what, runs = found
        networks, names = self._networks, [name for name, _, _ in runs]
        _, run, classifier = runs[0]
        if what == "mistakes":
            self.mistakes_asked.emit(classifier, names[0])
            return
        if other := self._unlike(what, [one for _, _, one in runs]):
            self._message.say("refusal", other)
            return
        if what == "beside":
            networks.put_beside(names[0], classifier)
        else:
            networks.put_beside(*((names[1], runs[1][2]) if len(runs) > 1 else (None, None)))
            networks.keep(run, classifier, names[0])
            networks.take_back()
        self._side_by_side = [Path(), *self._asked] if what == "beside" else self._asked
        self._colour_both()
        first = "the network that learns" if what == "beside" else f'"{names[0]}"'
        if networks.beside:
            both = f'You draw with {first} and, beside it, "{networks.beside[0]}".'
            self._message.say("info", both, ONLY_ONE, self.only_one)
        else:
            self._message.withdraw(ONLY_ONE)
            self._say(f"You draw with {first} now.")

    @Slot()
    def _colour_both(self) -> None:
        """A run that is ticked has the colour of its curve, another one a colour that no curve has."""
        slots = self._panel.table.runs.slots
        drawn = [slots.get(file.parent) if file.name == MODEL_FILE else None for file in self._side_by_side]
        if len(drawn) != 2 or drawn == [None, None]:
            self.both_coloured.emit(None)
            return
        rest = [place for place in range(MOST) if place not in slots.values()] or [
            place for place in range(MOST) if place not in drawn
        ]
        first, second = (rest.pop(0) if place is None else place for place in drawn)
        self.both_coloured.emit(lambda theme: tuple(run_lines(theme)[place].colour for place in (first, second)))

    def _unlike(self, what: str, classifiers: "list[Classifier]") -> str:
        """A sentence if two networks know different classes; "" if they can be compared."""
        reader = self._networks.reader
        together = [*classifiers, reader] if what == "beside" and reader else classifiers
        if len({one.names for one in together}) == 1:
            return ""
        kinds = " and ".join(FIELDS["data"].labels[one.data] for one in together)
        return f"One network knows {kinds.replace(' and ', ', the other ')}: there is nothing to compare side by side."

    @Slot()
    def only_one(self) -> None:
        """Let the first network alone read the drawing."""
        self._networks.put_beside(None, None)
        self._message.withdraw(ONLY_ONE)

    # To other programs.

    @Slot(object)
    def _ask_where_to_export(self, folder: Path) -> None:
        place = Path.home() / f"{file_name(*self._names([folder]))}.html"
        filters = ";;".join(FILTERS)
        ask_where_to_save(self._panel, "Export the run", place, filters, partial(self.export, folder))

    def export(self, folder: Path, name: str) -> None:
        """Write the run to the file `name`; its suffix chooses the format."""
        self._panel.tell("Exporting \u2026")
        self._exporter.do(lambda job: exported(folder, Path(name), job))

    @Slot(object)
    def ask_where_to_export(self, network: NamedFile) -> None:
        """Export a network that is no run."""
        place = Path.home() / f"{file_name(network[0])}.onnx"
        filters = ";;".join(NETWORK_FILTERS)
        then = partial(self.export_file, network[1])
        ask_where_to_save(self._panel, "Export the network", place, filters, then)

    def export_file(self, file: Path, name: str) -> None:
        """Write the network in `file` to the file `name`; its suffix chooses the format."""
        self._exporter.do(lambda job: exported_file(file, Path(name), job))

    @Slot(object)
    def _ask_what_to_measure_with(self, folder: Path) -> None:
        then = partial(self.measure, folder)
        ask_what_to_open(self._panel, "Measure with drawings", Path.home(), DRAWINGS, then)

    def measure(self, folder: Path, name: str) -> None:
        """Measure how many drawings in the file `name` the run classifies correctly."""
        self._panel.tell("Reading the drawings \u2026")
        self._exporter.do(lambda _job: measured(folder, Path(name)))

    @Slot(object)
    def _tell_done(self, done: "Done") -> None:
        self._panel.stop_telling()
        if done.page:
            address = QUrl.fromLocalFile(str(done.page))
            self._message.say("info", done.sentence, OPEN_PAGE, partial(QDesktopServices.openUrl, address))
        else:
            self._say(done.sentence)
        self.changed.emit()
