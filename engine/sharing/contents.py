"""What a packed run says besides its history and its tensors: plain values."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from engine.runs import STRICT, Ending, Form, Moment, Result, Width
from engine.settings import DataName
from engine.system import Share, Words

LONGEST_NAME, LONGEST_NOTE = 200, 20_000


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    if not all(isinstance(value, str | int | float) for value in values.values()):
        raise ValueError("no setting is a list or an object")
    return values


Settings = Annotated[dict[Words, Any], AfterValidator(_plain)]


@dataclass(frozen=True)
class Record:
    """What run.json says, without the process that trained."""

    __pydantic_config__ = STRICT

    settings: Settings
    started: Words
    ending: Ending
    machine: dict[Words, Words] = field(default_factory=dict)
    versions: dict[Words, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Network:
    """What the network's file says besides the weights."""

    __pydantic_config__ = STRICT

    settings: Settings
    result: Result
    form: Form
    widths: tuple[Width, ...] = ()


@dataclass(frozen=True)
class Slider:
    """What the timeline says besides the values."""

    __pydantic_config__ = STRICT

    model: Words
    data: DataName
    moments: list[Moment]


@dataclass(frozen=True)
class Contents:
    """Everything plain of a packed run. A network that was taught or compressed has no record of a training."""

    __pydantic_config__ = ConfigDict(extra="ignore", allow_inf_nan=False)

    name: Annotated[Words, Field(max_length=LONGEST_NAME)] = ""
    note: Annotated[Words, Field(max_length=LONGEST_NOTE)] = ""
    pen_accuracy: Share | None = None
    record: Record | None = None
    network: Network | None = None
    timeline: Slider | None = None
