"""What can be done with a kept run's network in the window: drawn with, looked into, measured and exported."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.formats import count
from engine.runs import MODEL_FILE
from engine.settings import FIELDS
from gui.app import WindowParts
from gui.background import Job
from gui.network import ONLY_ONE
from gui.runs.controller import RunsWiring
from gui.widgets import ask_what_to_open, ask_where_to_save

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
"""For a network that is no run and has no curve; the format that takes every kind of them first."""
NamedFile = tuple[str, Path]
"""What a person calls a network, and the file that it is in."""
DRAWINGS = "Drawings that My digits exported (*.jsonl);;All files (*)"

LONGEST_NAME = 60
"""Letters; the name of a file has room for 255 bytes, and a letter may take four."""


class RunNetworksWiring(QObject):
    """Opens, reads and writes beside the window."""

    mistakes_asked = Signal(object, str)
    """The Classifier whose mistakes are to be looked at, and the name of its run."""

    def __init__(self, window: WindowParts, runs: RunsWiring) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.runs_panel
        self._runs = runs
        self._opener, self._exporter, self._examinee = (window.new_background() for _ in range(3))
        self._panel.draw_asked.connect(self.draw_with)
        self._panel.mistakes_asked.connect(self._look_at_mistakes)
        self._panel.export_asked.connect(self._ask_where_to_export)
        self._panel.measure_asked.connect(self._ask_what_to_measure_with)
        window.mistakes_panel.asked.connect(self._examinee.stop)
        self._opener.done.connect(self._opened)
        self._examinee.done.connect(self._opened)
        self._exporter.done.connect(self._tell_done)
        for job in (self._opener, self._exporter, self._examinee):
            job.failed.connect(window.show_problem)
            job.failed.connect(self._panel.tell)

    # Drawing with a run's network.

    @Slot(list)
    def draw_with(self, folders: list[Path]) -> None:
        """Read drawings with the network of one run, or with those of two side by side."""
        self.draw_with_files([self._file(folder) for folder in folders])

    def draw_with_files(self, files: list[NamedFile]) -> None:
        """The same with one file or two, wherever they are kept."""
        if self._window.session.running and len(files) == 1:
            # What learns reads in the first place; the other one can stand beside it.
            self._opener.ask(partial(_opened, files, "beside"))
        elif self._window.session.running:
            self._window.message.say("warning", "While training, one run can be drawn with beside the one that learns.")
        else:
            self._opener.ask(partial(_opened, files, "draw"))

    def _file(self, folder: Path) -> NamedFile:
        return self._runs.name(folder), folder / MODEL_FILE

    @Slot(object)
    def _look_at_mistakes(self, folder: Path) -> None:
        self._examinee.ask(partial(_opened, [self._file(folder)], "mistakes"))

    @Slot(object)
    def _opened(self, found: "tuple[str, list[tuple[str, SavedRun, Classifier]]]") -> None:
        what, opened = found
        window, names = self._window, [name for name, _, _ in opened]
        _, run, classifier = opened[0]
        if what == "mistakes":
            self.mistakes_asked.emit(classifier, names[0])
            return
        if other := self._unlike(what, [one for _, _, one in opened]):
            window.message.say("warning", other)
            return
        if what == "beside":
            window.networks.put_beside(names[0], classifier)
        else:
            window.networks.put_beside(*((names[1], opened[1][2]) if len(opened) > 1 else (None, None)))
            window.networks.keep(run, classifier, names[0])
            window.networks.take_back()
        first = "the network that learns" if what == "beside" else names[0]
        if window.networks.beside:
            window.message.say(
                "info", f"You draw with {first} and, beside it, {window.networks.beside[0]}.", ONLY_ONE, self.only_one
            )
        else:
            window.say(f"You draw with {first} now.")

    def _unlike(self, what: str, classifiers: "list[Classifier]") -> str:
        """The sentence for two networks that do not tell the same things apart; "" for any other."""
        reader = self._window.networks.reader
        together = [*classifiers, reader] if what == "beside" and reader else classifiers
        if len({one.names for one in together}) == 1:
            return ""
        kinds = " and ".join(FIELDS["data"].labels[one.data] for one in together)
        return f"One network knows {kinds.replace(' and ', ', the other ')}: there is nothing to compare side by side."

    @Slot()
    def only_one(self) -> None:
        self._window.networks.put_beside(None, None)

    # To other programs.

    @Slot(object)
    def _ask_where_to_export(self, folder: Path) -> None:
        place = Path.home() / f"{file_name(self._runs.name(folder))}.safetensors"
        filters = ";;".join(FILTERS)
        ask_where_to_save(self._window, "Export the run", place, filters, partial(self.export, folder))

    def export(self, folder: Path, name: str) -> None:
        """Write the run to a file whose suffix says as what."""
        self._panel.tell("Exporting \u2026")
        self._exporter.do(lambda job: _exported(folder, Path(name), job))

    def ask_where_to_export(self, network: NamedFile) -> None:
        """The same for a network that is no run."""
        place = Path.home() / f"{file_name(network[0])}.onnx"
        filters = ";;".join(NETWORK_FILTERS)
        ask_where_to_save(self._window, "Export the network", place, filters, partial(self.export_file, network[1]))

    def export_file(self, file: Path, name: str) -> None:
        """Write the network in a file to another one whose suffix says as what."""
        self._exporter.do(lambda _job: _exported_file(file, Path(name)))

    @Slot(object)
    def _ask_what_to_measure_with(self, folder: Path) -> None:
        ask_what_to_open(self._window, "Measure with drawings", Path.home(), DRAWINGS, partial(self.measure, folder))

    def measure(self, folder: Path, name: str) -> None:
        """Let the run read the drawings of a file."""
        self._panel.tell("Reading the drawings \u2026")
        self._exporter.do(lambda _job: _measured(folder, Path(name)))

    @Slot(str)
    def _tell_done(self, sentence: str) -> None:
        self._panel.tell(sentence)
        self._window.say(sentence)
        self._runs.refresh()


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
    """What a person calls it, without what file systems do not take."""
    taken = "".join(letter if letter.isalnum() or letter in "-_., " else "_" for letter in name)
    return taken[:LONGEST_NAME].strip(". ") or "run"


def _measured(folder: Path, file: Path) -> str:
    from engine.inspection import measure_pens

    found = measure_pens(folder, file)
    drawings = f"{count(found.digits, 'drawing')} in {file.name}"
    return f"Of {drawings} {found.right} are classified correctly ({found.accuracy:.2%})."
