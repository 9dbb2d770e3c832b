"""What forms and command lines need to know about each setting, read from the JSON schema of its model."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import InklingError
from engine.settings.train_settings import OLD_NAMES, SENTENCE, TrainSettings
from engine.stack import called
from engine.system import encodable, renamed

Settings = TypeVar("Settings", bound=BaseModel)
OF_ONE_COMPUTER = ("num_workers", "threads", "tensorboard", "timeline")
"""Settings that change how fast a computer is or what it writes, and of the losses at most the last bits."""


@dataclass(frozen=True)
class SettingField:
    """One field of some settings as a form or a command line needs it."""

    name: str
    title: str
    help: str
    default: int | float | str
    number: Literal["integer", "number"] | None
    """The kind of number that it takes; None when it takes words only."""
    low: float
    high: float
    labels: dict[str, str]
    """Each word that it takes, with the label that a person reads."""
    otherwise: str = ""
    """The other words that it takes, such as the names of runs, as the end of a sentence; "" if there are none."""
    group: str = ""
    """The heading under which a form has it; "" for settings that need none."""

    @property
    def allowed(self) -> str:
        """The allowed values, as the end of a sentence."""
        if self.otherwise:
            return f"{', '.join(self.labels)} or {self.otherwise}"
        if self.number is None:
            return f"one of {', '.join(self.labels)}"
        kind = "a whole number" if self.number == "integer" else "a number"
        return " or ".join([*self.labels, f"{kind} from {_plain(self.low)} to {_plain(self.high)}"])

    @property
    def offered(self) -> str:
        """The same with the labels that a person reads in a form."""
        if self.otherwise:
            return f"{', '.join(self.labels.values())} or {self.otherwise}"
        if self.number is not None:
            return self.allowed
        return f"one of {', '.join(self.labels.values())}"

    def label(self, value: object) -> str:
        """What a person reads for a value: its word's label, a network's title, or the value itself."""
        text = f"{value:g}" if isinstance(value, float) else str(value)
        if text in self.labels:
            return self.labels[text]
        return called(text) if self.name == "model" else text

    def refusal(self, value: object) -> str:
        """Return the sentence that refuses a value."""
        return f"{self.title} must be {self.allowed}, not {value}."


def _plain(number: float) -> str:
    """Decimal notation without an exponent: 0.000001 rather than 1e-06."""
    return f"{number:.10f}".rstrip("0").rstrip(".")


def _field(name: str, schema: dict[str, Any]) -> SettingField:
    """Return the field that one property of a pydantic JSON schema describes."""
    variants = schema.get("anyOf", [schema])
    numeric: dict[str, Any] = next((v for v in variants if v["type"] in ("integer", "number")), {})
    strings = [variant for variant in variants if variant["type"] == "string"]
    words = [word for variant in strings for word in variant.get("enum", [variant.get("const", schema["default"])])]
    # pydantic sorts what labels are declared, but no list.
    words = schema.get("words", words)
    return SettingField(
        name=name,
        title=schema["title"],
        help=schema["description"],
        default=schema["default"],
        number=numeric.get("type"),
        low=numeric.get("minimum", 0),
        high=numeric.get("maximum", 0),
        labels={word: schema.get("labels", {}).get(word, word) for word in words},
        otherwise=schema.get("otherwise", ""),
        group=schema.get("group", ""),
    )


def fields_of(settings: type[BaseModel]) -> dict[str, SettingField]:
    """Return the fields of a settings model by name."""
    return {name: _field(name, schema) for name, schema in settings.model_json_schema()["properties"].items()}


FIELDS = fields_of(TrainSettings)


def checked(values: dict[str, Any]) -> TrainSettings:
    """Return `checked_as` for the settings of a training run."""
    return checked_as(TrainSettings, FIELDS, values)


def checked_as(kind: type[Settings], fields: dict[str, SettingField], values: dict[str, Any]) -> Settings:
    """Return settings made from plain values; old names are accepted.

    Raises InklingError, which names the field, the value and the allowed values.
    """
    values = renamed(values, OLD_NAMES)
    try:
        return kind(**values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        if name not in fields:
            raise InklingError(f"There is no setting called {name}: the settings are {', '.join(fields)}.") from error
        if error.errors()[0]["type"] == SENTENCE:
            raise InklingError(error.errors()[0]["msg"]) from error
        raise InklingError(fields[name].refusal(values[name])) from error


def _is_plain(value: object) -> bool:
    """Whether a value can be a setting and be shown: no structure, and no integer of unlimited size."""
    return isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 2**63)


def recovered(values: object) -> TrainSettings:
    """Return settings that were saved, perhaps on another machine or by another version. Values that do not fit are
    dropped: a run made with eight workers must still open on a laptop with two cores.
    """
    values = renamed(values, OLD_NAMES)
    saved = values.items() if isinstance(values, dict) else ()
    plain = {name: encodable(value) if isinstance(value, str) else value for name, value in saved if _is_plain(value)}
    with suppress(ValidationError, TypeError):
        # Almost always everything fits, and a list may have 500 runs.
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
