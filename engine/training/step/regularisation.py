"""What settings do to first weights and to gradients, beside the rule of the optimizer."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.models import Network, build
from engine.settings import NAMES, TrainSettings

Change = Callable[[list[Tensor]], None]
"""Changes the gradients of one step in place; they are in the order of the network's parameters."""
SMALL = 1e-6
"""Added to a norm before it divides, as in torch's clip_grad_norm_."""


def is_product(weight: Tensor) -> bool:
    """Whether these weights multiply inputs. Biases, and factors and offsets of batch norms, have a single axis."""
    return weight.dim() > 1


def first_network(settings: TrainSettings) -> Network:
    """A new network with the first weights of the settings' seed and scale."""
    network = build(settings.model, settings.seed, classes=len(NAMES[settings.data]))
    if settings.initial_scale != 1:
        with torch.no_grad():
            for weight in filter(is_product, network.parameters()):
                weight.mul_(settings.initial_scale)
    return network


def gradient_changes(settings: TrainSettings, network: nn.Module) -> tuple[Change, ...]:
    """What happens to the gradients of a whole batch before the optimizer has them; nothing by default."""
    weights = [weight.detach() for weight in network.parameters()]
    return (
        *([_l1(weights, settings.l1)] if settings.l1 else []),
        *([_clipping(settings.gradient_clipping)] if settings.gradient_clipping else []),
    )


def _l1(weights: list[Tensor], strength: float) -> Change:
    """The subgradient of strength * the sum of all absolute values, biases and batch norms left out."""
    places = [place for place, weight in enumerate(weights) if is_product(weight)]
    pulled = [weights[place] for place in places]

    @torch.inference_mode()
    def change(gradients: list[Tensor]) -> None:
        torch._foreach_add_([gradients[place] for place in places], torch._foreach_sign(pulled), alpha=strength)

    return change


def _clipping(longest: float) -> Change:
    """As torch's clip_grad_norm_, without its reports."""

    @torch.inference_mode()
    def change(gradients: list[Tensor]) -> None:
        norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
        torch._foreach_mul_(gradients, (longest / (norm + SMALL)).clamp(max=1.0))

    return change
