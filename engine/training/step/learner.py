"""A network and its optimizer: takes one step at a time, and knows neither epochs nor listeners."""

import copy
import math
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import NamedTuple

import torch
from torch import Tensor

from engine.data import Batch
from engine.errors import InklingError
from engine.models import UNCALIBRATED, Calibration, Classifier, Network, Shared
from engine.runs import LearnerState
from engine.settings import TrainSettings
from engine.stack import called
from engine.training.step.backpropagation import Backpropagation, Gradients, SoftTargets
from engine.training.step.optimizers import update_for
from engine.training.step.regularisation import first_network, gradient_changes
from engine.training.step.schedules import learning_rate_at
from engine.training.step.weight_average import WeightAverage

DEVICE = torch.device("cpu")


class NonFiniteLossError(InklingError):
    """The loss is infinite or not a number, so the weights are useless and must not be saved."""


Teacher = Callable[[Tensor, Tensor | None], Tensor]
"""Gives logits (N, 10) for normalised images (N, 1, 28, 28), and their indices (N,) among all
images, None where these are not known: a trained network in evaluation mode."""


class StepSeconds(NamedTuple):
    """Where the time of one step went. A teacher's forward pass counts as forward."""

    forward: float
    backward: float
    update: float


class Learnt(NamedTuple):
    """The outcome of one step."""

    loss: float
    """Mean over the batch's digits, in nats; 0 when it has none."""
    logits: Tensor
    """(N, classes) float32, with the weights before the step."""
    digits: int
    """The number of digits in the batch; its other images are outliers."""
    images: int
    """In the batch: N, or more when other processes have computed the rest."""
    right: int | None = None
    """How many digits were classified correctly; None while nobody has counted them."""


class Learner:
    """Trains `network`, by default a new one with the first weights of the settings' seed, and counts its steps."""

    def __init__(
        self,
        settings: TrainSettings,
        steps: int,
        network: Network | None = None,
        teacher: Teacher | None = None,
        shared: Shared | None = None,
    ) -> None:
        """An automatic precision counts as float32. The settings' `teacher` is only a name and is ignored.

        With `shared` this process computes only a part of each batch.
        """
        self.settings = settings
        self.steps = steps
        self.step = 0
        self.learning_rate = 0.0
        """Of the last step."""
        self.max_lr = settings.learning_rate
        """The highest rate of the schedule; may be changed between two steps."""
        self.network = (network or first_network(settings)).to(DEVICE)
        """Which takes the steps. `answering` gives the one that is validated and kept."""
        self.seconds = StepSeconds(0, 0, 0)
        """Of the last step."""
        self.waited = 0.0
        """How many of these seconds it waited for other processes."""
        self._teacher = teacher
        self._gradients = Backpropagation(
            self.network,
            bfloat16=settings.precision == "bfloat16",
            seed=settings.seed,
            label_smoothing=settings.label_smoothing,
            shared=shared,
        )
        self._changes = gradient_changes(settings, self.network)
        self._update = update_for(settings, self.network.parameters())
        self._average = WeightAverage(self.network, settings.weight_average) if settings.weight_average else None

    def learn(self, batch: Batch, sample_indices: Tensor | None = None) -> Learnt:
        """Take one step down the gradient.

        `sample_indices` of the batch's images among all of them, (N,) int64, are for the teacher to recognise them by.
        Raises NonFiniteLossError, with the weights left as they were.
        """
        self.step += 1
        self.learning_rate = learning_rate_at(self.settings.schedule, self.max_lr, self.step, self.steps)
        begin = perf_counter()
        soft = self._soft_targets(batch[0], sample_indices)
        taught = perf_counter()
        gradients = self._of_whole_batch(self._gradients(*batch, soft, step=self.step), batch[1])
        if not math.isfinite(gradients.loss):
            raise NonFiniteLossError(self._explosion(gradients.loss))
        learnt = perf_counter()
        for change in self._changes:
            change(gradients.of_weights)
        self._update(gradients.of_weights, self.learning_rate)
        if self._average:
            self._average.after_step(self.step, batch[0])
        forward = taught - begin + gradients.forward_seconds
        self.seconds = StepSeconds(forward, learnt - begin - forward, perf_counter() - learnt)
        return Learnt(gradients.loss, gradients.logits, gradients.digits, len(batch[1]))

    def _of_whole_batch(self, gradients: Gradients, _labels: Tensor) -> Gradients:
        """Between the backward pass and the optimizer: the place to add what other processes computed."""
        return gradients

    @torch.inference_mode()
    def _soft_targets(self, images: Tensor, sample_indices: Tensor | None) -> SoftTargets | None:
        if self._teacher is None:
            return None
        return SoftTargets(
            self._teacher(images, sample_indices), self.settings.temperature, self.settings.teacher_alpha
        )

    @torch.inference_mode()
    def state(self) -> "LearnerState":
        """A copy of everything that the next steps depend on."""
        weights = {name: values.clone() for name, values in self.network.state_dict().items()}
        optimizer, averages = ([values.clone() for values in part] for part in (self._update.state, self._averages))
        return LearnerState(self.step, self.max_lr, weights, optimizer, averages)

    @property
    def _averages(self) -> list[Tensor]:
        return self._average.means if self._average else []

    @torch.inference_mode()
    def restore(self, state: "LearnerState") -> None:
        """Continue from this state, bit for bit as the learner that it was taken from.

        Raises InklingError, and changes nothing, when the state is that of another network or optimizer.
        """
        own = self.network.state_dict()
        fits = own.keys() == state.weights.keys() and all(
            _alike(values, state.weights[name]) for name, values in own.items()
        )
        beside, kept_beside = self._update.state + self._averages, state.optimizer + state.averages
        pairs = list(zip(beside, kept_beside, strict=False))
        if not fits or len(kept_beside) != len(beside) or not all(_alike(*pair) for pair in pairs):
            raise InklingError(f"What was kept of the run does not fit the network {called(self.settings.model)}.")
        self.network.load_state_dict(state.weights)
        # Copied into the existing tensors, because AdamW needs them in the memory layout of its weights.
        for values, kept in pairs:
            values.copy_(kept)
        self.step, self.max_lr = state.step, state.max_lr

    def answering(self, batches: Iterable[Tensor] | None = None) -> Network:
        """The network that validates, answers and is kept; it must not be changed.

        That is the one that takes the steps, or a new one with the mean weights. The `batches` are training images of
        the latest steps, which that one's batch norms need; see WeightAverage.
        """
        return self._average.network(batches) if self._average else self.network

    def classifier(self, calibration: Calibration = UNCALIBRATED) -> Classifier:
        """A copy of the network as it is now, to classify drawings with while training goes on."""
        return Classifier(copy.deepcopy(self.answering()), calibration, self.settings.data)

    def end_early(self) -> None:
        """No more steps will follow, although some are left."""

    def _explosion(self, loss: float) -> str:
        became = "not a number" if math.isnan(loss) else "infinite"
        return (
            f"The loss became {became} at step {self.step}: the learning rate {self.max_lr:g} "
            "is probably too high; try a tenth of it."
        )


def _alike(values: Tensor, kept: Tensor) -> bool:
    return values.shape == kept.shape and values.dtype == kept.dtype
