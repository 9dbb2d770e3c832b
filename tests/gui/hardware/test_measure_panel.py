"""The panel shows findings as they come, and the window measures in a process of its own."""

from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.events import as_record
from engine.speed.findings import Advice, Finding, Machine, Measured
from gui.app.main_window import MainWindow
from gui.hardware.measure_panel import MeasurePanel
from gui.hardware.speed_bars import BAR, GAP
from gui.theme.colours import LIGHT
from tests.support.window import LONG, PATIENCE, shown

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
    assert panel._cancel.isVisible() and not panel._measure.isVisible() and panel._bar.isVisible()
    show(panel, FINDINGS)
    assert (panel._bar.value(), panel._bar.maximum()) == (3, 3)
    spoken = panel._bars.accessibleDescription()
    assert "tutorials' loop, 0 workers: 10,000 images/s" in spoken and "1 worker, 1 thread: 50,000 images/s" in spoken
    assert not panel._apply.isVisible()


def that_the_best_way_can_be_applied(panel: MeasurePanel, qtbot: QtBot) -> None:
    panel.show_start()
    show(panel, [*FINDINGS, ADVICE])
    panel.show_end("")
    assert panel.words == ADVICE.sentence and panel._measure.isVisible() and not panel._bar.isVisible()
    assert [speed.name for speed in panel._bars._speeds if speed.best] == ["0 workers, 1 thread"]
    with qtbot.waitSignal(panel.applied) as applied:
        QTest.mouseClick(panel._apply, Qt.MouseButton.LeftButton)
    assert applied.args == [{"num_workers": 0, "threads": 1, "pipeline": "batch"}]


def that_a_failure_is_a_sentence_and_offers_nothing(panel: MeasurePanel) -> None:
    panel.show_start()
    panel.show_end("The measurement failed: the disk is full")
    assert panel.words == "The measurement failed: the disk is full" and not panel._apply.isVisible()


def that_longer_bars_stand_for_more_images_and_their_pale_ends_for_waiting(panel: MeasurePanel) -> None:
    show(panel, FINDINGS)
    picture = panel._bars.grab().toImage()
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
    assert window.measuring.running and window.pages.currentWidget() is window.measure_panel
    qtbot.waitUntil(lambda: len(window.measure_panel._bars._speeds) >= 1, timeout=PATIENCE)
    (bench,) = benches()
    qtbot.waitUntil(lambda: bool(bench.children()), timeout=PATIENCE)
    processes = [bench, *bench.children(recursive=True)]
    QTest.mouseClick(window.measure_panel._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.measuring.running, timeout=PATIENCE)
    assert window.measure_panel._measure.isVisible()
    assert not psutil.wait_procs(processes, timeout=PATIENCE / 1000)[1]


def that_training_ends_a_measurement_and_a_measurement_waits_for_training(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    window.commands["measure"].trigger()
    window.player.main.click()
    qtbot.waitUntil(lambda: not window.measuring.running, timeout=PATIENCE)
    assert window.session.running and window.pages.currentWidget() is window.chart_page
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
    assert panel.words.startswith("Cancelled: the bars show") and not panel._apply.isVisible()


def that_the_best_way_is_named_in_words_and_not_by_colour_alone(panel: MeasurePanel) -> None:
    show(panel, [*FINDINGS, ADVICE])
    spoken = panel._bars.accessibleDescription()
    assert "0 workers, 1 thread: 200,000 images/s, best" in spoken and spoken.count("best") == 1


def that_both_pipelines_have_bars_and_workers_are_compared_where_they_pay(panel: MeasurePanel) -> None:
    single = [
        Measured("Inkling", "simple", count, 1, speed, 0.9, 1.0, 0.0, "image") for count, speed in ((0, 2e3), (2, 3e3))
    ]
    show(panel, [*FINDINGS, *single, ADVICE])
    spoken = panel._bars.accessibleDescription()
    assert "per image, 0 workers: 2,000 images/s, per image, 2 workers: 3,000 images/s \u00b7 1.5\u00d7" in spoken
    assert [(speed.kind, speed.best) for speed in panel._bars._speeds[1::2]] == [("batch", True), ("image", False)]
