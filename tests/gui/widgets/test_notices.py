"""The one place for notices: none replaces another one, none is lost, and none stays longer than it should."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.widgets.notices import notice
from gui.widgets.notices.notice import Notice
from gui.widgets.notices.notices import PASSING, NoticeRow, Notices
from tests.support.gui.eyes import buttons, texts
from tests.support.gui.window import PATIENCE, click, offer, shown

LONG = "A sentence that tells at some length what was done, where it was done, and what a person may do about it now."
Told = tuple[QAccessible.Event, str]
FAR = QPoint(5, 5)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    """Notices at the foot of a page with a button, as in the window."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QPushButton("Something else"))
    column.addStretch()
    column.addWidget(Notices())
    for widget in shown(qtbot, page, 600, 400):
        QTest.qWaitForWindowActive(widget, PATIENCE)
        QTest.mouseMove(widget.windowHandle(), FAR)
        yield widget


@pytest.fixture
def notices(page: QWidget) -> Notices:
    (found,) = page.findChildren(Notices)
    return found


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices go at once."""
    monkeypatch.setattr(notice, "NOTICING", 0.01)
    monkeypatch.setattr(notice, "WORD", 0.001)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """Fills with what screen readers are told."""
    told: list[Told] = []

    def hear(event: QAccessibleEvent) -> None:
        told.append((event.type(), event.object().property("accessibleDescription")))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return told


def crosses(notices: Notices) -> list[QToolButton]:
    return [button for button in notices.findChildren(QToolButton) if button.isVisible()]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", ["info", "refusal"])
def that_what_needs_no_answer_goes_by_itself(notices: Notices, qtbot: QtBot, kind: notice.Kind) -> None:
    notices.say(kind, "Exported to digits.onnx.")
    assert notices.isVisible() and notices.text == "Exported to digits.onnx."
    qtbot.waitUntil(lambda: notices.text == "" and notices.isHidden(), timeout=PATIENCE)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(("kind", "words"), [("error", ""), ("warning", ""), ("info", "Resume it")])
def that_errors_and_offers_stay_while_information_comes_and_goes(
    notices: Notices, qtbot: QtBot, kind: notice.Kind, words: str
) -> None:
    notices.say(kind, "It stays.", words)
    for text in ("One.", "Two.", "Three.", "Four."):
        notices.say("info", text)
        qtbot.waitUntil(lambda: notices.texts == ["It stays."], timeout=PATIENCE)
    click(crosses(notices)[0])
    assert notices.isHidden()


@pytest.mark.usefixtures("soon")
def that_information_that_waits_is_seen_in_its_turn(notices: Notices, told: list[Told], qtbot: QtBot) -> None:
    every = [f"Number {n}." for n in range(3 * PASSING)]
    for text in every:
        notices.say("info", text)
    assert notices.texts == every[:PASSING]
    qtbot.waitUntil(lambda: notices.text == "", timeout=PATIENCE)
    assert told == [(QAccessible.Event.Alert, text) for text in every]


def that_how_long_it_stays_depends_on_how_long_it_is() -> None:
    short, long = Notice("info", "Undone."), Notice("info", LONG)
    assert long.lasting - short.lasting >= 1000 * notice.WORD * (len(LONG.split()) - 1)
    assert Notice("refusal", LONG).lasting > long.lasting


@pytest.mark.usefixtures("soon")
def that_it_stays_under_the_mouse_and_with_the_keyboard(
    page: QWidget, notices: Notices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[str] = []

    class Counted(NoticeRow):
        def underMouse(self) -> bool:  # noqa: N802 - Qt's name
            rounds.append(self.text)
            return super().underMouse()

    monkeypatch.setattr("gui.widgets.notices.notices.NoticeRow", Counted)
    notices.say("info", "Read me.")
    QTest.mouseMove(page.windowHandle(), notices.mapTo(page, notices.rect().center()))
    qtbot.waitUntil(lambda: len(rounds) >= 3, timeout=PATIENCE)
    assert notices.text == "Read me."
    crosses(notices)[0].setFocus()
    QTest.mouseMove(page.windowHandle(), FAR)
    before = len(rounds)
    qtbot.waitUntil(lambda: len(rounds) >= before + 3, timeout=PATIENCE)
    assert notices.text == "Read me."
    page.findChildren(QPushButton)[0].setFocus()
    qtbot.waitUntil(lambda: notices.text == "", timeout=PATIENCE)


def that_an_error_goes_before_an_offer_which_comes_back(notices: Notices) -> None:
    done: list[str] = []
    notices.say("info", "It was cut off.", "Resume it", lambda: done.append("resumed"))
    notices.say("warning", "The disk is nearly full.")
    assert "1 more" in texts(notices) and notices.texts == ["It was cut off."]
    notices.say("error", "It could not be saved.")
    notices.say("error", "Nor in its run.", "Save elsewhere")
    assert notices.texts == ["Nor in its run."] and "3 more" in texts(notices)
    for text in ("It could not be saved.", "It was cut off."):
        notices.dismiss()
        assert notices.texts == [text]
    assert buttons(notices) == ["Resume it", "\u2715"]
    click(offer(notices))
    assert done == ["resumed"] and notices.texts == ["The disk is nearly full."]


def that_the_same_sentence_is_not_said_twice_and_a_newer_offer_replaces_an_older(notices: Notices) -> None:
    done: list[int] = []
    for number in (1, 2):
        notices.say("refusal", "Stop training first.")
        notices.say("info", f"Learnt {number} digits.", "Undo learning", partial(done.append, number))
    assert notices.texts == ["Stop training first.", "Learnt 2 digits."]
    click(offer(notices))
    assert done == [2] and notices.texts == ["Stop training first."]


def that_an_answer_may_say_something_itself(notices: Notices) -> None:
    notices.say("info", "The run was thrown away.", "Bring it back", lambda: notices.say("info", "It is back."))
    click(offer(notices))
    assert notices.texts == ["It is back."]


def that_what_does_not_hold_any_more_is_taken_back(notices: Notices) -> None:
    notices.say("info", "It can go on.", "Resume it")
    notices.say("warning", "The loss became infinite.")
    notices.say("info", "You draw with it.")
    notices.withdraw("Resume it")
    assert sorted(notices.texts) == ["The loss became infinite.", "You draw with it."]
    notices.say("error", "It could not be saved.")
    notices.begin_anew()
    assert notices.texts == ["It could not be saved."]
    notices.clear()
    assert notices.isHidden()


def that_a_screen_reader_is_told(notices: Notices, told: list[Told]) -> None:
    notices.say("info", "Undone.")
    notices.say("error", "It could not be saved.")
    assert told == [(QAccessible.Event.Alert, "Undone."), (QAccessible.Event.Alert, "It could not be saved.")]


@pytest.mark.usefixtures("soon")
def that_time_stands_still_while_nobody_sees_it(page: QWidget, notices: Notices, qtbot: QtBot) -> None:
    page.hide()
    notices.say("info", "While you were away.")
    (timer,) = notices.findChildren(QTimer)
    assert not timer.isActive()
    page.show()
    assert timer.isActive()
    page.close()
    assert not timer.isActive() and notices.text == "While you were away."


def that_escape_dismisses_one_after_the_other(window: MainWindow) -> None:
    window.message.say("info", "It was cut off.", "Resume it")
    for text in ("One.", "Two."):
        window.say(text)
    for left in (["It was cut off.", "One."], ["It was cut off."], []):
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
        assert window.message.texts == left


def that_notices_lie_below_each_other_and_hide_nothing_of_each_other(window: MainWindow, qtbot: QtBot) -> None:
    window.message.say("error", LONG)
    window.say(LONG + " Once more.")
    window.say("Undone.")
    rows = window.message.findChildren(NoticeRow)
    qtbot.waitUntil(lambda: all(row.isVisible() for row in rows), timeout=PATIENCE)
    window.grab()
    in_order = sorted(rows, key=lambda row: row.y())
    assert [row.text for row in in_order] == window.message.texts
    assert all(upper.geometry().bottom() < lower.geometry().top() for upper, lower in pairwise(in_order))
    foot = window.message.mapToGlobal(window.message.rect().bottomLeft())
    assert foot.y() < window.status.mapToGlobal(QPoint()).y()
