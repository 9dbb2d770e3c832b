"""train(settings): an iterator of events that the listener pulls; training goes on only while it is pulled."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor

from engine.cpu import Threads, choose_threads
from engine.datasets import Splits, mnist
from engine.errors import InklingError
from engine.evaluation import evaluate
from engine.events import BatchDone, EpochDone, Event, Finished, Reason, Started
from engine.learner import DEVICE, Learner, NonFiniteLossError
from engine.loading import ShuffledBatches, load
from engine.pace import Pace
from engine.run_control import RunControl
from engine.runs import Result, SavedRun, new_run_file, save
from engine.settings import TrainSettings

log = logging.getLogger("inkling")


def train(
    settings: TrainSettings,
    control: RunControl | None = None,
    splits: Splits | None = None,
    runs: Path | None = None,
) -> Generator[Event]:
    """Train a network on the CPU and keep it under `runs` (by default in the data folder).

    Yields one Started, a BatchDone for each step, an EpochDone for each epoch and one Finished. `control` stops the
    run and gives a look at its network; closing the iterator stops it too, without the Finished. Either way the
    workers are ended and what was learnt is kept. Raises InklingError when there is no data to start with.
    """
    control = control or RunControl()
    splits = splits or mnist()
    threads = choose_threads(settings.threads)
    # Holds for the calling thread and those it starts, so saying it once when the program starts would not do.
    torch.set_num_threads(threads.count)
    run = _Run(settings, control, splits, runs)
    yield run.started(threads)
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

    def __init__(self, settings: TrainSettings, control: RunControl, splits: Splits, runs: Path | None) -> None:
        self.settings = settings
        self.control = control
        self.splits = splits
        self.file = new_run_file(settings, runs)
        self.plan = ShuffledBatches(len(splits.train), settings.batch_size, settings.epochs, settings.seed)
        self.learner = Learner(settings, len(self.plan))
        self.pace = Pace()
        self.begin = perf_counter()
        self.validation_accuracy: float | None = None

    @property
    def seconds(self) -> float:
        return perf_counter() - self.begin

    def stopping(self) -> bool:
        return self.control.stopping

    def started(self, threads: Threads) -> Started:
        return Started(
            model=self.settings.model,
            description=self.learner.network.description,
            weights=self.learner.network.weights,
            device=DEVICE.type,
            threads=threads.count,
            threads_reason=threads.reason,
            num_workers=self.settings.num_workers,
            epochs=self.settings.epochs,
            batch_size=self.settings.batch_size,
            steps=len(self.plan),
            train_images=len(self.splits.train),
            validation_images=len(self.splits.validation),
            test_images=len(self.splits.test),
        )

    def epochs(self) -> Iterator[Event]:
        """All steps and validations; ends early when the run is to stop."""
        with closing(load(self.splits.train, self.plan, self.settings.num_workers, self.stopping)) as batches:
            for epoch in range(1, self.settings.epochs + 1):
                tally = _Tally()
                for _ in range(self.plan.per_epoch):
                    asked = perf_counter()
                    batch = next(batches, None)
                    if batch is None or self.control.stopping:
                        return
                    waited = perf_counter() - asked
                    loss, logits = self.learner.learn(batch)
                    tally.add(loss, logits, batch[1])
                    self.pace.step(len(logits), waited)
                    if self.control.snapshot_wanted:
                        self.control.give_snapshot(self.learner.classifier())
                    yield self._batch_done(epoch, loss)
                validation = evaluate(self.learner.network, self.splits.validation, self.stopping)
                if validation is None:
                    return
                self.validation_accuracy = validation.accuracy
                self.pace.restart()
                yield EpochDone(
                    epoch=epoch,
                    step=self.learner.step,
                    train_loss=tally.mean_loss,
                    train_accuracy=tally.accuracy,
                    validation_loss=validation.loss,
                    validation_accuracy=validation.accuracy,
                    seconds=self.seconds,
                )

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
        """Keep the network, then look at the test images if the run is complete, and keep that figure too."""
        seconds = self.seconds
        keep = keep and self.learner.step > 0
        problem = self._keep(reason, seconds, None) if keep else None
        test = evaluate(self.learner.network, self.splits.test, self.stopping) if reason == "completed" else None
        accuracy = test.accuracy if test else None
        if keep and test:
            problem = self._keep(reason, seconds, accuracy)
        return Finished(
            reason=reason,
            message=" ".join(filter(None, [message, problem])),
            seconds=seconds,
            test_accuracy=accuracy,
            saved_to=str(self.file) if keep and not problem else None,
        )

    def _keep(self, reason: Reason, seconds: float, test_accuracy: float | None) -> str | None:
        """Hand the trained network to the caller and save it; the sentence to show when it cannot be saved."""
        result = Result(reason, self.learner.step, seconds, self.validation_accuracy, test_accuracy)
        self.control.trained = SavedRun(self.settings, result, self.learner.network.state_dict())
        self.control.give_snapshot(self.learner.classifier())
        try:
            save(self.control.trained, self.file)
        except InklingError as error:
            log.warning(str(error))
            return str(error)
        return None


class _Tally:
    """An epoch's training loss and accuracy. Logits are only collected on the way, and compared once at the end."""

    def __init__(self) -> None:
        self._loss = 0.0
        self._logits: list[Tensor] = []
        self._labels: list[Tensor] = []

    def add(self, loss: float, logits: Tensor, labels: Tensor) -> None:
        self._loss += loss * len(labels)
        self._logits.append(logits)
        self._labels.append(labels)

    @property
    def mean_loss(self) -> float:
        return self._loss / sum(map(len, self._labels))

    @property
    def accuracy(self) -> float:
        right = torch.cat(self._logits).argmax(1) == torch.cat(self._labels)
        return right.float().mean().item()
