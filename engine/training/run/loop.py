"""The loop over epochs and steps of a run."""

from collections.abc import Generator, Iterator
from contextlib import closing
from time import perf_counter

from engine.data import Batch, load
from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, ThreadsChanged, TimeSpent
from engine.models import evaluate
from engine.training.run.run import Run
from engine.training.step.learner import Learnt
from engine.training.step.threads import Threads
from engine.training.step.throughput import StepClock, Throughput


class TrainingLoop:
    """The steps and validations that a prepared run has left."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._control = run.control
        self._learner = run.learner
        self._batch_sampler = run.batch_sampler
        self._metrics = run.parts.epoch_metrics
        self._threads = run.parts.threads
        self._throughput = Throughput()
        self._beside = run.parts.threads.threads.beside
        self._clock = StepClock(run.settings.num_workers, beside=self._beside)

    def events(self) -> Generator[Event]:
        """Train epoch after epoch; ends early when the run is to stop."""
        self._run.snapshots.begin(self._learner.step)
        with closing(self._batches()) as batches:
            while not self._run.all_epochs_done:
                epoch = self._run.epochs_done + 1
                yield from self._steps(batches, epoch)
                if self._learner.step < epoch * self._batch_sampler.per_epoch:
                    return
                yield from self._time_spent()
                if (ended := self._end_epoch(epoch)) is None:
                    return
                yield ended
                # Before the checkpoint, whose writing would disturb the trial.
                yield from self._threads_changed(self._threads.after_epoch())
                yield from self._run.checkpoint()
        if self._learner.step < self._learner.steps:
            self._learner.end_early()

    def _steps(self, batches: Iterator[Batch], epoch: int) -> Generator[Event]:
        """All steps that are left of the epoch; ends early when the run is to stop."""
        order = self._batch_sampler.order(epoch).split(self._run.settings.batch_size)
        while self._learner.step < epoch * self._batch_sampler.per_epoch:
            yield from self._before_step()
            asked = perf_counter()
            batch = next(batches, None)
            if batch is None or self._control.stopping:
                return
            got = perf_counter()
            learnt = self._learner.learn(batch, order[self._learner.step % self._batch_sampler.per_epoch])
            changed = self._threads.after_step(perf_counter() - got - self._learner.waited)
            self._metrics.add(learnt)
            self._run.snapshots.after_step(self._learner.step)
            self._throughput.step(learnt.images, got - asked)
            spent = self._clock.step(self._learner.step, got - asked, self._learner.seconds)
            if self._control.snapshot_wanted:
                self._control.give_snapshot(self._learner.classifier())
            yield self._batch_done(epoch, learnt)
            if spent:
                yield spent
            if changed:
                yield from self._threads_changed(changed)

    def _batches(self) -> Generator[Batch]:
        run = self._run
        workers, prepared = run.settings.num_workers, self._clock.prepared
        return load(run.parts.shares, self._batch_sampler, workers, run.stopping, prepared, beside=self._beside)

    def _before_step(self) -> Iterator[Event]:
        """Do what the caller asks for between two steps: wait, keep a checkpoint, change the learning rate."""
        if not self._control.may_step():
            yield from self._time_spent()
            yield from self._run.paused()
            self._throughput.restart()
        elif self._run.keeper.checkpoint_due:
            yield from self._run.checkpoint()
        if self._control.learning_rate is None or (rate := self._control.take_learning_rate()) is None:
            return
        if rate != self._learner.max_lr:
            self._learner.max_lr = rate
            self._run.ending.rate_changed(self._learner.step, rate)
            yield LearningRateChanged(self._learner.step, rate)

    def _end_epoch(self, epoch: int) -> EpochDone | None:
        """Validate; None when the run is to stop."""
        network = self._run.parts.answering(self._run.stopping)
        validation = evaluate(network, self._run.splits.validation, self._run.stopping)
        if validation is None:
            return None
        train_loss, metrics = self._metrics.mean_loss, self._metrics.state(epoch)
        self._metrics.restart()
        self._control.end_epoch()
        self._throughput.restart()
        self._run.ending.validated(epoch, validation, network)
        self._run.snapshots.after_epoch(epoch, self._learner.step, validation.accuracy, network)
        return EpochDone(
            epoch=epoch,
            step=self._learner.step,
            train_loss=train_loss,
            train_accuracy=metrics.right / max(metrics.digits, 1),
            validation_loss=validation.loss,
            validation_accuracy=validation.accuracy,
            seconds=self._run.seconds,
        )

    def _batch_done(self, epoch: int, learnt: Learnt) -> BatchDone:
        return BatchDone(
            step=self._learner.step,
            epoch=epoch,
            # A batch of outliers alone has no loss: the curve stays where it is.
            loss=learnt.loss if learnt.digits else self._metrics.mean_loss,
            learning_rate=self._learner.learning_rate,
            images_per_second=self._throughput.images_per_second,
            waiting_share=self._throughput.waiting_share,
        )

    def _time_spent(self) -> Iterator[TimeSpent]:
        """Of the steps since the last such event, before something that is no step."""
        if spent := self._clock.told(self._learner.step):
            yield spent

    def _threads_changed(self, threads: Threads | None) -> Iterator[ThreadsChanged]:
        if threads:
            yield ThreadsChanged(threads.count, threads.reason)
