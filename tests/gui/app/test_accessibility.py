"""What a screen reader finds in the real window, on all its pages, and how the keyboard's place is seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from tests.support.gui.eyes import named
from tests.support.gui.window import PATIENCE, QUICK, draw, each_page, train

Role, Text = QAccessible.Role, QAccessible.Text
USED = {
    Role.Button,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.Slider,
    Role.SpinBox,
    Role.PageTab,
    Role.Cell,
}
"""The roles of what a person works with; all else that takes the keyboard counts too."""
WITH_VALUE = {Role.ComboBox, Role.Slider, Role.SpinBox}
TOLD_BY_QT = WITH_VALUE | {Role.Table, Role.List, Role.Grip}
WITH_STATE = {Role.CheckBox: "checkable"}


@pytest.fixture
def used(knowing: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in which somebody has drawn, trained and unfolded everything."""
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    train(knowing, qtbot, QUICK)
    draw(knowing, 6)
    knowing.form.show_more(True)
    knowing.say("Something was done.")
    QTest.qWaitForWindowActive(knowing, PATIENCE)
    return knowing


def pages(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    """Show one after the other, each with what it shows."""
    for name in each_page(window, "settings", "log"):
        if name == "data":
            qtbot.waitUntil(lambda: "Each epoch" in window.data_panel.words, timeout=PATIENCE)
        QApplication.processEvents()
        yield name


def parts(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything in sight below this part, and the part itself."""
    yield interface
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from parts(child)


def widget(part: QAccessibleInterface) -> QWidget | None:
    found = part.object()
    return found if isinstance(found, QWidget) else None


def is_painted(part: QAccessibleInterface) -> bool:
    """Whether the program paints it itself, so that only its words tell what it shows: of tables and boxes Qt tells."""
    one = widget(part)
    ours = (kind for kind in type(one).__mro__ if kind.__module__.startswith("gui."))
    painted = any("paintEvent" in vars(kind) for kind in ours)
    return painted and not isinstance(one, QLabel) and part.role() not in TOLD_BY_QT


def that_every_part_has_a_name_a_role_and_what_it_shows(used: MainWindow, qtbot: QtBot) -> None:
    unnamed, without_role, silent, stateless = (set[str]() for _ in range(4))
    painted: set[str] = set()
    for page in pages(used, qtbot):
        for part in parts(QAccessible.queryAccessibleInterface(used)):
            one, role, state = widget(part), part.role(), part.state()
            name = f"{page}: {type(one).__name__ if one else role.name} {part.text(Text.Name)!r}"
            if not (role in USED or state.focusable or is_painted(part)):
                continue
            if not part.text(Text.Name).strip():
                unnamed.add(name)
            if role == Role.NoRole:
                without_role.add(name)
            if (role in WITH_VALUE and not part.text(Text.Value)) or (
                role in WITH_STATE and not getattr(state, WITH_STATE[role])
            ):
                stateless.add(name)
            if is_painted(part):
                painted.add(type(one).__name__)
                if not part.text(Text.Description).strip():
                    silent.add(name)
    found = {"name": unnamed, "role": without_role, "value": stateless, "words": silent}
    print("without", {what: len(names) for what, names in found.items()})  # noqa: T201
    assert not any(found.values()), found
    assert painted >= {"DrawCanvas", "SeenImage", "ProbabilityBars", "TimeBar", "SpeedBars"}


def said(window: MainWindow, name: str) -> str:
    return named(window, name, QWidget).accessibleDescription()


def that_pictures_say_what_they_show(used: MainWindow) -> None:
    assert said(used, "Drawing canvas").endswith("stroke")
    assert "%" in said(used, "Probability of each answer") and said(used, "Probability of each answer").startswith("0:")
    curve = said(used, "Learning curve")
    assert "validation" in curve and "step" in curve, "the last values"
    used.canvas.clear()
    assert said(used, "Drawing canvas") == "Draw a digit here" and said(used, "What the network sees") == "nothing yet"


def pictures(window: MainWindow, part: QWidget) -> tuple[QImage, QImage]:
    """A part without the keyboard, and with it."""
    if focus := window.focusWidget():
        focus.clearFocus()
    QApplication.processEvents()
    before = part.grab().toImage()
    part.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    assert part.hasFocus(), part
    return before, part.grab().toImage()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def that_the_place_of_the_keyboard_is_seen_in_every_kind_of_part(used: MainWindow, qtbot: QtBot, scheme: str) -> None:
    used.commands[scheme].trigger()
    seen, unmarked = set[tuple[str, str]](), set[tuple[str, str]]()
    for _ in pages(used, qtbot):
        for part in used.findChildren(QWidget):
            kind = type(part).__name__, part.objectName()
            takes_it = part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.focusProxy()
            if kind in seen or not (takes_it and part.isVisible() and part.isEnabled()):
                continue
            seen.add(kind)
            before, after = pictures(used, part)
            if before == after:
                unmarked.add(kind)
    assert not unmarked and len(seen) > 15
