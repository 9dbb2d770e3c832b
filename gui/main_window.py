"""The only place that creates the parts of the window and connects them."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton, QWidget

from engine import __version__
from engine.events import Event, Finished
from engine.ink import render
from engine.log_lines import LogLines
from engine.settings import checked, recovered
from gui.commands import fill_menu_bar
from gui.draw_canvas import DrawCanvas
from gui.icons import icon
from gui.log_feed import LogFeed
from gui.log_panel import LogPanel
from gui.loss_chart import LossChart
from gui.message_bar import MessageBar
from gui.network_files import NetworkFiles
from gui.prediction_view import PredictionView
from gui.remembered import Remembered
from gui.result_card import ResultCard
from gui.settings_form import SettingsForm
from gui.status_strip import StatusStrip
from gui.theme import Scheme, apply, theme_for
from gui.train_button import TrainButton
from gui.training_thread import EngineLoader, LoadedEngine, TrainingSession
from gui.window_layout import body, left_panel, middle_panel, right_panel

if TYPE_CHECKING:
    from engine.classifier import Classifier
    from engine.runs import SavedRun

log = logging.getLogger("inkling")
STOP_MILLISECONDS = 300
"""How long closing the window may look frozen before it says that training is being stopped."""
NOT_TRAINED = "No network yet: click Train"


class MainWindow(QMainWindow):
    """Inkling's window. `folder` is where it remembers things; `scheme` overrides the remembered one."""

    def __init__(self, folder: Path, scheme: Scheme | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._remembered = Remembered(folder)
        self._log_lines = LogLines()
        self.run: SavedRun | None = None
        """The last network that was trained or opened."""
        self._kept: Classifier | None = None
        """Reads drawings with the network of `run`."""
        self._classifier: Classifier | None = None
        """What reads drawings now: `_kept`, or the network of the moment while training runs."""
        self._hint = "PyTorch is being loaded \u2026"
        self._scheme: Scheme = "system"
        self.engine_ready = False
        self._closing = False
        self.setWindowTitle("Inkling")
        self.setWindowIcon(icon("inkling"))
        self.resize(1180, 720)
        self._create()
        self._connect()
        self._recall()
        self.commands[scheme or self._recalled_scheme()].setChecked(True)
        self._read()

    def load_engine(self) -> None:
        """Import torch in the background. Call it when the window is on the screen."""
        self.loader.start()

    def _create(self) -> None:
        self.form = SettingsForm()
        self.train_button = TrainButton()
        self.result = ResultCard()
        self.message = MessageBar()
        self.chart = LossChart()
        self.log_panel = LogPanel()
        self.canvas = DrawCanvas()
        self.prediction = PredictionView()
        self.status = StatusStrip()
        self.session = TrainingSession(self)
        self.loader = EngineLoader(self)
        self.files = NetworkFiles(self, self._folder)
        self.log_feed = LogFeed(self)
        self.commands = fill_menu_bar(self.menuBar(), self._commands())
        tools: list[QWidget] = [self._tool(name) for name in ("undo", "redo", "clear")]
        middle, self._splitter, self._log_area = middle_panel(self.message, self.chart, self.log_panel)
        left = left_panel(self.form, self.train_button, self.result)
        self.setCentralWidget(body(left, middle, right_panel(tools, self.canvas, self.prediction)))
        self.setStatusBar(self.status)

    def _commands(self) -> dict[str, Callable[..., object]]:
        return {
            "open": self.files.ask_for_one,
            "save": self._save_as,
            "folder": self._show_folder,
            "quit": self.close,
            "undo": self.canvas.undo,
            "redo": self.canvas.redo,
            "clear": self.canvas.clear,
            "train": self._train_or_stop,
            "defaults": self.form.show_defaults,
            "settings": self.form.setFocus,
            "curve": self.chart.setFocus,
            "paper": self.canvas.setFocus,
            "log": self._show_log,
            "system": partial(self._choose_scheme, "system"),
            "light": partial(self._choose_scheme, "light"),
            "dark": partial(self._choose_scheme, "dark"),
            "about": self._about,
        }

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self.commands[name])
        button.setAccessibleName(self.commands[name].text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        self.train_button.clicked.connect(self._train_or_stop)
        self.canvas.changed.connect(self._read)
        self.session.events_came.connect(self._show_events)
        self.session.network_changed.connect(self._use)
        self.session.trained.connect(self._keep)
        self.loader.loaded.connect(self._engine_loaded)
        self.loader.failed.connect(self.show_problem)
        self.files.opened.connect(self._opened)
        self.files.failed.connect(self.show_problem)
        self.files.saved.connect(self._saved)
        self.log_feed.line_came.connect(self.log_panel.add)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_scheme)

    # Training.

    @Slot()
    def _train_or_stop(self) -> None:
        if self.session.running:
            self.session.stop()
            self.train_button.show_state("stopping")
            self.status.say("Stopping \u2026")
            return
        self.message.hide()
        self.train_button.show_state("running")
        self.status.say("Starting \u2026")
        self.session.start(checked(self.form.values()))

    @Slot()
    def _train_without_workers(self) -> None:
        self.form.show_values({"num_workers": 0})
        self._train_or_stop()

    @Slot(list)
    def _show_events(self, events: list[Event]) -> None:
        self.chart.add(events)
        self.chart.draw()
        for event in events:
            self.status.show_event(event)
            for line in self._log_lines.of(event):
                log.info(line)
        if isinstance(events[-1], Finished):
            self._finished(events[-1])

    def _finished(self, event: Finished) -> None:
        self.train_button.show_state("ready")
        self._use(self._kept)
        if event.reason != "failed" and event.message:
            self.message.say("error", event.message, "Save elsewhere \u2026", self._save_as)
        elif "loader worker" in event.message:
            self.message.say("error", event.message, "Train with 0 loader workers", self._train_without_workers)
        elif event.message:
            self.message.say("error", event.message)
        if self._closing:
            self.close()

    @Slot(object)
    def _keep(self, run: "SavedRun") -> None:
        """A run has ended: the network that reads drawings at this moment is its last one."""
        self.run, self._kept = run, self._classifier
        self.result.show_result(run.result.test_accuracy, run.summary)

    # Reading.

    @Slot(object)
    def _use(self, classifier: "Classifier | None") -> None:
        self._classifier = classifier
        self._read()

    @Slot()
    def _read(self) -> None:
        """Show what the present network makes of the present drawing."""
        strokes = self.canvas.drawing.strokes
        self.commands["undo"].setEnabled(self.canvas.drawing.can_undo)
        self.commands["redo"].setEnabled(self.canvas.drawing.can_redo)
        self.commands["clear"].setEnabled(bool(strokes))
        if self._classifier is None:
            self.prediction.show_hint(self._hint, render(strokes))
        elif reading := self._classifier.read(strokes):
            self.prediction.show_reading(reading.image, reading.probabilities)
        else:
            self.prediction.show_hint("The answer appears with the first stroke")

    @Slot(object)
    def _engine_loaded(self, engine: LoadedEngine) -> None:
        self._hint = NOT_TRAINED
        self.engine_ready = True
        self.status.show_cpu(engine.cpu)
        for problem in engine.problems:
            log.warning(problem)
            self.message.say("warning", problem)
        if engine.run and not self.run:
            self._adopt(engine.run, engine.classifier)
        self._read()

    @Slot(object)
    def _opened(self, run: "SavedRun") -> None:
        from engine.classifier import Classifier

        self.message.hide()
        self._adopt(run, Classifier(run.network()))

    def _adopt(self, run: "SavedRun", classifier: "Classifier | None") -> None:
        self.run, self._kept = run, classifier
        self.result.show_result(run.result.test_accuracy, run.summary)
        if not self.session.running:
            self._use(classifier)

    # Files, words, colours.

    @Slot()
    def _save_as(self) -> None:
        if self.run:
            self.files.ask_where_to_save(self.run)
        else:
            self.message.say("info", "There is no network to save yet: click Train first.")

    @Slot(str)
    def _saved(self, name: str) -> None:
        self.message.say("info", f"The network was saved to {name}.")

    @Slot(str)
    def show_problem(self, sentence: str) -> None:
        """One sentence about what went wrong and what to do."""
        log.error(sentence)
        self.message.say("error", sentence)

    @Slot()
    def come_to_front(self) -> None:
        """Somebody started the program a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.message.say("info", "Inkling was already open: this is its window.")

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    @Slot()
    def _about(self) -> None:
        self.message.say("info", f"Inkling {__version__}. Networks, data and log are kept in {self._folder}.")

    @Slot(bool)
    def _show_log(self, shown: bool) -> None:
        self._log_area.setVisible(shown)

    def _choose_scheme(self, scheme: Scheme, on: bool) -> None:
        if on:
            self._scheme = scheme
            self._show_scheme()

    @Slot()
    def _show_scheme(self) -> None:
        theme = theme_for(self._scheme)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply(theme, app)
        for part in (self.chart, self.canvas, self.prediction):
            part.set_theme(theme)
        for name in ("undo", "redo", "clear"):
            self.commands[name].setIcon(icon(name, theme.text))

    # What outlives the window.

    def _recall(self) -> None:
        self.restoreGeometry(self._remembered.recall_bytes("geometry"))
        self._splitter.restoreState(self._remembered.recall_bytes("splitter"))
        self.form.show_values(recovered(self._remembered.recall("settings", {})).model_dump())
        self.form.show_more(self._remembered.recall("more", False))
        self.chart.set_log_scale(self._remembered.recall("log scale", False))
        self.commands["log"].setChecked(self._remembered.recall("log", True))
        self._show_log(self.commands["log"].isChecked())

    def _recalled_scheme(self) -> str:
        scheme: str = self._remembered.recall("scheme", "system")
        return scheme if scheme in ("light", "dark") else "system"

    def _remember(self) -> None:
        self._remembered.keep_bytes("geometry", self.saveGeometry())
        self._remembered.keep_bytes("splitter", self._splitter.saveState())
        self._remembered.keep("settings", self.form.values())
        self._remembered.keep("more", self.form.more_shown)
        self._remembered.keep("log scale", self.chart.log_scale)
        self._remembered.keep("log", self.commands["log"].isChecked())
        self._remembered.keep("scheme", self._scheme)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._closing = True
        self._remember()
        self.session.stop()
        if not self.session.wait(STOP_MILLISECONDS):
            # Its Finished will close the window. Ending the thread by force would end the process with it.
            self.status.say("Stopping \u2026")
            event.ignore()
            return
        self.hide()
        self.loader.wait()
        self.log_feed.close()
        super().closeEvent(event)
