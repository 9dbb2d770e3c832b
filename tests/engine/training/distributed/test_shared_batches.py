"""Processes that share batches take the steps of one process, and part as they began: together."""

import copy
from pathlib import Path

import pytest
import torch
from torch import nn

from engine.data.datasets import Splits
from engine.data.image_sets import AugmentedImageSet
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, Finished, Started
from engine.models.networks import build
from engine.runs.checkpoint import LearnerState
from engine.runs.listing import list_runs
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings
from engine.training.distributed import peers as peers_module
from engine.training.distributed.launch import Launch, Refusal
from engine.training.distributed.peers import PeerLost, Peers
from engine.training.distributed.shared_batches import SharedBatches
from engine.training.distributed.shared_learner import SharedLearner
from engine.training.follow import follow
from engine.training.run.control import RunControl
from engine.training.start import resume, train
from engine.training.step.backpropagation import Backpropagation, Gradients, SoftTargets
from tests.support.ranks import together
from tests.support.runs.events import losses
from tests.support.settings import SIMPLE_SGD
from tests.support.small_data import parts

CNN = TrainSettings(
    model="cnn", epochs=2, batch_size=60, threads=1, optimizer="momentum", learning_rate=0.01, schedule="constant"
).model_copy(update={"augmentation": "varied", "outliers": "none", "my_digits": "none"})


def trained(launch: Launch, settings: TrainSettings, splits: Splits, runs: Path) -> list[Event]:
    """The events of rank 0, none of the others."""
    control = RunControl()
    with SharedBatches(launch, control) as batches:
        if launch.rank == 0:
            return list(train(settings, control, splits, runs, batches=batches))
        follow(settings, batches, control, splits)
        return []


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize(
    "settings",
    [CNN, CNN.model_copy(update={"outliers": "mixed", "pipeline": "image", "epochs": 1}), SIMPLE_SGD],
    ids=["cnn", "outliers one by one", "simple"],
)
def that_they_have_the_losses_of_one(settings: TrainSettings, count: int, digits: Splits, tmp_path: Path) -> None:
    settings = settings.model_copy(update={"batch_size": 60})
    # Without outliers the last batch has one image: all processes but one get none of it.
    few = parts(digits, 301, 100)
    alone = list(train(settings, splits=few, runs=tmp_path))
    first, *others = together(lambda launch: trained(launch, settings, few, tmp_path), count)
    assert losses(first) == pytest.approx(losses(alone), rel=2e-3) and not any(others)
    for one, other in zip(epochs(first), epochs(alone), strict=True):
        assert one.train_loss == pytest.approx(other.train_loss, rel=2e-3)
        assert one.validation_loss == pytest.approx(other.validation_loss, rel=5e-3)
        assert one.train_accuracy == pytest.approx(other.train_accuracy, abs=0.01)
    started = next(event for event in first if isinstance(event, Started))
    assert started.processes == count and len(list_runs(tmp_path)) == 2


KNOBS = {
    "weight_decay": 0.01,
    "l1": 1e-4,
    "label_smoothing": 0.1,
    "gradient_clipping": 1.0,
    "initial_scale": 0.7,
    "weight_average": 0.5,
}
"""Each of them on."""


@pytest.mark.parametrize("settings", [CNN, SIMPLE_SGD], ids=["cnn", "simple"])
def that_knobs_are_turned_as_one_process_would_turn_them(
    settings: TrainSettings, digits: Splits, tmp_path: Path
) -> None:
    settings = settings.model_copy(update={**KNOBS, "batch_size": 60})
    few = parts(digits, 301, 100)
    alone = list(train(settings, splits=few, runs=tmp_path))
    first, _ = together(lambda launch: trained(launch, settings, few, tmp_path))
    assert losses(first) == pytest.approx(losses(alone), rel=2e-3)
    for one, other in zip(epochs(first), epochs(alone), strict=True):
        assert one.validation_loss == pytest.approx(other.validation_loss, rel=5e-3)


def that_all_end_when_the_first_one_sees_that_it_gets_no_better(digits: Splits, tmp_path: Path) -> None:
    changed = {"early_stopping": 1, "epochs": 40, "optimizer": "adamw", "learning_rate": 0.01}
    settings = SIMPLE_SGD.model_copy(update=changed)
    few = parts(digits, 300, 100)
    alone = list(train(settings, splits=few, runs=tmp_path))
    first, others = together(lambda launch: trained(launch, settings, few, tmp_path))
    assert others == [] and 1 < len(epochs(first)) == len(epochs(alone)) < 40
    assert isinstance(first[-1], Finished) and first[-1].reason == "completed" and first[-1].test_accuracy
    assert {row.state for row in list_runs(tmp_path)} == {"completed"}


def epochs(events: list[Event]) -> list[EpochDone]:
    return [event for event in events if isinstance(event, EpochDone)]


def that_a_stop_of_one_stops_all_after_the_same_step_and_one_can_go_on(digits: Splits, tmp_path: Path) -> None:
    few = parts(digits, 600, 100)
    controls = [RunControl(), RunControl()]

    def stopped(launch: Launch) -> list[Event]:
        with SharedBatches(launch, controls[launch.rank]) as batches:
            if launch.rank:
                follow(SIMPLE_SGD, batches, controls[1], few)
                return []
            events = []
            for event in train(SIMPLE_SGD, controls[0], few, tmp_path, batches=batches):
                events.append(event)
                if isinstance(event, BatchDone) and event.step == 3:
                    controls[1].stop()
            return events

    events, _ = together(stopped)
    *_, end = events
    (row,) = list_runs(tmp_path)
    assert isinstance(end, Finished) and end.reason == row.state == "stopped" and row.can_resume
    assert 4 <= len(losses(events)) < 10
    rest = list(resume(row.folder, splits=few))
    alone = list(train(SIMPLE_SGD, splits=few, runs=tmp_path / "alone"))
    assert losses(events) + losses(rest) == pytest.approx(losses(alone), rel=1e-3)


@pytest.mark.parametrize("differing", ["settings", "images"])
def that_all_refuse_what_differs_in_the_same_words(differing: str, digits: Splits, tmp_path: Path) -> None:
    others = parts(digits, 500, 100)

    def refused(launch: Launch) -> str:
        mine = launch.rank == 1
        settings = SIMPLE_SGD.model_copy(update={"epochs": 2}) if mine and differing == "settings" else SIMPLE_SGD
        with pytest.raises(Refusal) as refusal:
            trained(launch, settings, others if mine and differing == "images" else digits, tmp_path)
        return str(refusal.value)

    one, other = together(refused)
    assert one == other and not list_runs(tmp_path)
    beginning = "Epochs: 3 on process 1 (" if differing == "settings" else "Training images: 2,000 ("
    assert one.startswith(beginning) and one.count(".") == 2


def that_one_that_cannot_train_tells_the_others_why(digits: Splits, tmp_path: Path) -> None:
    def missing(launch: Launch) -> str:
        settings = SIMPLE_SGD.model_copy(update={"precision": "bfloat16" if launch.rank else "float32"})
        with pytest.raises(InklingError) as refusal, SharedBatches(launch, RunControl()) as batches:
            # Rank 1 finds the others, and then something wrong on its own computer.
            batches.meet(SIMPLE_SGD, digits.train, [], None)
            if launch.rank:
                raise InklingError("The disk is full.")
            batches.ready(settings.precision)
        return str(refusal.value)

    first, second = together(missing)
    assert second == "The disk is full."
    assert first.startswith("Process 2 (") and first.endswith(") does not train: The disk is full.")


def that_an_infinite_loss_is_said_by_rank_0_alone(glaring: None, digits: Splits, tmp_path: Path) -> None:
    first, others = together(lambda launch: trained(launch, SIMPLE_SGD, digits, tmp_path))
    *_, end = first
    assert isinstance(end, Finished) and end.reason == "failed" and end.message.startswith("The loss became ")
    assert others == [] and [row.state for row in list_runs(tmp_path)] == ["failed"]


def connected(launch: Launch, kind: type[Peers] = Peers) -> Peers:
    peers = kind(launch, RunControl())
    peers.meet({}, {})
    peers.connect({}, {})
    return peers


@pytest.mark.parametrize("count", [50, 51, 1])
@pytest.mark.parametrize("teacher", [False, True], ids=["labels", "teacher"])
def that_gradients_of_parts_add_up_to_those_of_the_batch(count: int, teacher: bool, digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(count))
    labels[1::7] = NOTHING
    network = build("cnn")
    soft = SoftTargets(torch.randn(count, 10), 2.0, 0.5) if teacher else None
    whole, figures = gradients(network, images, labels, soft)

    def of_part(launch: Launch) -> tuple[Gradients, list[torch.Tensor]]:
        peers = connected(launch)
        peers.begin_batch(count)
        part = peers.part
        own = SoftTargets(soft.logits[part], soft.temperature, soft.alpha) if soft else None
        return gradients(network, images[part], labels[part], own, peers)

    found = together(of_part)
    for wanted, *summands in zip(whole.of_weights, *(one.of_weights for one, _ in found), strict=True):
        torch.testing.assert_close(sum(summands), wanted, rtol=1e-3, atol=2e-5)
        assert all(one.stride() == wanted.stride() for one in summands)
    assert sum(one.loss * one.digits for one, _ in found) == pytest.approx(whole.loss * whole.digits, rel=1e-4)
    for _, own_figures in found:
        for got, wanted in zip(own_figures, figures, strict=True):
            torch.testing.assert_close(got, wanted)


def gradients(
    network: nn.Sequential,
    images: torch.Tensor,
    labels: torch.Tensor,
    soft: SoftTargets | None = None,
    peers: Peers | None = None,
) -> tuple[Gradients, list[torch.Tensor]]:
    """With the running figures of batch norms after the step."""
    own = copy.deepcopy(network)
    found = Backpropagation(own, shared=peers)(images, labels, soft, step=3)
    return found, list(own.buffers())


def that_a_step_in_which_another_is_lost_leaves_everything_as_it_was(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers_module, "CUT_SECONDS", 1.0)
    batch, chosen = digits.train.__getitems__(torch.arange(20)), torch.arange(20)

    class Leaving(Peers):
        """Takes part in the first step and in half of the second: one batch norm has seen it."""

        sums = 0

        def sum(self, values: torch.Tensor) -> None:
            self.sums += 1
            # Three batch norms forwards, three backwards, and all gradients.
            if self.sums > 7 + 1:
                raise PeerLost("This one leaves.")
            super().sum(values)

    def lost(launch: Launch) -> tuple[LearnerState, LearnerState]:
        peers = connected(launch, Leaving if launch.rank else Peers)
        learner = SharedLearner(CNN, 10, 10, peers)
        part = slice(10 * launch.rank, 10 * launch.rank + 10)
        mine = batch[0][part], batch[1][part]
        learner.learn(mine, chosen)
        before = learner.state()
        with pytest.raises(PeerLost):
            learner.learn(mine, chosen)
        return before, learner.state()

    (before, after), _ = together(lost)
    assert before.step == after.step == 1
    for name, values in before.weights.items():
        assert torch.equal(values, after.weights[name]), name
    for values, others in zip(before.optimizer, after.optimizer, strict=True):
        assert torch.equal(values, others)


def that_dropout_drops_the_same_values_whoever_computes_them(digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(20))
    layers = [nn.Conv2d(1, 4, 3), nn.Dropout(0.3), nn.Flatten(), nn.Dropout(), nn.Linear(4 * 26 * 26, 10)]
    network = nn.Sequential(*layers).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    whole, _ = gradients(network, images, labels)

    def of_part(launch: Launch) -> torch.Tensor:
        peers = connected(launch)
        peers.begin_batch(20)
        return gradients(network, images[peers.part], labels[peers.part], None, peers)[0].logits

    torch.testing.assert_close(torch.cat(together(of_part)), whole.logits)


def that_an_augmented_image_is_the_same_in_every_part(digits: Splits) -> None:
    augmented = AugmentedImageSet(digits.train, seed=3)
    chosen = torch.arange(60)
    images, labels = augmented.timed(chosen, (1, 2)).batch
    for part in (slice(0, 20), slice(20, 59), slice(60, 60)):
        some, their_labels = augmented.timed(chosen, (1, 2), part).batch
        torch.testing.assert_close(some, images[part])
        assert torch.equal(their_labels, labels[part])
