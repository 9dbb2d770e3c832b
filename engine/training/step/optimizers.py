"""The update rules, as single calls over all weights at once.

Not torch.optim: its first use imports torch._dynamo, a stall of more than a second, and each of its steps costs
more Python than the arithmetic of a small network. The tests hold these equal to torch.optim's, step for step.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch
from torch import Tensor

from engine.settings import OptimizerName, TrainSettings


class Update(NamedTuple):
    """An update rule and the weights that it changes in place."""

    apply: Callable[[list[Tensor], float], None]
    """Takes the gradients, one for each weight tensor in order, and the learning rate."""
    state: list[Tensor]
    """Everything that it remembers between steps. Writing other values into these tensors restores another step."""

    def __call__(self, gradients: list[Tensor], learning_rate: float) -> None:
        self.apply(gradients, learning_rate)


MOMENTUM = 0.9
BETAS = (0.9, 0.99)
"""Of AdamW. A second beta of 0.99 instead of 0.999 suits runs of only a thousand steps."""
EPSILON = 1e-8
WEIGHT_DECAY = 0.01
"""Of AdamW where nobody chose one, decoupled from the gradient (Loshchilov and Hutter, 2019)."""


def weight_decay_of(settings: TrainSettings) -> float:
    """The weight decay as a number: SGD has none unless somebody chose one."""
    if settings.weight_decay != "auto":
        return settings.weight_decay
    return WEIGHT_DECAY if settings.optimizer == "adamw" else 0.0


def update_for(settings: TrainSettings, weights: Iterable[Tensor]) -> Update:
    """The settings' update rule for these weight tensors."""
    return build_update(settings.optimizer, weights, weight_decay_of(settings))


def build_update(name: OptimizerName, weights: Iterable[Tensor], weight_decay: float = 0.0) -> Update:
    """The update rule called `name` for these weight tensors."""
    build = {"sgd": _sgd, "momentum": _momentum, "adamw": _adamw}[name]
    return build([weight.detach() for weight in weights], weight_decay)


def _sgd(weights: list[Tensor], weight_decay: float) -> Update:
    @torch.inference_mode()
    def update(gradients: list[Tensor], learning_rate: float) -> None:
        if weight_decay:
            torch._foreach_add_(gradients, weights, alpha=weight_decay)
        torch._foreach_add_(weights, gradients, alpha=-learning_rate)

    return Update(update, [])


def _momentum(weights: list[Tensor], weight_decay: float) -> Update:
    velocity = [torch.zeros_like(weight) for weight in weights]

    @torch.inference_mode()
    def update(gradients: list[Tensor], learning_rate: float) -> None:
        if weight_decay:
            torch._foreach_add_(gradients, weights, alpha=weight_decay)
        torch._foreach_mul_(velocity, MOMENTUM)
        torch._foreach_add_(velocity, gradients)
        torch._foreach_add_(weights, velocity, alpha=-learning_rate)

    return Update(update, velocity)


def _adamw(weights: list[Tensor], weight_decay: float) -> Update:
    """AdamW after Loshchilov and Hutter, "Decoupled weight decay regularization", 2019."""
    means = [torch.zeros_like(weight) for weight in weights]
    squares = [torch.zeros_like(weight) for weight in weights]
    step = torch.zeros(())

    @torch.inference_mode()
    def update(gradients: list[Tensor], learning_rate: float) -> None:
        step.add_(1)
        # One pass over memory instead of nine. It reads all four lists as flat memory: a gradient whose strides
        # differ from its weight's would be added to the wrong numbers, which a test rules out for every network.
        torch._fused_adamw_(
            weights,
            gradients,
            means,
            squares,
            [],
            [step] * len(weights),
            lr=learning_rate,
            beta1=BETAS[0],
            beta2=BETAS[1],
            weight_decay=weight_decay,
            eps=EPSILON,
            amsgrad=False,
            maximize=False,
        )

    return Update(update, [step, *means, *squares])
