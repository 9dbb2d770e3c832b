"""Steps that are only timed, on a network that is thrown away afterwards."""

from contextlib import suppress

from engine.data import Batch
from engine.settings import TrainSettings
from engine.training.step.learner import Learner, NonFiniteLossError


def trial_learner(settings: TrainSettings) -> Learner:
    """A learner for any number of steps, with a learning rate so small that training cannot diverge."""
    return Learner(settings.model_copy(update={"learning_rate": 1e-6}), steps=1_000_000)


def trial_step(learner: Learner, batch: Batch) -> None:
    # The run itself reports what is wrong with images or settings.
    with suppress(NonFiniteLossError):
        learner.learn(batch)
