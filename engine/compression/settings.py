"""Every setting of compression, declared once, like those of training in `engine.settings`."""

import copy
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from engine.settings import TrainSettings, fields_of

StepName = Literal["done", "none"]
WORDS: JsonDict = {"labels": {"done": "Do it", "none": "Leave out"}}


def _as_in_training(name: str) -> Any:
    """Return training's field of the same name, with title, bounds and help."""
    return copy.copy(TrainSettings.model_fields[name])


class CompressSettings(BaseModel):
    """The settings of one compression job. Frozen; raises pydantic's ValidationError for values out of bounds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    int8: StepName = Field(
        "done",
        title="Quantise",
        description="Weights and activations as 8-bit integers instead of float32: a quarter of the size. The network "
        "and its pruned and distilled versions each get an int8 copy.",
        json_schema_extra=WORDS,
    )
    prune: StepName = Field(
        "done",
        title="Prune",
        description="Remove the channels or hidden units that matter least, and train the rest to make up for it: a "
        "smaller network of the same kind.",
        json_schema_extra=WORDS,
    )
    removed: float = Field(
        0.5,
        ge=0.1,
        le=0.9,
        title="Arithmetic removed",
        description="Pruning: the share of the multiply-adds that is removed with the channels.",
    )
    rounds: int = Field(
        3,
        ge=1,
        le=10,
        title="Rounds",
        description="Pruning: how often a part is removed and the rest trained, instead of everything at once.",
    )
    fine_tuning_epochs: int = Field(
        2,
        ge=1,
        le=50,
        title="Fine-tuning epochs",
        description="How often the network sees every training image after each round of pruning, and with its zeros.",
    )
    zero: StepName = Field(
        "done",
        title="Zeros",
        description="Set the smallest weights to zero and leave the network its shape. For the lesson: the zeros are "
        "multiplied like any other number.",
        json_schema_extra=WORDS,
    )
    zeroed: float = Field(
        0.9,
        ge=0,
        le=0.99,
        title="Share of zeros",
        description="Zeros: the share of the weights, the smallest ones, that becomes zero.",
    )
    distil: StepName = Field(
        "done",
        title="Distil",
        description="Train a small student that imitates the probabilities of a large teacher, and beside it the same "
        "student alone.",
        json_schema_extra=WORDS,
    )
    student_epochs: int = Field(
        6,
        ge=1,
        le=200,
        title="Student's epochs",
        description="Distillation: how often each of the two students sees every training image.",
    )
    teacher_epochs: int = Field(
        6,
        ge=1,
        le=200,
        title="Teacher's epochs",
        description="Distillation: how often a teacher that is trained for this purpose sees every training image.",
    )
    temperature: float = _as_in_training("temperature")
    teacher_alpha: float = _as_in_training("teacher_alpha")
    seed: int = _as_in_training("seed")


COMPRESS_FIELDS = fields_of(CompressSettings)
