"""The window: its parts in their places, its menus and keys, and what happens when it opens and closes."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from engine import __version__
from engine.settings import CLASSES, checked, recovered
from engine.system import SIGNALS
from gui.app.connections import connect_features
from gui.app.controllers import Controllers
from gui.app.garbage import GarbageCollector
from gui.app.menus import KEYS_AND_GESTURES, fill_menu_bar
from gui.app.window_layout import body, left_panel, middle_panel, right_panel
from gui.app.window_parts import WindowParts
from gui.background import LoadedEngine
from gui.theme import SCHEMES, Theme, icon

log = logging.getLogger("inkling")
SIZE = QSize(1180, 720)
STOP_MILLISECONDS = 300
"""How long closing the window may look frozen before it says that training is being stopped."""


class Themed(Protocol):
    """What has colours of its own, besides those of the style sheet."""

    def set_theme(self, theme: Theme) -> None: ...


class MainWindow(WindowParts):
    """Inkling's window. `folder` is where it remembers things; `scheme` overrides the remembered one."""

    def __init__(self, folder: Path, scheme: str | None = None) -> None:
        super().__init__(folder)
        self._closing = self._waiting = False
        self._may_ask = False
        """Whether somebody is there who wants it closed, and not the system."""
        self._asked: object = None
        """The network without a place about which they were asked last."""
        self._to_paint: dict[QWidget, tuple[Themed, ...]] = {}
        """The pages that do not have the colours of the present scheme yet, and what of each has to get them."""
        self.setWindowTitle("Inkling")
        self.setWindowIcon(icon("inkling"))
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.garbage = GarbageCollector(self)
        self.controllers = Controllers(self)
        self._lay_out()
        self._connect()
        # Not before there are commands, whose icons change with it.
        self.scheme.theme_changed.connect(self._show_theme)
        self.pages.currentChanged.connect(self._paint_page)
        self._remember()
        self.commands[scheme or self.scheme.scheme].setChecked(True)
        self.scheme.choose(scheme or self.scheme.scheme)
        self.controllers.drawing.read()
        self.teaching.open()
        self.player.setFocus()

    def _connect(self) -> None:
        connect_features(self, self.controllers)
        self.controllers.training.ended.connect(self._close_if_asked)
        self.loader.loaded.connect(self._engine_loaded)
        self.loader.varied.connect(self.form.show_varied)
        self.loader.failed.connect(self.show_problem)
        self.dialogs.said.connect(self.say)
        self.dialogs.failed.connect(self.show_problem)
        self.measure_panel.asked.connect(self._measure)
        self.measure_panel.cancelled.connect(self.measuring.cancel)
        self.measure_panel.applied.connect(self.form.show_values)
        self.measuring.found.connect(self.measure_panel.show_finding)
        self.measuring.ended.connect(self.measure_panel.show_end)
        self.log_feed.line_came.connect(self.log_panel.add)

    def _lay_out(self) -> None:
        middle, self._splitter, self._log_area = middle_panel(self.message, self.pages, self.log_panel)
        self.commands = fill_menu_bar(self.menuBar(), self._commands())
        tools: list[QWidget] = [self._tool(name) for name in ("undo", "redo", "clear")]
        left = left_panel(self.form, self.form.problem, self.player, self.result)
        self.setCentralWidget(
            body(left, middle, right_panel(self.canvas_heading, tools, self.canvas, self.prediction, self.teach_row))
        )
        self.setStatusBar(self.status)

    def _commands(self) -> dict[str, Callable[..., object]]:
        training = self.controllers.training
        return {
            "open": self.dialogs.ask_what_to_open,
            "save": self.dialogs.ask_where_to_save,
            "folder": self._show_folder,
            "quit": self._quit,
            "undo": self.canvas.undo,
            "redo": self.canvas.redo,
            "clear": self.canvas.clear,
            "train": training.train_or_stop,
            "hold": self._play,
            **{name: partial(training.do, name) for name in ("step", "epoch", "stop", "discard", "restart")},
            "find rate": self.controllers.mistakes.find_rate,
            "defaults": self.form.show_defaults,
            "measure": self._measure,
            "make smaller": self.controllers.compression.start,
            **{f"was {digit}": partial(self.controllers.drawing.label, digit) for digit in range(CLASSES)},
            "learn": self.controllers.my_digits.learn,
            "unlearn": self.teaching.unlearn,
            "import": self.digit_dialogs.ask_what_to_import,
            "export": self.digit_dialogs.ask_where_to_export,
            "settings": self.form.setFocus,
            "curve": partial(self._go_to, self.chart_page, self.chart),
            "canvas": self.canvas.setFocus,
            "mine": partial(self._go_to, self.my_digits, self.my_digits),
            "runs": partial(self._go_to, self.runs_panel, self.runs_panel.table),
            "mistakes": partial(self._go_to, self.mistakes_panel, self.mistakes_panel),
            "data": partial(self._go_to, self.data_panel, self.data_panel),
            "rate": partial(self._go_to, self.rate_panel, self.rate_panel),
            "cpu": partial(self._go_to, self.cpu_panel, self.cpu_panel),
            "smaller": partial(self._go_to, self.compress_panel, self.compress_panel),
            "log": self._show_log,
            **{name: partial(self._choose_scheme, name) for name in SCHEMES},
            "keys": self._tell_keys,
            "about": self._about,
        }

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self.commands[name])
        button.setAccessibleName(self.commands[name].text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _remember(self) -> None:
        """Restore what an earlier window kept, and keep it again when this one closes."""
        follow, follow_bytes = self.remembered.follow, self.remembered.follow_bytes
        follow_bytes("geometry", self.saveGeometry, self.restoreGeometry)
        follow_bytes("splitter", self._splitter.saveState, self._splitter.restoreState)
        runs = self.runs_panel
        header = runs.table.horizontalHeader()
        follow_bytes("runs splitter", runs.splitter.saveState, runs.splitter.restoreState)
        follow_bytes("runs columns", header.saveState, header.restoreState)
        follow("settings", self.form.values, lambda kept: self.form.show_values(recovered(kept).model_dump()))
        follow("smaller", self.compress_panel.settings.values, self.controllers.compression.show_settings)
        follow("cut off", self._run_going_on, lambda name: setattr(self.controllers.runs, "cut_off_by_closing", name))
        follow("more settings", lambda: self.form.more_shown, self.form.show_more)
        follow("log scale", lambda: self.chart.log_scale, self.chart.set_log_scale)
        follow("log", self.commands["log"].isChecked, self.commands["log"].setChecked)
        follow("scheme", lambda: self.scheme.scheme, self.scheme.choose)

    def _run_going_on(self) -> str:
        folder = self.controllers.training.folder
        return folder.name if self.session.running and folder else ""

    def load_engine(self) -> None:
        """Import torch in the background. Call it when the window is on the screen."""
        self.loader.start()

    @Slot(object)
    def _engine_loaded(self, engine: LoadedEngine) -> None:
        from engine.hardware import use_one_thread

        use_one_thread()
        self.status.show_cpu(engine.cpu)
        self.form.describe_networks(engine.networks)
        for problem in engine.problems:
            log.warning(problem)
            self.message.say("warning", problem)
        if engine.run and not self.networks.run:
            self.networks.keep(engine.run, engine.classifier)
        if not self.session.running:
            self.networks.take_back()
        self.controllers.my_digits.show_digits()
        self.controllers.runs.refresh()
        if self.data_panel.isVisible():
            self.data_panel.look()

    @Slot()
    def _measure(self) -> None:
        self.pages.setCurrentWidget(self.measure_panel)
        if self.session.running:
            self.message.say("warning", "Stop training first: at the same time neither would be as fast as it can be.")
        elif self.controllers.compression.working:
            self.message.say("warning", "Wait until the network is made smaller, or cancel it on page Smaller.")
        elif not self.measuring.running:
            settings = checked(self.form.values())
            if settings.precision != "float32":
                self.say("What is measured is float32, whatever the precision is set to: page CPU has the other one.")
            self.measure_panel.show_start()
            self.measuring.start(settings.model, settings.batch_size, settings.augmentation)

    # Words, pages and colours.

    @Slot()
    def come_to_front(self) -> None:
        """Somebody started the program a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.say("Inkling was already open: this is its window.")

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def _go_to(self, page: QWidget, part: QWidget, _checked: bool = False) -> None:
        self.pages.setCurrentWidget(page)
        part.setFocus()

    @Slot()
    def _tell_keys(self) -> None:
        self.say(KEYS_AND_GESTURES)

    @Slot()
    def _about(self) -> None:
        self.say(f"Inkling {__version__}. Networks, data and log are kept in {self.folder}.")

    @Slot(bool)
    def _show_log(self, shown: bool) -> None:
        self._log_area.setVisible(shown)

    def _choose_scheme(self, name: str, on: bool) -> None:
        if on:
            self.scheme.choose(name)

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        for part in (self.canvas, self.prediction):
            part.set_theme(theme)
        for name in ("undo", "redo", "clear"):
            self.commands[name].setIcon(icon(name, theme.text))
        self._to_paint = {
            self.chart_page: (self.chart, self.time_bar),
            **{
                page: (page,)
                for page in (
                    self.runs_panel,
                    self.mistakes_panel,
                    self.data_panel,
                    self.rate_panel,
                    self.measure_panel,
                    self.cpu_panel,
                    self.compress_panel,
                    self.my_digits,
                )
            },
        }
        self._paint_page()

    @Slot()
    def _paint_page(self) -> None:
        """A page gets its colours when it is seen: to paint all of them at once, the window would stand still."""
        for part in self._to_paint.pop(self.pages.currentWidget(), ()):
            part.set_theme(self.scheme.theme)

    # Keys that no part of the window wanted for itself, and the end.

    @Slot()
    def _play(self) -> None:
        """What a click on the player's large button does."""
        if self.player.main.isEnabled():
            self.player.main.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Space:
                self._play()
            case Qt.Key.Key_Right:
                self.controllers.training.do("epoch" if shift else "step")
            case Qt.Key.Key_Escape if self.message.text:
                self.message.hide()
            case Qt.Key.Key_Escape:
                self.controllers.training.stop()
            case _:
                super().keyPressEvent(event)

    @Slot()
    def _close_if_asked(self) -> None:
        if self._waiting:
            self._waiting = False
            self.close()

    @Slot()
    def _quit(self) -> None:
        self._may_ask = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if not self._closing:
            self.remembered.keep()
        self._closing = True
        self._may_ask = self._may_ask or event.spontaneous()
        self.measuring.cancel()
        self.controllers.training.close()
        if not self.session.wait(STOP_MILLISECONDS):
            # Its Finished will close the window. Ending the thread by force would end the process with it.
            self._waiting = True
            self.player.show_state("stopping")
            self.status.say("Stopping \u2026")
            event.ignore()
            return
        self.session.tell_the_end()
        unsaved = self.controllers.training.unsaved
        if self._may_ask and unsaved.run is not None and unsaved.run is not self._asked:
            unsaved.offer_before_closing()
            self._closing, self._may_ask, self._asked = False, False, unsaved.run
            event.ignore()
            return
        for job in self.background:
            job.stop()
        unsaved.rescue()
        self.hide()
        self.measuring.wait()
        self.teaching.end()
        for job in self.background:
            job.end()
        self.controllers.compression.end()
        if not SIGNALS.number:
            self.loader.wait()
        self.log_feed.close()
        self.garbage.end()
        super().closeEvent(event)
