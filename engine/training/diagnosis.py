"""Diagnoses a run while it trains: says in plain words what goes wrong and which setting to change."""

import math
from typing import Literal, NamedTuple

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started
from engine.formats import percent
from engine.settings import CLASSES, FIELDS
from engine.training.learning_rate_suggestion import plain
from engine.training.trends import HARDLY_MOVED, LearningRate, RunningLoss, guessing

NoteKind = Literal["diverging", "too slow", "overfitting", "plateau"]
RATE, EPOCHS, SCHEDULE, AUGMENTATION = (
    FIELDS[name] for name in ("learning_rate", "epochs", "schedule", "augmentation")
)

BLOCK_IMAGES, BLOCK_STEPS = 640, 10
"""Losses are means over at least this many images and steps, because those of single batches jump."""
LITTLE = 1.0
"""Nats. After some thousand images a network that learns has a loss well below this."""
STILL_HIGH, STILL_FALLING = 0.25, 0.96
"""A validation loss, in nats, that is too high for the end of a run; and the ratio of the losses after and before an
epoch that still improves much."""
OVERFITTED, OVERFITTED_BY = 1.1, 0.01
"""The validation loss is this many times its best, and this many nats above it. Less may be noise."""
LEARNT_BY_HEART = 0.5
"""The training loss must be below this share of the validation loss; otherwise the latter rose for other reasons."""
IMPROVED = 0.99
"""An improvement is a loss below this share of the best one before."""
LOSSES = ("train_loss", "validation_loss")
PATIENCE = 3
"""This many epochs without improvement, at a constant learning rate, are a plateau."""


class Note(NamedTuple):
    """A remark about the run."""

    kind: NoteKind
    step: int
    text: str
    """What goes wrong and which setting to change, in two or three sentences."""


class Diagnosis:
    """Takes each event of a run. It reports a problem once, and again only after the problem had gone away."""

    def __init__(self) -> None:
        self._begin(epochs=1, batch_size=BLOCK_IMAGES, classes=CLASSES)

    def _begin(self, epochs: int, batch_size: int, classes: int) -> None:
        self._guessing = guessing(classes)
        self._epochs = epochs
        self._block = max(BLOCK_STEPS, -(-BLOCK_IMAGES // batch_size))
        self._sum, self._left = 0.0, self._block
        self._loss = RunningLoss(self._guessing)
        self._rate = LearningRate()
        self._too_large = math.inf
        """The lowest rate at which the loss has begun to rise."""
        self._done: list[EpochDone] = []
        self._present: set[NoteKind] = set()

    def add(self, event: Event) -> Note | None:
        """The note that this event leads to, if any. A Started begins a new run."""
        if type(event) is BatchDone:
            # A step takes 240 us: each one costs an addition here, and each block of steps a diagnosis.
            self._sum += event.loss
            self._left -= 1
            return None if self._left else self._after_block(event)
        if type(event) is EpochDone:
            return self._after_epoch(event)
        if type(event) is LearningRateChanged:
            self._rate = LearningRate()
            self._too_large = math.inf
        elif type(event) is Started:
            self._begin(event.epochs, event.batch_size, event.classes)
        return None

    def _after_block(self, newest: BatchDone) -> Note | None:
        self._loss.add(self._sum / self._block)
        self._sum, self._left = 0.0, self._block
        self._rate.add(newest.learning_rate)
        return self._note("diverging", newest.step, self._diverging(newest.step))

    def _after_epoch(self, newest: EpochDone) -> Note | None:
        self._done.append(newest)
        self._rate.end_epoch()
        found: dict[NoteKind, str] = {
            "too slow": self._too_slow() or self._unfinished() or self._little_learnt(),
            "overfitting": self._overfitting(),
            "plateau": self._plateau(),
        }
        notes = [self._note(kind, newest.step, text) for kind, text in found.items()]
        return next(filter(None, notes), None)

    def _note(self, kind: NoteKind, step: int, text: str) -> Note | None:
        """A note when there is a text and there was none before."""
        if not text:
            self._present.discard(kind)
            return None
        new = kind not in self._present
        self._present.add(kind)
        return Note(kind, step, text) if new else None

    def _diverging(self, step: int) -> str:
        """Says of which step its figures are, as it stays beside the curve. In one run it never takes advice back."""
        loss = self._loss
        if not (loss.exploding or ("diverging" in self._present and loss.high)):
            return ""
        if "diverging" not in self._present:
            self._too_large = min(self._too_large, self._rate.now)
        before = f", after {loss.best:.2g} before" if loss.best < self._guessing else ""
        return (
            f"The loss rises instead of falling: at step {step:,} it was {loss.now:.3g}{before}, and guessing gives "
            f"{self._guessing:.2g}. The steps are too large: set {RATE.title} to {_setting(self._too_large / 10)} or "
            "less."
        )

    def _too_slow(self) -> str:
        least = min(self._loss.best, self._done[-1].validation_loss)
        if not self._loss.known or least < HARDLY_MOVED * self._guessing:
            return ""
        if self._rate.rising or "diverging" in self._present:
            return ""
        return (
            f"The network hardly learns: its loss is {self._loss.now:.3g}, and guessing gives {self._guessing:.3g}. "
            f"The steps are too small: set {RATE.title} to {_setting(10 * self._rate.highest)} or more."
        )

    def _unfinished(self) -> str:
        """The run ended at a constant rate and was still improving."""
        if len(self._done) < 2 or self._done[-1].epoch < self._epochs or not self._rate.constant(epochs=2):
            return ""
        before, now = self._done[-2:]
        if min(now.train_loss, now.validation_loss) < STILL_HIGH:
            return ""
        if max(now.train_loss / before.train_loss, now.validation_loss / before.validation_loss) > STILL_FALLING:
            return ""
        return (
            f"The loss was still falling when the run ended, from {before.validation_loss:.2g} to "
            f"{now.validation_loss:.2g} in the last epoch. Set {RATE.title} to {_setting(3 * self._rate.highest)}, or "
            f"{EPOCHS.title} to {2 * self._epochs}."
        )

    def _little_learnt(self) -> str:
        """The run ended, with any schedule, and the loss is still high."""
        last = self._done[-1]
        if last.epoch < self._epochs or min(last.train_loss, last.validation_loss) < LITTLE:
            return ""
        if "diverging" in self._present:
            return ""
        return (
            f"The run is over, and only {percent(last.validation_accuracy, 0)} of the validation images are classified "
            f"correctly. The steps may be too small: set {RATE.title} to {_setting(10 * self._rate.highest)}, or "
            f"{EPOCHS.title} to {2 * self._epochs}."
        )

    def _overfitting(self) -> str:
        """Goes away only with a new best loss, because validation losses fluctuate."""
        best = min(self._done, key=lambda event: event.validation_loss)
        since = self._done[self._done.index(best) + 1 :]
        limit = max(OVERFITTED * best.validation_loss, best.validation_loss + OVERFITTED_BY)
        risen = len(since) >= 2 and since[-1].validation_loss > since[-2].validation_loss > limit
        by_heart = risen and since[-1].train_loss < min(best.train_loss, LEARNT_BY_HEART * since[-1].validation_loss)
        if not by_heart and not (since and "overfitting" in self._present):
            return ""
        return (
            "The network memorises the training images: their loss still falls, but that of the validation "
            f"images was {best.validation_loss:.2g} after epoch {best.epoch} and is {since[-1].validation_loss:.2g} "
            f"now. Set {EPOCHS.title} to {best.epoch}, or {AUGMENTATION.title} to {AUGMENTATION.labels['varied']}."
        )

    def _plateau(self) -> str:
        """Goes away only with another learning rate."""
        before, lately = self._done[:-PATIENCE], self._done[-PATIENCE:]
        if not before or not self._rate.constant(PATIENCE + 1) or self._present & {"diverging", "too slow"}:
            return ""
        if "plateau" not in self._present and any(_improved(name, before, lately) for name in LOSSES):
            return ""
        return (
            f"Neither loss has improved for {PATIENCE} epochs: steps of this size no longer settle. "
            f"Set {SCHEDULE.title} to {SCHEDULE.labels['one-cycle']}, or {RATE.title} to "
            f"{_setting(self._rate.highest / 3)}."
        )


def _improved(loss: str, before: list[EpochDone], lately: list[EpochDone]) -> bool:
    return min(getattr(event, loss) for event in lately) < IMPROVED * min(getattr(event, loss) for event in before)


def _setting(rate: float) -> str:
    """A learning rate within the bounds of the setting, with one significant digit."""
    return plain(min(max(float(f"{rate:.1g}"), RATE.low), RATE.high))
