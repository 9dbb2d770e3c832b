"""train(settings): an iterator of events that the listener pulls; training goes on only while it is pulled."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor

from engine.calibration import calibrated, tested
from engine.datasets import ImageSet, Splits, mnist
from engine.errors import InklingError
from engine.evaluation import evaluate
from engine.events import BatchDone, EpochDone, Event, Finished, Reason, Started, ThreadsChanged
from engine.labels import CLASSES, NOTHING
from engine.learner import DEVICE, Learner, NonFiniteLossError
from engine.loading import ShuffledBatches, load
from engine.memory import keep_freed_memory
from engine.my_digits import MyDigits
from engine.pace import Pace
from engine.run_control import RunControl
from engine.runs import Result, SavedRun, new_run_file, save
from engine.settings import TrainSettings
from engine.threads import ThreadChoice, Threads
from engine.training_images import training_images

log = logging.getLogger("inkling")

NOTHING_LEARNT = 0.2
"""A network that reads less of the test images was not trained but spoilt."""


def train(
    settings: TrainSettings,
    control: RunControl | None = None,
    splits: Splits | None = None,
    runs: Path | None = None,
    spare_cores: int = 0,
) -> Generator[Event]:
    """Train a network on the CPU and keep it under `runs` (by default in the data folder).

    Yields one Started, a BatchDone for each step, an EpochDone for each epoch and one Finished. `control` stops the
    run and gives a look at its network; closing the iterator stops it too, without the Finished. Either way the
    workers are ended and what was learnt is kept. `spare_cores` are left to the caller when the number of threads is
    automatic. Raises InklingError when there is no data to start with.
    """
    keep_freed_memory()
    control = control or RunControl()
    splits = splits or mnist()
    run = _Run(settings, control, splits, runs, spare_cores)
    yield run.started()
    try:
        yield from run.epochs()
    except NonFiniteLossError as error:
        yield run.finished("failed", str(error), keep=False)
    except InklingError as error:
        yield run.finished("failed", str(error))
    except GeneratorExit:
        run.finished("stopped")
        raise
    else:
        yield run.finished("stopped" if control.stopping else "completed")


class _Run:
    """One run, from its first weights to its saved ones."""

    def __init__(
        self, settings: TrainSettings, control: RunControl, splits: Splits, runs: Path | None, spare_cores: int
    ) -> None:
        self.begin = perf_counter()
        self.settings = settings
        self.control = control
        self.splits = splits
        self.file = new_run_file(settings, runs)
        mine = MyDigits().all if settings.my_digits == "mixed" else []
        self.learnt: dict[str, bool | None] = {digit.name: None for digit in mine}
        self.images = training_images(settings, splits.train, mine)
        self.non_digits = int((self.images.labels == NOTHING).sum())
        self.plan = ShuffledBatches(len(self.images), settings.batch_size, settings.epochs, settings.seed)
        self.learner = Learner(settings, len(self.plan))
        self.pace = Pace()
        self.tally = _Tally(self.images, self.plan)
        self.choice = ThreadChoice(settings, splits.train, spare_cores)
        self.validation_accuracy: float | None = None

    @property
    def seconds(self) -> float:
        return perf_counter() - self.begin

    def stopping(self) -> bool:
        return self.control.stopping

    def started(self) -> Started:
        return Started(
            model=self.settings.model,
            description=self.learner.network.description,
            weights=self.learner.network.weights,
            device=DEVICE.type,
            threads=self.choice.threads.count,
            threads_reason=self.choice.threads.reason,
            num_workers=self.settings.num_workers,
            epochs=self.settings.epochs,
            batch_size=self.settings.batch_size,
            steps=len(self.plan),
            train_images=len(self.splits.train),
            own_images=len(self.images) - len(self.splits.train) - self.non_digits,
            non_digits=self.non_digits,
            validation_images=len(self.splits.validation),
            test_images=len(self.splits.test),
        )

    def epochs(self) -> Iterator[Event]:
        """All steps and validations; ends early when the run is to stop."""
        with closing(load(self.images, self.plan, self.settings.num_workers, self.stopping)) as batches:
            for epoch in range(1, self.settings.epochs + 1):
                self.tally.restart()
                for _ in range(self.plan.per_epoch):
                    asked = perf_counter()
                    batch = next(batches, None)
                    if batch is None or self.control.stopping:
                        return
                    got = perf_counter()
                    loss, logits = self.learner.learn(batch)
                    changed = self.choice.after_step(perf_counter() - got)
                    images = len(logits)
                    self.tally.add(loss, logits, images)
                    self.pace.step(images, got - asked)
                    if self.control.snapshot_wanted:
                        self.control.give_snapshot(self.learner.classifier())
                    yield self._batch_done(epoch, loss)
                    if changed:
                        yield _threads_changed(changed)
                validation = evaluate(self.learner.network, self.splits.validation, self.stopping)
                if validation is None:
                    return
                self.validation_accuracy = validation.accuracy
                self.pace.restart()
                yield EpochDone(
                    epoch=epoch,
                    step=self.learner.step,
                    train_loss=self.tally.mean_loss,
                    train_accuracy=self.tally.accuracy(epoch),
                    validation_loss=validation.loss,
                    validation_accuracy=validation.accuracy,
                    seconds=self.seconds,
                )
                if changed := self.choice.after_epoch():
                    yield _threads_changed(changed)

    def _batch_done(self, epoch: int, loss: float) -> BatchDone:
        return BatchDone(
            step=self.learner.step,
            epoch=epoch,
            loss=loss,
            learning_rate=self.learner.learning_rate,
            images_per_second=self.pace.images_per_second,
            waiting_share=self.pace.waiting_share,
        )

    def finished(self, reason: Reason, message: str = "", *, keep: bool = True) -> Finished:
        """Keep the network, then look at the test images if the run is complete, and keep those figures too."""
        result = Result(reason, self.learner.step, self.seconds, self.validation_accuracy, None, learnt=self.learnt)
        keep = keep and self.learner.step > 0
        # Kept before anything else is measured: a power cut may come meanwhile.
        problem = self._keep(result) if keep else None
        if reason == "completed" and (measured := self._measured(result)):
            result = measured
            problem = self._keep(result) if keep else problem
        accuracy = result.test_accuracy
        advice = self._learnt_nothing() if accuracy is not None and accuracy < NOTHING_LEARNT else ""
        return Finished(
            reason=reason,
            message=" ".join(filter(None, [message, advice, problem])),
            seconds=result.seconds,
            test_accuracy=accuracy,
            calibration_error=result.calibration_error,
            saved_to=str(self.file) if keep and not problem else None,
        )

    def _measured(self, result: Result) -> Result | None:
        """With the calibration, found on validation images, and the test images' figures; None when told to stop."""
        network, splits = self.learner.network, self.splits
        calibration = calibrated(network, splits.validation, self.stopping)
        if calibration is None:
            return None
        figures = tested(network, calibration.temperature, splits.test, self.stopping)
        if figures is None:
            return None
        return replace(
            result,
            temperature=calibration.temperature,
            sure_from=calibration.sure_from,
            test_accuracy=figures.accuracy,
            calibration_error=figures.calibration_error,
        )

    def _learnt_nothing(self) -> str:
        return (
            f"The network learnt next to nothing (guessing reads {1 / CLASSES:.0%}): the learning rate "
            f"{self.settings.learning_rate:g} is probably too high for this optimizer, or far too low; try a tenth or "
            "ten times of it."
        )

    def _keep(self, result: Result) -> str | None:
        """Hand the trained network to the caller and save it; the sentence to show when it cannot be saved."""
        self.control.trained = SavedRun(self.settings, result, self.learner.network.state_dict())
        self.control.give_snapshot(self.learner.classifier(result.calibration))
        try:
            save(self.control.trained, self.file)
        except InklingError as error:
            log.warning(str(error))
            return str(error)
        return None


def _threads_changed(threads: Threads) -> ThreadsChanged:
    return ThreadsChanged(threads.count, threads.reason)


class _Tally:
    """An epoch's training loss and accuracy. Logits are only copied on the way, and compared once at the end.

    Keeping the logits themselves cost 3 % of SimpleNN's time: each would hold on to memory that is still in the cache.
    """

    def __init__(self, images: ImageSet, plan: ShuffledBatches) -> None:
        self._images = images
        self._plan = plan
        self._places = torch.empty(len(images), CLASSES).split(plan.batch_size)

    def restart(self) -> None:
        self._batches, self._count, self._loss = 0, 0, 0.0

    def add(self, loss: float, logits: Tensor, images: int) -> None:
        self._places[self._batches].copy_(logits)
        self._batches += 1
        self._count += images
        self._loss += loss * images

    @property
    def mean_loss(self) -> float:
        return self._loss / self._count

    def accuracy(self, epoch: int) -> float:
        labels = self._images.labels[self._plan.order(epoch)]
        right = torch.cat(self._places).argmax(1) == labels
        return right[labels != NOTHING].float().mean().item()
