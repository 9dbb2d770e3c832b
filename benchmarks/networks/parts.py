"""The parts of the benchmark: each yields figures."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import torch
from torch import nn

from benchmarks.networks.random_stacks import broken_stack, random_stack
from benchmarks.networks.stack_checks import Compared, compared, refusal, resumes_bit_equal
from benchmarks.shared.figures import Figure
from engine import EpochDone, Finished, train
from engine.data import Batch, Splits, mnist
from engine.formats import percent
from engine.hardware import using_threads
from engine.models import Network, build
from engine.settings import TrainSettings, preset
from engine.speed import predict_epoch
from engine.stack import NAMED, Stack, checked_stack, examined, network_title, stack_text
from engine.training import Backpropagation

PREDICTED = 20
ROUNDING = 1e-4
"""Of autograd's gradients in float32, by those in float64; networks with more have no gradients to compare."""
ROUNDS = 9
PLAIN = {"augmentation": "none", "outliers": "none", "my_digits": "none"}


def some_digits(images: int = 150) -> Splits:
    """So many to learn from, and as many for each other purpose."""
    every = mnist()
    return Splits(*(one.part(slice(images)) for one in (every.train, every.validation, every.test)))


def _batch(images: int) -> Batch:
    return mnist().train.__getitems__(torch.arange(images))


def stacks(networks: int, seed: int) -> Iterator[Figure]:
    """Each network is drawn anew from the seed."""
    rng, batch, digits = Random(seed), _batch(50), some_digits()
    every = [random_stack(rng) for _ in range(networks)]
    with using_threads(1), tempfile.TemporaryDirectory() as runs:
        found = [compared(stack, batch) for stack in every]
        resumed = sum(resumes_bit_equal(stack, digits, Path(runs)) for stack in every)
    depths = sorted(map(_layers, every))
    yield Figure("random networks", f"{networks} with seed {seed}, of {depths[0]} to {depths[-1]} layers")
    sound = [one for one in found if one.rounding < ROUNDING]
    yield Figure("largest difference of gradients", f"{max(one.gradients for one in sound):.1e} of the largest")
    yield Figure(
        "networks in which autograd's own gradients are rounded by more", _told([o for o in found if o not in sound])
    )
    yield Figure("largest difference of ONNX", f"{max(one.onnx for one in found):.1e} of the largest logit")
    yield Figure("largest difference of the script", f"{max(one.script for one in found):.1e} of the largest logit")
    yield Figure("stopped, resumed and opened bit-equal", f"{resumed} of {networks}")


def _told(unsound: Sequence[Compared]) -> str:
    """A batch norm of what is the same in all images divides by almost nothing."""
    if not unsound:
        return "none"
    worst = max(one.gradients / one.rounding for one in unsound)
    return f"{len(unsound)}; there ours differ by at most {worst:.1f} times that rounding"


def _layers(stack: Stack) -> int:
    return len(stack.layers)


def broken(networks: int, seed: int) -> Iterator[Figure]:
    """The sentence must begin with the layer; the nearest change must move the problem on or end it."""
    rng = Random(seed)
    every = [broken_stack(rng) for _ in range(networks)]
    told = [refusal(stack) for stack in every]
    named = sum(sentence.startswith(("Layer ", "After the last layer")) for sentence in told)
    yield Figure("networks that cannot be", f"{networks} with seed {seed}, {len(set(told))} different sentences")
    yield Figure("refused with a sentence that names the layer", f"{named} of {networks}")
    yield Figure("mended by taking the nearest change, at most ten times", f"{sum(map(_mended, every))} of {networks}")


def _mended(stack: Stack) -> bool:
    for _ in range(10):
        if not (problem := examined(stack).problem):
            return True
        stack = problem.nearest
    return False


def prediction(networks: int, seed: int) -> Iterator[Figure]:
    """The presets and random networks, images as they are; two epochs are trained, of which the second counts."""
    rng = Random(seed)
    every = [*NAMED, *(stack_text(random_stack(rng, 1_000_000)) for _ in range(min(networks, PREDICTED)))]
    shares = []
    for model in every:
        settings = TrainSettings.model_validate({**PLAIN, "model": model, "epochs": 2})
        said = predict_epoch(settings).seconds
        took = _epoch_seconds(settings)
        shares.append(said / took)
        yield Figure(network_title(model), f"{said:.2f} s said, {took:.2f} s taken, ratio {said / took:.2f}")
    near = sum(0.75 <= share <= 1.25 for share in shares)
    yield Figure(
        "within 25 %", f"{near} of {len(shares)}, {min(shares):.2f} to {max(shares):.2f}, median {median(shares):.2f}"
    )


def _epoch_seconds(settings: TrainSettings) -> float:
    with tempfile.TemporaryDirectory() as runs:
        ends = [event.seconds for event in train(settings, runs=Path(runs)) if isinstance(event, EpochDone)]
    return ends[-1] - ends[-2]


def fallback(networks: int, seed: int) -> Iterator[Figure]:
    """One thread, batches of 256, in turns."""
    rng, batch = Random(seed), _batch(256)
    every = [*NAMED, *(stack_text(random_stack(rng, 1_000_000)) for _ in range(min(networks, 10)))]
    gains = []
    with using_threads(1):
        for model in every:
            ours, theirs = _step_seconds(build(model), batch)
            gains.append(theirs / ours)
            yield Figure(
                network_title(model), f"{1000 * ours:.2f} ms with our gradients, {1000 * theirs:.2f} ms with autograd"
            )
    yield Figure("autograd takes", f"{median(gains):.2f} times as long ({min(gains):.2f} to {max(gains):.2f})")


class _Whole(nn.Module):
    """The same network as a single layer of no known kind."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.network(images)
        return logits


def _step_seconds(network: Network, batch: Batch) -> tuple[float, float]:
    known, unknown = Backpropagation(network), Backpropagation(nn.Sequential(_Whole(network)))
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for times, gradients in zip(taken, (known, unknown), strict=True):
            begin = perf_counter()
            gradients(*batch)
            times.append(perf_counter() - begin)
    return median(taken[0]), median(taken[1])


OWN_SETTINGS: dict[str, dict[str, int | float | str]] = {
    "tiny-cnn": {"epochs": 20, "batch_size": 128, "learning_rate": 0.02, "augmentation": "varied", "outliers": "none"},
    "pytorch-example": dict(preset("quick").values),
}
"""Where the default training is not what a person would wait for, or too short."""
PUBLISHED = {
    "softmax": "88.0 % for a linear classifier",
    "simple": "95.3 % for 300 hidden units",
    "deep-mlp": "97.05 % for 500 and 150 hidden units",
    "lenet-5": "99.05 %",
}
"""Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", 1998; all
learnt from images as they are."""


def presets(_networks: int, seed: int) -> Iterator[Figure]:
    """Each network with a name after the default training, or after settings of its own."""
    for name, known in NAMED.items():
        values = {"model": name, "seed": seed, "my_digits": "none", **OWN_SETTINGS.get(name, {})}
        with tempfile.TemporaryDirectory() as runs:
            *_, end = train(TrainSettings.model_validate(values), runs=Path(runs))
        assert isinstance(end, Finished)
        parameters = checked_stack(known.stack).totals.parameters
        accuracy = percent(end.test_accuracy) if end.test_accuracy is not None else "unknown"
        told = f"{parameters:,} weights, test accuracy {accuracy}, {end.seconds:.0f} s"
        own = " with settings of its own" if name in OWN_SETTINGS else ""
        published = f"; published: {PUBLISHED[name]}" if name in PUBLISHED else ""
        yield Figure(known.title, f"{told}{own}{published}")
