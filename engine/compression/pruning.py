"""Structured pruning: removes whole channels and hidden units, which leaves an ordinary, smaller network."""

import copy
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import inf, prod
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from engine.compression.findings import Doing
from engine.compression.work import Taught, Work
from engine.data import Batch
from engine.errors import InklingError, Stopped
from engine.models import MultiplyingLayer, Network, Units, by_layer, layers_of, multiply_adds
from engine.training import Backpropagation

GRAINS, WELL_USED = (8, 4, 2, 1), 0.9
"""Widths are multiples of the first number that allows to use this share of the allowed multiply-adds: a convolution
computes eight channels at once (AVX2), and 33 took longer than 40."""

MOST_CHOICES = 200_000
"""Of widths for all layers together, that are compared with each other; deep networks have more."""

IMPORTANCE_BATCHES, IMPORTANCE_BATCH = 30, 256
"""Batches, and images in each, that measure the importance: about an eighth of the training images."""
FINE_TUNING_RATE = 0.003
"""AdamW's learning rate, with one cycle a round. On validation images 0.001, 0.003 and 0.01 were equally good."""


class Pruned(NamedTuple):
    network: Network
    taught: Taught


def pruned(work: Work) -> Generator[Doing, None, Pruned]:
    """Remove multiply-adds from the run's network in rounds, each followed by training with the original as teacher."""
    settings, network = work.settings, work.network
    whole, steps, seconds = multiply_adds(network), 0, 0.0
    for number in range(1, settings.rounds + 1):
        what = f"Pruning, round {number} of {settings.rounds}"
        yield work.doing(what)
        most = int(whole * (1 - settings.removed * number / settings.rounds))
        kept = kept_units(network, importance(network, _judging(work)), most)
        network = narrowed(network, kept)
        # Each round gets another seed, so that it sees the images in another order.
        training = work.training_settings(settings.fine_tuning_epochs, settings.seed + number, rate=FINE_TUNING_RATE)
        taught = yield from work.taught(what, training, network, teacher=work.own_teacher)
        steps, seconds = steps + taught.steps, seconds + taught.seconds
    return Pruned(network.eval(), Taught(steps, seconds))


def _judging(work: Work) -> Iterator[Batch]:
    for start in range(0, min(len(work.images), IMPORTANCE_BATCHES * IMPORTANCE_BATCH), IMPORTANCE_BATCH):
        if work.stopping():
            raise Stopped
        yield work.images.__getitems__(torch.arange(start, min(start + IMPORTANCE_BATCH, len(work.images))))


def importance(network: Network, batches: Iterable[Batch]) -> list[Tensor]:
    """Return how much the loss depends on each channel or unit of each hidden layer, float32 (width,) each.

    Uses the first-order Taylor expansion of the loss: the square of the sum of a unit's weights, or its batch norm's,
    each times its gradient, summed over the batches (P. Molchanov et al., "Importance estimation for
    neural network pruning", 2019). Comparable across layers.
    """
    # A copy, as a forward pass changes the running statistics of batch norms.
    network = copy.deepcopy(network)
    gradients = Backpropagation(network)
    found = [torch.zeros(width) for width in network.widths]
    for step, batch in enumerate(batches):
        of_weights = dict(zip(map(id, network.parameters()), gradients(*batch, step=step).of_weights, strict=True))
        for layer, sums in zip(_scaling(network), found, strict=True):
            effects = [(own.detach() * of_weights[id(own)]).reshape(len(own), -1).sum(1) for own in layer.parameters()]
            sums += sum(effects) ** 2
    return found


def kept_units(network: Network, important: Sequence[Tensor], most: int) -> list[Tensor]:
    """Return the sorted indices of the channels or units of each hidden layer to keep within `most` multiply-adds.

    Of all allowed widths it chooses those with the largest total importance. At least one unit a layer stays, even if
    that exceeds `most`.
    """
    sums = [[0.0, *values.sort(descending=True).values.cumsum(0).tolist()] for values in important]
    widths = _best_widths(network, sums, most)
    orders = [values.argsort(descending=True) for values in important]
    return [order[:width].sort().values for order, width in zip(orders, widths, strict=True)]


def _best_widths(network: Network, sums: Sequence[Sequence[float]], most: int) -> tuple[int, ...]:
    layers = [layer.multiply_adds for layer in by_layer(network)]

    def counted(widths: tuple[int, ...]) -> float:
        """Return the multiply-adds; a layer's are proportional to its inputs and to its units."""
        shares = [1.0, *(new / old for new, old in zip(widths, network.widths, strict=True)), 1.0]
        return sum(count * before * own for count, (before, own) in zip(layers, pairwise(shares), strict=True))

    for grain in GRAINS:
        if prod(max(1, width // grain) for width in network.widths) > MOST_CHOICES:
            return _greedy_widths(network.widths, sums, counted, most)
        choices = product(*(range(grain, width + 1, grain) for width in network.widths))
        allowed = [widths for widths in choices if counted(widths) <= most + 0.5]
        if any(counted(widths) >= WELL_USED * most for widths in allowed):
            break
    return max(
        allowed,
        key=lambda widths: sum(kept[new] for kept, new in zip(sums, widths, strict=True)),
        default=(1,) * len(network.widths),
    )


def _greedy_widths(
    widths: Sequence[int], sums: Sequence[Sequence[float]], counted: Callable[[tuple[int, ...]], float], most: int
) -> tuple[int, ...]:
    """Takes away units where the least importance is lost for each multiply-add that is saved, a few at a time."""
    left = list(widths)
    grains = [next(grain for grain in GRAINS if width >= 2 * grain or grain == 1) for width in widths]
    while counted(tuple(left)) > most + 0.5:
        now, best = counted(tuple(left)), (inf, -1)
        for place, grain in enumerate(grains):
            if left[place] > grain:
                less = [*left[:place], left[place] - grain, *left[place + 1 :]]
                lost = sums[place][left[place]] - sums[place][left[place] - grain]
                best = min(best, (lost / (now - counted(tuple(less))), place))
        if best[1] < 0:
            break
        left[best[1]] -= grains[best[1]]
    return tuple(left)


def narrowed(network: Network, kept: Sequence[Tensor]) -> Network:
    """Return a network with only these units and their weights in `network`, which is not changed.

    It answers as the original would if the removed units gave zero. Raises InklingError for a layer that cannot be cut.
    """
    smaller = network.with_widths(tuple(map(len, kept)))
    outputs, before = iter(kept), Units(torch.arange(1), 1)
    for (_, old), (_, new) in zip(layers_of(network), layers_of(smaller), strict=True):
        own = _own_units(old, outputs) if isinstance(old, MultiplyingLayer) else before
        new.module.load_state_dict(old.cut(before, own))
        before = own
    return smaller


def why_not_pruned(network: Network) -> str:
    """Why nothing can be cut out of a network, as a sentence; "" if something can."""
    if not network.widths:
        return "Pruning has nothing to cut here: no layer lies between the pixels and the output."
    try:
        narrowed(network, [torch.arange(width) for width in network.widths])
    except InklingError as error:
        return str(error)
    return ""


def _own_units(layer: MultiplyingLayer[Any], outputs: Iterator[Tensor]) -> Units:
    """Return the units of a layer to keep; all of them for the output layer."""
    width = len(layer.module.weight)
    return Units(next(outputs, torch.arange(width)), width)


def _scaling(network: Network) -> Iterator[nn.Module]:
    """Yield for each hidden layer the module that scales its units: its batch norm, or the layer itself."""
    weighted = [layer for _, layer in layers_of(network) if any(True for _ in layer.module.parameters())]
    for layer, after in pairwise(weighted):
        if isinstance(layer, MultiplyingLayer):
            yield (layer if isinstance(after, MultiplyingLayer) else after).module
