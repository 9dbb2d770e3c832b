"""A network and the rule that improves it: one step at a time, without any knowledge of epochs or listeners."""

import copy
import math

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor

from engine.classifier import Classifier
from engine.datasets import Batch
from engine.errors import InklingError
from engine.models import build
from engine.optimizers import build_update
from engine.schedules import learning_rate_at
from engine.settings import TrainSettings

DEVICE = torch.device("cpu")


class NonFiniteLossError(InklingError):
    """The loss is infinite or not a number: the weights are spoilt and must not be kept."""


class Learner:
    """Begins with the first weights that the settings' seed gives, and counts its steps."""

    def __init__(self, settings: TrainSettings, steps: int) -> None:
        self.settings = settings
        self.steps = steps
        self.step = 0
        self.learning_rate = 0.0
        self.network = build(settings.model, settings.seed).to(DEVICE)
        self._weights = tuple(self.network.parameters())
        self._one = torch.ones(())
        self._update = build_update(settings.optimizer, self._weights)

    def learn(self, batch: Batch) -> tuple[float, Tensor]:
        """One step down the gradient; the batch's mean loss and its logits (N, 10) from before the step.

        Raises NonFiniteLossError, with the weights left as they were.
        """
        images, labels = batch
        self.step += 1
        self.learning_rate = learning_rate_at(
            self.settings.schedule, self.settings.learning_rate, self.step, self.steps
        )
        logits = self.network(images)
        loss = F.cross_entropy(logits, labels)
        value = loss.item()
        if not math.isfinite(value):
            raise NonFiniteLossError(self._explosion(value))
        self._update(self._gradients(loss), self.learning_rate)
        return value, logits.detach()

    def _gradients(self, loss: Tensor) -> tuple[Tensor, ...]:
        """What torch.autograd.grad(loss, weights) returns, without the checks that it makes in Python at each call.

        They took 29 us a step, a tenth of SimpleNN's. Returning gradients instead of adding them to .grad saves a pass
        over memory and a zeroing besides.
        """
        return torch.autograd.Variable._execution_engine.run_backward(
            (loss,), (self._one,), False, False, self._weights, allow_unreachable=False, accumulate_grad=False
        )

    def classifier(self) -> Classifier:
        """A copy of the network as it is now, to read drawings with while this one learns on."""
        return Classifier(copy.deepcopy(self.network))

    def _explosion(self, loss: float) -> str:
        became = "not a number" if math.isnan(loss) else "infinite"
        return (
            f"The loss became {became} at step {self.step}: the learning rate {self.settings.learning_rate:g} "
            "is probably too high; try a tenth of it."
        )
