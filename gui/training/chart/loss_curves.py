"""The points of a run's curves, gathered from its events. It knows no widgets."""

from engine import BatchDone, EpochDone, Event, Started
from engine.runs import LARGEST, LEAST, Smoothing
from gui.widgets import Curve

FLAT = 0.1
"""Below this share of the largest loss the smoothed curve lies flat on a linear axis."""
SMOOTH_POINTS = 1_024
"""The smoothed curve needs fewer points than the raw one, and its wide antialiased pen is slow: 4 ms for these."""


class LossCurves:
    """Losses and accuracies (in percent) by step, and the best epoch."""

    def __init__(self) -> None:
        self.run: Started | None = None
        self.newest = 0
        """The last step with a loss, 0 before a run's first one."""
        self.best: tuple[int, float] | None = None
        """Step and loss of the epoch with the lowest validation loss."""
        self._largest = self._smoothed = 0.0
        self._smoothing = Smoothing()
        self.by_name = {
            "raw": Curve(),
            "train": Curve(SMOOTH_POINTS),
            "validation": Curve(),
            "train accuracy": Curve(),
            "accuracy": Curve(),
        }

    def start(self, run: Started) -> bool:
        """Follow this run. Returns whether the curves are empty now: those of a resumed run go on where they were."""
        self.run = run
        if run.first_step and self.newest:
            return False
        self.newest, self.best = 0, None
        self._largest = self._smoothed = 0.0
        self._smoothing = Smoothing()
        for curve in self.by_name.values():
            curve.clear()
        return True

    def add(self, event: Event) -> None:
        match event:
            case BatchDone():
                self.newest = event.step
                loss = max(event.loss, LEAST)
                self._smoothed = self._smoothing.add(loss)
                # What cannot be drawn does not stretch the axis.
                self._largest = max(self._largest, loss if loss <= LARGEST else 0.0)
                self.by_name["raw"].add(event.step, loss)
                self.by_name["train"].add(event.step, self._smoothed)
            case EpochDone():
                self.by_name["validation"].add(event.step, max(event.validation_loss, LEAST))
                self.by_name["train accuracy"].add(event.step, 100 * event.train_accuracy)
                self.by_name["accuracy"].add(event.step, 100 * event.validation_accuracy)
                if event.validation_loss <= (self.best[1] if self.best else LARGEST):
                    self.best = (event.step, max(event.validation_loss, LEAST))

    @property
    def flat(self) -> bool:
        """Whether the loss has become so small that a linear axis shows no more improvement."""
        return self._smoothed < FLAT * self._largest

    def words_at(self, step: float | None) -> str:
        """The values at a step, or at the newest one, as a person reads them; "" while there are none."""
        if self.run is None or not self.newest:
            return ""
        step = self.newest if step is None else min(step, self.newest)
        parts = [f"step {step:,.0f}", f"epoch {step * self.run.epochs / self.run.steps:.1f}"]
        for name, form in (("train", "{:.3g}"), ("validation", "{:.3g}"), ("accuracy", "{:.2f}%")):
            value = self.by_name[name].at(step)
            parts += [f"{name} {form.format(value)}"] if value is not None else []
        return " \u00b7 ".join(parts)
