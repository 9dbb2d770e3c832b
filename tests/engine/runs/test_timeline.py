"""A run's timeline: what is written is what is read, and whatever else is in the file costs only the timeline."""

from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.models.classifier import Classifier
from engine.models.evaluation import logits_of
from engine.models.networks import build
from engine.runs.folder import TIMELINE
from engine.runs.timeline import (
    AROUND,
    MOST_BYTES,
    SNAPSHOTS,
    Moment,
    Snapshot,
    Timeline,
    open_timeline,
    packed,
    room_for,
    save_timeline,
)
from engine.system.checksummed_file import read_checksummed, write_checksummed
from engine.system.untrusted import MissingError
from tests.support.networks import MODELS


def timeline(model: str = "simple", count: int = 3) -> Timeline:
    """Of networks with the first weights of different seeds."""
    moments = [Moment(0, 0), Moment(1, 0), *(Moment(10 * epoch, epoch, 0.5) for epoch in range(1, count))]
    every = [Snapshot(moment, packed(build(model, seed))) for seed, moment in enumerate(moments[:count])]
    return Timeline(model, "mnist", tuple(every))


@pytest.mark.parametrize("model", MODELS)
def that_a_network_of_the_timeline_answers_as_it_did(model: str, digits: Splits, tmp_path: Path) -> None:
    save_timeline(timeline(model), tmp_path)
    opened = open_timeline(tmp_path)
    assert opened.moments == timeline(model).moments
    for seed, place in enumerate(range(3)):
        read = logits_of(opened.classifier(place).network, digits.test)
        known = logits_of(build(model, seed), digits.test)
        assert read is not None and known is not None
        assert torch.allclose(read, known, atol=2e-3 * float(known.abs().max()))


def that_the_counted_batches_come_back_as_steps(tmp_path: Path) -> None:
    save_timeline(timeline("cnn"), tmp_path)
    state = open_timeline(tmp_path).classifier(2).network.state_dict()
    assert {int(values) for name, values in state.items() if name.endswith("num_batches_tracked")} == {10}


@pytest.mark.parametrize("model", MODELS)
def that_a_full_timeline_keeps_to_its_budget(model: str, tmp_path: Path) -> None:
    network = build(model)
    values = packed(network)
    every = tuple(Snapshot(Moment(step, 0), values.clone()) for step in range(room_for(network)))
    save_timeline(Timeline(model, "mnist", every), tmp_path)
    size = (tmp_path / TIMELINE).stat().st_size
    assert MOST_BYTES - AROUND - 2 * len(values) < size <= MOST_BYTES
    assert len(open_timeline(tmp_path).snapshots) == len(every)


def that_weights_beyond_float16_stay_finite() -> None:
    network = build("simple")
    with torch.no_grad():
        next(network.parameters()).flatten()[:3].copy_(torch.tensor([1e30, -1e30, float("nan")]))
    assert packed(network).isfinite().all()


def that_a_part_of_a_timeline_ends_with_its_step() -> None:
    assert timeline().until(1).moments == (Moment(0, 0), Moment(1, 0))
    assert timeline().until(9).moments == (Moment(0, 0), Moment(1, 0))
    assert timeline().until(10).moments == timeline().moments


def that_an_empty_timeline_removes_the_file(tmp_path: Path) -> None:
    save_timeline(timeline(), tmp_path)
    save_timeline(timeline().until(-1), tmp_path)
    with pytest.raises(MissingError):
        open_timeline(tmp_path)
    save_timeline(timeline().until(-1), tmp_path)


def that_a_run_without_a_timeline_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        open_timeline(tmp_path)


def that_a_torn_timeline_is_refused_in_a_sentence(tmp_path: Path) -> None:
    save_timeline(timeline(), tmp_path)
    path = tmp_path / TIMELINE
    whole = path.read_bytes()
    for content in (b"", whole[:9], whole[:-1], whole[:5000] + b"x" + whole[5001:], b"GIF89a"):
        path.write_bytes(content)
        with pytest.raises(InklingError, match=r"damaged|not a timeline"):
            open_timeline(tmp_path)


def that_a_huge_timeline_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / TIMELINE).open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InklingError, match="more than the 3,000,000 bytes"):
        open_timeline(tmp_path)


@pytest.mark.parametrize(
    "foreign",
    [
        {"model": "transformer"},
        {"model": "cnn"},
        {"data": "emnist-letters"},
        {"moments": []},
        {"moments": [{"step": 5, "epoch": 0}, {"step": 5, "epoch": 0}, {"step": 6, "epoch": 0}]},
        {"moments": [{"step": step, "epoch": 0, "validation_accuracy": 1.5} for step in range(3)]},
        {"moments": [{"step": -step, "epoch": 0} for step in range(3)]},
        {"values": [1.0]},
        {"values": torch.zeros(3, 7, dtype=torch.float16)},
        {"values": torch.zeros(3, 101_770)},
        {"values": torch.zeros(1, 101_770, dtype=torch.float16).expand(3, -1)[:, :0]},
        {"values": torch.full((3, 101_770), torch.inf, dtype=torch.float16)},
    ],
    ids=str,
)
def that_a_foreign_timeline_is_refused_in_a_sentence(foreign: dict[str, object], tmp_path: Path) -> None:
    save_timeline(timeline(), tmp_path)
    record = read_checksummed(SNAPSHOTS, tmp_path / TIMELINE)
    write_checksummed(SNAPSHOTS, record | foreign, tmp_path / TIMELINE)
    with pytest.raises(InklingError):
        open_timeline(tmp_path)


def that_weights_that_make_no_answer_are_refused_when_they_are_asked_for() -> None:
    values = torch.full_like(packed(build("cnn")), -6e4)
    broken = Timeline("cnn", "mnist", (Snapshot(Moment(3, 0), values),))
    with pytest.raises(InklingError, match="step 3"):
        broken.classifier(0)


def that_the_network_of_a_snapshot_belongs_to_who_asked(digits: Splits) -> None:
    whole = timeline()
    one: Classifier = whole.classifier(0)
    with torch.no_grad():
        for weight in one.network.parameters():
            weight.zero_()
    assert logits_of(whole.classifier(0).network, digits.test).abs().max() > 0  # type: ignore[union-attr]
