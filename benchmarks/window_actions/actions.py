"""The actions that a person has in the window; each is given the hand that performs it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget

from benchmarks.window_actions.hand import ALT, CONTROL, LEFT, NEVER, NONE, RIGHT, SHIFT, Hand, Key, describe, plain
from gui.canvas import digits

PLAIN_KEYS = (
    *(Key.Key_Right, Key.Key_Left, Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home),
    *(Key.Key_End, Key.Key_Space, Key.Key_Escape, Key.Key_Return, Key.Key_Tab, Key.Key_Backtab, Key.Key_Delete),
    *(Key.Key_F1, Key.Key_F2, Key.Key_F5, Key.Key_F7, Key.Key_F8, Key.Key_F9, Key.Key_Menu, Key.Key_Plus),
    *(Key.Key_Minus, Key.Key_0, Key.Key_1, Key.Key_3, Key.Key_7, Key.Key_9, Key.Key_A, Key.Key_Comma),
)
KEYS = (
    *((key, NONE) for key in PLAIN_KEYS),
    *((key, SHIFT) for key in (Key.Key_Right, Key.Key_Left, Key.Key_Up, Key.Key_Down, Key.Key_F10)),
    *((key, CONTROL) for key in (Key.Key_Z, Key.Key_Y, Key.Key_Up, Key.Key_Down, Key.Key_A, Key.Key_O, Key.Key_S)),
    *((Key(Key.Key_0 + number), ALT) for number in range(10)),
)
TEXTS = ("1", "2", "12", "0,01", "0.001", "1e-3", "auto", "12 apples", "-1", "99999", "", "rate", "<b>", "\t7")
PLAYER = ("main", "step", "stop", "restart", "discard")


def _click_button(hand: Hand) -> None:
    buttons = [part for part in hand.seen(QAbstractButton) if not any(word in plain(part.text()) for word in NEVER)]
    if button := hand.one_of(buttons):
        hand.click(button)


def _click_anywhere(hand: Hand) -> None:
    part = hand.one_of(hand.seen(QWidget))
    if isinstance(part, QAbstractButton) or part is None:
        return
    if hand.rng.random() < 0.1:
        QTest.mouseDClick(part, LEFT, NONE, hand.place_in(part))
    hand.click(part, hand.place_in(part), hand.one_of((LEFT, LEFT, LEFT, RIGHT)))


def _choose_page(hand: Hand) -> None:
    bar = hand.window.pages.tabs.tabBar()
    hand.click(bar, bar.tabRect(hand.rng.randrange(bar.count())).center())


def _open_menu(hand: Hand) -> None:
    bar = hand.window.menuBar()
    hand.click(bar, bar.actionGeometry(hand.one_of(bar.actions())).center())


def _type(hand: Hand) -> None:
    if field := hand.one_of(hand.seen(QLineEdit)):
        hand.click(field)
        if hand.rng.random() < 0.7:
            field.selectAll()
        text = hand.one_of(TEXTS)
        hand.did += f": {text!r}"
        QTest.keyClicks(field, text)
        if hand.rng.random() < 0.6:
            hand.key(hand.one_of((Key.Key_Return, Key.Key_Tab, Key.Key_Up, Key.Key_Down, Key.Key_Escape)))


def _press(hand: Hand) -> None:
    hand.key(*hand.one_of(KEYS))


def _choose(hand: Hand) -> None:
    if box := hand.one_of(hand.seen(QComboBox)):
        hand.click(box)


def _draw(hand: Hand) -> None:
    canvas = hand.window.canvas
    _, strokes = hand.one_of(digits())
    side = min(canvas.width(), canvas.height())
    for stroke in strokes:
        places = [
            QPoint(
                *(round(size / 2 + at * side) for size, at in zip((canvas.width(), canvas.height()), p, strict=True))
            )
            for p in stroke[::4]
        ]
        button = RIGHT if hand.rng.random() < 0.1 else LEFT
        QTest.mousePress(canvas, button, NONE, places[0])
        for place in places:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, button, NONE, places[-1])


def _teach(hand: Hand) -> None:
    _draw(hand)
    hand.window.canvas.setFocus()
    hand.key(Key(Key.Key_0 + hand.rng.randrange(10)))


def _turn_wheel(hand: Hand) -> None:
    if part := hand.one_of(hand.seen(QWidget)):
        hand.did += f": {describe(part)}"
        place = hand.place_in(part)
        turn = QPoint(0, hand.one_of((120, -120, 360, -15)))
        none = Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False
        QApplication.sendEvent(
            part, QWheelEvent(QPointF(place), QPointF(part.mapToGlobal(place)), QPoint(), turn, *none)
        )


def _point(hand: Hand) -> None:
    if part := hand.one_of(hand.seen(QWidget)):
        hand.did += f": {describe(part)}"
        QTest.mouseMove(part, hand.place_in(part))
        if hand.rng.random() < 0.3:
            QApplication.sendEvent(part, QEvent(QEvent.Type.Leave))


def _change_scheme(hand: Hand) -> None:
    name = hand.one_of(("light", "dark", "system"))
    hand.did += f": {name}"
    hand.window.commands[name].trigger()


def _play(hand: Hand) -> None:
    player = hand.window.player
    # Most runs should reach their end.
    name = hand.one_of(PLAYER if hand.rng.random() < 0.5 else PLAYER[:2])
    button = player.main if name == "main" else player.small[name]
    if button.isEnabled():
        modifier = SHIFT if name == "step" and hand.rng.random() < 0.3 else NONE
        hand.did += f": {name} {modifier.name}"
        QTest.mouseClick(button, LEFT, modifier)


def _set_small(hand: Hand) -> None:
    """Settings with which a run takes a second or two, so that many runs reach their end."""
    values: dict[str, int | float | str] = {
        "epochs": hand.one_of((1, 1, 1, 2)),
        "learning_rate": hand.one_of((0.01, 0.003, 0.1)),
        "num_workers": hand.one_of((0,) * 9 + (1,)),
        "data": "mnist",
        "model": hand.one_of(("simple",) * 9 + ("cnn",)),
        "batch_size": hand.one_of((256, 512, 1024)),
        "augmentation": hand.one_of(("none",) * 4 + ("varied", "written")),
        "outliers": hand.one_of(("none", "none", "mixed", "letters")),
        "threads": 1,
        "precision": "float32",
        "pipeline": "batch",
    }
    hand.did += f": {values}"
    hand.window.form.show_values(values)


def _click_run(hand: Hand) -> None:
    """A cell of the table: a tick, a choice, a double click that renames."""
    table = hand.window.runs_panel.table
    model = table.model()
    if not table.isVisible() or not model.rowCount():
        return
    index = model.index(hand.rng.randrange(model.rowCount()), hand.one_of((0, 0, 0, 1, 2, 3)))
    place = table.visualRect(index).center()
    hand.did += f": row {index.row()}, column {index.column()}"
    click = QTest.mouseDClick if hand.rng.random() < 0.15 else QTest.mouseClick
    click(table.viewport(), LEFT, hand.one_of((NONE, NONE, CONTROL, SHIFT)), place)


def _menu_of_runs(hand: Hand) -> None:
    table = hand.window.runs_panel.table
    if table.isVisible():
        place = hand.place_in(table.viewport())
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), event)


def _sort(hand: Hand) -> None:
    if bar := hand.one_of([*hand.seen(QAbstractItemView)]):
        header = getattr(bar, "horizontalHeader", lambda: None)()
        if header is not None and header.isVisible():
            hand.click(header.viewport(), hand.place_in(header.viewport()))


def _resize(hand: Hand) -> None:
    hand.window.resize(hand.rng.randint(940, 1500), hand.rng.randint(560, 900))


def _keys_of_runs(hand: Hand) -> None:
    """Open page Runs and press one to three of its keys."""
    hand.window.commands["runs"].trigger()
    for _ in range(hand.rng.randint(1, 3)):
        hand.key(
            *hand.one_of(
                (
                    (Key.Key_Space, NONE),
                    (Key.Key_F2, NONE),
                    (Key.Key_Delete, NONE),
                    (Key.Key_Z, CONTROL),
                    (Key.Key_Down, NONE),
                    (Key.Key_Up, NONE),
                    (Key.Key_Return, NONE),
                )
            )
        )


ACTIONS: dict[str, tuple[int, Callable[[Hand], None]]] = {
    "click a button": (10, _click_button),
    "click anywhere": (6, _click_anywhere),
    "choose a page": (6, _choose_page),
    "open a menu": (5, _open_menu),
    "type": (6, _type),
    "press a key": (12, _press),
    "choose from a list": (2, _choose),
    "draw": (6, _draw),
    "teach": (2, _teach),
    "turn the wheel": (3, _turn_wheel),
    "point": (4, _point),
    "change the scheme": (1, _change_scheme),
    "play": (8, _play),
    "small settings": (4, _set_small),
    "click a run": (6, _click_run),
    "menu of runs": (2, _menu_of_runs),
    "sort": (1, _sort),
    "resize": (1, _resize),
    "keys of runs": (4, _keys_of_runs),
}
"""By name: the relative frequency and the action."""


def act(hand: Hand, name: str = "") -> None:
    """Perform one action, random unless it is named; a popup or a dialog that is open is answered instead."""
    if hand.answer_what_is_open():
        return
    chosen = name or hand.rng.choices(list(ACTIONS), [weight for weight, _ in ACTIONS.values()])[0]
    hand.did = chosen
    ACTIONS[chosen][1](hand)
