"""The only place that creates the parts of the window and connects them."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QMainWindow, QToolButton, QWidget

from engine import __version__
from engine.events import Event, Finished
from engine.ink import render
from engine.labels import CLASSES
from engine.log_lines import LogLines
from engine.settings import checked, recovered
from engine.words import count
from gui.commands import KEYS_AND_GESTURES, fill_menu_bar
from gui.draw_canvas import DrawCanvas
from gui.icons import icon
from gui.log_feed import LogFeed
from gui.log_panel import LogPanel
from gui.loss_chart import LossChart
from gui.measure_panel import MeasurePanel
from gui.measuring import Measuring
from gui.message_bar import MessageBar
from gui.my_digits_dialogs import MyDigitsDialogs
from gui.my_digits_panel import MyDigitsPanel
from gui.network_dialogs import NetworkDialogs
from gui.networks import Networks
from gui.prediction_view import PredictionView
from gui.remembered import Remembered
from gui.result_card import ResultCard
from gui.run_messages import ONE_BEFORE, SAVE_ELSEWHERE, UNDO_LEARNING, WITHOUT_WORKERS, message_after
from gui.scheme_switch import SCHEMES, SchemeSwitch
from gui.settings_form import SettingsForm
from gui.status_strip import StatusStrip
from gui.teach_row import TeachRow
from gui.teaching import Teaching
from gui.theme import Theme
from gui.train_button import TrainButton
from gui.training_thread import EngineLoader, LoadedEngine, TrainingSession
from gui.window_layout import body, left_panel, middle_panel, pages, right_panel

if TYPE_CHECKING:
    from engine.runs import SavedRun

log = logging.getLogger("inkling")
STOP_MILLISECONDS = 300
"""How long closing the window may look frozen before it says that training is being stopped."""


class MainWindow(QMainWindow):
    """Inkling's window. `folder` is where it remembers things; `scheme` overrides the remembered one."""

    def __init__(self, folder: Path, scheme: str | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._log_lines = LogLines()
        self._closing = False
        self.engine_ready = False
        self.setWindowTitle("Inkling")
        self.setWindowIcon(icon("inkling"))
        self.resize(1180, 720)
        self._create()
        self._connect()
        self._remember()
        self.commands[scheme or self.scheme.scheme].setChecked(True)
        self.scheme.choose(scheme or self.scheme.scheme)
        self._read()
        self.teaching.open()
        self.train_button.setFocus()

    def _create(self) -> None:
        self.form = SettingsForm()
        self.train_button = TrainButton()
        self.result = ResultCard()
        self.message = MessageBar()
        self.chart = LossChart()
        self.measure_panel = MeasurePanel()
        self.my_digits = MyDigitsPanel()
        self.log_panel = LogPanel()
        self.canvas = DrawCanvas()
        self.prediction = PredictionView()
        self.teach_row = TeachRow()
        self.status = StatusStrip()
        self.session = TrainingSession(self)
        self.measuring = Measuring(self)
        self.loader = EngineLoader(self)
        self.networks = Networks(self)
        self.dialogs = NetworkDialogs(self, self.networks, self._folder)
        self.teaching = Teaching(self, self.networks)
        self.digit_dialogs = MyDigitsDialogs(self, self.teaching)
        self.log_feed = LogFeed(self)
        self.scheme = SchemeSwitch(self)
        self.pages = pages(
            {"Learning curve": self.chart, "My digits": self.my_digits, "This computer": self.measure_panel}
        )
        middle, self._splitter, self._log_area = middle_panel(self.message, self.pages, self.log_panel)
        self.commands = fill_menu_bar(self.menuBar(), self._commands())
        tools: list[QWidget] = [self._tool(name) for name in ("undo", "redo", "clear")]
        left = left_panel(self.form, self.train_button, self.result)
        self.setCentralWidget(body(left, middle, right_panel(tools, self.canvas, self.prediction, self.teach_row)))
        self.setStatusBar(self.status)

    def _commands(self) -> dict[str, Callable[..., object]]:
        return {
            "open": self.dialogs.ask_what_to_open,
            "save": self.dialogs.ask_where_to_save,
            "folder": self._show_folder,
            "quit": self.close,
            "undo": self.canvas.undo,
            "redo": self.canvas.redo,
            "clear": self.canvas.clear,
            "train": self._train_or_stop,
            "defaults": self.form.show_defaults,
            "measure": self._measure,
            **{f"was {digit}": partial(self._teach, digit) for digit in range(CLASSES)},
            "learn": self._learn_my_digits,
            "unlearn": self.teaching.unlearn,
            "import": self.digit_dialogs.ask_what_to_import,
            "export": self.digit_dialogs.ask_where_to_export,
            "settings": self.form.setFocus,
            "curve": self._go_to_curve,
            "paper": self.canvas.setFocus,
            "mine": self._go_to_my_digits,
            "log": self._show_log,
            **{name: partial(self._choose_scheme, name) for name in SCHEMES},
            "keys": self._tell_keys,
            "about": self._about,
        }

    @property
    def _offers(self) -> dict[str, Callable[..., object]]:
        return {
            SAVE_ELSEWHERE: self.dialogs.ask_where_to_save,
            WITHOUT_WORKERS: self._train_without_workers,
            ONE_BEFORE: self.networks.go_back,
            UNDO_LEARNING: self.teaching.unlearn,
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
        self.session.network_changed.connect(self.networks.lend)
        self.session.trained.connect(self.networks.keep_trained)
        self.networks.changed.connect(self._read)
        self.networks.kept.connect(self._show_result)
        self.loader.loaded.connect(self._engine_loaded)
        self.loader.varied.connect(self.form.show_varied)
        self.loader.failed.connect(self.show_problem)
        self.dialogs.said.connect(self._say)
        self.dialogs.failed.connect(self.show_problem)
        self.measure_panel.asked.connect(self._measure)
        self.measure_panel.cancelled.connect(self.measuring.cancel)
        self.measure_panel.applied.connect(self.form.show_values)
        self.measuring.found.connect(self.measure_panel.show_finding)
        self.measuring.ended.connect(self.measure_panel.show_end)
        self._connect_teaching()
        self.log_feed.line_came.connect(self.log_panel.add)
        self.scheme.theme_changed.connect(self._show_theme)

    def _connect_teaching(self) -> None:
        self.teach_row.taught.connect(self._teach)
        self.my_digits.learn_asked.connect(self._learn_my_digits)
        self.my_digits.unlearn_asked.connect(self.teaching.unlearn)
        self.my_digits.relabelled.connect(self.teaching.relabel)
        self.my_digits.deleted.connect(self.teaching.delete)
        self.my_digits.undo_asked.connect(self.teaching.undo)
        self.my_digits.chosen.connect(self.canvas.show_strokes)
        self.my_digits.import_asked.connect(self.digit_dialogs.ask_what_to_import)
        self.my_digits.export_asked.connect(self.digit_dialogs.ask_where_to_export)
        self.teaching.changed.connect(self._show_my_digits)
        self.teaching.learning.connect(self._show_learning)
        self.teaching.learnt.connect(self._show_learnt)
        self.teaching.said.connect(self._say)
        self.teaching.failed.connect(self.show_problem)

    def _remember(self) -> None:
        """Restore what an earlier window kept, and keep it again when this one closes."""
        self._remembered = Remembered(self._folder)
        follow, follow_bytes = self._remembered.follow, self._remembered.follow_bytes
        follow_bytes("geometry", self.saveGeometry, self.restoreGeometry)
        follow_bytes("splitter", self._splitter.saveState, self._splitter.restoreState)
        follow("settings", self.form.values, lambda kept: self.form.show_values(recovered(kept).model_dump()))
        follow("more settings", lambda: self.form.more_shown, self.form.show_more)
        follow("log scale", lambda: self.chart.log_scale, self.chart.set_log_scale)
        follow("log", self.commands["log"].isChecked, self.commands["log"].setChecked)
        follow("scheme", lambda: self.scheme.scheme, self.scheme.choose)

    def load_engine(self) -> None:
        """Import torch in the background. Call it when the window is on the screen."""
        self.loader.start()

    @Slot(object)
    def _engine_loaded(self, engine: LoadedEngine) -> None:
        from engine.cpu import use_one_thread

        use_one_thread()
        self.engine_ready = True
        self.status.show_cpu(engine.cpu)
        self.form.describe_networks(engine.networks)
        for problem in engine.problems:
            log.warning(problem)
            self.message.say("warning", problem)
        if engine.run and not self.networks.run:
            self.networks.keep(engine.run, engine.classifier)
        if not self.session.running:
            self.networks.take_back()
        self._show_my_digits()

    # Training.

    @Slot()
    def _train_or_stop(self) -> None:
        if self.session.running:
            self.session.stop()
            self.train_button.show_state("stopping")
            self.status.say("Stopping \u2026")
            return
        self.message.hide()
        self.measuring.cancel()
        self.pages.setCurrentWidget(self.chart)
        self.train_button.show_state("running")
        self.result.show_learning()
        self.form.show_running(True)
        self._remembered.keep()
        # The network being trained is the one that reads; another one would be shown for a blink.
        self.commands["open"].setEnabled(False)
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
        self.status.show_events(events)
        for event in events:
            for line in self._log_lines.of(event):
                log.info(line)
        if isinstance(events[-1], Finished):
            self._finished(events[-1])

    def _finished(self, event: Finished) -> None:
        self.train_button.show_state("ready")
        self.form.show_running(False)
        self.commands["open"].setEnabled(True)
        self.networks.take_back()
        self._show_result(self.networks.run)
        if words := message_after(event, network_before=self.networks.before is not None):
            self.message.say(words.kind, words.text, words.offer, self._offers.get(words.offer))
        if self._closing:
            self.close()

    @Slot()
    def _measure(self) -> None:
        self.pages.setCurrentWidget(self.measure_panel)
        if self.session.running:
            self.message.say("warning", "Stop training first: at the same time neither would be as fast as it can be.")
        elif not self.measuring.running:
            settings = checked(self.form.values())
            self.measure_panel.show_start()
            self.measuring.start(settings.model, settings.batch_size, settings.variation)

    @Slot(object)
    def _show_result(self, run: "SavedRun | None") -> None:
        if run:
            self.result.show_result(run.result.test_accuracy, run.summary)
        else:
            self.result.show_nothing()
        self._show_my_digits()

    # Teaching.

    @Slot(int)
    def _teach(self, digit: int, _checked: bool = False) -> None:
        """The drawing on the paper was this digit: keep it, and make room for the next one."""
        strokes, answer = self.canvas.drawing.strokes, self.prediction.answer
        if strokes and self.teaching.teach(digit, strokes, int(answer) if answer.isdecimal() else None):
            self.canvas.clear()
            self.teach_row.tell(f"kept as a {digit}: {count(len(self.teaching.digits), 'digit')} of yours")

    @Slot()
    def _learn_my_digits(self) -> None:
        if self.session.running:
            self.message.say("warning", "Stop training first: a network that still learns cannot learn yours besides.")
        else:
            self.measuring.cancel()
            self.teaching.learn()

    @Slot(bool)
    def _show_learning(self, going_on: bool) -> None:
        self.my_digits.show_learning(going_on)
        self.train_button.setEnabled(not going_on)
        for name in ("train", "open", "learn", "unlearn"):
            self.commands[name].setEnabled(not going_on)
        self.status.say("Learning your digits \u2026" if going_on else "Ready")

    @Slot(str)
    def _show_learnt(self, sentence: str) -> None:
        self.my_digits.tell(sentence)
        if self.pages.currentWidget() is not self.my_digits:
            self.message.say("info", sentence, UNDO_LEARNING, self.teaching.unlearn)
        self._show_my_digits()

    @Slot()
    def _show_my_digits(self) -> None:
        digits = self.teaching.digits
        self.my_digits.show_digits(digits)
        self.my_digits.show_undo_learning(self.teaching.can_unlearn)
        self.commands["unlearn"].setEnabled(self.teaching.can_unlearn)
        self.teach_row.tell(f"{count(len(digits), 'digit')} of yours" if digits else "")
        self.result.show_mine(*self.teaching.counted(), len(digits))

    # Reading.

    @Slot()
    def _read(self) -> None:
        """Show what the present network makes of the present drawing."""
        drawing = self.canvas.drawing
        self.commands["undo"].setEnabled(drawing.can_undo)
        self.commands["redo"].setEnabled(drawing.can_redo)
        self.commands["clear"].setEnabled(bool(drawing.strokes))
        self.teach_row.show_drawing(bool(drawing.strokes))
        reader = self.networks.reader
        if reader is None:
            hint = "No network yet: click Train" if self.engine_ready else "PyTorch is being loaded \u2026"
            self.prediction.show_hint(hint, render(drawing.strokes))
        elif reading := reader.read(drawing.strokes):
            self.prediction.show_reading(reading.image, reading.probabilities, sure=reading.sure)
        else:
            self.prediction.show_hint("The answer appears with the first stroke")

    # Words and colours.

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.message.say("info", sentence)

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
        self._say("Inkling was already open: this is its window.")

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    @Slot()
    def _go_to_curve(self) -> None:
        self.pages.setCurrentWidget(self.chart)
        self.chart.setFocus()

    @Slot()
    def _go_to_my_digits(self) -> None:
        self.pages.setCurrentWidget(self.my_digits)
        self.my_digits.setFocus()

    @Slot()
    def _tell_keys(self) -> None:
        self._say(KEYS_AND_GESTURES)

    @Slot()
    def _about(self) -> None:
        self._say(f"Inkling {__version__}. Networks, data and log are kept in {self._folder}.")

    @Slot(bool)
    def _show_log(self, shown: bool) -> None:
        self._log_area.setVisible(shown)

    def _choose_scheme(self, name: str, on: bool) -> None:
        if on:
            self.scheme.choose(name)

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        for part in (self.chart, self.measure_panel, self.my_digits, self.canvas, self.prediction):
            part.set_theme(theme)
        for name in ("undo", "redo", "clear"):
            self.commands[name].setIcon(icon(name, theme.text))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._closing = True
        self._remembered.keep()
        self.measuring.cancel()
        self.session.stop()
        if not self.session.wait(STOP_MILLISECONDS):
            # Its Finished will close the window. Ending the thread by force would end the process with it.
            self.status.say("Stopping \u2026")
            event.ignore()
            return
        self.hide()
        self.measuring.wait()
        self.teaching.end()
        self.loader.wait()
        self.log_feed.close()
        super().closeEvent(event)
