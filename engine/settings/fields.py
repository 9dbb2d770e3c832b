"""What a form or a command line needs to know of each setting, read off the schema of the model that declares it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import InklingError
from engine.settings.train_settings import OLD_NAMES, TrainSettings
from engine.system import encodable, renamed

Settings = TypeVar("Settings", bound=BaseModel)


@dataclass(frozen=True)
class SettingField:
    """One field of some settings as a form or a command line needs it."""

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


def _knob(name: str, schema: dict[str, Any]) -> SettingField:
    """Read one property of the JSON schema that pydantic makes of settings."""
    variants = schema.get("anyOf", [schema])
    numeric: dict[str, Any] = next((v for v in variants if v["type"] in ("integer", "number")), {})
    strings = [variant for variant in variants if variant["type"] == "string"]
    free = any("enum" not in variant and "const" not in variant for variant in strings)
    words = [word for variant in strings for word in variant.get("enum", [variant.get("const", schema["default"])])]
    return SettingField(
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


def fields_of(settings: type[BaseModel]) -> dict[str, SettingField]:
    """A setting for each field, by its name."""
    return {name: _knob(name, schema) for name, schema in settings.model_json_schema()["properties"].items()}


FIELDS = fields_of(TrainSettings)


def checked(values: dict[str, Any]) -> TrainSettings:
    """As `checked_as`, for a training run."""
    return checked_as(TrainSettings, FIELDS, values)


def checked_as(kind: type[Settings], fields: dict[str, SettingField], values: dict[str, Any]) -> Settings:
    """Settings from plain values, also under old names; raises InklingError naming field, value and what is allowed."""
    values = renamed(values, OLD_NAMES)
    try:
        return kind(**values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        if name not in fields:
            raise InklingError(f"There is no setting called {name}: the settings are {', '.join(fields)}.") from error
        raise InklingError(fields[name].refusal(values[name])) from error


def _is_plain(value: object) -> bool:
    """Whether it can be a setting, and be shown; structures and endless numbers cannot."""
    return isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 2**63)


def recovered(values: object) -> TrainSettings:
    """Settings that were saved, perhaps on another machine or by another version: what does not fit is left out.

    A run made with eight workers must still open on a laptop that has two cores.
    """
    values = renamed(values, OLD_NAMES)
    saved = values.items() if isinstance(values, dict) else ()
    plain = {name: encodable(value) if isinstance(value, str) else value for name, value in saved if _is_plain(value)}
    with suppress(ValidationError, TypeError):
        # Almost always all of it fits, and 500 runs are to be listed at once.
        return TrainSettings(**plain)
    kept: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in FIELDS:
            continue
        try:
            checked({name: value})
        except InklingError:
            continue
        kept[name] = value
    return TrainSettings(**kept)
