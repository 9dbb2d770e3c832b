"""The panel shows findings as they come, and the window measures in a process of its own."""

from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QScrollArea
from pytestqt.qtbot import QtBot

from engine.events import as_record
from engine.speed.findings import Advice, Finding, Machine, Measured
from gui.app.main_window import MainWindow
from gui.hardware.measure_panel import CANCELLED, MeasurePanel
from gui.hardware.speed_bars import BAR, GAP, LABEL_WIDTH, SpeedBars
from gui.theme.colours import LIGHT
from tests.support.gui.eyes import button, buttons, named, spoken
from tests.support.gui.window import LONG, PATIENCE, shown

MEASURE, CANCEL = "Measure this computer", "Cancel"
PROGRESS, SPEEDS = "Progress of the measurement", "Speed of each configuration"
FINDINGS: list[Finding] = [
    Machine({"CPU": "a CPU"}, configurations=3),
    Measured("textbook", "simple", 0, 2, 10_000.0, 0.8, 1.0, 0.0),
    Measured("Inkling", "simple", 0, 1, 200_000.0, 0.1, 0.01, 0.0),
    Measured("Inkling", "simple", 1, 1, 50_000.0, 0.5, 1.0, 300.0),
]
ADVICE = Advice("simple", 0, 1, "Best here: 0 loader workers and 1 thread, 200,000 images/s.")


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MeasurePanel]:
    yield from shown(qtbot, MeasurePanel(), 500, 400)


def show(panel: MeasurePanel, findings: list[Finding]) -> None:
    for finding in findings:
        panel.show_finding(as_record(finding))


def that_findings_appear_as_they_come(panel: MeasurePanel) -> None:
    panel.show_start()
    progress = named(panel, PROGRESS, QProgressBar)
    assert buttons(panel) == [CANCEL] and progress.isVisible()
    show(panel, FINDINGS)
    assert progress.value() == progress.maximum() > 0
    told = spoken(panel, SPEEDS)
    assert "tutorials' loop, 0 workers: 10,000 images/s" in told and "1 worker, 1 thread: 50,000 images/s" in told
    assert buttons(panel) == [CANCEL]


def that_the_best_way_can_be_applied(panel: MeasurePanel, qtbot: QtBot) -> None:
    panel.show_start()
    show(panel, [*FINDINGS, ADVICE])
    panel.show_end("")
    assert panel.words == ADVICE.sentence and not named(panel, PROGRESS, QProgressBar).isVisible()
    assert buttons(panel) == [MEASURE, "Use 0 workers, 1 thread"]
    with qtbot.waitSignal(panel.applied) as applied:
        QTest.mouseClick(button(panel, "Use 0 workers, 1 thread"), Qt.MouseButton.LeftButton)
    assert applied.args == [{"num_workers": 0, "threads": 1, "pipeline": "batch"}]


def that_a_failure_is_a_sentence_and_offers_nothing(panel: MeasurePanel) -> None:
    panel.show_start()
    panel.show_end("The measurement failed: the disk is full")
    assert panel.words == "The measurement failed: the disk is full" and buttons(panel) == [MEASURE]


def that_longer_bars_stand_for_more_images_and_their_pale_ends_for_waiting(panel: MeasurePanel) -> None:
    show(panel, FINDINGS)
    picture = named(panel, SPEEDS, SpeedBars).grab().toImage()
    middle = GAP + BAR // 2
    busy = []
    for row in (1, 2):
        line = round((middle + row * (BAR + GAP)) * picture.devicePixelRatio())
        colours = [picture.pixelColor(x, line).name() for x in range(picture.width())]
        busy.append(colours.count(LIGHT.train))
    # 200,000 images/s with a tenth of waiting, and 50,000 with half.
    assert busy[0] / busy[1] == pytest.approx(4 * 0.9 / 0.5, rel=0.15)


def benches() -> list[psutil.Process]:
    return [process for process in psutil.Process().children() if "bench" in process.cmdline()]


def that_the_window_measures_while_it_stays_usable_and_can_cancel(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values({"model": "simple", "batch_size": 512})
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.measuring.running and window.pages.page is window.measure_panel
    # A search for a learning rate waits, says so, and does not end the measurement: that would find nothing any more.
    window.commands["find rate"].trigger()
    assert not window.rate_panel.sweeping and "Wait until page Speed has measured" in window.message.text
    window.commands["speed"].trigger()
    qtbot.waitUntil(lambda: "images/s" in spoken(window.measure_panel, SPEEDS), timeout=PATIENCE)
    (bench,) = benches()
    qtbot.waitUntil(lambda: bool(bench.children()), timeout=PATIENCE)
    processes = [bench, *bench.children(recursive=True)]
    QTest.mouseClick(button(window.measure_panel, CANCEL), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.measuring.running, timeout=PATIENCE)
    assert buttons(window.measure_panel)[0] == MEASURE
    assert not psutil.wait_procs(processes, timeout=PATIENCE / 1000)[1]


def that_training_ends_a_measurement_and_a_measurement_waits_for_training(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    window.commands["measure"].trigger()
    window.player.main.click()
    qtbot.waitUntil(lambda: not window.measuring.running, timeout=PATIENCE)
    assert window.session.running and window.pages.page is window.chart_page
    window.commands["measure"].trigger()
    assert not window.measuring.running and "Stop training first" in window.message.text


def that_closing_ends_a_measurement(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["measure"].trigger()
    qtbot.waitUntil(
        lambda: any("bench" in process.cmdline() for process in psutil.Process().children()), timeout=PATIENCE
    )
    (bench,) = benches()
    window.close()
    assert not window.measuring.running and not bench.is_running()


def that_a_cancelled_measurement_says_what_its_bars_are(panel: MeasurePanel) -> None:
    panel.show_start()
    show(panel, FINDINGS)
    panel.show_end("")
    assert panel.words == CANCELLED and buttons(panel) == [MEASURE]


def that_the_best_way_is_named_in_words_and_not_by_colour_alone(panel: MeasurePanel) -> None:
    show(panel, [*FINDINGS, ADVICE])
    told = spoken(panel, SPEEDS)
    assert "0 workers, 1 thread: 200,000 images/s, best" in told and told.count("best") == 1


def that_both_pipelines_have_bars_and_workers_are_compared_where_they_pay(panel: MeasurePanel) -> None:
    single = [
        Measured("Inkling", "simple", count, 1, speed, 0.0, 1.0, 0.0, "image")
        for count, speed in ((0, 1e5), (2, 1.5e5))
    ]
    show(panel, [*FINDINGS, *single, ADVICE])
    told = spoken(panel, SPEEDS)
    assert "per image, 0 workers: 100,000 images/s, per image, 2 workers: 150,000 images/s \u00b7 1.5\u00d7" in told
    picture = named(panel, SPEEDS, SpeedBars).grab().toImage()
    ratio = picture.devicePixelRatio()
    starts = [(LABEL_WIDTH + 2, GAP + row * (BAR + GAP) + BAR // 2) for row in (1, 3)]
    colours = [picture.pixelColor(round(x * ratio), round(y * ratio)).name() for x, y in starts]
    assert colours == [LIGHT.accuracy, LIGHT.validation], "the best whole batch, and one image at a time"


def that_the_bars_fit_the_narrowest_window(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["speed"].trigger()
    window.resize(960, 500)
    show(window.measure_panel, [*FINDINGS, ADVICE])
    scroll = named(window.measure_panel, "Measured speeds", QScrollArea)
    qtbot.waitUntil(lambda: window.width() <= 960 and not scroll.horizontalScrollBar().isVisible(), timeout=PATIENCE)
