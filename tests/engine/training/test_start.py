"""train(settings): what it tells, how it ends, and that it learns."""

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.data.augmentation.deformation import ALL
from engine.data.datasets import Splits
from engine.data.image_sets import Batch, ImageSet
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, Finished, Measuring, Started, TimeSpent
from engine.models.classifier import Classifier
from engine.models.evaluation import CHUNK, logits_of
from engine.models.test_time_augmentation import tta_logits
from engine.runs.listing import list_runs
from engine.runs.saved_network import latest_run, open_run
from engine.settings.train_settings import TrainSettings
from engine.training.log_lines import LogLines
from engine.training.run.control import RunControl
from engine.training.start import train
from tests.support.process import python
from tests.support.runs.events import losses

PLAIN = TrainSettings(augmentation="none", outliers="none", my_digits="none")
SIMPLE = PLAIN.model_copy(
    update={
        "model": "simple",
        "epochs": 2,
        "batch_size": 64,
        "learning_rate": 0.05,
        "optimizer": "sgd",
        "threads": 1,
    }
)


def ending(events: list[Event]) -> Finished:
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Finished) for event in events) == 1
    return events[-1]


def that_events_come_in_order_and_are_complete(digits: Splits, tmp_path: Path) -> None:
    events = list(train(SIMPLE, splits=digits, runs=tmp_path))
    batches = 32
    kinds = [BatchDone] * batches + [EpochDone]
    steady = [type(event) for event in events if not isinstance(event, TimeSpent)]
    assert steady == [Started, *kinds, *kinds, Measuring, Finished]
    started = events[0]
    assert isinstance(started, Started)
    assert (started.device, started.steps, started.weights) == ("cpu", 64, 101_770)
    assert (started.train_images, started.validation_images, started.test_images) == (2000, 500, 500)
    assert [event.step for event in events if isinstance(event, BatchDone)] == list(range(1, 65))
    for event in events:
        if isinstance(event, BatchDone):
            assert event.images_per_second > 0 and 0 <= event.waiting_share <= 1
        if isinstance(event, EpochDone):
            assert event.step == event.epoch * batches and 0 < event.validation_accuracy <= 1
    assert ending(events).reason == "completed"


def that_events_carry_plain_values_only(digits: Splits, tmp_path: Path) -> None:
    for event in train(SIMPLE, splits=digits, runs=tmp_path):
        for name in event._fields:
            assert type(getattr(event, name)) in (bool, int, float, str, type(None)), name


@pytest.mark.parametrize("model", ["simple", "cnn"])
def that_the_same_settings_give_the_same_losses_bit_for_bit(model: str, digits: Splits, tmp_path: Path) -> None:
    settings = PLAIN.model_copy(update={"model": model, "epochs": 2, "batch_size": 50, "threads": 1})
    some = replace(digits, train=digits.train.part(slice(1000)))
    torch.manual_seed(1)
    first = losses(list(train(settings, splits=some, runs=tmp_path)))
    torch.manual_seed(2)
    again = losses(list(train(settings, splits=some, runs=tmp_path)))
    # Two for one of the networks, which no worker knows: they take seconds to start.
    with_workers = settings.model_copy(update={"num_workers": {"simple": 2, "cnn": 1}[model]})
    workers = losses(list(train(with_workers, splits=some, runs=tmp_path)))
    other_seed = losses(list(train(settings.model_copy(update={"seed": 1}), splits=some, runs=tmp_path)))
    assert first == again == workers != other_seed
    assert len(set(first)) == len(first)


@pytest.mark.arithmetic
def that_listening_closely_changes_nothing(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    watched = []
    for event in train(SIMPLE, control, digits, tmp_path):
        control.take_snapshot()
        watched.append(event)
    assert losses(watched) == losses(list(train(SIMPLE, splits=digits, runs=tmp_path)))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
@pytest.mark.parametrize("schedule", ["constant", "one-cycle"])
def that_every_optimizer_and_schedule_learns(optimizer: str, schedule: str, digits: Splits, tmp_path: Path) -> None:
    rate = {"sgd": 0.2, "momentum": 0.05, "adamw": 0.005}[optimizer]
    settings = TrainSettings.model_validate(
        {"model": "cnn", "epochs": 2, "batch_size": 50, "optimizer": optimizer, "schedule": schedule, "threads": 1}
        | {"learning_rate": rate, "augmentation": "none", "outliers": "none"}
    )
    accuracy = ending(list(train(settings, splits=digits, runs=tmp_path))).test_accuracy
    # Guessing reads a tenth. How far 80 steps lead depends on seed and rounding: 0.9 is usual.
    assert accuracy is not None and accuracy > 0.6


@pytest.mark.arithmetic
def that_accuracies_are_those_of_the_saved_network(digits: Splits, tmp_path: Path) -> None:
    events = list(train(SIMPLE, splits=digits, runs=tmp_path))
    saved_to = ending(events).saved_to
    assert saved_to
    network = open_run(Path(saved_to)).network().eval()
    for part, told in (
        (digits.test, ending(events).test_accuracy),
        (digits.validation, [e.validation_accuracy for e in events if isinstance(e, EpochDone)][-1]),
    ):
        # The test figure is that of the answers that the program gives, which look at each image several times.
        logits = logits_of(network, part, read=tta_logits if part is digits.test else lambda net, images: net(images))
        assert logits is not None
        assert (logits.argmax(1) == part.labels).float().mean().item() == pytest.approx(told)


def that_test_images_are_looked_at_once_and_last(
    digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def noted(part: ImageSet, indices: Tensor) -> Batch:
        looked_at.append(part.images.data_ptr())
        return fetched(part, indices)

    fetched = ImageSet.__getitems__
    monkeypatch.setattr(ImageSet, "__getitems__", noted)
    list(train(SIMPLE, splits=digits, runs=tmp_path))
    test = digits.test.images.data_ptr()
    assert looked_at.count(test) == 1 == len(digits.test) / CHUNK and looked_at[-1] == test


def that_stopping_mid_epoch_keeps_the_weights(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    events = []
    for event in train(SIMPLE, control, digits, tmp_path):
        events.append(event)
        if len(losses(events)) == 10:
            control.stop()
    assert len(losses(events)) == 10
    assert ending(events).reason == "stopped" and ending(events).test_accuracy is None
    run, _ = latest_run(tmp_path)
    assert run and run.result.steps == 10 and run.result.reason == "stopped"
    assert control.trained and torch.equal(run.weights["hidden.weight"], control.trained.weights["hidden.weight"])


def that_closing_the_iterator_keeps_the_weights_and_ends_the_workers(digits: Splits, tmp_path: Path) -> None:
    events = train(SIMPLE.model_copy(update={"num_workers": 1}), splits=digits, runs=tmp_path)
    for event in events:
        if isinstance(event, BatchDone) and event.step == 5:
            break
    assert len(multiprocessing.active_children()) == 1
    events.close()
    assert multiprocessing.active_children() == []
    run, _ = latest_run(tmp_path)
    assert run and run.result.steps == 5


@pytest.mark.arithmetic
def that_an_infinite_loss_fails_in_one_sentence_and_keeps_no_network(digits: Splits, tmp_path: Path) -> None:
    hopeless = {"model": "simple", "epochs": 40, "learning_rate": 10, "optimizer": "momentum", "schedule": "constant"}
    settings = PLAIN.model_copy(update=hopeless)
    doubled = replace(digits, train=Doubling(digits.train))
    events = list(train(settings, splits=doubled, runs=tmp_path))
    end = ending(events)
    assert end.reason == "failed" and end.saved_to is None and end.test_accuracy is None
    step = len(losses(events)) + 1
    assert f" at step {step}: the learning rate 10 is probably too high" in end.message
    assert end.message.startswith(("The loss became infinite", "The loss became not a number"))
    (row,) = list_runs(tmp_path)
    assert row.state == "failed" and row.problem == end.message and not row.has_network


class Doubling(ImageSet):
    """The same digits, a million times as bright: what a learning rate that is far too high does, in a few steps."""

    def __init__(self, digits: ImageSet) -> None:
        super().__init__(digits.images, digits.labels)

    def _transformed(
        self,
        images: torch.Tensor,
        labels: torch.Tensor,
        chosen: torch.Tensor,
        place: tuple[int, int] | None = None,
        part: slice = ALL,
    ) -> torch.Tensor:
        return super()._transformed(images, labels, chosen, place, part) * 1e9


def that_a_worker_that_dies_ends_the_run_and_keeps_what_was_learnt(digits: Splits, tmp_path: Path) -> None:
    settings = PLAIN.model_copy(update={"model": "simple", "epochs": 200, "batch_size": 10, "num_workers": 1})
    events = []
    for event in train(settings, splits=digits, runs=tmp_path):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == 20:
            victim = multiprocessing.active_children()[0].pid
            assert victim
            os.kill(victim, signal.SIGKILL)
    end = ending(events)
    assert end.reason == "failed" and "A loader worker died" in end.message
    run, _ = latest_run(tmp_path)
    assert run and run.result.steps >= 20


def that_a_full_disk_does_not_lose_the_network(digits: Splits, tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    control = RunControl()
    end = ending(list(train(SIMPLE, control, digits, tmp_path / "in the way" / "runs")))
    assert end.reason == "completed" and end.saved_to is None and end.test_accuracy is not None
    assert "cannot be written to" in end.message
    assert control.trained and control.trained.network()


def that_a_snapshot_is_a_copy_of_the_moment(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    taken = [control.take_snapshot() for _ in train(SIMPLE, control, digits, tmp_path)]
    snapshots = [snapshot for snapshot in taken if snapshot]
    image = digits.test.images[0, 0].numpy()
    assert len(snapshots) > 20
    assert len({snapshot.read_image(image).probabilities for snapshot in snapshots}) > 20


def that_an_unwritable_data_folder_fails_before_the_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("INKLING_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(InklingError, match="cannot be written to"):
        next(train(SIMPLE))


@pytest.mark.arithmetic
def that_a_trained_network_reads_digits_one_at_a_time(trained: Classifier, digits: Splits) -> None:
    images, labels = digits.test.images[:200, 0], digits.test.labels[:200]
    right = [trained.read_image(image.numpy()).digit == label for image, label in zip(images, labels, strict=True)]
    assert sum(right) >= 190


def that_a_first_training_imports_neither_torchvision_nor_dynamo(home: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom engine.data.datasets import Splits, mnist\n"
        "from engine.settings.train_settings import TrainSettings\nfrom engine.training.start import train\n"
        "whole = mnist()\n"
        "few = Splits(*(part.part(slice(1000)) for part in (whole.train, whole.validation, whole.test)))\n"
        "varied = {'optimizer': 'momentum', 'augmentation': 'varied', 'threads': 1}\n"
        "for changes in ({}, varied, {'model': 'simple', 'num_workers': 1, 'threads': 1}):\n"
        "    events = train(TrainSettings(**changes), splits=few, runs=Path(sys.argv[1]))\n"
        "    steps = [event for _, event in zip(range(4), events)]\n"
        "    events.close()\n"
        "print(len(steps), sorted({'torchvision', 'torch._dynamo'} & set(sys.modules)))\n"
    )
    assert python(str(tmp_path), code=code).communicate() == ("4 []\n", "")


def that_images_are_counted_by_where_they_come_from(digits: Splits, tmp_path: Path) -> None:
    settings = SIMPLE.model_copy(update={"augmentation": "written", "outliers": "letters"})
    events = train(settings, splits=digits, runs=tmp_path)
    started = next(events)
    events.close()
    assert isinstance(started, Started)
    written, outliers = started.written_images, started.outliers
    assert (started.own_images, started.train_images) == (0, 2000) and written > 500 and outliers > 200
    every = 2000 + written + outliers
    assert started.steps == 2 * -(-every // 64)
    (line,) = [line for line in LogLines().of(started) if line.startswith("Training")]
    assert f"of 2,000 images of MNIST digits, {written:,} that Inkling writes, {outliers:,} that are no digits" in line
