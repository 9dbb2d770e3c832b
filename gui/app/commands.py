"""What each command of the menus does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from engine import __version__
from engine.settings import CLASSES
from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts
from gui.theme import SCHEMES

Calls = dict[str, Callable[..., object]]
"""What a command calls, by the command's name in `menus.COMMANDS`."""


def command_calls(window: WindowParts, controllers: Controllers) -> Calls:
    """Every command except those with which the window itself ends, hides or shows something."""
    return {
        **_file_calls(window, controllers),
        **_canvas_calls(window),
        **_training_calls(window, controllers),
        **_digit_calls(window, controllers),
        **_place_calls(window),
        **{name: partial(_choose_scheme, window, name) for name in SCHEMES},
        "guide": controllers.guide.show_again,
        "keys": controllers.help.show_keys,
        "words": controllers.help.show_words,
        "about": partial(window.say, f"Inkling {__version__}. Networks, data and log are kept in {window.folder}."),
    }


def _file_calls(window: WindowParts, controllers: Controllers) -> Calls:
    return {
        "open": window.dialogs.ask_what_to_open,
        "open run": controllers.files.ask_what_to_open,
        "copy experiment": controllers.experiments.copy,
        "paste": controllers.files.paste,
        "save": window.dialogs.ask_where_to_save,
        "folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(window.folder))),
    }


def _canvas_calls(window: WindowParts) -> Calls:
    return {"undo": window.canvas.undo, "redo": window.canvas.redo, "clear": window.canvas.clear}


def _training_calls(window: WindowParts, controllers: Controllers) -> Calls:
    training = controllers.training
    return {
        "train": training.train_or_hold,
        "hold": window.player.press,
        **{name: partial(training.do, name) for name in ("step", "epoch", "stop", "discard", "restart")},
        "find rate": controllers.learning_rate.find_rate,
        "defaults": window.form.show_defaults,
        "measure": controllers.measure.measure,
        "make smaller": controllers.compression.start,
    }


def _digit_calls(window: WindowParts, controllers: Controllers) -> Calls:
    return {
        **{f"was {digit}": partial(controllers.drawing.label, digit) for digit in range(CLASSES)},
        "learn": controllers.my_digits.learn,
        "unlearn": window.teaching.unlearn,
        "import": window.digit_dialogs.ask_what_to_import,
        "export": window.digit_dialogs.ask_where_to_export,
    }


def _place_calls(window: WindowParts) -> Calls:
    def go_to(page: QWidget, part: QWidget | None = None) -> Callable[[], None]:
        return partial(_go_to, window, page, part or page)

    return {
        "settings": lambda: window.form.setFocus(),
        "curve": go_to(window.chart_page, window.chart),
        "canvas": window.canvas.setFocus,
        "mine": go_to(window.my_digits),
        "runs": go_to(window.runs_panel, window.runs_panel.table),
        "inside": lambda: _look_inside(window, window.inside.layers),
        "why": lambda: _look_inside(window, window.inside.reasons),
        "mistakes": go_to(window.mistakes_panel),
        "data": go_to(window.data_panel),
        "network": go_to(window.network_panel),
        "rate": go_to(window.rate_panel),
        "cpu": go_to(window.cpu_panel),
        "several": go_to(window.sweep_panel),
        "smaller": go_to(window.compress_panel),
        "speed": go_to(window.measure_panel),
    }


def _go_to(window: WindowParts, page: QWidget, part: QWidget) -> None:
    window.pages.show_page(page)
    part.setFocus()


def _look_inside(window: WindowParts, view: QWidget) -> None:
    window.inside.show_view(view)
    _go_to(window, window.inside, view)


def _choose_scheme(window: WindowParts, name: str, on: bool) -> None:
    if on:
        window.scheme.choose(name)
