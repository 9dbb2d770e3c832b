"""Every setting of a training run, declared once.

The form takes its widgets, the terminal its flags, a saved run its JSON and bad input its sentence from here.
"""

import os
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.system import renamed

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""How many cores this process may use; less than the machine has inside a container or under `taskset`."""

MOST_WORKERS = max(4, CORES)
"""More workers than cores never pay; but whoever wants to see that may try."""

ModelName = Literal["cnn", "simple"]
OptimizerName = Literal["adamw", "momentum", "sgd"]
ScheduleName = Literal["one-cycle", "constant"]
AugmentationName = Literal["none", "varied"]
OutliersName = Literal["none", "mixed"]
TensorBoardName = Literal["none", "written"]
MyDigitsName = Literal["none", "mixed"]
DataName = Literal["mnist", "fashion", "kmnist", "emnist-digits", "emnist-letters"]
PrecisionName = Literal["float32", "bfloat16", "auto"]
PipelineName = Literal["batch", "image"]

NO_TEACHER = "none"
OLD_NAMES = {"variation": "augmentation", "non_digits": "outliers", "teacher_share": "teacher_alpha"}
"""Names that earlier versions gave to settings, each with the present one. Saved runs, flags and scripts have them."""


class TrainSettings(BaseModel):
    """What one training run is told. Frozen; raises pydantic's ValidationError when out of bounds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: int = Field(
        11, ge=1, le=200, title="Epochs", description="How often the network sees every training image."
    )
    learning_rate: float = Field(
        0.01,
        ge=1e-6,
        le=10,
        title="Learning rate",
        description="How far each step moves the weights. Too small learns slowly, too large never settles.",
    )
    num_workers: int = Field(
        0,
        ge=0,
        le=MOST_WORKERS,
        title="Loader workers",
        description="Extra processes that prepare batches (num_workers). 0 prepares them in the training thread, which "
        "is fastest for images as they are; to vary them may be worth one or two: measure this computer (F6).",
    )
    data: DataName = Field(
        "mnist",
        title="Images",
        description="Which images the network learns to tell apart. MNIST comes with the program, the others are "
        "downloaded when they are first wanted.",
        json_schema_extra={
            "labels": {
                "mnist": "MNIST digits",
                "fashion": "Fashion-MNIST",
                "kmnist": "KMNIST kana",
                "emnist-digits": "EMNIST digits",
                "emnist-letters": "EMNIST letters",
            }
        },
    )
    model: ModelName = Field(
        "cnn",
        title="Network",
        description="Which network learns to read digits.",
        json_schema_extra={"labels": {"cnn": "Small CNN", "simple": "SimpleNN 784-128-10"}},
    )
    batch_size: int = Field(
        256,
        ge=1,
        le=1024,
        title="Batch size",
        description="How many images each step looks at before it moves the weights.",
    )
    optimizer: OptimizerName = Field(
        "adamw",
        title="Optimizer",
        description="The rule that turns gradients into steps. Plain SGD wants a larger learning rate than AdamW.",
        json_schema_extra={"labels": {"adamw": "AdamW", "momentum": "SGD + momentum", "sgd": "SGD"}},
    )
    schedule: ScheduleName = Field(
        "one-cycle",
        title="Schedule",
        description="How the learning rate changes over the run: one-cycle rises to it and then falls to almost zero.",
        json_schema_extra={"labels": {"one-cycle": "One cycle", "constant": "Constant"}},
    )
    augmentation: AugmentationName = Field(
        "varied",
        title="Augmentation",
        description="Vary every image each time it is seen, as other people might have written it: slant, size, pen, "
        "and forms that MNIST lacks, such as a slashed zero. Reads real pens better, and takes more epochs. "
        "Clothes are mirrored, and moved and scaled a little.",
        json_schema_extra={"labels": {"none": "None", "varied": "Varied"}},
    )
    outliers: OutliersName = Field(
        "mixed",
        title="Outliers",
        description="Mix in scribbles, signs and shapes that are no digits, one for every fourteen digits: the network "
        "learns to doubt instead of calling everything a digit.",
        json_schema_extra={"labels": {"none": "Left out", "mixed": "Mixed in"}},
    )
    my_digits: MyDigitsName = Field(
        "mixed",
        title="My own digits",
        description="Learn from the digits that you drew and labelled, too, if there are any.",
        json_schema_extra={"labels": {"none": "Left out", "mixed": "Mixed in"}},
    )
    threads: Literal["auto"] | Annotated[int, Field(ge=1, le=CORES)] = Field(
        "auto",
        title="CPU threads",
        description="How many cores share the arithmetic of a step. Auto tries some steps and takes the fastest; "
        "the window keeps one core.",
    )
    precision: PrecisionName = Field(
        "float32",
        title="Precision",
        description="What the arithmetic of a step is done with. bfloat16 halves the memory of each number and is "
        "faster only on CPUs that have instructions for it; weights and loss stay float32. Auto tries both.",
        json_schema_extra={"labels": {"float32": "float32", "bfloat16": "bfloat16 (mixed)", "auto": "Auto"}},
    )
    pipeline: PipelineName = Field(
        "batch",
        title="Pipeline",
        description="How images become batches: all of a batch at once as one tensor, or one after the other through "
        "PIL, as tutorials do it. Only there do loader workers help.",
        json_schema_extra={"labels": {"batch": "Whole batch", "image": "Per image"}},
    )
    teacher: str = Field(
        NO_TEACHER,
        title="Teacher",
        description="Distillation: a trained network whose probabilities this one imitates, besides the labels. "
        "The name of a kept run, or the beginning of it.",
        json_schema_extra={"labels": {NO_TEACHER: "No teacher"}},
    )
    temperature: float = Field(
        2.0,
        ge=1,
        le=20,
        title="Temperature",
        description="Distillation: the number by which the teacher's and the student's logits are divided, so that the "
        "teacher's second and third guesses count too.",
    )
    teacher_alpha: float = Field(
        0.9,
        ge=0,
        le=1,
        title="Teacher alpha",
        description="Distillation: the weight of the teacher's probabilities in the loss; the labels have the rest.",
    )
    tensorboard: TensorBoardName = Field(
        "none",
        title="TensorBoard",
        description="Write the curves as event files for TensorBoard too, into the run's folder. They are always there "
        "as JSON lines and CSV.",
        json_schema_extra={"labels": {"none": "No event files", "written": "Event files"}},
    )
    seed: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Where the random numbers start. The same seed, settings and CPU threads (a number, not auto) give "
        "the same losses again.",
    )

    @model_validator(mode="before")
    @classmethod
    def _accept_old_names(cls, values: Any) -> Any:
        return renamed(values, OLD_NAMES)
