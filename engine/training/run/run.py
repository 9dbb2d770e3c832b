"""One run: what it does at each transition of its state, from preparing to its end."""

from collections.abc import Generator, Iterator, Sequence
from time import perf_counter

from engine.data import Splits, training_images
from engine.errors import InklingError
from engine.events import (
    Event,
    Finished,
    KeepingFailed,
    Measuring,
    Paused,
    Reason,
    Started,
)
from engine.ink import MyDigit
from engine.runs import Checkpoint, Ending, Result, SavedRun, Timeline
from engine.settings import recovered
from engine.stack import description
from engine.system import keep_freed_memory
from engine.training.run.control import RunControl
from engine.training.run.ending import RunEnding
from engine.training.run.keeper import RunKeeper
from engine.training.run.preparation import prepared
from engine.training.run.snapshots import SnapshotTaker
from engine.training.run.state import RunState
from engine.training.step.learner import DEVICE
from engine.training.step.whole_batches import WholeBatches


class Run:
    """From its first weights, or from a checkpoint, to its end.

    Each transition of `state` is one method here, in the order of a run's life: `prepare`, `started`, `paused`,
    `conclude` and `finished`. Whatever is kept of the run is kept by these; the steps are in `loop.py`.
    """

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
        batches: WholeBatches | None = None,
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
        self.batches = batches or WholeBatches()
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
        self.parts = prepared(settings, images, train, self.teacher, self.spare_cores, origin, check, self.batches)
        self.learner, self.batch_sampler = self.parts.learner, self.parts.batch_sampler
        lessons = [one.lesson for one in self.mine]
        self.ending = RunEnding(self.keeper, settings, self.control, self.splits, self.parts, lessons)
        self.snapshots = self._snapshot_taker()
        if origin:
            self._count_from(origin)

    def _snapshot_taker(self) -> SnapshotTaker:
        settings, network = self.settings, self.learner.network
        known = self.keeper.timeline_until(self.first_step, network) if self.origin else None
        begun = known or Timeline(settings.model, settings.data)
        return SnapshotTaker(
            settings, network, self.batch_sampler.per_epoch, begun, self._keep_timeline, self.learner.answering
        )

    def _keep_timeline(self, timeline: Timeline) -> None:
        """Show it to the caller now, and write it with the next checkpoint."""
        self.control.timeline = self.keeper.timeline = timeline

    def _count_from(self, checkpoint: Checkpoint) -> None:
        self.begin -= checkpoint.seconds
        self.ending.go_on_from(checkpoint)

    @property
    def epochs_done(self) -> int:
        return self.ending.progress.epochs_done

    @property
    def all_epochs_done(self) -> bool:
        """Whether there is none left, or the last ones were so bad that no more are wanted."""
        return self.epochs_done >= self.settings.epochs or self.ending.over

    @property
    def seconds(self) -> float:
        """Of training; pauses, and the time while it was cut off, do not count."""
        return perf_counter() - self.begin

    def started(self) -> Started:
        """From preparing to training. Raises InklingError when the folder of a resumed run cannot be written to."""
        if self.resumed:
            self.keeper.go_on(self.first_step)
        self.keeper.train(self.teacher)
        self.state.train()
        parts, threads = self.parts, self.parts.threads.threads
        return Started(
            model=self.settings.model,
            description=description(self.settings.model),
            weights=self.learner.network.weights,
            device=DEVICE.type,
            threads=threads.count,
            threads_reason=threads.reason,
            num_workers=self.settings.num_workers,
            beside=threads.beside,
            epochs=self.settings.epochs,
            batch_size=self.settings.batch_size,
            steps=len(self.batch_sampler),
            train_images=len(self.splits.train),
            own_images=parts.images_from("my digits"),
            written_images=parts.images_from("written"),
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
            processes=self.batches.processes,
        )

    def paused(self) -> Iterator[Event]:
        """From training to paused, and back when the caller lets it go on or stops it."""
        # Nothing is lost while it waits, and the caller sees the network as it is.
        yield from self.checkpoint()
        self.control.give_snapshot(self.learner.classifier())
        self.state.pause()
        yield Paused(self.learner.step)
        self.begin += self.control.wait()
        self.state.go_on()

    def checkpoint(self) -> Iterator[KeepingFailed]:
        """Keep this moment; yields what an earlier write was refused for, once."""
        self.keeper.checkpoint(self.snapshot())
        if news := self.keeper.news():
            yield KeepingFailed(self.learner.step, news)

    def snapshot(self) -> Checkpoint:
        """Everything that resuming from this moment needs."""
        return self.parts.checkpoint(self.ending.progress, self.seconds, self.ending.best)

    def stopping(self) -> bool:
        """Whether the caller has asked the run to end."""
        return self.control.stopping

    def conclude(self) -> Generator[Event]:
        """From training to measuring, if all steps are done, and to the end."""
        measured = None
        if not self.control.stopping:
            self.state.measure()
            best = self.ending.best
            yield Measuring(self.learner.step, self.epochs_done, best.epoch if best else 0)
            measured = self.ending.measured(self.seconds)
        # Read once: a stop or a discard that comes while it measures means the whole run.
        reason = self.reason
        yield self.finished(reason, measured=measured if reason == "completed" else None)

    def finished(
        self, reason: Reason, message: str = "", *, keep: bool = True, measured: Result | None = None
    ) -> Finished:
        """From any state to the end. Without `keep` the network is not kept, because its weights are spoilt."""
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
