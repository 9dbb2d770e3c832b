"""The menus of the editor: the kinds of layer, and what can be done with one."""

from collections.abc import Callable, Mapping
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
    "text": ("Edit as text", "Go to the text form of the network, to copy, edit or paste it"),
    "name": ("Keep under a name \N{HORIZONTAL ELLIPSIS}", "Give the network a name under My networks"),
    "picture": ("Save picture \N{HORIZONTAL ELLIPSIS}", "Save the picture of the network as PNG or SVG"),
}


class EditMenus:
    """One menu with all that can be done here, whose parts stand in other places, too."""

    def __init__(
        self,
        parent: QWidget,
        pressed: Callable[[str], object],
        added: Callable[[bool, type[StackLayer]], object],
    ) -> None:
        """`pressed` gets a command, and `added` whether before the layer that is worked on, and the kind."""
        self.add_after = kinds_menu(parent, "Add after", partial(added, False))
        self.add_before = kinds_menu(parent, "Add before", partial(added, True))
        self.actions = edit_actions(parent, pressed)
        self.whole = QMenu(parent)
        self.whole.setToolTipsVisible(True)
        self.whole.addMenu(self.add_after)
        self.whole.addMenu(self.add_before)
        self.whole.addSeparator()
        self.whole.addActions([*self.actions.values()])

    def show_possible(self, possible: Mapping[str, bool]) -> None:
        """Which commands are possible."""
        for name, action in self.actions.items():
            action.setEnabled(possible.get(name, True))
        for menu in (self.add_after, self.add_before):
            menu.setEnabled(possible.get("add", True))


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
