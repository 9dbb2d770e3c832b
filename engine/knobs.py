"""What a form or a command line needs to know of each setting, read off the schema of TrainSettings."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from engine.errors import InklingError
from engine.settings import TrainSettings


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
    free: bool = False
    """Whether it takes other words too: names of things that a person has."""

    @property
    def allowed(self) -> str:
        """What may be entered, as the end of a sentence."""
        if self.free:
            return f"{', '.join(self.labels)} or a name"
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
    strings = [variant for variant in variants if variant["type"] == "string"]
    free = any("enum" not in variant and "const" not in variant for variant in strings)
    words = [word for variant in strings for word in variant.get("enum", [variant.get("const", schema["default"])])]
    return Knob(
        name=name,
        title=schema["title"],
        help=schema["description"],
        default=schema["default"],
        number=numeric.get("type"),
        low=numeric.get("minimum", 0),
        high=numeric.get("maximum", 0),
        labels={word: schema.get("labels", {}).get(word, word) for word in words},
        free=free,
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
