"""Fine-tunes a trained network on one person's digits in a few seconds, without forgetting everybody else's."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple

import torch
from torch import Tensor

from engine.data import AugmentedImageSet, ImageSet, Splits, image_set, joined, training_images
from engine.errors import InklingError, Stopped, checking
from engine.formats import percent
from engine.ink import MyDigit
from engine.models import Network, logits_of, tested
from engine.runs import SavedRun
from engine.settings import FIELDS, TrainSettings, has_digits
from engine.training.own_digits import are_right, classified_correctly, has_learnt
from engine.training.step.learner import Learner

STEPS = 30
BATCH, MINE = 64, 8
"""Images in a batch, and how many of them are the person's own. With a quarter, MNIST was forgotten twice as fast."""
LEARNING_RATE = 0.001
SHARES = (1.0, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1)
"""Shares of the way to the fine-tuned weights. The largest that keeps the validation accuracy is taken."""
FORGOTTEN = 0.0004
"""Share of the validation images that all fine-tuning together may cost: two of 5,000."""
FOLDS = 3
"""Cross-validation: each digit is scored by a network that was fine-tuned without it."""


class NothingLearntError(InklingError):
    """Even the smallest share of the fine-tuned weights costs too much validation accuracy."""


@dataclass(frozen=True)
class Learnt:
    """A network after fine-tuning on a person's digits. Accuracies are from 0 to 1."""

    run: SavedRun
    digits: int
    """The number of digits that it was fine-tuned on."""
    validation_before: float
    """Before any fine-tuning. This one and all earlier ones together cost no more than FORGOTTEN."""
    validation_after: float
    mine_before: float | None
    """None when no digit can be counted; see `classified_correctly`."""
    mine_after: float | None
    """By cross-validation; None when there is only one digit."""
    seconds: float


def learn(
    run: SavedRun, digits: Sequence[MyDigit], splits: Splits, stopping: Callable[[], bool] = lambda: False
) -> Learnt | None:
    """Fine-tune the run's network on these digits; None when `stopping()` turned true.

    The run itself stays as it is. Raises InklingError when there are no digits or training fails, and
    NothingLearntError when fine-tuning would cost more validation accuracy than it may.
    """
    if not has_digits(run.settings.data):
        raise InklingError(
            f"This network learnt {FIELDS['data'].labels[run.settings.data]}: one that reads digits can learn yours."
        )
    if not digits:
        raise InklingError("There are no digits of yours yet: draw one and say below the answer what it was.")
    # Raises for an int8 network, which cannot be trained, before anything is prepared.
    run.network()
    begin = perf_counter()
    mine = image_set(digits)
    try:
        others = training_images(run.settings, splits.train, check=checking(stopping))
    except Stopped:
        return None
    lesson = _Lesson(run, AugmentedImageSet(joined(others, mine), run.settings.seed), len(others), stopping)
    before = classified_correctly(run.classifier(), digits, run.result.learnt)
    goal = lesson.learnt(torch.arange(len(mine)))
    spared = None if stopping() else _without_forgetting(run, goal, splits.validation, stopping)
    if spared is None:
        return None
    left_out = _left_out(lesson, digits, spared.share) if len(digits) > 1 else None
    figures = tested(spared.network, run.result.temperature, splits.test, stopping)
    if stopping() or figures is None:
        return None
    # The calibration is kept; its error is measured again.
    result = replace(
        run.result,
        steps=run.result.steps + STEPS,
        validation_accuracy=spared.after,
        test_accuracy=figures.accuracy,
        calibration_error=figures.calibration_error,
        learnt={**_new_verdicts(run.result.learnt, digits, left_out), **run.result.learnt},
        untaught_accuracy=spared.before,
    )
    after = replace(run, result=result, weights=spared.network.state_dict())
    mine_before, mine_after = (
        right / counted if counted else None
        for right, counted in (before, classified_correctly(after.classifier(), digits, result.learnt))
    )
    return Learnt(after, len(digits), spared.before, spared.after, mine_before, mine_after, perf_counter() - begin)


@dataclass(frozen=True)
class _Lesson:
    """The images of fine-tuning: those that the run had learnt from, then the person's own."""

    run: SavedRun
    images: ImageSet
    others: int
    """The number of images that are not the person's own."""
    stopping: Callable[[], bool]

    def learnt(self, mine: Tensor) -> Network:
        """A copy of the run's network after STEPS steps. Each batch has MINE of the own images with these indices."""
        settings = TrainSettings(
            data=self.run.settings.data,
            model=self.run.settings.model,
            optimizer="adamw",
            schedule="one-cycle",
            learning_rate=LEARNING_RATE,
        )
        learner = Learner(settings, STEPS, self.run.network())
        rng = torch.Generator().manual_seed(self.run.settings.seed)
        for _ in range(STEPS):
            if self.stopping():
                break
            some = torch.randint(self.others, (BATCH - MINE,), generator=rng)
            own = self.others + mine[torch.randint(len(mine), (MINE,), generator=rng)]
            learner.learn(self.images.__getitems__(torch.cat([some, own])))
        return learner.network


class _Spared(NamedTuple):
    """A network that went this share of the way to the fine-tuned weights, and validation accuracies."""

    network: Network
    share: float
    before: float
    after: float


def _without_forgetting(
    run: SavedRun, learnt: Network, validation: ImageSet, stopping: Callable[[], bool]
) -> _Spared | None:
    """The largest share that keeps the validation accuracy; None when `stopping()` turned true.

    A weighted mean of the weights before and after fine-tuning keeps what both can do (M. Wortsman et al., "Robust
    fine-tuning of zero-shot models", 2022). Raises NothingLearntError when even the smallest share costs too much.
    """
    images, before = len(validation), run.result.untaught_accuracy
    right = _right_of(run.network(), validation, stopping) if before is None else round(before * images)
    allowed = math.floor(FORGOTTEN * images + 1e-9)
    for share in SHARES:
        network = _between(run, learnt, share)
        after = _right_of(network, validation, stopping)
        if stopping():
            return None
        if after >= right - allowed:
            return _Spared(network, share, right / images, after / images)
    raise NothingLearntError(
        f"Nothing was learnt: even {percent(SHARES[-1], 0)} of the way to your digits would cost more than {allowed} "
        f"of the {images:,} validation images, so the network stays as it is. Look for wrong labels in My digits, or "
        f"train with {FIELDS['my_digits'].title}: {FIELDS['my_digits'].labels['mixed']}."
    )


def _between(run: SavedRun, learnt: Network, share: float) -> Network:
    """The run's network with weights and running statistics moved this share of the way to the fine-tuned ones."""
    network = run.network()
    for value, goal in zip(network.state_dict().values(), learnt.state_dict().values(), strict=True):
        if value.is_floating_point():
            value.lerp_(goal, share)
    return network


def _right_of(network: Network, images: ImageSet, stopping: Callable[[], bool]) -> int:
    """How many of the images it classifies correctly; 0 when `stopping()` turned true."""
    logits = logits_of(network, images, stopping)
    return 0 if logits is None else int((logits.argmax(1) == images.labels).sum())


def _left_out(lesson: _Lesson, digits: Sequence[MyDigit], share: float) -> Tensor:
    """Whether each digit is classified correctly by a network that was fine-tuned without it, bool (N,)."""
    folds = min(FOLDS, len(digits))
    # Digits are dealt to the folds in the order of their labels, so that each fold has some of every label.
    fold = torch.empty(len(digits), dtype=torch.int64)
    fold[torch.tensor([digit.label for digit in digits]).argsort(stable=True)] = torch.arange(len(digits)) % folds
    right = torch.zeros(len(digits), dtype=torch.bool)
    for number in range(folds):
        inside = fold == number
        network = _between(lesson.run, lesson.learnt((~inside).nonzero()[:, 0]), share)
        left_out = [digits[place] for place in inside.nonzero()[:, 0].tolist()]
        right[inside] = torch.tensor(are_right(network, left_out))
    return right


def _new_verdicts(
    learnt: Mapping[str, bool | None], digits: Sequence[MyDigit], right: Tensor | None
) -> dict[str, bool | None]:
    """Verdicts on digits that are new to the network. Others cannot be left out any more and keep their verdicts."""
    return {
        digit.lesson: None if right is None else bool(right[place])
        for place, digit in enumerate(digits)
        if not has_learnt(learnt, digit)
    }
