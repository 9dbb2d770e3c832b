"""Page CPU: facts, the peak and the share of it that training reaches, and the proof of which kernels run."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from engine.hardware.cpu import facts
from engine.speed.kernel_lines import Kernel
from engine.speed.kernel_proof import KernelProof
from engine.speed.peak_share import Peak, Reached
from gui.app.main_window import MainWindow
from gui.hardware.kernel_bars import KernelBars
from gui.hardware.panel import PEAK, PROVE, THREADS, CpuPanel
from gui.hardware.peak_bar import PeakBar
from gui.hardware.proof_view import PROVING
from gui.hardware.share_view import MEASURING, NO_TRAINING, NOT_MEASURED, THE_REST, WAITS
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.eyes import button, buttons, colours, label, named, spoken, text
from tests.support.gui.window import PATIENCE, shown

SHARE, KERNELS = "Share of the CPU's peak rate", "Kernels that ran"
LINES = "The first lines that the libraries printed"
ONE = Peak(1, 80.0, "MKL")
CNN = Reached("Small CNN, batches of 256", 1, 20.0)
PROOF = KernelProof(
    "In 3 steps oneDNN's kernels ran 9 times; MKL's did not.",
    [Kernel("oneDNN", "convolution forwards", "jit:avx2", 9, 12.3)],
    ["onednn_verbose,v1,info,cpu,isa:Intel AVX2"],
)
SHORT: dict[str, int | float | str] = {
    "model": "simple",
    "epochs": 1,
    "augmentation": "none",
    "outliers": "none",
    "threads": 1,
}


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CpuPanel]:
    yield from shown(qtbot, CpuPanel(), 460, 420)


def blue_share(panel: CpuPanel) -> float:
    """How much of the bar's length has the colour of training."""
    bar = named(panel, SHARE, PeakBar)
    picture = bar.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    row = picture.height() - round(10 * picture.devicePixelRatio())
    found = [picture.pixelColor(x, row) == QColor(LIGHT.train) for x in range(picture.width())]
    return sum(found) / len(found)


def that_facts_stand_beside_their_names_and_say_what_they_mean(panel: CpuPanel) -> None:
    told = facts()
    panel.show_facts(told)
    assert list(panel.facts) == [*(fact.name for fact in told), THREADS]
    assert all(panel.facts[fact.name] == fact.value for fact in told)
    assert all(named(panel, name, QLabel).toolTip() for name in panel.facts)
    meaning = label(panel, told[0].meaning)
    assert not meaning.isVisible()
    QTest.mouseClick(button(panel, "Explain"), Qt.MouseButton.LeftButton)
    assert meaning.isVisible()
    QTest.keyClick(button(panel, "Explain"), Qt.Key.Key_Space)
    assert not meaning.isVisible()


def that_a_fact_that_comes_again_takes_its_own_place(panel: CpuPanel) -> None:
    panel.show_facts([("CPU", "one", "meaning")])
    panel.show_threads("2 (as set)")
    panel.show_facts([("CPU", "another", "meaning")])
    assert panel.facts == {"CPU": "another", THREADS: "2 (as set)"}


def that_the_page_says_what_is_not_known_yet(panel: CpuPanel, qtbot: QtBot) -> None:
    assert panel.share.words == NOT_MEASURED
    with qtbot.waitSignal(panel.peak_asked):
        QTest.mouseClick(button(panel, "Measure the peak"), Qt.MouseButton.LeftButton)
    panel.show_measuring()
    assert panel.share.words == MEASURING
    panel.show_peaks({})
    panel.show_run(going_on=True)
    assert panel.share.words == WAITS
    panel.show_run(going_on=False)
    panel.show_peaks({1: ONE})
    assert panel.share.words == NO_TRAINING and panel.facts[PEAK] == "80 GFLOP/s with 1 thread (MKL)"
    assert blue_share(panel) == 0


def that_the_bar_is_as_long_as_the_share_and_stays_when_training_is_over(panel: CpuPanel) -> None:
    panel.show_peaks({1: ONE})
    panel.show_run(going_on=True)
    panel.show_training(CNN)
    assert blue_share(panel) == pytest.approx(0.25, abs=0.02)
    assert panel.share.words == f"Small CNN, batches of 256: 20 of 80 GFLOP/s, 25% of the peak. {THE_REST}"
    assert spoken(panel, SHARE) == "25% now, peak 80 GFLOP/s, 1 thread"
    panel.show_run(going_on=False)
    assert spoken(panel, SHARE).startswith("25% in the last training")
    # Paler, as it is not live.
    assert blue_share(panel) == 0


def that_more_than_the_peak_fills_the_bar_and_no_more(panel: CpuPanel) -> None:
    panel.show_peaks({1: ONE})
    panel.show_run(going_on=True)
    panel.show_training(CNN._replace(gigaflops=100.0))
    assert blue_share(panel) > 0.97 and "125%" in panel.share.words


def that_a_share_is_only_taken_of_the_peak_with_as_many_threads(panel: CpuPanel) -> None:
    panel.show_peaks({1: ONE})
    panel.show_run(going_on=True)
    panel.show_training(CNN._replace(threads=2))
    assert "The peak with 2 threads is not known yet" in panel.share.words and blue_share(panel) == 0
    panel.show_peaks({1: ONE, 2: Peak(2, 160.0, "MKL")})
    assert blue_share(panel) == pytest.approx(0.125, abs=0.02)


def that_a_proof_shows_what_ran_and_the_lines_that_say_so(panel: CpuPanel, qtbot: QtBot) -> None:
    assert not panel.proof.isVisible()
    with qtbot.waitSignal(panel.proof_asked):
        QTest.keyClick(button(panel, PROVE), Qt.Key.Key_Space)
    panel.show_proving()
    assert panel.proof.words == PROVING and PROVE not in buttons(panel)
    panel.show_proof(PROOF)
    assert panel.proof.words == PROOF.sentence and PROVE in buttons(panel)
    kernels, lines = named(panel, KERNELS, KernelBars), named(panel, LINES, QPlainTextEdit)
    told = "oneDNN jit:avx2 \u00b7 convolution forwards, 9 calls, 12.3 ms"
    assert kernels.accessibleDescription() == kernels.toolTip() == told
    assert lines.isVisible() and lines.toPlainText() == PROOF.lines[0]
    panel.show_proof(PROOF._replace(kernels=[], lines=[], sentence="Neither of them ran."))
    assert panel.proof.words == "Neither of them ran." and not lines.isVisible()
    panel.show_proof_end("")
    assert not panel.proof.isVisible()


def that_it_fits_into_the_middle_of_a_small_window_and_can_be_scrolled_by_key(panel: CpuPanel) -> None:
    panel.show_facts(facts())
    panel.show_peaks({1: ONE})
    panel.show_training(CNN)
    panel.show_proof(PROOF)
    assert panel.minimumSizeHint().width() <= 330
    panel.activateWindow()
    panel.setFocus()
    scroll = panel.window().focusWidget()
    assert scroll is not None and scroll.focusPolicy() == Qt.FocusPolicy.StrongFocus
    lines = named(panel, LINES, QPlainTextEdit)
    lines.setFocus()
    assert panel.focusWidget() is lines and lines.tabChangesFocus()


def that_both_schemes_paint_the_bars_in_their_colours(panel: CpuPanel) -> None:
    panel.show_peaks({1: ONE})
    panel.show_run(going_on=True)
    panel.show_training(CNN)
    panel.show_proof(PROOF)
    assert blue_share(panel) > 0 and LIGHT.accuracy in colours(named(panel, KERNELS, KernelBars))
    panel.set_theme(DARK)
    assert blue_share(panel) == 0 and DARK.accuracy in colours(named(panel, KERNELS, KernelBars))
    panel.set_theme(LIGHT)
    assert blue_share(panel) > 0


def that_every_button_says_what_it_does(panel: CpuPanel) -> None:
    assert all(one.toolTip() and one.text() for one in panel.findChildren(QPushButton))


def that_the_key_opens_the_page_which_measures_by_itself_and_follows_a_run(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.cpu_panel
    qtbot.waitUntil(lambda: not window.loader.isRunning(), timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert window.pages.page is panel and panel.isAncestorOf(window.focusWidget())
    qtbot.waitUntil(
        lambda: PEAK in panel.facts and not window.controllers.hardware._measurer.isRunning(), timeout=PATIENCE
    )
    assert panel.facts["CPU"] in text(window.status, "CPU") and panel.share.words == NO_TRAINING
    window.form.show_values(SHORT)
    window.controllers.training.train()
    window.pages.show_page(panel)
    QTest.mouseClick(button(panel, PROVE), Qt.MouseButton.LeftButton)
    assert "Pause or stop training first" in window.message.text and not panel.proof.isVisible()
    qtbot.waitUntil(lambda: panel.share.words.startswith("SimpleNN 784-128-10, batches of 256"), timeout=PATIENCE)
    window.controllers.training.stop()
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    assert panel.facts[THREADS] == "1 (as set)" and panel.share.words.endswith(THE_REST)
    assert "% in the last training" in spoken(panel, SHARE)


def that_a_run_that_begins_ends_measurement_and_proof(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.cpu_panel
    qtbot.waitUntil(lambda: not window.loader.isRunning(), timeout=PATIENCE)
    panel.proof_asked.emit()
    panel.peak_asked.emit()
    assert panel.proof.words == PROVING and panel.share.words == MEASURING
    window.form.show_values(SHORT)
    window.controllers.training.train()
    assert panel.proof.words == "" and panel.share.words == WAITS
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.controllers.hardware._prover.isRunning(), timeout=PATIENCE)
    assert panel.proof.words == ""
