"""Channels and units that are removed are really gone, and the network answers as if they gave zero."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from engine.compression.candidates import row_names
from engine.compression.pruning import importance, kept_units, narrowed, why_not_pruned
from engine.compression.settings import CompressSettings
from engine.compression.zeros import Zeros, not_zero, packed_bytes
from engine.data.datasets import Splits
from engine.data.image_sets import Batch
from engine.export.run_export import export
from engine.ink.my_digits import MyDigit
from engine.models.classifier import Classifier
from engine.models.cost import multiply_adds
from engine.models.evaluation import evaluate
from engine.models.networks import Network, build
from engine.runs.folder import MODEL_FILE
from engine.runs.saved_network import Result, SavedRun, open_run, save
from engine.settings.train_settings import TrainSettings
from engine.training.fine_tuning import learn
from engine.training.step.learner import Learner
from tests.support.networks import MODELS

pytestmark = [pytest.mark.arithmetic, pytest.mark.usefixtures("one_thread")]

SEVEN = MyDigit("seven", 7, (((0.0, 0.0), (1.0, 0.0), (0.3, 1.0)),), "", None)
models = pytest.mark.parametrize("model", MODELS)


def learnt(model: str, digits: Splits, steps: int = 40) -> Network:
    """A network that has begun to learn: its batch norms' figures are no longer those of the start."""
    settings = TrainSettings(model=model, schedule="constant", learning_rate=0.003)
    learner = Learner(settings, steps)
    for number in range(steps):
        learner.learn(digits.train.__getitems__(torch.arange(number * 50, number * 50 + 50)))
    return learner.network.eval()


def batches(digits: Splits) -> Iterator[Batch]:
    return (digits.train.__getitems__(chosen) for chosen in torch.arange(500).split(100))


@models
def that_a_pruned_network_answers_as_the_whole_one_with_zeros_for_what_is_gone(model: str, digits: Splits) -> None:
    network = learnt(model, digits)
    kept = [torch.arange(width)[torch.arange(width) % 3 != 1] for width in network.widths]
    smaller = narrowed(network, kept).eval()
    assert smaller.widths == tuple(map(len, kept)) and smaller.weights < network.weights
    silenced = copy.deepcopy(network)
    norms: list[nn.Module] = [layer for layer in silenced.modules() if isinstance(layer, nn.BatchNorm2d)]
    for layer, units in zip(norms or [silenced.get_submodule("hidden")], kept, strict=True):
        assert isinstance(layer, nn.BatchNorm2d | nn.Linear)
        gone = torch.ones(len(layer.bias), dtype=torch.bool)
        gone[units] = False
        with torch.no_grad():
            layer.weight[gone], layer.bias[gone] = 0, 0
    images = digits.test.__getitems__(torch.arange(50))[0]
    with torch.inference_mode():
        torch.testing.assert_close(smaller(images), silenced(images), rtol=0, atol=1e-5)
        assert not torch.allclose(smaller(images), network(images), atol=0.1), "something was really removed"


@models
def that_importance_finds_the_units_that_do_nothing(model: str, digits: Splits) -> None:
    network = learnt(model, digits)
    before = {name: values.clone() for name, values in network.state_dict().items()}
    dead = 3
    layer = next(layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d | nn.Linear))
    with torch.no_grad():
        layer.weight[dead], layer.bias[dead] = 0, 0
    found = importance(network, batches(digits))
    assert [len(values) for values in found] == list(network.widths)
    assert found[0][dead] == 0 and found[0].count_nonzero() > len(found[0]) / 2
    same = [torch.equal(network.state_dict()[name], values) for name, values in before.items() if "running" in name]
    assert all(same), "judging a network changes nothing in it"


@models
@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def that_no_more_arithmetic_is_left_than_was_wanted_and_hardly_less(model: str, share: float) -> None:
    network = build(model)
    rng = torch.Generator().manual_seed(1)
    important = [torch.rand(width, generator=rng) for width in network.widths]
    most = int(share * multiply_adds(network))
    kept = kept_units(network, important, most)
    left = multiply_adds(narrowed(network, kept))
    assert 0.8 * most <= left <= most
    for values, units in zip(important, kept, strict=True):
        assert units.tolist() == sorted(set(units.tolist()))
        gone = torch.ones(len(values), dtype=torch.bool)
        gone[units] = False
        assert not gone.any() or values[units].min() >= values[gone].max(), "what matters most stays"


def that_a_deep_network_is_cut_without_trying_all_widths() -> None:
    blocks = ", ".join(["conv 32 3x3 padding 1, relu"] * 3 + ["max pool 2"] + ["conv 64 3x3 padding 1, relu"] * 5)
    network = build(f"conv 8 3x3 stride 3, relu, {blocks}, flatten, linear 64, output")
    rng = torch.Generator().manual_seed(1)
    important = [torch.rand(width, generator=rng) for width in network.widths]
    most = multiply_adds(network) // 2
    left = multiply_adds(narrowed(network, kept_units(network, important, most)))
    assert 0.8 * most <= left <= most


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("softmax", "nothing to cut here"),
        ("conv 4 5x5 stride 3, sigmoid, flatten, output", "sigmoids"),
        ("conv 4 3x3, relu, conv 4 3x3 padding 1, add 1, flatten, output", "residual"),
        ("cnn", ""),
        ("deep-mlp", ""),
    ],
)
def that_a_network_that_cannot_be_cut_says_why_and_has_no_such_row(model: str, sentence: str) -> None:
    why = why_not_pruned(build(model))
    assert sentence in why and bool(why) == bool(sentence)
    assert ("pruned" in row_names(CompressSettings(), model)) == (not why)


def that_the_removal_of_units_that_do_not_matter_changes_little(trained: Classifier, digits: Splits) -> None:
    network = trained.network
    assert isinstance(network, Network)
    kept = kept_units(network, importance(network, batches(digits)), int(0.85 * multiply_adds(network)))
    smaller = narrowed(network, kept)
    whole, least = evaluate(network, digits.validation), evaluate(smaller, digits.validation)
    assert whole and least and least.accuracy > whole.accuracy - 0.02
    worst = kept_units(network, [-values for values in importance(network, batches(digits))], multiply_adds(smaller))
    spoilt = evaluate(narrowed(network, worst), digits.validation)
    assert spoilt and spoilt.accuracy < least.accuracy - 0.1, "which units are removed makes the difference"


@models
def that_the_smallest_weights_become_zero_and_stay_so_while_the_others_learn(model: str, digits: Splits) -> None:
    network = learnt(model, digits)
    whole, packed = network.weights, packed_bytes(network.parameters())
    matrices = [layer.weight for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    largest = [matrix.abs().max().item() for matrix in matrices]
    steps = 10
    zeros = Zeros(network, 0.9, steps)
    learner = Learner(TrainSettings(model=model, schedule="constant", learning_rate=0.001), steps, network)
    counts = []
    for number in range(steps):
        learner.learn(digits.train.__getitems__(torch.arange(number * 50, number * 50 + 50)))
        zeros.after_step()
        counts.append(not_zero(network))
    assert counts == sorted(counts, reverse=True) and counts[0] > 2 * counts[-1], "more and more of them"
    for matrix, before in zip(matrices, largest, strict=True):
        assert (matrix == 0).float().mean().item() == pytest.approx(0.9, abs=0.01)
        assert matrix.abs().max().item() > 0.7 * before, "it is the small ones"
    assert network.weights == whole and packed_bytes(network.parameters()) < 0.4 * packed


def that_a_pruned_run_can_be_kept_taught_and_exported_as_what_it_is(digits: Splits, tmp_path: Path) -> None:
    network = narrowed(learnt("simple", digits), [torch.arange(40)])
    settings = TrainSettings(model="simple", augmentation="none", outliers="none")
    whole = SavedRun(settings, Result("completed", 40, 1.0, None, None), network.state_dict(), network.widths)
    save(whole, tmp_path / MODEL_FILE)
    run = open_run(tmp_path / MODEL_FILE)
    images = digits.test.__getitems__(torch.arange(20))[0]
    with torch.inference_mode():
        assert run.widths == (40,) and torch.equal(run.network().eval()(images), network.eval()(images))
    assert "of 40 units" in run.summary
    cheap = replace(run, result=replace(run.result, untaught_accuracy=0.0))
    assert learn(cheap, [SEVEN], digits).run.network().widths == (40,)  # type: ignore[union-attr]
    export(tmp_path, tmp_path / "script.py")
    text = (tmp_path / "script.py").read_text(encoding="utf-8")
    assert "nn.Linear(784, 40)" in text and "Left out here: the larger network that this one was made of." in text
