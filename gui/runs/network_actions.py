"""What can be done with the network of a kept run in the window: drawing, mistakes, measuring and exporting."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.formats import count
from engine.runs import MODEL_FILE
from engine.settings import FIELDS
from gui.background import Background, Job, TrainingSession
from gui.network import NamedFile, Networks
from gui.runs.panel import RunsPanel
from gui.widgets import MessageBar, ask_what_to_open, ask_where_to_save

if TYPE_CHECKING:
    from engine.models import Classifier
    from engine.runs import SavedRun

FILTERS = (
    "Weights for other programs (*.safetensors)",
    "Network for phones, browsers and other languages (*.onnx)",
    "Python script that trains the same network (*.py)",
    "Web page to hand in (*.html)",
    "Curve as a drawing (*.svg)",
    "Curve as a picture (*.png)",
    "Curve as a table (*.csv)",
)
NETWORK_FILTERS = (FILTERS[1], FILTERS[0], "Inkling network (*.inkling)")
"""For a network that is no run and so has no curve. The first format takes every kind of network."""
DRAWINGS = "Drawings that My digits exported (*.jsonl);;All files (*)"

ONLY_ONE = "Only the first"
"""The offer to draw with one network instead of two."""
LONGEST_NAME = 60
"""Letters; the name of a file has room for 255 bytes, and a letter may take four."""


class RunNetworksController(QObject):
    """Opens, reads and writes networks in the background. Those of other pages are named by a `NamedFile`."""

    mistakes_asked = Signal(object, str)
    """The Classifier whose mistakes should be shown, and the name of its run."""
    changed = Signal()
    """A run has been measured or exported: its row may have changed."""

    def __init__(
        self,
        panel: RunsPanel,
        *,
        name: Callable[[Path], str],
        networks: Networks,
        session: TrainingSession,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
        message: MessageBar,
    ) -> None:
        """`name` returns what a person calls the run in a folder."""
        super().__init__(panel)
        self._panel, self._name, self._networks, self._session = panel, name, networks, session
        self._say, self._message = say, message
        self._opener, self._exporter, self._examinee = (new_background() for _ in range(3))
        panel.draw_asked.connect(self.draw_with)
        panel.mistakes_asked.connect(self._look_at_mistakes)
        panel.export_asked.connect(self._ask_where_to_export)
        panel.measure_asked.connect(self._ask_what_to_measure_with)
        self._opener.done.connect(self._opened)
        self._examinee.done.connect(self._opened)
        self._exporter.done.connect(self._tell_done)
        for job in (self._opener, self._exporter, self._examinee):
            job.failed.connect(show_problem)
            job.failed.connect(panel.tell)

    # Drawing and mistakes.

    @Slot(list)
    def draw_with(self, folders: list[Path]) -> None:
        """Let the network of one run read the drawing, or those of two runs side by side."""
        self.draw_with_files([self._file(folder) for folder in folders])

    @Slot(object)
    def draw_with_files(self, files: list[NamedFile]) -> None:
        """The same with the networks in one or two files, which need not be those of runs."""
        if self._session.running and len(files) == 1:
            # The network that learns comes first; the other one can stand beside it.
            self._opener.ask(partial(_opened, files, "beside"))
        elif self._session.running:
            self._message.say("warning", "While training, one run can be drawn with beside the one that learns.")
        else:
            self._opener.ask(partial(_opened, files, "draw"))

    def _file(self, folder: Path) -> NamedFile:
        return self._name(folder), folder / MODEL_FILE

    @Slot(object)
    def _look_at_mistakes(self, folder: Path) -> None:
        self._examinee.ask(partial(_opened, [self._file(folder)], "mistakes"))

    @Slot()
    def stop_looking(self) -> None:
        """Call it when the mistakes of another network are asked for: those of a run are not wanted any more."""
        self._examinee.stop()

    @Slot(object)
    def _opened(self, found: "tuple[str, list[tuple[str, SavedRun, Classifier]]]") -> None:
        what, opened = found
        networks, names = self._networks, [name for name, _, _ in opened]
        _, run, classifier = opened[0]
        if what == "mistakes":
            self.mistakes_asked.emit(classifier, names[0])
            return
        if other := self._unlike(what, [one for _, _, one in opened]):
            self._message.say("warning", other)
            return
        if what == "beside":
            networks.put_beside(names[0], classifier)
        else:
            networks.put_beside(*((names[1], opened[1][2]) if len(opened) > 1 else (None, None)))
            networks.keep(run, classifier, names[0])
            networks.take_back()
        first = "the network that learns" if what == "beside" else names[0]
        if networks.beside:
            both = f"You draw with {first} and, beside it, {networks.beside[0]}."
            self._message.say("info", both, ONLY_ONE, self.only_one)
        else:
            self._say(f"You draw with {first} now.")

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

    # To other programs.

    @Slot(object)
    def _ask_where_to_export(self, folder: Path) -> None:
        place = Path.home() / f"{file_name(self._name(folder))}.safetensors"
        filters = ";;".join(FILTERS)
        ask_where_to_save(self._panel, "Export the run", place, filters, partial(self.export, folder))

    def export(self, folder: Path, name: str) -> None:
        """Write the run to the file `name`; its suffix chooses the format."""
        self._panel.tell("Exporting \u2026")
        self._exporter.do(lambda job: _exported(folder, Path(name), job))

    @Slot(object)
    def ask_where_to_export(self, network: NamedFile) -> None:
        """Export a network that is no run."""
        place = Path.home() / f"{file_name(network[0])}.onnx"
        filters = ";;".join(NETWORK_FILTERS)
        then = partial(self.export_file, network[1])
        ask_where_to_save(self._panel, "Export the network", place, filters, then)

    def export_file(self, file: Path, name: str) -> None:
        """Write the network in `file` to the file `name`; its suffix chooses the format."""
        self._exporter.do(lambda _job: _exported_file(file, Path(name)))

    @Slot(object)
    def _ask_what_to_measure_with(self, folder: Path) -> None:
        then = partial(self.measure, folder)
        ask_what_to_open(self._panel, "Measure with drawings", Path.home(), DRAWINGS, then)

    def measure(self, folder: Path, name: str) -> None:
        """Measure how many drawings in the file `name` the run classifies correctly."""
        self._panel.tell("Reading the drawings \u2026")
        self._exporter.do(lambda _job: _measured(folder, Path(name)))

    @Slot(str)
    def _tell_done(self, sentence: str) -> None:
        self._panel.tell(sentence)
        self._say(sentence)
        self.changed.emit()


def _opened(files: list[NamedFile], what: str, _job: Job) -> "tuple[str, list[tuple[str, SavedRun, Classifier]]]":
    from engine.runs import open_run

    runs = [(name, open_run(file)) for name, file in files]
    return what, [(name, run, run.classifier()) for name, run in runs]


def _exported(folder: Path, path: Path, job: Job) -> str:
    from engine.export import export

    export(folder, path, job.stopping)
    return f"Exported to {path}."


def _exported_file(file: Path, path: Path) -> str:
    from engine.export import export_network
    from engine.runs import open_run

    export_network(open_run(file), path)
    return f"Exported to {path}."


def file_name(name: str) -> str:
    """The name of a run without the characters that a file system may refuse."""
    taken = "".join(letter if letter.isalnum() or letter in "-_., " else "_" for letter in name)
    return taken[:LONGEST_NAME].strip(". ") or "run"


def _measured(folder: Path, file: Path) -> str:
    from engine.inspection import measure_pens

    found = measure_pens(folder, file)
    drawings = count(found.digits, "drawing")
    return f"Of {drawings} in {file.name} {found.right} are classified correctly ({found.accuracy:.2%})."
