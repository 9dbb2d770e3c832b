"""The share of the CPU's peak rate that training reaches: the bar, and the sentence that explains it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.formats import count, percent
from engine.speed import Peak, Reached, rate, share
from gui.hardware.peak_bar import PeakBar
from gui.theme import Theme
from gui.widgets import NamedLabel

NOT_MEASURED = "The peak rate of this CPU is not known yet: click Measure the peak, which takes a second."
MEASURING = "Multiplying matrices as fast as this CPU can \u2026"
WAITS = (
    "Measuring the peak would slow down the run that is going on. It is measured after the run, or now if you click "
    "Measure the peak."
)
OTHER_THREADS = "The peak with {threads} is not known yet; it is measured after the run."
NO_TRAINING = "The whole bar is the peak of float32 products with so many threads. Train to see what training reaches."
THE_REST = (
    "The rest is time for everything but large products: fetching and varying images, batch norms, the optimizer, "
    "products too small to use the whole CPU, other programs."
)


class ShareView(QWidget):
    """Shows the newest run's share of the newest peak rate, live while the run is going on."""

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Mapping[int, Peak] = {}
        self._training: Reached | None = None
        self._live = self._measuring = False
        self._bar = PeakBar()
        self._words = NamedLabel("Peak and share")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        self._bar.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_measuring(self) -> None:
        """The peak is being measured."""
        self._measuring = True
        self._show()

    def show_peaks(self, peaks: Mapping[int, Peak]) -> None:
        """The measurement is over: show the known peak rates, by number of threads."""
        self._peaks, self._measuring = peaks, False
        self._show()

    def show_run(self, *, going_on: bool) -> None:
        """Say whether a run is going on, whose figures are live."""
        self._live = going_on
        self._show()

    def show_training(self, training: Reached) -> None:
        """Show what the present run reaches at this moment."""
        self._training = training
        self._show()

    def _show(self) -> None:
        training = self._training
        threads = training.threads if training else min(self._peaks, default=1)
        peak = self._peaks.get(threads)
        reached = share(training, peak) if training and peak else None
        whole = f"peak {rate(peak.gigaflops)} GFLOP/s, {count(threads, 'thread')}" if peak else "peak unknown"
        self._bar.show_share(self._headline(training, reached), whole, reached, live=self._live)
        self._words.setText(MEASURING if self._measuring else self._sentence(training, peak))

    def _headline(self, training: Reached | None, reached: float | None) -> str:
        if not training:
            return "No training yet"
        figure = f"{rate(training.gigaflops)} GFLOP/s" if reached is None else percent(reached, 0)
        # The figure comes first: without room the text ends in three dots.
        return f"{figure} {'now' if self._live else 'in the last training'}"

    def _sentence(self, training: Reached | None, peak: Peak | None) -> str:
        if not self._peaks:
            return WAITS if self._live else NOT_MEASURED
        if not training:
            return NO_TRAINING
        if not peak:
            return OTHER_THREADS.format(threads=count(training.threads, "thread"))
        figures = f"{rate(training.gigaflops)} of {rate(peak.gigaflops)} GFLOP/s"
        return f"{training.about}: {figures}, {percent(share(training, peak), 0)} of the peak. {THE_REST}"
