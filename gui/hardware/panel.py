"""The page CPU: its facts, its peak rate, the share of it that training reaches, and the kernels that run."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.formats import count
from engine.speed import Peak, Reached, busy_words, peak_words, rate
from gui.hardware.proof_view import PROVING, ProofView
from gui.hardware.share_view import ShareView
from gui.theme import Theme
from gui.widgets import Button, Compound, FactList, UprightScroll, Words

if TYPE_CHECKING:
    from engine.speed import KernelProof

PEAK = "Peak in float32"
PEAK_MEANING = "The fastest product of two square matrices. A GFLOP/s is a thousand million operations per second."
THREADS = "Threads for training"
THREADS_MEANING = "How many cores share the arithmetic of a step, and why so many."
BFLOAT16 = "Products in bfloat16"
BFLOAT16_MEANING = "The same with numbers of 16 bits. If it is far slower, the CPU has no instructions for them."
PROVE = "Prove it"


class CpuPanel(Compound):
    """Shows facts, peak rates by number of threads, the rate that training reaches, and the result of a proof."""

    came_in_sight = Signal()
    peak_asked = Signal()
    proof_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._measure = Button("Measure the peak", "Multiply matrices for a second, to see how fast this CPU can be")
        self._measure.clicked.connect(self.peak_asked)
        self._prove = Button(PROVE, "Train three steps with the settings, and list the kernels that ran in them")
        self._prove.clicked.connect(self.proof_asked)
        self._explain = Button("Explain", "Show below each fact what it means")
        self._explain.setCheckable(True)
        self.share, self.proof, self._facts = ShareView(), ProofView(), FactList()
        self._explain.toggled.connect(self._facts.explain)
        self._lay_out()
        self._threads = "chosen when a run starts"

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for button in (self._measure, self._prove, self._explain):
            head.addWidget(button)
        head.addStretch()
        body = QWidget()
        parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 2, 6, 0)
        parts.addWidget(self.share)
        parts.addWidget(self.proof)
        parts.addSpacing(8)
        parts.addWidget(self._facts)
        parts.addStretch()
        scroll = UprightScroll(body, self.share, self._facts)
        # The keyboard can scroll it.
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("What is known of this CPU")
        self.enter_at(scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)

    def set_theme(self, theme: Theme) -> None:
        self.share.set_theme(theme)
        self.proof.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.came_in_sight.emit()

    @property
    def facts(self) -> dict[str, str]:
        """The values shown, by name."""
        return self._facts.values

    @property
    def measured(self) -> bool:
        """Whether a peak rate is shown."""
        return PEAK in self._facts.values

    @property
    def proving(self) -> bool:
        return self._prove.text() != PROVE

    @Slot(object)
    def show_facts(self, facts: Iterable[Words]) -> None:
        """Show facts about the CPU, and below them how training uses it."""
        for fact in facts:
            self._facts.show_fact(fact)
        self.show_threads(self._threads)

    def show_threads(self, words: str) -> None:
        """Show how many threads training gets, and why."""
        self._threads = words
        if self._facts.values:
            self._facts.show_fact((THREADS, words, THREADS_MEANING))

    def show_bfloat16(self, gigaflops: float) -> None:
        self._facts.show_fact((BFLOAT16, f"{rate(gigaflops)} GFLOP/s with {count(1, 'thread')}", BFLOAT16_MEANING))

    def show_measuring(self) -> None:
        """The peak is being measured."""
        self.share.show_measuring()

    def show_peaks(self, peaks: Mapping[int, Peak]) -> None:
        """The measurement is over: show all known peak rates, by number of threads."""
        if peaks:
            told = "; ".join(map(peak_words, peaks.values())) + busy_words(peaks)
            self._facts.show_fact((PEAK, told, PEAK_MEANING))
        self.share.show_peaks(peaks)

    def show_training(self, training: Reached) -> None:
        """Show what the run reaches at this moment."""
        self.share.show_training(training)

    def show_run(self, *, going_on: bool) -> None:
        """Say whether a run is going on; meanwhile nothing is measured unless a person asks for it."""
        self.share.show_run(going_on=going_on)

    def show_proving(self) -> None:
        """A proof has begun."""
        self._prove.setText("Proving \u2026")
        self.proof.show_words(PROVING)

    @Slot(object)
    def show_proof(self, proof: "KernelProof") -> None:
        self._prove.setText(PROVE)
        self.proof.show_proof(proof)

    @Slot(str)
    def show_proof_end(self, words: str) -> None:
        """The proof has no result; `words` say why, or are "" if it was stopped."""
        self._prove.setText(PROVE)
        self.proof.show_words(words)
