"""One run: its beginning, its clock, what happens between two of its steps, and its end."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from time import perf_counter

from engine.data import Batch, Splits, load, training_images
from engine.errors import InklingError
from engine.events import (
    BatchDone,
    EpochDone,
    Event,
    Finished,
    KeepingFailed,
    LearningRateChanged,
    Measuring,
    Paused,
    Reason,
    Started,
    ThreadsChanged,
    TimeSpent,
)
from engine.ink import MyDigit
from engine.models import evaluate
from engine.runs import Checkpoint, Ending, Result, SavedRun
from engine.settings import recovered
from engine.system import keep_freed_memory
from engine.training.run.control import RunControl
from engine.training.run.ending import RunEnding
from engine.training.run.keeper import RunKeeper
from engine.training.run.preparation import prepared
from engine.training.run.state import RunState
from engine.training.step.learner import DEVICE
from engine.training.step.threads import Threads
from engine.training.step.throughput import StepClock, Throughput


class Run:
    """From its first weights, or from a checkpoint, to its last. What it does at each moment is its `state`."""

    def __init__(
        self,
        keeper: RunKeeper,
        mine: Sequence[MyDigit],
        teacher: SavedRun | None,
        control: RunControl,
        splits: Splits,
        spare_cores: int,
        origin: Checkpoint | None = None,
        *,
        resumed: bool = False,
    ) -> None:
        """`origin` is the checkpoint that a resumed run goes on from, None when it goes on from its start."""
        self.begin = perf_counter()
        self.state = RunState()
        self.keeper = keeper
        self.mine = mine
        self.teacher = teacher
        self.settings = recovered(keeper.record.settings)
        self.control = control
        self.splits = splits
        self.spare_cores = spare_cores
        self.origin = origin
        self.resumed = resumed
        self.first_step = origin.learner.step if origin else 0

    def prepare(self) -> None:
        """Make everything that the first step needs. Nothing in the folder of a resumed run is changed by it.

        Raises Stopped when the run is to end, and InklingError when the checkpoint is not one of this run.
        """
        check, settings, train, origin = self.control.check, self.settings, self.splits.train, self.origin
        check()
        keep_freed_memory()
        images = training_images(settings, train, self.mine, check)
        if origin and origin.train_images != len(images):
            raise InklingError(
                f"{self.keeper.folder.name} learnt from {origin.train_images:,} images, and now there are "
                f"{len(images):,}: it cannot go on as it was."
            )
        self.parts = prepared(settings, images, train, self.teacher, self.spare_cores, origin, check)
        self.learner, self.batch_sampler = self.parts.learner, self.parts.batch_sampler
        self.throughput = Throughput()
        self.clock = StepClock(settings.num_workers)
        lessons = [one.lesson for one in self.mine]
        self.ending = RunEnding(self.keeper, settings, self.control, self.splits, self.learner, lessons)
        if origin:
            self._count_from(origin)

    def _count_from(self, checkpoint: Checkpoint) -> None:
        self.begin -= checkpoint.seconds
        self.ending.go_on_from(checkpoint)

    @property
    def epochs_done(self) -> int:
        return self.ending.progress.epochs_done

    @property
    def seconds(self) -> float:
        """Of training; pauses, and the time while it was cut off, do not count."""
        return perf_counter() - self.begin

    # How it ends.

    def conclude(self) -> Generator[Event]:
        """All steps are done, or the run is to stop: measure what is complete, and end."""
        measured = None
        if not self.control.stopping:
            self.state.measure()
            yield Measuring(self.learner.step)
            measured = self.ending.measured(self.seconds)
        # Read once: a stop or a discard that comes while it measures means the whole run.
        reason = self.reason
        yield self.finished(reason, measured=measured if reason == "completed" else None)

    def finished(
        self, reason: Reason, message: str = "", *, keep: bool = True, measured: Result | None = None
    ) -> Finished:
        """The end; the network is not kept when its weights are spoilt."""
        if self.state.now == "preparing":
            event = self._ended_before_training(reason, message)
        elif reason == "discarded" and self.origin:
            event = self._gone_back(self.origin)
        else:
            event = self.ending.finished(reason, message, self.seconds, self.snapshot() if keep else None, measured)
        if reason == "discarded" and not self.resumed:
            event = event._replace(folder=self.keeper.discard())
        self.state.end(event.reason)
        return event

    def _ended_before_training(self, reason: Reason, message: str) -> Finished:
        """A new run is listed with no steps, and can be resumed from its start; a resumed one is as it was before."""
        if not self.resumed:
            kept_as = "failed" if reason == "failed" else "stopped"
            self.keeper.settled(None)
            problem = self.keeper.end(Ending(reason=kept_as, message=message, steps=0, seconds=0.0))
            message = message or problem
        return Finished(reason, message, 0.0, test_accuracy=None, saved_to=None, folder=str(self.keeper.folder))

    def _gone_back(self, origin: Checkpoint) -> Finished:
        """Of a resumed run only what came since is thrown away."""
        try:
            self.keeper.go_back(origin)
        except InklingError as error:
            return self.ending.finished("stopped", str(error), self.seconds, self.snapshot())
        self.begin = perf_counter()
        self.parts.go_to(origin)
        self._count_from(origin)
        return self.ending.finished("discarded", "", self.seconds, self.snapshot())

    @property
    def reason(self) -> Reason:
        """Why it would end at this moment."""
        if self.control.discarding:
            return "discarded"
        return "stopped" if self.control.stopping else "completed"

    def stopping(self) -> bool:
        return self.control.stopping

    def started(self) -> Started:
        """Training begins. Raises InklingError when the folder of a resumed run cannot be written to."""
        if self.resumed:
            self.keeper.go_on(self.first_step)
        self.keeper.train(self.teacher)
        self.state.train()
        parts, threads = self.parts, self.parts.threads.threads
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
            steps=len(self.batch_sampler),
            train_images=len(self.splits.train),
            own_images=len(parts.images) - len(self.splits.train) - parts.outliers,
            outliers=parts.outliers,
            validation_images=len(self.splits.validation),
            test_images=len(self.splits.test),
            first_step=self.first_step,
            folder=str(self.keeper.folder),
            precision=parts.precision.name,
            precision_reason=parts.precision.reason,
            teacher=self.settings.teacher if self.teacher else "",
            data=self.settings.data,
            classes=self.splits.train.classes,
        )

    def epochs(self) -> Generator[Event]:
        """All steps and validations that are left; ends early when the run is to stop."""
        with closing(self._batches()) as batches:
            while self.epochs_done < self.settings.epochs:
                epoch = self.epochs_done + 1
                order = self.batch_sampler.order(epoch).split(self.settings.batch_size)
                while self.learner.step < epoch * self.batch_sampler.per_epoch:
                    yield from self._before_step()
                    asked = perf_counter()
                    batch = next(batches, None)
                    if batch is None or self.control.stopping:
                        return
                    got = perf_counter()
                    learnt = self.learner.learn(batch, order[self.learner.step % self.batch_sampler.per_epoch])
                    changed = self.parts.threads.after_step(perf_counter() - got)
                    self.parts.epoch_metrics.add(learnt)
                    self.throughput.step(len(learnt.logits), got - asked)
                    spent = self.clock.step(self.learner.step, got - asked, self.learner.seconds)
                    if self.control.snapshot_wanted:
                        self.control.give_snapshot(self.learner.classifier())
                    yield self._batch_done(epoch, learnt.loss if learnt.digits else self.parts.epoch_metrics.mean_loss)
                    if spent:
                        yield spent
                    if changed:
                        yield _threads_changed(changed)
                yield from self._time_spent()
                if (ended := self._end_epoch(epoch)) is None:
                    return
                yield ended
                self.keeper.checkpoint(self.snapshot())
                yield from self._keeping_failed()
                if changed := self.parts.threads.after_epoch():
                    yield _threads_changed(changed)

    def _batches(self) -> Generator[Batch]:
        return load(
            self.parts.images, self.batch_sampler, self.settings.num_workers, self.stopping, self.clock.prepared
        )

    def _time_spent(self) -> Iterator[TimeSpent]:
        """On the steps that were not told of yet, before something that is no step."""
        if spent := self.clock.told(self.learner.step):
            yield spent

    def _before_step(self) -> Iterator[Event]:
        """Do what the caller wants to be done between two steps, and wait if that is it."""
        control = self.control
        if not control.may_step():
            # Nothing is lost while it waits, and who looks meanwhile sees the network as it is.
            self.keeper.checkpoint(self.snapshot())
            control.give_snapshot(self.learner.classifier())
            yield from self._time_spent()
            yield from self._keeping_failed()
            self.state.pause()
            yield Paused(self.learner.step)
            self.begin += control.wait()
            self.state.go_on()
            self.throughput.restart()
        elif self.keeper.checkpoint_due:
            self.keeper.checkpoint(self.snapshot())
            yield from self._keeping_failed()
        if control.learning_rate is None or (rate := control.take_learning_rate()) is None:
            return
        if rate != self.learner.max_lr:
            self.learner.max_lr = rate
            self.ending.rate_changed(self.learner.step, rate)
            yield LearningRateChanged(self.learner.step, rate)

    def _keeping_failed(self) -> Iterator[KeepingFailed]:
        if news := self.keeper.news():
            yield KeepingFailed(self.learner.step, news)

    def _batch_done(self, epoch: int, loss: float) -> BatchDone:
        return BatchDone(
            step=self.learner.step,
            epoch=epoch,
            loss=loss,
            learning_rate=self.learner.learning_rate,
            images_per_second=self.throughput.images_per_second,
            waiting_share=self.throughput.waiting_share,
        )

    def _end_epoch(self, epoch: int) -> EpochDone | None:
        """Validate; None when the run is to stop."""
        validation = evaluate(self.learner.network, self.splits.validation, self.stopping)
        if validation is None:
            return None
        train_loss, epoch_metrics = self.parts.epoch_metrics.mean_loss, self.parts.epoch_metrics.state(epoch)
        self.parts.epoch_metrics.restart()
        self.control.end_epoch()
        self.throughput.restart()
        self.ending.validated(epoch, validation)
        return EpochDone(
            epoch=epoch,
            step=self.learner.step,
            train_loss=train_loss,
            train_accuracy=epoch_metrics.right / max(epoch_metrics.digits, 1),
            validation_loss=validation.loss,
            validation_accuracy=validation.accuracy,
            seconds=self.seconds,
        )

    def snapshot(self) -> Checkpoint:
        """Everything that going on from here needs."""
        return self.parts.checkpoint(self.ending.progress, self.seconds)


def _threads_changed(threads: Threads) -> ThreadsChanged:
    return ThreadsChanged(threads.count, threads.reason)
