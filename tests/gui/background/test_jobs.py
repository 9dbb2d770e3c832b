"""What is done beside the window answers the question that was asked last, and no other."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.data.datasets import mnist
from engine.errors import InklingError, checking
from engine.inspection.mistakes import mistakes_of
from engine.models.classifier import Classifier
from engine.models.networks import build
from gui.app.main_window import MainWindow
from gui.background.jobs import Background, Job
from gui.background.log_feed import LogFeed
from tests.support.gui.window import PATIENCE, click

Heard = list[object]


@pytest.fixture
def beside(qtbot: QtBot) -> Iterator[Background]:
    parent = QObject()
    background = Background(parent)
    yield background
    background.end()


def heard_of(background: Background) -> Heard:
    heard: Heard = []
    for signal in (background.reported, background.done, background.failed):
        signal.connect(heard.append)
    return heard


def answering(what: str) -> Callable[[Job], str]:
    """Work that reports on its way, and returns."""

    def work(job: Job) -> str:
        job.report(f"{what} comes")
        return what

    return work


def let_it_end(background: Background) -> None:
    """Until the thread is over, without the window looking at what it has told."""
    assert background.wait(PATIENCE)


def until_all_is_told(background: Background, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not background.busy and background.isFinished(), timeout=PATIENCE)
    QCoreApplication.processEvents()


def that_what_waits_of_a_stopped_job_is_dropped(beside: Background, qtbot: QtBot) -> None:
    heard = heard_of(beside)
    beside.ask(answering("A"))
    let_it_end(beside)
    beside.stop()
    assert not beside.busy
    until_all_is_told(beside, qtbot)
    assert heard == []


def that_an_answer_that_waits_is_dropped_when_something_else_is_asked(beside: Background, qtbot: QtBot) -> None:
    heard = heard_of(beside)
    beside.ask(answering("A"))
    let_it_end(beside)
    beside.ask(answering("B"))
    until_all_is_told(beside, qtbot)
    assert heard == ["B comes", "B"]


def that_the_answer_of_a_job_that_did_not_stop_in_time_is_dropped(beside: Background, qtbot: QtBot) -> None:
    heard, begun, go_on = heard_of(beside), threading.Event(), threading.Event()
    stopped: list[bool] = []

    def stubborn(job: Job) -> str:
        begun.set()
        assert go_on.wait(PATIENCE / 1000)
        stopped.append(job.stopping())
        job.report("A comes")
        return "A"

    beside.ask(stubborn)
    assert begun.wait(PATIENCE / 1000)
    beside.ask(answering("B"))
    beside.ask(answering("C"))
    go_on.set()
    until_all_is_told(beside, qtbot)
    assert heard == ["C comes", "C"] and stopped == [True]


def that_a_question_that_is_asked_after_a_stop_is_answered(beside: Background, qtbot: QtBot) -> None:
    heard, go_on = heard_of(beside), threading.Event()
    beside.ask(lambda _job: go_on.wait(PATIENCE / 1000))
    beside.stop()
    beside.ask(answering("B"))
    go_on.set()
    until_all_is_told(beside, qtbot)
    assert heard == ["B comes", "B"]


def that_things_to_do_are_all_done_and_told(beside: Background, qtbot: QtBot) -> None:
    heard = heard_of(beside)

    def refused(_job: Job) -> None:
        raise InklingError("B cannot be done.")

    for work in (answering("A"), refused, answering("C")):
        beside.do(work)
    until_all_is_told(beside, qtbot)
    assert heard == ["A comes", "A", "B cannot be done.", "C comes", "C"]


def that_nothing_is_begun_after_the_end(beside: Background, qtbot: QtBot) -> None:
    heard = heard_of(beside)
    beside.ask(answering("A"))
    beside.end()
    beside.ask(answering("B"))
    until_all_is_told(beside, qtbot)
    assert heard == [] and not beside.busy


def that_the_mistakes_are_those_of_the_network_that_was_asked_for_last(knowing: MainWindow, qtbot: QtBot) -> None:
    examiner, panel = knowing.controllers.mistakes._examiner, knowing.mistakes_panel
    other = Classifier(build("simple"))
    knowing.commands["mistakes"].trigger()
    click(next(button for button in panel.findChildren(QPushButton) if button.isVisible()))
    let_it_end(examiner)
    knowing.controllers.mistakes.look_at_mistakes_of(other, "B")
    qtbot.waitUntil(lambda: panel.words.startswith("B: "), timeout=PATIENCE)
    expected = mistakes_of(other, mnist().test)
    assert expected and panel._mistakes and (panel._mistakes.confusion == expected.confusion).all()


def that_a_job_that_ends_because_it_was_stopped_is_no_fault(beside: Background) -> None:
    begun = threading.Event()
    lines: list[str] = []
    feed = LogFeed(beside)
    feed.line_came.connect(lines.append)

    def work(job: Job) -> None:
        begun.set()
        while True:
            checking(job.stopping)()

    beside.ask(work)
    assert begun.wait(PATIENCE / 1000)
    beside.stop()
    let_it_end(beside)
    QCoreApplication.processEvents()
    feed.close()
    assert not lines


def that_the_foot_of_the_window_gets_a_fault_in_one_line(beside: Background, qtbot: QtBot) -> None:
    news: list[str] = []
    feed = LogFeed(beside)
    feed.news_came.connect(news.append)

    def work(_job: Job) -> None:
        raise RuntimeError

    beside.ask(work)
    until_all_is_told(beside, qtbot)
    feed.close()
    assert len(news) == 1 and news[0].endswith("by a fault of the program")
