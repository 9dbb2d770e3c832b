"""The window: its parts in their places, its menus and keys."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from gui.app import placing
from gui.app.closing import Closing
from gui.app.commands import Calls, command_calls
from gui.app.connections import connect_features
from gui.app.controllers import Controllers
from gui.app.engine_arrival import EngineArrival
from gui.app.garbage import GarbageCollector
from gui.app.memory import restore_and_follow
from gui.app.menus import fill_menu_bar
from gui.app.page_colours import PageColours
from gui.app.presenting import Presentation, Stage, Stand
from gui.app.window_layout import RightPanel, body, left_panel, middle_panel
from gui.app.window_parts import WindowParts
from gui.app.zooming import Zooming
from gui.theme import icon, sized

ICON = QSize(16, 16)
"""Of the tools above the canvas, as Fusion has it."""


class MainWindow(WindowParts):
    """Inkling's window. `folder` is where it remembers things; `scheme` overrides the remembered one."""

    def __init__(self, folder: Path, scheme: str | None = None) -> None:
        super().__init__(folder)
        self.setWindowTitle("Inkling")
        self.setWindowIcon(icon("inkling"))
        placing.begin(self)
        self.garbage = GarbageCollector(self)
        self.controllers = Controllers(self)
        self._closing = Closing(self, self.controllers)
        self._lay_out()
        self._connect()
        restore_and_follow(self, self.controllers, self._splitter, self._zooming)
        self.commands[scheme or self.scheme.scheme].setChecked(True)
        self.scheme.choose(scheme or self.scheme.scheme)
        self._colours = PageColours(self, self._always_seen, last=self._left)
        self.controllers.drawing.read()
        self.teaching.open()
        self.player.setFocus()

    def _lay_out(self) -> None:
        left = left_panel(self.form, self.form.problem, self.player, self.result, self.progress)
        self._left = left.whole
        stage = Stage(left, self.result, self.progress)
        middle = middle_panel(self.guide, stage, self.message, self.pages, self.log_panel)
        self._splitter, self._log_area = middle.splitter, middle.log
        self._zooming = Zooming(self)
        self._stand = Stand(self, self.controllers)
        own: Calls = {
            "quit": self._closing.quit,
            "log": self._show_log,
            "present": self._present,
            "stand": self._stand.show,
            "zoom in": self._zooming.larger,
            "zoom out": self._zooming.smaller,
            "usual size": self._zooming.usual,
        }
        self.commands = fill_menu_bar(self.menuBar(), {**command_calls(self, self.controllers), **own})
        tools: list[QWidget] = [self._tool(name) for name in ("undo", "redo", "clear")]
        right = RightPanel(self.canvas_heading, tools, self.canvas, self.prediction, self.teach_row)
        self.setCentralWidget(body(left.whole, middle.whole, right))
        self.setStatusBar(self.status)
        bars = self.menuBar(), *self.pages.bars, self.status
        bare = self.menuBar(), self.status, *self.pages.bars, self.teach_row, middle.log
        self._presentation = Presentation(self, bare)
        self._presentation.going_on_changed.connect(stage.show_parts)
        self._presentation.going_on_changed.connect(self.result.enlarge)
        self._presentation.going_on_changed.connect(self.progress.setVisible)
        self.status.in_short.connect(self.progress.show_state)
        self._presentation.going_on_changed.connect(self.prediction.enlarge)
        self._presentation.going_on_changed.connect(self.controllers.guide.give_way)
        self._presentation.going_on_changed.connect(self._stand.follow_presentation)
        self._always_seen = [*bars, middle.ground, stage, self.guide, self.message, middle.log, right]

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self.commands[name])
        sized(button.setIconSize, ICON)
        button.setAccessibleName(self.commands[name].text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        """Connect the features, the colours and the engine, now that there are commands to connect to."""
        connect_features(self, self.controllers)
        self.controllers.training.ended.connect(self._closing.close_if_waiting)
        self._engine_arrival = EngineArrival(self, self.controllers)
        self.log_feed.line_came.connect(self.log_panel.add)
        self.log_feed.news_came.connect(self.status.show_line)

    def load_engine(self) -> None:
        """Import torch in the background. Call it when the window is on the screen and the form is filled."""
        self.loader.settings = self.settings()
        self.loader.start()

    @Slot()
    def come_to_front(self) -> None:
        """Show this window because the program was started a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.say("Inkling was already open: this is its window.")

    @Slot(bool)
    def _present(self, on: bool) -> None:
        self._presentation.show(on)

    @Slot(bool)
    def _show_log(self, shown: bool) -> None:
        self._log_area.setVisible(shown)

    @property
    def _space_trains(self) -> bool:
        """Whether Space begins a run: only where the button is hidden and the person is not a visitor."""
        return self._presentation.going_on and not self.commands["stand"].isChecked()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that the part of the window with the keyboard did not use itself."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Space:
                # A key that is held down would hold training and let it go on many times a second.
                if (self.controllers.training.going_on or self._space_trains) and not event.isAutoRepeat():
                    self.player.press()
            case Qt.Key.Key_Right:
                self.controllers.training.do("epoch" if shift else "step")
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._press_focused_button()
            case Qt.Key.Key_Escape if self.message.text:
                self.message.dismiss()
            case Qt.Key.Key_Escape:
                self.controllers.training.stop()
            case _:
                super().keyPressEvent(event)

    def _press_focused_button(self) -> None:
        """Press the button that has the keyboard, as Space does: outside dialogs Qt leaves Return to the window."""
        focus = self.focusWidget()
        if isinstance(focus, QPushButton | QToolButton):
            focus.click()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        # What visitors changed is not remembered.
        self.commands["stand"].setChecked(False)
        if not self._closing.may_close(event):
            event.ignore()
            return
        self.garbage.end()
        super().closeEvent(event)
