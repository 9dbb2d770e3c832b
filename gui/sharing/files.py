"""Files that come into the window: pictures, drawings, runs, networks and experiments; and runs that leave it."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine.formats import data_size
from engine.runs import file_name, row_of
from engine.sharing import SUFFIX
from gui.background import Background, Job, TrainingSession
from gui.network import Networks
from gui.sharing.brought import Brought, brought_by
from gui.sharing.kinds import Kind, kind_of, refusal
from gui.sharing.pictures import ReadPicture, read_file, read_pasted
from gui.widgets import Notices, ask_what_to_open, ask_where_to_save

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

FILTER = f"Packed runs (*{SUFFIX})"
NOTHING_TO_PASTE = "There is nothing on the clipboard for Inkling: copy an experiment, a picture or a file first."
NOT_NOW = "Training goes on, and its network reads your drawings: open another one when it has ended."
HOW_TO_OPEN = "To open it elsewhere, drop it on Inkling's window, or choose File, Open packed run."
DRAW_WITH_IT = "Draw with it"


class _Opened(NamedTuple):
    folder: Path
    name: str
    file: str


class FilesController(QObject):
    """Finds out what somebody has brought, reads it in the background, and passes it on."""

    picture_read = Signal(object)
    """An image for the canvas, uint8 (28, 28)."""
    drawings_brought = Signal(str)
    """The name of a file with drawings for My digits."""
    network_brought = Signal(str)
    """The name of a network's file."""
    experiment_brought = Signal(str)
    """A text in which there may be an experiment."""
    run_opened = Signal(object)
    """The folder (a Path) of a run that came from a file."""
    draw_asked = Signal(list)
    """The folder of a run with which a person wants to draw."""

    def __init__(
        self,
        window: QWidget,
        *,
        names: Callable[[Path], str],
        networks: Networks,
        session: TrainingSession,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`names` returns what a person calls the run in a folder."""
        super().__init__(window)
        self._window, self._names, self._networks, self._session = window, names, networks, session
        self._say, self._message = say, message
        self._reader = new_background()
        self._reader.done.connect(self._show)
        self._reader.failed.connect(show_problem)

    # What comes.

    @Slot(object)
    def bring(self, brought: Brought) -> None:
        """Take what was dropped or pasted."""
        if brought.paths:
            self.open_files(brought.paths)
        elif brought.text:
            self.experiment_brought.emit(brought.text)
        elif brought.picture:
            self._read_picture(brought.picture)

    def open_files(self, paths: Iterable[Path]) -> None:
        """Open each of them; one sentence says which of them nothing can be done with."""
        does: dict[Kind, Callable[[Path], object]] = {
            "picture": self._read_file,
            "drawings": lambda path: self.drawings_brought.emit(str(path)),
            "run": self.open_run,
            "network": self._bring_network,
            "experiment": lambda path: self._reader.do(partial(_text_in, path)),
        }
        unknown: list[Path] = []
        for path in paths:
            kind = kind_of(path)
            if kind == "unknown":
                unknown.append(path)
            else:
                does[kind](path)
        if unknown:
            self._message.say("refusal", refusal(unknown))

    @Slot()
    def paste(self) -> None:
        """Take what is on the clipboard."""
        brought = brought_by(QGuiApplication.clipboard().mimeData())
        if brought:
            self.bring(brought)
        else:
            self._message.say("refusal", NOTHING_TO_PASTE)

    @Slot()
    def ask_what_to_open(self) -> None:
        ask_what_to_open(self._window, "Open a packed run", Path.home(), FILTER, lambda name: self.open_run(Path(name)))

    def open_run(self, path: Path) -> None:
        """Put the run in a file among the kept ones."""
        self._reader.do(partial(_run_in, path))

    def _bring_network(self, path: Path) -> None:
        if self._session.running:
            self._message.say("refusal", NOT_NOW)
        else:
            self.network_brought.emit(str(path))

    def _read_file(self, path: Path) -> None:
        self._reader.do(partial(read_file, path, self._networks.reader))

    def _read_picture(self, picture: "QImage") -> None:
        self._reader.do(partial(read_pasted, picture, self._networks.reader))

    @Slot(object)
    def _show(self, found: "ReadPicture | _Opened | str | tuple[Path, int]") -> None:
        match found:
            case ReadPicture(image, sentence):
                self.picture_read.emit(image)
                self._say(sentence)
            case _Opened(folder, name, file):
                self.run_opened.emit(folder)
                told = f'{file} is open: the run "{name}" is among the kept runs.'
                self._message.say("info", told, DRAW_WITH_IT, lambda: self.draw_asked.emit([folder]))
            case str():
                self.experiment_brought.emit(found)
            case (path, size):
                self._say(f"Packed as {path} ({data_size(size)}). {HOW_TO_OPEN}")

    # What leaves.

    @Slot(object)
    def ask_where_to_pack(self, folder: Path) -> None:
        """Ask for a file, and pack the run in this folder as that."""
        place = Path.home() / f"{file_name(self._names(folder))}{SUFFIX}"
        ask_where_to_save(self._window, "Pack the run as one file", place, FILTER, partial(self.pack, folder))

    def pack(self, folder: Path, name: str) -> None:
        """Write the run to the file `name`."""
        self._reader.do(partial(_packed, folder, Path(name)))


# In the background.


def _run_in(path: Path, _job: Job) -> _Opened:
    from engine.sharing import open_packed

    folder = open_packed(path)
    return _Opened(folder, row_of(folder).name, path.name)


def _text_in(path: Path, _job: Job) -> str:
    from engine.sharing import text_in

    return text_in(path)


def _packed(folder: Path, path: Path, _job: Job) -> tuple[Path, int]:
    from engine.sharing import pack

    pack(folder, path)
    return path, path.stat().st_size
