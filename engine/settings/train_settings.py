"""Every setting of a training run, declared once.

The form's widgets, the terminal's flags, the JSON of saved runs and the sentences that refuse bad input are made from
these declarations.
"""

import os
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.errors import InklingError
from engine.stack import CNN, NAMED, SIMPLE, canonical
from engine.system import renamed

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""The number of cores that this process may use; fewer than the machine has in a container or under `taskset`."""

MOST_WORKERS = max(4, CORES)
"""More workers than cores never pay, but a learner may try it."""

OptimizerName = Literal["adamw", "momentum", "sgd"]
ScheduleName = Literal["one-cycle", "constant"]
AugmentationName = Literal["none", "varied", "written"]
OutliersName = Literal["none", "mixed", "letters"]
TensorBoardName = Literal["none", "written"]
TimelineName = Literal["none", "kept"]
MyDigitsName = Literal["none", "mixed"]
DataName = Literal["mnist", "fashion", "kmnist", "emnist-digits", "emnist-letters"]
PrecisionName = Literal["float32", "bfloat16", "auto"]
PipelineName = Literal["batch", "image"]

GROUPS = ("Network", "Learning", "Data", "Regularisation", "Teacher", "This computer")
"""The headings under which a form has the settings, in this order."""
NO_TEACHER = "none"
SENTENCE = "sentence"
"""The type of a pydantic error whose message is the sentence that a person reads."""
OLD_NAMES = {
    "network": "model",
    "variation": "augmentation",
    "non_digits": "outliers",
    "teacher_share": "teacher_alpha",
}
"""Other names of settings, most of them of earlier versions. Saved runs, flags and scripts may have them."""


def _network(words: str) -> str:
    """Its name or its text in the one form that it has. Refused with the sentence that says what is wrong."""
    try:
        return canonical(words)
    except InklingError as error:
        raise PydanticCustomError(SENTENCE, "{sentence}", {"sentence": str(error)}) from error


class TrainSettings(BaseModel):
    """The settings of one training run. Frozen; raises pydantic's ValidationError for values out of bounds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: int = Field(
        8,
        ge=1,
        le=200,
        title="Epochs",
        description="How often the network sees every training image.",
        json_schema_extra={"group": "Learning"},
    )
    learning_rate: float = Field(
        0.01,
        ge=1e-6,
        le=10,
        title="Learning rate",
        description="How far each step moves the weights. Too small learns slowly, too large never settles.",
        json_schema_extra={"group": "Learning"},
    )
    num_workers: int = Field(
        0,
        ge=0,
        le=MOST_WORKERS,
        title="Loader workers",
        description="Extra processes that prepare batches (num_workers). 0 prepares them in the training thread, which "
        "is fastest without augmentation; with it one or two may pay: measure this computer (F6).",
        json_schema_extra={"group": "This computer"},
    )
    data: DataName = Field(
        "mnist",
        title="Images",
        description="The images that the network learns to classify. MNIST comes with the program, the others are "
        "downloaded when they are first used.",
        json_schema_extra={
            "group": "Data",
            "labels": {
                "mnist": "MNIST digits",
                "fashion": "Fashion-MNIST",
                "kmnist": "KMNIST kana",
                "emnist-digits": "EMNIST digits",
                "emnist-letters": "EMNIST letters",
            },
        },
    )
    model: Annotated[str, AfterValidator(_network)] = Field(
        CNN,
        title="Network",
        description="The network that learns to read digits.",
        json_schema_extra={
            "group": "Network",
            "labels": {name: one.title for name, one in NAMED.items()},
            "words": [*NAMED],
            "otherwise": f'the layers of a network, as in "{NAMED[SIMPLE].text}"',
        },
    )
    batch_size: int = Field(
        256,
        ge=1,
        le=1024,
        title="Batch size",
        description="How many images each step averages over before it moves the weights.",
        json_schema_extra={"group": "Learning"},
    )
    optimizer: OptimizerName = Field(
        "adamw",
        title="Optimizer",
        description="The rule that turns gradients into steps. Plain SGD wants a larger learning rate than AdamW.",
        json_schema_extra={
            "group": "Learning",
            "labels": {"adamw": "AdamW", "momentum": "SGD + momentum", "sgd": "SGD"},
        },
    )
    schedule: ScheduleName = Field(
        "one-cycle",
        title="Schedule",
        description="How the learning rate changes over the run: one-cycle rises to it, then falls to almost zero.",
        json_schema_extra={"group": "Learning", "labels": {"one-cycle": "One cycle", "constant": "Constant"}},
    )
    weight_decay: Literal["auto"] | Annotated[float, Field(ge=0, le=1)] = Field(
        "auto",
        title="Weight decay",
        description="Each step also shrinks every weight, by this share times the learning rate, so that only weights "
        "that are used stay large. AdamW does it beside the gradient, SGD within it. Auto: 0.01 with AdamW, else 0.",
        json_schema_extra={"group": "Regularisation"},
    )
    l1: float = Field(
        0.0,
        ge=0,
        le=1,
        title="L1 penalty",
        description="Pulls each weight towards zero with this strength, however small it is, until many are almost "
        "zero. Biases and batch norms are left alone. The loss that is shown stays that of the images.",
        json_schema_extra={"group": "Regularisation"},
    )
    label_smoothing: float = Field(
        0.0,
        ge=0,
        le=0.5,
        title="Label smoothing",
        description="Takes this share of each label's certainty and spreads it evenly over all classes, so that the "
        "network becomes less sure of itself. The loss that is shown stays that of the plain labels. A teacher's "
        "probabilities and outliers stay as they are.",
        json_schema_extra={"group": "Regularisation"},
    )
    gradient_clipping: float = Field(
        0.0,
        ge=0,
        le=1000,
        title="Gradient clipping",
        description="The largest norm that all gradients together may have: a longer step is shortened to it and keeps "
        "its direction. 0 lets every step be as long as it is.",
        json_schema_extra={"group": "Regularisation"},
    )
    initial_scale: float = Field(
        1.0,
        ge=0,
        le=10,
        title="Initial scale",
        description="Multiplies the first, random weights; biases and batch norms begin as always. From far too small "
        "or far too large weights a network learns slowly, or not at all.",
        json_schema_extra={"group": "Regularisation"},
    )
    early_stopping: int = Field(
        0,
        ge=0,
        le=200,
        title="Early stopping",
        description="Ends training when the validation loss has not fallen for so many epochs, and keeps the weights "
        "of the epoch where it was lowest. 0 trains all epochs and keeps the last weights.",
        json_schema_extra={"group": "Regularisation"},
    )
    weight_average: float = Field(
        0.0,
        ge=0,
        le=0.9999,
        title="Weight average",
        description="Validates, answers with and keeps the mean of the weights after the latest steps, in which each "
        "older step counts this much less (EMA): 0.99 covers about 100 steps. Training itself does not change. 0 uses "
        "the weights as they are.",
        json_schema_extra={"group": "Regularisation"},
    )
    augmentation: AugmentationName = Field(
        "written",
        title="Augmentation",
        description="Vary every image each time it is seen, as other people might write it: slant, size, pen, and "
        "added strokes, such as a slashed zero. Written adds digits that the program writes itself, in forms that "
        "MNIST lacks. The network reads real pens better. Clothes are mirrored, moved and scaled a little.",
        json_schema_extra={
            "group": "Data",
            "labels": {"none": "None", "varied": "Varied", "written": "Varied, written"},
        },
    )
    outliers: OutliersName = Field(
        "letters",
        title="Outliers",
        description="Mix in scribbles, signs and shapes that are no digits, or letters that the program writes too: "
        "the network learns to doubt instead of calling everything a digit.",
        json_schema_extra={
            "group": "Data",
            "labels": {"none": "Left out", "mixed": "Without letters", "letters": "With letters"},
        },
    )
    my_digits: MyDigitsName = Field(
        "mixed",
        title="My own digits",
        description="Also learn from the digits that you drew and labelled, if there are any.",
        json_schema_extra={"group": "Data", "labels": {"none": "Left out", "mixed": "Mixed in"}},
    )
    threads: Literal["auto"] | Annotated[int, Field(ge=1, le=CORES)] = Field(
        "auto",
        title="CPU threads",
        description="How many cores share the arithmetic of a step. Auto times some steps and takes the fastest; "
        "the window keeps one core.",
        json_schema_extra={"group": "This computer"},
    )
    precision: PrecisionName = Field(
        "float32",
        title="Precision",
        description="The number format of a step's arithmetic. bfloat16 halves the memory of each number and is "
        "faster only on CPUs that have instructions for it; weights and loss stay float32. Auto tries both.",
        json_schema_extra={
            "group": "This computer",
            "labels": {"float32": "float32", "bfloat16": "bfloat16 (mixed)", "auto": "Auto"},
        },
    )
    pipeline: PipelineName = Field(
        "batch",
        title="Pipeline",
        description="How images become batches: all of a batch at once as one tensor, or one after the other through "
        "PIL, as in tutorials. Loader workers help only there.",
        json_schema_extra={"group": "This computer", "labels": {"batch": "Whole batch", "image": "Per image"}},
    )
    teacher: str = Field(
        NO_TEACHER,
        title="Teacher",
        description="Distillation: a trained network whose probabilities this one imitates besides the labels. "
        "The name of a kept run, or its beginning.",
        json_schema_extra={
            "group": "Teacher",
            "labels": {NO_TEACHER: "No teacher"},
            "words": [NO_TEACHER],
            "otherwise": "a name",
        },
    )
    temperature: float = Field(
        2.0,
        ge=1,
        le=20,
        title="Temperature",
        description="Distillation: the number by which the teacher's and the student's logits are divided, so that the "
        "teacher's second and third guesses count too.",
        json_schema_extra={"group": "Teacher"},
    )
    teacher_alpha: float = Field(
        0.9,
        ge=0,
        le=1,
        title="Teacher alpha",
        description="Distillation: the weight of the teacher's probabilities in the loss; the labels have the rest.",
        json_schema_extra={"group": "Teacher"},
    )
    tensorboard: TensorBoardName = Field(
        "none",
        title="TensorBoard",
        description="Also write the curves as TensorBoard event files into the run's folder. They are always there "
        "as JSON lines and CSV.",
        json_schema_extra={"group": "This computer", "labels": {"none": "No event files", "written": "Event files"}},
    )
    timeline: TimelineName = Field(
        "kept",
        title="Time slider",
        description="Keep how the weights were after some steps and after each epoch, at most 3 MB a run, so that the "
        "slider on page Inside can go back there.",
        json_schema_extra={"group": "This computer", "labels": {"none": "No snapshots", "kept": "Keep snapshots"}},
    )
    seed: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Starts the random numbers. The same seed, settings and CPU threads (a number, not auto) give "
        "the same losses again.",
        json_schema_extra={"group": "Learning"},
    )

    @model_validator(mode="before")
    @classmethod
    def _accept_old_names(cls, values: Any) -> Any:
        return renamed(values, OLD_NAMES)
