"""Early stopping ends a run when it gets no better, and keeps the weights of its best epoch."""

import math
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.events import BatchDone, EpochDone, Event, Finished, Measuring
from engine.models.evaluation import Score, evaluate
from engine.models.networks import build
from engine.runs.folder import Progress, read_record
from engine.runs.listing import list_runs
from engine.runs.saved_network import open_run
from engine.settings.train_settings import TrainSettings
from engine.training.log_lines import LogLines
from engine.training.run.best_epoch import BestEpochKeeper
from engine.training.run.control import RunControl
from engine.training.start import resume, train
from tests.support.runs.events import losses

WORSENING = TrainSettings(
    model="simple",
    epochs=40,
    batch_size=50,
    threads=1,
    augmentation="none",
    outliers="none",
    my_digits="none",
    schedule="constant",
    early_stopping=2,
)
"""It knows 300 images by heart soon, and from then on its validation loss rises."""


@pytest.fixture
def few(digits: Splits) -> Splits:
    return Splits(digits.train.part(slice(300)), digits.validation, digits.test)


def told(settings: TrainSettings, splits: Splits, runs: Path, stop_at: int = 0) -> list[Event]:
    control, events = RunControl(), []
    for event in train(settings, control, splits, runs):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == stop_at:
            control.stop()
    return events


def epochs(events: list[Event]) -> list[EpochDone]:
    return [event._replace(seconds=0) for event in events if isinstance(event, EpochDone)]


@pytest.mark.parametrize(
    ("validation_losses", "ends", "best"),
    [
        ((3, 2, 1, 2, 2, 2), 5, 3),
        ((3, 2, 2.5, 1, 1, 1), 6, 4),
        ((1, 2, 2), 3, 1),
        ((3, 2, 1), None, 3),
        ((math.nan, math.nan), 2, None),
        ((math.nan, 1, math.nan, math.nan), 4, 2),
    ],
)
def that_it_ends_when_two_epochs_in_a_row_were_no_better(
    validation_losses: tuple[float, ...], ends: int | None, best: int | None
) -> None:
    keeper, network, progress = BestEpochKeeper(2), build("simple"), Progress()
    ended = None
    for epoch, loss in enumerate(validation_losses, 1):
        lowest = progress.best_validation_loss
        better = loss < (math.inf if lowest is None else lowest)
        progress = Progress(
            epochs_done=epoch,
            best_epoch=epoch if better else progress.best_epoch,
            best_validation_loss=loss if better else lowest,
        )
        with torch.no_grad():
            list(network.parameters())[-1].fill_(epoch)
        keeper.validated(progress, Score(loss, 0.5), network)
        if keeper.over(progress):
            ended = epoch
            break
    assert ended == ends
    *_, kept = keeper.network(network).parameters()
    assert kept[0].item() == (best or len(validation_losses))


def that_without_patience_nothing_is_kept_and_nothing_ends() -> None:
    keeper, network = BestEpochKeeper(0), build("simple")
    keeper.validated(Progress(epochs_done=1, best_epoch=1), Score(1.0, 0.5), network)
    assert keeper.best is None and keeper.network(network) is network
    assert not keeper.over(Progress(epochs_done=9, best_epoch=1))


def that_a_run_ends_early_with_the_weights_of_its_best_epoch(few: Splits, tmp_path: Path) -> None:
    events = told(WORSENING, few, tmp_path)
    done = epochs(events)
    best = min(done, key=lambda epoch: epoch.validation_loss)
    assert len(done) == best.epoch + 2 < WORSENING.epochs
    end = events[-1]
    assert isinstance(end, Finished) and end.reason == "completed" and end.saved_to and not end.message
    run = open_run(Path(end.saved_to))
    score = evaluate(run.network(), few.validation)
    assert score and score.loss == pytest.approx(best.validation_loss) and score.accuracy == best.validation_accuracy
    assert run.result.validation_accuracy == best.validation_accuracy and run.result.steps == 6 * len(done)
    ending = read_record(Path(end.folder)).ending
    assert ending and (ending.kept_epoch, ending.best_epoch) == (best.epoch, best.epoch)
    assert ending.epochs_done == len(done)
    (row,) = list_runs(tmp_path)
    assert row.state == "completed" and not row.can_resume and not row.problem
    measuring = next(event for event in events if isinstance(event, Measuring))
    (line,) = LogLines().of(measuring)
    assert f"after epoch {len(done)}, and the weights of epoch {best.epoch}, the best, are kept" in line


def that_its_losses_are_those_of_a_run_without_it(few: Splits, tmp_path: Path) -> None:
    early = losses(told(WORSENING, few, tmp_path / "early"))
    whole = losses(told(WORSENING.model_copy(update={"early_stopping": 0}), few, tmp_path / "whole"))
    assert early == whole[: len(early)] and len(early) < len(whole)


def that_all_epochs_are_trained_when_the_last_is_the_best(digits: Splits, tmp_path: Path) -> None:
    settings = WORSENING.model_copy(update={"epochs": 2, "schedule": "one-cycle"})
    events = told(settings, digits, tmp_path)
    assert len(epochs(events)) == 2
    ending = read_record(Path(events[-1].folder)).ending  # type: ignore[union-attr]
    assert ending and ending.kept_epoch == 2


@pytest.mark.parametrize("average", [0.0, 0.9])
def that_a_run_that_was_stopped_in_between_goes_on_to_the_same_end(average: float, few: Splits, tmp_path: Path) -> None:
    settings = WORSENING.model_copy(update={"weight_average": average})
    whole = told(settings, few, tmp_path / "whole")
    last = epochs(whole)[-1]
    for number, step in enumerate((7, last.step - 8, last.step - 2)):
        # Between the best epoch and the end the best weights are in no network any more, only in the checkpoint.
        cut = told(settings, few, tmp_path / str(number), step)
        folder = Path(cut[-1].folder)  # type: ignore[union-attr]
        rest = list(resume(folder, splits=few))
        assert losses(cut) + losses(rest) == losses(whole)
        assert epochs(cut) + epochs(rest) == epochs(whole)
        ours, theirs = (open_run(Path(events[-1].saved_to)) for events in (rest, whole))  # type: ignore[union-attr, arg-type]
        for name, weights in theirs.weights.items():
            assert torch.equal(ours.weights[name], weights)
        assert ours.result.test_accuracy == theirs.result.test_accuracy


def that_a_run_stopped_while_it_measures_has_the_best_weights_and_only_measures_when_resumed(
    few: Splits, tmp_path: Path
) -> None:
    control, events = RunControl(), []
    for event in train(WORSENING, control, few, tmp_path):
        events.append(event)
        if isinstance(event, Measuring):
            control.stop()
    end = events[-1]
    best = min(epochs(events), key=lambda epoch: epoch.validation_loss)
    assert isinstance(end, Finished) and end.reason == "stopped" and end.saved_to
    score = evaluate(open_run(Path(end.saved_to)).network(), few.validation)
    assert score and score.loss == pytest.approx(best.validation_loss)
    rest = list(resume(Path(end.folder), splits=few))
    assert not losses(rest) and not epochs(rest)
    assert isinstance(rest[-1], Finished) and rest[-1].reason == "completed"
    again = evaluate(open_run(Path(end.saved_to)).network(), few.validation)
    assert again == score
