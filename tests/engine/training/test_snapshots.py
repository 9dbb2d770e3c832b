"""A run keeps snapshots of its weights on its way, and its losses do not depend on whether it does."""

from itertools import pairwise
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.events import BatchDone, EpochDone, Event, Finished, KeepingFailed, Started
from engine.runs.folder import TIMELINE
from engine.runs.listing import delete_run, restore_run
from engine.runs.saved_network import open_run
from engine.runs.timeline import Moment, Timeline, open_timeline, packed, room_for, save_timeline
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.run.snapshots import early_steps, spread
from engine.training.start import resume, train
from tests.support.runs.events import losses

SIMPLE = TrainSettings.model_validate(
    {"model": "simple", "epochs": 3, "batch_size": 40, "threads": 1, "augmentation": "none", "outliers": "none"}
)
PER_EPOCH = 50
"""Steps of `SIMPLE` on the 2,000 images of `digits`."""
CNN = SIMPLE.model_copy(update={"model": "cnn", "epochs": 1, "augmentation": "varied"})
EARLY = [0, 1, 2, 5, 10, 20]


def run(settings: TrainSettings, splits: Splits, runs: Path, stop_at: int = 0, discard: bool = False) -> list[Event]:
    control, events = RunControl(), []
    for event in train(settings, control, splits, runs):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == stop_at:
            control.stop(discard=discard)
    return events


def folder_of(events: list[Event]) -> Path:
    end = events[-1]
    assert isinstance(end, Finished)
    return Path(end.folder)


def steps(timeline: Timeline) -> list[int]:
    return [moment.step for moment in timeline.moments]


@pytest.mark.parametrize("settings", [SIMPLE, CNN], ids=["simple", "cnn"])
def that_losses_and_figures_are_the_same_bit_for_bit_without_snapshots(
    settings: TrainSettings, digits: Splits, tmp_path: Path
) -> None:
    kept = run(settings, digits, tmp_path)
    none = run(settings.model_copy(update={"timeline": "none"}), digits, tmp_path)
    assert losses(kept) == losses(none) and len(losses(kept)) >= PER_EPOCH
    ends = [[event._replace(seconds=0) for event in events if isinstance(event, EpochDone)] for events in (kept, none)]
    assert ends[0] == ends[1]
    ours, theirs = (open_run(folder_of(events) / "model.inkling").weights for events in (kept, none))
    assert all(torch.equal(values, theirs[name]) for name, values in ours.items())
    assert (folder_of(kept) / TIMELINE).exists() and not (folder_of(none) / TIMELINE).exists()


def that_a_run_keeps_its_early_steps_and_every_epoch_with_its_accuracy(digits: Splits, tmp_path: Path) -> None:
    events = run(SIMPLE, digits, tmp_path)
    timeline = open_timeline(folder_of(events))
    seen = [event.validation_accuracy for event in events if isinstance(event, EpochDone)]
    epochs = [Moment(PER_EPOCH * epoch, epoch, accuracy) for epoch, accuracy in enumerate(seen, 1)]
    assert timeline.moments == (*(Moment(step, 0) for step in EARLY), *epochs)
    trained = open_run(folder_of(events) / "model.inkling").network()
    assert torch.equal(timeline.snapshots[-1].values, packed(trained)), "the last one is the trained network"
    assert not torch.equal(timeline.snapshots[0].values, timeline.snapshots[1].values)


def that_the_caller_sees_the_snapshots_while_it_trains(digits: Splits, tmp_path: Path) -> None:
    control, seen = RunControl(), {}
    for event in train(SIMPLE, control, digits, tmp_path):
        if isinstance(event, BatchDone):
            assert control.timeline
            seen[event.step] = steps(control.timeline)
    assert seen[1] == [0, 1] and seen[19] == [0, 1, 2, 5, 10] and seen[PER_EPOCH + 1] == [*EARLY, PER_EPOCH]


def that_a_run_without_snapshots_gives_none(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    list(train(SIMPLE.model_copy(update={"timeline": "none", "epochs": 1}), control, digits, tmp_path))
    assert control.timeline is None


@pytest.mark.parametrize("step", [0, 3, 60])
def that_a_resumed_run_has_the_timeline_of_one_that_was_never_cut_off(
    step: int, digits: Splits, tmp_path: Path
) -> None:
    whole = open_timeline(folder_of(run(SIMPLE, digits, tmp_path)))
    folder = folder_of(run(SIMPLE, digits, tmp_path, stop_at=step) if step else stopped_before(digits, tmp_path))
    list(resume(folder, splits=digits))
    resumed = open_timeline(folder)
    assert resumed.moments == whole.moments
    for ours, theirs in zip(resumed.snapshots, whole.snapshots, strict=True):
        assert torch.equal(ours.values, theirs.values)


def stopped_before(splits: Splits, runs: Path) -> list[Event]:
    """A run that was stopped before its first step."""
    control = RunControl()
    events = []
    for event in train(SIMPLE, control, splits, runs):
        events.append(event)
        if isinstance(event, Started):
            control.stop()
    return events


def that_snapshots_after_the_checkpoint_are_taken_again(digits: Splits, tmp_path: Path) -> None:
    """As when a killed run had written more snapshots than its last checkpoint knows of."""
    folder = folder_of(run(SIMPLE, digits, tmp_path, stop_at=7))
    later = open_timeline(folder_of(run(SIMPLE, digits, tmp_path)))
    save_timeline(later, folder)
    control = RunControl()
    for event in resume(folder, control, splits=digits):
        if isinstance(event, BatchDone) and event.step == 8:
            control.stop()
    assert steps(open_timeline(folder)) == [0, 1, 2, 5]


def that_a_discarded_continuation_leaves_the_timeline_as_it_was(digits: Splits, tmp_path: Path) -> None:
    folder = folder_of(run(SIMPLE, digits, tmp_path, stop_at=7))
    before = open_timeline(folder)
    control = RunControl()
    for event in resume(folder, control, splits=digits):
        if isinstance(event, BatchDone) and event.step == 60:
            control.stop(discard=True)
    assert steps(open_timeline(folder)) == steps(before) == [0, 1, 2, 5]


def that_the_timeline_goes_and_comes_back_with_the_run(digits: Splits, tmp_path: Path) -> None:
    folder = folder_of(run(SIMPLE, digits, tmp_path, stop_at=3))
    place = delete_run(folder)
    assert steps(open_timeline(place)) == [0, 1, 2]
    assert steps(open_timeline(restore_run(place))) == [0, 1, 2]
    discarded = folder_of(run(SIMPLE, digits, tmp_path, stop_at=3, discard=True))
    assert discarded.parent.name == ".deleted" and steps(open_timeline(discarded)) == [0, 1, 2]


@pytest.mark.parametrize("content", [b"", b"inkling timeline 1\nwhatever", b"inkling timeline 9\n"])
def that_a_broken_timeline_costs_only_what_was_in_it(content: bytes, digits: Splits, tmp_path: Path) -> None:
    whole = run(SIMPLE, digits, tmp_path)
    folder = folder_of(run(SIMPLE, digits, tmp_path, stop_at=7))
    (folder / TIMELINE).write_bytes(content)
    rest = list(resume(folder, splits=digits))
    assert losses(rest) == losses(whole)[7:] and isinstance(rest[-1], Finished) and rest[-1].reason == "completed"
    assert steps(open_timeline(folder)) == [10, 20, 50, 100, 150]


def that_a_timeline_that_cannot_be_written_ends_nothing_and_is_said_once(digits: Splits, tmp_path: Path) -> None:
    control, events = RunControl(), []
    for event in train(SIMPLE, control, digits, tmp_path):
        events.append(event)
        if isinstance(event, Started):
            (Path(event.folder) / TIMELINE).mkdir()
    end = events[-1]
    assert isinstance(end, Finished) and end.reason == "completed" and end.saved_to and TIMELINE in end.message
    assert sum(isinstance(event, KeepingFailed) for event in events) <= 1
    assert losses(events) == losses(run(SIMPLE, digits, tmp_path))


def that_many_epochs_keep_to_the_budget(digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = room_for
    monkeypatch.setattr("engine.training.run.snapshots.room_for", lambda network: min(10, real(network)))
    settings = SIMPLE.model_copy(update={"epochs": 21, "batch_size": 200})
    moments = open_timeline(folder_of(run(settings, digits, tmp_path))).moments
    assert [moment.step for moment in moments if not moment.epoch] == [0, 1, 2, 5]
    assert [moment.epoch for moment in moments if moment.epoch] == [4, 8, 12, 16, 20, 21]


def that_early_steps_are_1_2_5_10_and_fewer_where_there_is_no_room() -> None:
    assert early_steps(300, 10) == (0, 1, 2, 5, 10, 20, 50, 100, 200)
    assert early_steps(1, 10) == (0,)
    many = early_steps(70_000, 10)
    assert len(set(many)) == 10 and many[0] == 0 and many[-1] == 50_000


@pytest.mark.parametrize("most", [1, 4, 5, 13])
@pytest.mark.parametrize("epochs", [1, 8, 33, 200])
def that_epochs_are_thinned_evenly_and_the_last_one_stays(most: int, epochs: int) -> None:
    before = set[int]()
    for epoch in range(1, epochs + 1):
        kept = sorted(spread(epoch, most))
        assert set(kept) <= before | {epoch}, "what was dropped does not come back"
        before = set(kept)
    assert len(kept) <= most and kept[-1] == epochs
    assert len(kept) == epochs or len(kept) > most // 2, "no more are dropped than have to be"
    assert len({after - one for one, after in pairwise([0, *kept[:-1]])}) <= 1
