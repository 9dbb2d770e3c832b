"""How long an epoch will take on this computer, from a short trial of a training that nobody keeps."""

from collections.abc import Callable
from functools import partial
from itertools import chain
from statistics import median
from time import perf_counter
from typing import NamedTuple

import torch

from engine.data import ImageSet, splits, training_images
from engine.errors import checking
from engine.models import Network, Randomness, Rule, logits_of, rules_of
from engine.settings import TrainSettings
from engine.stack import Stack, examined
from engine.training import ThreadChoice, seconds_a_step, trial_learner

TURNS = 3
"""Of which the median counts: another program may disturb one of them."""
SECONDS, LEAST_STEPS = 0.8, 12
"""How long the trial steps, and how many steps it takes at least, in all turns."""
VALIDATED = 1_000
"""Images of the trial's validation; the rest is reckoned."""
ROUNDS = 3
"""Passes through the layers; each layer counts with its median."""


class EpochPrediction(NamedTuple):
    """What the trial says of a training with these settings."""

    seconds: float
    """From the first step of an epoch to the end of its validation."""
    threads: int
    shares: tuple[float, ...]
    """Of a step's time in the layers, that of each layer of the stack, 0 to 1. The layers that an addition reaches back
    over share what all of them take by their multiply-adds."""


def predict_epoch(
    settings: TrainSettings, stopping: Callable[[], bool] = lambda: False, spare_cores: int = 0
) -> EpochPrediction:
    """Try the training that these settings describe for about two seconds; threads are chosen as in a run.

    Raises Stopped soon after `stopping()` turned true, and InklingError when the images are not on this computer.
    """
    check = checking(stopping)
    data = splits(settings.data)
    images = training_images(settings, data.train, (), check)
    choice = ThreadChoice(settings, data.train, spare_cores, None, check, images).threads
    learner = trial_learner(settings)
    steps = -(-len(images) // settings.batch_size)
    turn = partial(seconds_a_step, learner, images, choice.beside, check, LEAST_STEPS // TURNS, SECONDS / TURNS)
    step = median(turn() for _ in range(TURNS))
    seconds = steps * step + _validation_seconds(learner.network, data.validation)
    batch = data.train.__getitems__(torch.arange(min(settings.batch_size, len(data.train))))[0]
    return EpochPrediction(seconds, choice.count, layer_shares(learner.network, batch))


def _validation_seconds(network: Network, images: ImageSet) -> float:
    some = images.part(slice(VALIDATED))
    begin = perf_counter()
    logits_of(network, some)
    return (perf_counter() - begin) * len(images) / len(some)


@torch.inference_mode()
def layer_shares(network: Network, images: torch.Tensor) -> tuple[float, ...]:
    """What share of a step's forward and backward pass each layer of the stack takes; images (N, 1, 28, 28)."""
    rules = rules_of(network, bfloat16=False, randomness=Randomness())
    rounds = [_pass(rules, images) for _ in range(ROUNDS)]
    taken = [median(times) for times in zip(*rounds, strict=True)]
    whole = sum(taken) or 1.0
    return tuple(seconds / whole for seconds in _by_stack_layer(network.stack, taken))


def _pass(rules: list[Rule], images: torch.Tensor) -> list[float]:
    """Seconds of each rule, forwards and backwards."""
    taken, values = [], images
    for rule in rules:
        begin = perf_counter()
        values = rule.forward(values)
        taken.append(perf_counter() - begin)
    gradient = torch.full_like(values, 1e-3)
    for place in reversed(range(len(rules))):
        begin = perf_counter()
        to_input, _ = rules[place].backward(gradient)
        taken[place] += perf_counter() - begin
        if to_input is None:
            break
        gradient = to_input
    return taken


def _by_stack_layer(stack: Stack, taken: list[float]) -> list[float]:
    """From the modules of the network to the layers of its stack, of which an addition makes one module."""
    groups = stack.joined([[place] for place in range(len(stack.layers))], lambda within, own: [*chain(*within), *own])
    products = [row.multiply_adds for row in examined(stack).rows]
    seconds = [0.0] * len(stack.layers)
    for group, time in zip(groups, taken, strict=True):
        total = sum(products[place] for place in group)
        for place in group:
            seconds[place] = time * (products[place] / total if total else 1 / len(group))
    return seconds
