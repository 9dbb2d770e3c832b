"""The menus of the editor: the kinds of layer, and what can be done with one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine.stack import KINDS, StackLayer

EDITS = {
    "duplicate": ("Duplicate\tCtrl+D", "Put the same layer once more after it"),
    "remove": ("Remove\tDel", "Take the layer out; Ctrl+Z brings it back"),
    "up": ("Move up\tAlt+Up", "Put the layer before the one above"),
    "down": ("Move down\tAlt+Down", "Put the layer after the one below"),
    "undo": ("Undo\tCtrl+Z", "Take back the last edit of the network"),
    "redo": ("Redo\tCtrl+Shift+Z", "Make the edit again that was taken back"),
}
OTHERS = {
    "picture": ("Save picture \N{HORIZONTAL ELLIPSIS}", "Save the picture of the network as PNG or SVG"),
}


def kinds_menu(parent: QWidget, title: str, chosen: Callable[[type[StackLayer]], object]) -> QMenu:
    """A menu with every kind of layer; the tooltip of each says what it does."""
    menu = QMenu(title, parent)
    menu.setToolTipsVisible(True)
    for kind in KINDS:
        action = QAction(kind.title, menu)
        action.setToolTip(kind.help)
        action.triggered.connect(partial(_choose, chosen, kind))
        menu.addAction(action)
    return menu


def _choose(chosen: Callable[[type[StackLayer]], object], kind: type[StackLayer], _checked: bool = False) -> None:
    chosen(kind)


def edit_actions(parent: QWidget, pressed: Callable[[str], object]) -> dict[str, QAction]:
    """What can be done with the network and the layer that is worked on. Keys are those of `keys.py`."""
    actions: dict[str, QAction] = {}
    for name, (text, tip) in {**EDITS, **OTHERS}.items():
        action = QAction(text, parent)
        title, _, keys = text.partition("\t")
        action.setIconText(title)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.triggered.connect(partial(_press, pressed, name))
        actions[name] = action
    return actions


def _press(pressed: Callable[[str], object], name: str, _checked: bool = False) -> None:
    pressed(name)
