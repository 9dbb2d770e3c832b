"""A run's life: every state can be ended, every ending keeps what resuming needs, and no fault of a disk loses it."""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.data.augmentation.deformation import ALL
from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.training_set import training_images
from engine.errors import InklingError, Stopped
from engine.events import (
    BatchDone,
    EpochDone,
    Event,
    Finished,
    KeepingFailed,
    LearningRateChanged,
    Measuring,
    Paused,
    Started,
)
from engine.models.networks import build
from engine.runs.checkpoint import checkpoints
from engine.runs.folder import HISTORY, MODEL_FILE, RECORD, TEACHER_FILE, new_run_folder, read_record
from engine.runs.history import read_history
from engine.runs.listing import DELETED, deleted_runs, list_runs, restore_run, row_of
from engine.runs.saved_network import open_run
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings
from engine.system.background_writer import BackgroundWriter
from engine.training.run import keeper
from engine.training.run.control import RunControl
from engine.training.run.state import RunState, State
from engine.training.start import resume, train
from tests.support.runs.events import losses

SIMPLE = TrainSettings.model_validate(
    {"model": "simple", "epochs": 2, "batch_size": 200, "threads": 1, "augmentation": "none", "outliers": "none"}
)
STEPS = 20
"""Of `SIMPLE` on the 2,000 images of `digits`."""


def finished(events: list[Event]) -> Finished:
    (event,) = [event for event in events if isinstance(event, Finished)]
    assert events[-1] is event
    return event


def trained(
    splits: Splits, runs: Path, act: Callable[[RunControl, Event], object], settings: TrainSettings = SIMPLE
) -> list[Event]:
    """All events of a run at each of which `act` may do something."""
    control, events = RunControl(), []
    for event in train(settings, control, splits, runs):
        events.append(event)
        act(control, event)
    return events


def at(kind: type[Event], do: Callable[[RunControl], object], step: int = 0) -> Callable[[RunControl, Event], object]:
    """Does that at an event of this kind, of that step if one is given."""

    def act(control: RunControl, event: Event) -> None:
        if isinstance(event, kind) and step in (0, getattr(event, "step", 0)):
            do(control)

    return act


def stop(control: RunControl) -> None:
    control.stop()


def discard(control: RunControl) -> None:
    control.stop(discard=True)


# Ending while it measures.


def that_a_stop_while_it_measures_is_a_stop_and_resuming_measures(digits: Splits, tmp_path: Path) -> None:
    whole = trained(digits, tmp_path / "whole", lambda *_: None)
    events = trained(digits, tmp_path / "runs", at(Measuring, stop))
    end = finished(events)
    assert end.reason == "stopped" and end.test_accuracy is None and end.saved_to
    (row,) = list_runs(tmp_path / "runs")
    assert (row.state, row.steps, row.can_resume, row.has_network) == ("stopped", STEPS, True, True)
    assert open_run(Path(end.saved_to)).result.reason == "stopped" and checkpoints(row.folder)
    rest = list(resume(row.folder, splits=digits))
    assert losses(rest) == [] and [type(event) for event in rest] == [Started, Measuring, Finished]
    assert finished(rest).reason == "completed" and finished(rest).test_accuracy == finished(whole).test_accuracy
    assert losses(read_history(row.folder)) == losses(whole) and not checkpoints(row.folder)


def that_a_stop_in_the_middle_of_measuring_is_one_too(digits: Splits, tmp_path: Path) -> None:
    looked: list[int] = []
    control = RunControl()

    class Stopping(ImageSet):
        def timed(self, indices: Any, place: tuple[int, int] | None = None, part: slice = ALL) -> Any:
            looked.append(len(indices))
            control.stop()
            return super().timed(indices, place, part)

    splits = replace(digits, test=Stopping(digits.test.images, digits.test.labels))
    end = finished(list(train(SIMPLE, control, splits, tmp_path)))
    assert looked and end.reason == "stopped" and end.test_accuracy is None
    assert list_runs(tmp_path)[0].can_resume


def that_a_discard_while_it_measures_throws_the_run_away_and_can_be_undone(digits: Splits, tmp_path: Path) -> None:
    end = finished(trained(digits, tmp_path, at(Measuring, discard)))
    assert end.reason == "discarded" and end.saved_to is None and list_runs(tmp_path) == []
    restore_run(Path(end.folder))
    (row,) = list_runs(tmp_path)
    assert row.state == "stopped" and row.can_resume and row.has_network


def that_closing_while_it_measures_keeps_the_run_to_be_resumed(digits: Splits, tmp_path: Path) -> None:
    events = train(SIMPLE, splits=digits, runs=tmp_path)
    for event in events:
        if isinstance(event, Measuring):
            break
    events.close()
    (row,) = list_runs(tmp_path)
    assert row.state == "stopped" and row.can_resume and row.steps == STEPS


def that_a_discard_is_not_taken_back_by_a_stop() -> None:
    control = RunControl()
    control.stop(discard=True)
    control.stop()
    assert control.discarding and control.stopping


# Ending before the first step.


def that_a_run_stopped_while_it_is_prepared_is_listed_and_begins_from_its_start(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    control.stop()
    events = list(train(SIMPLE, control, digits, tmp_path))
    end = finished(events)
    assert len(events) == 1 and end.reason == "stopped" and end.saved_to is None
    (row,) = list_runs(tmp_path)
    assert (row.state, row.steps, row.can_resume, row.has_network) == ("stopped", 0, True, False)
    assert str(row.folder) == end.folder
    whole = trained(digits, tmp_path / "whole", lambda *_: None)
    assert losses(list(resume(row.folder, splits=digits))) == losses(whole)


def that_a_run_stopped_before_its_first_step_is_listed_too(digits: Splits, tmp_path: Path) -> None:
    end = finished(trained(digits, tmp_path, at(Started, stop)))
    (row,) = list_runs(tmp_path)
    assert end.reason == "stopped" and end.saved_to is None
    assert (row.state, row.steps, row.can_resume) == ("stopped", 0, True)


def that_a_run_discarded_before_its_first_step_can_be_brought_back(digits: Splits, tmp_path: Path) -> None:
    end = finished(trained(digits, tmp_path, at(Started, discard)))
    assert Path(end.folder).parent.name == DELETED and list_runs(tmp_path) == []
    assert restore_run(Path(end.folder)).is_dir() and list_runs(tmp_path)[0].state == "stopped"


def that_a_run_closed_at_its_first_event_has_an_ending(digits: Splits, tmp_path: Path) -> None:
    events = train(SIMPLE, splits=digits, runs=tmp_path)
    next(events)
    events.close()
    (row,) = list_runs(tmp_path)
    assert row.state == "stopped" and row.can_resume


def that_a_run_that_fails_while_it_is_prepared_is_listed_as_failed(digits: Splits, tmp_path: Path) -> None:
    class Unusable(ImageSet):
        def __len__(self) -> int:
            raise InklingError("These images cannot be used.")

    splits = replace(digits, train=Unusable(digits.train.images, digits.train.labels))
    with pytest.raises(InklingError, match="cannot be used"):
        next(train(SIMPLE, splits=splits, runs=tmp_path))
    (row,) = list_runs(tmp_path)
    assert (row.state, row.problem, row.can_resume) == ("failed", "These images cannot be used.", True)


def that_a_run_closed_while_it_is_being_discarded_is_discarded(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    events = train(SIMPLE, control, digits, tmp_path)
    next(events)
    control.stop(discard=True)
    events.close()
    assert list_runs(tmp_path) == [] and len(deleted_runs(tmp_path)) == 1


def that_long_preparations_end_when_the_run_is_to_stop(digits: Splits) -> None:
    calls: list[None] = []
    control = RunControl()

    def check() -> None:
        calls.append(None)
        if len(calls) == 5:
            control.stop()
        control.check()

    mixed = SIMPLE.model_copy(update={"outliers": "mixed"})
    with pytest.raises(Stopped):
        training_images(mixed, digits.train.part(slice(None)), (), check)
    assert len(calls) == 5


# Resuming checks before it changes anything.


@pytest.fixture
def stopped(digits: Splits, tmp_path: Path) -> Path:
    """The folder of a run that was stopped at step 15, with two checkpoints."""
    trained(digits, tmp_path / "runs", at(BatchDone, stop, step=15))
    return list_runs(tmp_path / "runs")[0].folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def that_a_resume_that_is_refused_changes_nothing(stopped: Path, digits: Splits) -> None:
    before = contents(stopped)
    fewer = Splits(digits.train.part(slice(1000)), digits.validation, digits.test)
    with pytest.raises(InklingError, match="learnt from 2,000 images, and now there are 1,000"):
        next(resume(stopped, splits=fewer))
    assert contents(stopped) == before


def that_a_resume_that_is_stopped_while_it_is_prepared_changes_nothing(stopped: Path, digits: Splits) -> None:
    before, control = contents(stopped), RunControl()
    control.stop(discard=True)
    assert finished(list(resume(stopped, control, digits))).reason == "discarded"
    assert contents(stopped) == before


def that_damaged_checkpoints_are_refused_and_the_network_stays(stopped: Path, digits: Splits) -> None:
    for path in checkpoints(stopped):
        path.write_bytes(path.read_bytes()[:-50])
    before = contents(stopped)
    with pytest.raises(InklingError, match=r"None of the checkpoints of .* can be used"):
        next(resume(stopped, splits=digits))
    assert contents(stopped) == before


def that_a_network_without_a_checkpoint_is_not_trained_over(stopped: Path, digits: Splits) -> None:
    for path in checkpoints(stopped):
        path.unlink()
    before = contents(stopped)
    with pytest.raises(InklingError, match="has a network but no checkpoint to go on from"):
        next(resume(stopped, splits=digits))
    assert contents(stopped) == before


def that_a_history_that_cannot_be_read_is_not_replaced(stopped: Path, digits: Splits) -> None:
    (stopped / HISTORY).rename(stopped / "history")
    (stopped / HISTORY).mkdir()
    before = contents(stopped)
    with pytest.raises(InklingError, match=HISTORY):
        next(resume(stopped, splits=digits))
    assert contents(stopped) == before and (stopped / HISTORY).is_dir()


def that_a_damaged_history_is_kept_beside_the_new_one(stopped: Path, digits: Splits) -> None:
    content = (stopped / HISTORY).read_bytes().splitlines(keepends=True)
    content[3] = content[3].replace(b'"', b"#")
    (stopped / HISTORY).write_bytes(b"".join(content))
    assert finished(list(resume(stopped, splits=digits))).reason == "completed"
    assert (stopped / f"{HISTORY}.damaged").read_bytes() == b"".join(content)


def that_a_history_that_tells_of_a_pause_is_not_damaged(digits: Splits, tmp_path: Path) -> None:
    def act(control: RunControl, event: Event) -> None:
        match event:
            case BatchDone(step=3):
                control.pause()
            case Paused():
                control.go_on()
            case BatchDone(step=15):
                control.stop()

    assert any(isinstance(event, Paused) for event in trained(digits, tmp_path, act))
    (row,) = list_runs(tmp_path)
    assert finished(list(resume(row.folder, splits=digits))).reason == "completed"
    assert not list(row.folder.glob("*.damaged"))


def that_a_stop_right_after_resuming_keeps_the_network(stopped: Path, digits: Splits) -> None:
    before, control = open_run(stopped / MODEL_FILE), RunControl()
    for event in resume(stopped, control, digits):
        if isinstance(event, Started):
            control.stop()
    after = open_run(stopped / MODEL_FILE)
    assert all(torch.equal(before.weights[name], after.weights[name]) for name in before.weights)
    assert list_runs(stopped.parent)[0].can_resume


def that_discarding_a_resumed_run_goes_back_and_keeps_a_copy_of_what_came(stopped: Path, digits: Splits) -> None:
    before, control = losses(read_history(stopped)), RunControl()
    for event in resume(stopped, control, digits):
        if isinstance(event, BatchDone) and event.step == 18:
            control.stop(discard=True)
    (row,) = list_runs(stopped.parent)
    assert row.steps == 15 and row.can_resume and losses(read_history(stopped)) == before
    (place,) = (stopped.parent / DELETED).iterdir()
    copy = row_of(restore_run(place))
    # It says which process trained it, and that one is still there.
    assert copy.state == "interrupted" and copy.can_resume
    assert len(losses(read_history(copy.folder))) == 18


def that_a_resumed_run_is_kept_when_there_is_no_room_to_discard_it(
    stopped: Path, digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", full)
    control, events = RunControl(), []
    for event in resume(stopped, control, digits):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == 18:
            control.stop(discard=True)
    end = finished(events)
    assert end.reason == "stopped" and end.message.startswith(f"{stopped} could not be copied to ")
    assert end.message.endswith(f" ({os.strerror(errno.ENOSPC).lower()}): nothing was thrown away.")
    (row,) = list_runs(stopped.parent)
    assert row.steps == 18 and row.can_resume and deleted_runs(stopped.parent) == []


def that_a_run_that_is_resumed_twice_at_once_is_trained_once(stopped: Path, digits: Splits) -> None:
    first, second = resume(stopped, splits=digits), RunControl()
    overtaken: list[Event] = []

    class Overtaken(ImageSet):
        def __len__(self) -> int:
            # While the second one prepares, the first begins to train.
            if not overtaken:
                overtaken.append(next(first))
            return super().__len__()

    splits = replace(digits, train=Overtaken(digits.train.images, digits.train.labels))
    with pytest.raises(InklingError, match="is being trained at this moment"):
        next(resume(stopped, second, splits))
    assert finished(list(first)).reason == "completed"


def that_a_learning_rate_set_while_it_is_resumed_counts(stopped: Path, digits: Splits) -> None:
    control = RunControl()
    control.learning_rate = 0.003
    events = list(resume(stopped, control, digits, learning_rate=0.5))
    assert [event.learning_rate for event in events if isinstance(event, LearningRateChanged)] == [0.003]
    control = RunControl()
    control.learning_rate = 0.004
    other = trained(digits, stopped.parent, at(Started, stop))
    again = list(resume(Path(finished(other).folder), control, digits))
    assert [event.learning_rate for event in again if isinstance(event, LearningRateChanged)] == [0.004]


# One folder for each run.


def that_runs_that_begin_in_the_same_second_have_folders_of_their_own(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def folder(_: int) -> Path:
        together.wait()
        return new_run_folder("simple", tmp_path)

    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(folder, range(8)))
    assert len(set(folders)) == 8 and all(path.is_dir() for path in folders)


# What a run learns from depends on its seed, and on the place in it.


def that_batches_of_one_image_are_varied_anew_in_each_epoch(digits: Splits) -> None:
    from engine.data import ShuffledBatches, load

    few = digits.train.part(slice(20))
    varied = training_images(TrainSettings(outliers="none"), few)
    batch_sampler = ShuffledBatches(20, batch_size=1, epochs=2, seed=0)
    seen: dict[int, list[torch.Tensor]] = {}
    places = [int(batch.images[0]) for batch in batch_sampler]
    for place, (images, _) in zip(places, load(varied, batch_sampler, 0, lambda: False), strict=True):
        seen.setdefault(place, []).append(images)
    assert all(not torch.equal(*images) for images in seen.values())


def that_the_mean_loss_of_an_epoch_counts_digits_only(digits: Splits, tmp_path: Path) -> None:
    images, labels = digits.train.images[:60], digits.train.labels[:60].clone()
    labels[::2] = NOTHING
    splits = replace(digits, train=ImageSet(images, labels))
    settings = SIMPLE.model_copy(update={"batch_size": 1, "epochs": 1, "learning_rate": 1e-5})
    events = trained(splits, tmp_path, lambda *_: None, settings)
    (epoch,) = [event for event in events if isinstance(event, EpochDone)]
    # Hardly moved by so small a learning rate, the network guesses.
    assert epoch.train_loss > 1.5 and min(losses(events)) > 0.5


def that_first_weights_depend_on_the_seed_alone() -> None:
    alone = build("cnn", seed=3).state_dict()
    drawing = threading.Event()

    def draw() -> None:
        while not drawing.is_set():
            torch.rand(1000)

    other = threading.Thread(target=draw)
    other.start()
    try:
        beside = [build("cnn", seed=3).state_dict() for _ in range(20)]
    finally:
        drawing.set()
        other.join()
    assert all(torch.equal(alone[name], weights[name]) for weights in beside for name in alone)


# A disk that refuses.


class Disk:
    """Refuses what `refusing` says, as the system would."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.refusing: Callable[[Path], bool] = lambda _: False
        fsync, write = os.fsync, os.write

        def forcing(descriptor: int) -> None:
            if self.refusing(self._path(descriptor)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            fsync(descriptor)

        def writing(descriptor: int, content: bytes) -> int:
            if self.refusing(self._path(descriptor)):
                # A full disk takes what still fits.
                write(descriptor, content[: len(content) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(descriptor, content)

        patch.setattr(os, "fsync", forcing)
        patch.setattr(os, "write", writing)

    def _path(self, descriptor: int) -> Path:
        return Path(f"/proc/self/fd/{descriptor}").readlink()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("which file is written to is read from /proc")
    yield Disk(monkeypatch)


def that_a_disk_that_was_full_for_a_while_loses_nothing(disk: Disk, digits: Splits, tmp_path: Path) -> None:
    def act(_: RunControl, event: Event) -> None:
        if isinstance(event, BatchDone | EpochDone):
            disk.refusing = lambda _: 3 < event.step < 12

    whole = trained(digits, tmp_path / "whole", lambda *_: None)
    events = trained(digits, tmp_path / "runs", act)
    said = [event for event in events if isinstance(event, KeepingFailed)]
    assert len(said) == 1 and said[0].message.startswith("The disk is full")
    end = finished(events)
    assert (end.reason, end.message) == ("completed", "") and end.saved_to
    (row,) = list_runs(tmp_path / "runs")
    assert row.state == "completed" and losses(read_history(row.folder)) == losses(whole)
    table = (row.folder / "metrics.csv").read_text().splitlines()
    assert len(table) == 1 + STEPS + 2 and not checkpoints(row.folder)


def that_a_disk_that_was_full_at_the_start_keeps_the_run_later(disk: Disk, digits: Splits, tmp_path: Path) -> None:
    def act(_: RunControl, event: Event) -> None:
        disk.refusing = lambda _: not isinstance(event, EpochDone)

    disk.refusing = lambda _: True
    events = trained(digits, tmp_path, act)
    (row,) = list_runs(tmp_path)
    assert row.settings == SIMPLE and row.folder == Path(finished(events).folder)


def that_a_network_that_cannot_be_saved_is_said_and_the_run_can_be_resumed(
    disk: Disk, digits: Splits, tmp_path: Path
) -> None:
    disk.refusing = lambda path: MODEL_FILE in path.name
    control = RunControl()
    end = finished(list(train(SIMPLE, control, digits, tmp_path)))
    assert end.reason == "completed" and end.saved_to is None and MODEL_FILE in end.message
    assert control.trained and control.trained.result.test_accuracy == end.test_accuracy is not None
    (row,) = list_runs(tmp_path)
    assert row.can_resume
    disk.refusing = lambda _: False
    again = finished(list(resume(row.folder, splits=digits)))
    assert again.reason == "completed" and again.saved_to and again.test_accuracy == end.test_accuracy


def that_a_refused_event_file_for_tensorboard_is_said_once(disk: Disk, digits: Splits, tmp_path: Path) -> None:
    disk.refusing = lambda path: "tfevents" in path.name
    settings = SIMPLE.model_copy(update={"tensorboard": "written"})
    events = trained(digits, tmp_path, lambda *_: None, settings)
    assert len([event for event in events if isinstance(event, KeepingFailed)]) == 1
    end = finished(events)
    assert end.reason == "completed" and end.saved_to and list_runs(tmp_path)[0].state == "completed"
    assert not checkpoints(Path(end.folder))


@pytest.mark.parametrize("flush_seconds", [0.0, 1000.0])
def that_a_complete_run_does_not_miss_its_checkpoints(
    disk: Disk, digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flush_seconds: float
) -> None:
    monkeypatch.setattr(keeper, "FLUSH_SECONDS", flush_seconds)
    refused: list[Path] = []

    def refusing(path: Path) -> bool:
        if "checkpoint" in path.name:
            refused.append(path)
        return "checkpoint" in path.name

    disk.refusing = refusing
    events = trained(digits, tmp_path, lambda *_: None)
    # The last one is written while the run ends: whether its failure is noticed before that is a matter of time.
    assert refused
    assert (finished(events).reason, finished(events).message) == ("completed", "")


def that_a_run_whose_ending_the_disk_refused_can_be_resumed_by_the_same_process(
    disk: Disk, digits: Splits, tmp_path: Path
) -> None:
    def act(control: RunControl, event: Event) -> None:
        if isinstance(event, BatchDone) and event.step == 15:
            control.stop()
            disk.refusing = lambda path: RECORD in path.name

    assert "The disk is full" in finished(trained(digits, tmp_path, act)).message
    disk.refusing = lambda _: False
    (row,) = list_runs(tmp_path)
    assert row.state == "interrupted" and row.can_resume
    assert finished(list(resume(row.folder, splits=digits))).reason == "completed"


def that_a_teacher_for_whom_there_is_no_room_keeps_no_ending_from_being_recorded(
    disk: Disk, digits: Splits, tmp_path: Path
) -> None:
    teacher = Path(finished(trained(digits, tmp_path, lambda *_: None)).folder)
    disk.refusing = lambda path: TEACHER_FILE in path.name
    settings = SIMPLE.model_copy(update={"teacher": teacher.name})
    end = finished(trained(digits, tmp_path, lambda *_: None, settings))
    assert end.reason == "completed" and end.saved_to and TEACHER_FILE in end.message
    assert [row.state for row in list_runs(tmp_path)] == ["completed", "completed"]


def that_the_background_writer_reports_every_exception() -> None:
    writer = BackgroundWriter()
    writer.write(lambda: 1 / 0)
    writer.close()
    assert "by a fault of the program" in writer.problem
    done = threading.Event()
    writer.write(done.set)
    writer.close()
    assert done.is_set() and writer.problem == ""


# The states themselves.


def that_a_run_ends_once_and_only_known_transitions_are_taken() -> None:
    state = RunState()
    for transition in (state.train, state.pause, state.go_on, state.measure):
        transition()
        assert state.reason is None and not state.ended
    state.end("completed")
    assert state.ended and state.reason == "completed"
    for transition in (state.train, state.pause, state.go_on, state.measure, lambda: state.end("stopped")):
        with pytest.raises(RuntimeError, match="a run that is ended cannot become"):
            transition()
    assert state.reason == "completed"


@pytest.mark.parametrize("state", ["preparing", "training", "paused", "measuring"])
def that_only_the_transitions_in_the_table_are_taken(state: State) -> None:
    ways: dict[State, list[str]] = {
        "preparing": [],
        "training": ["train"],
        "paused": ["train", "pause"],
        "measuring": ["train", "measure"],
    }
    leads: dict[str, State] = {"train": "training", "pause": "paused", "go_on": "training", "measure": "measuring"}
    for name, following in leads.items():
        run = RunState()
        for transition in ways[state]:
            getattr(run, transition)()
        allowed = following in RunState.NEXT[state] and (name == "go_on") == (state == "paused")
        with nullcontext() if allowed else pytest.raises(RuntimeError, match=f"a run that is {state} cannot become"):
            getattr(run, name)()
        assert run.now == (following if allowed else state)


def that_a_run_being_prepared_is_listed_from_its_first_moment(digits: Splits, tmp_path: Path) -> None:
    seen: list[str] = []

    class Looked(ImageSet):
        def __len__(self) -> int:
            seen.extend(row.state for row in list_runs(tmp_path))
            return super().__len__()

    splits = replace(digits, train=Looked(digits.train.images, digits.train.labels))
    events = train(SIMPLE, splits=splits, runs=tmp_path)
    next(events)
    assert seen and set(seen) == {"training"} and read_record(list_runs(tmp_path)[0].folder).going_on
    events.close()
