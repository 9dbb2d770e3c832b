"""Every knob of a training run, declared once.

The form takes its widgets, the terminal its flags, a saved run its JSON and bad input its sentence from here.
"""

import os
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import InklingError

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""How many cores this process may use; less than the machine has inside a container or under `taskset`."""

MOST_WORKERS = max(4, CORES)
"""More workers than cores never pay; but whoever wants to see that may try."""

ModelName = Literal["cnn", "simple"]
OptimizerName = Literal["adamw", "momentum", "sgd"]
ScheduleName = Literal["one-cycle", "constant"]
VariationName = Literal["none", "varied"]
NonDigitsName = Literal["none", "mixed"]
TensorBoardName = Literal["none", "written"]
MyDigitsName = Literal["none", "mixed"]


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
    variation: VariationName = Field(
        "varied",
        title="Handwriting",
        description="Vary every image each time it is seen, as other people might have written it: slant, size, pen, "
        "and forms that MNIST lacks, such as a slashed zero. Reads real pens better, and takes more epochs.",
        json_schema_extra={"labels": {"none": "As it is", "varied": "Varied"}},
    )
    non_digits: NonDigitsName = Field(
        "mixed",
        title="Non-digits",
        description="Mix in scribbles, signs and shapes, one for every fourteen digits: the network learns to doubt, "
        "instead of calling everything a digit.",
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


@dataclass(frozen=True)
class Knob:
    """One field of TrainSettings as a form or a command line needs it."""

    name: str
    title: str
    help: str
    default: int | float | str
    number: Literal["integer", "number"] | None
    """The kind of number it takes; None when it takes words only."""
    low: float
    high: float
    labels: dict[str, str]
    """Every word it takes, with what a person reads for it."""

    @property
    def allowed(self) -> str:
        """What may be entered, as the end of a sentence."""
        if self.number is None:
            return f"one of {', '.join(self.labels)}"
        kind = "a whole number" if self.number == "integer" else "a number"
        return " or ".join([*self.labels, f"{kind} from {_plain(self.low)} to {_plain(self.high)}"])

    def refusal(self, value: object) -> str:
        """The sentence for a value that it does not take."""
        return f"{self.title} must be {self.allowed}, not {value}."


def _plain(number: float) -> str:
    """Decimal notation without an exponent: 0.000001 rather than 1e-06."""
    return f"{number:.10f}".rstrip("0").rstrip(".")


def _knob(name: str, schema: dict[str, Any]) -> Knob:
    """Read one property of the JSON schema that pydantic makes of TrainSettings."""
    variants = schema.get("anyOf", [schema])
    numeric: dict[str, Any] = next((v for v in variants if v["type"] in ("integer", "number")), {})
    words = [word for v in variants if v["type"] == "string" for word in v.get("enum", [v.get("const")])]
    return Knob(
        name=name,
        title=schema["title"],
        help=schema["description"],
        default=schema["default"],
        number=numeric.get("type"),
        low=numeric.get("minimum", 0),
        high=numeric.get("maximum", 0),
        labels={word: schema.get("labels", {}).get(word, word) for word in words},
    )


KNOBS = {name: _knob(name, schema) for name, schema in TrainSettings.model_json_schema()["properties"].items()}


def checked(values: dict[str, Any]) -> TrainSettings:
    """Settings from plain values; raises InklingError naming the field, the value and what is allowed."""
    try:
        return TrainSettings(**values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        if name not in KNOBS:
            raise InklingError(f"There is no setting called {name}: the settings are {', '.join(KNOBS)}.") from error
        raise InklingError(KNOBS[name].refusal(values[name])) from error


def recovered(values: object) -> TrainSettings:
    """Settings that were saved, perhaps on another machine or by another version: what does not fit is left out.

    A run made with eight workers must still open on a laptop that has two cores.
    """
    kept: dict[str, Any] = {}
    for name, value in values.items() if isinstance(values, dict) else ():
        try:
            checked({name: value})
        except InklingError:
            continue
        kept[name] = value
    return TrainSettings(**kept)
