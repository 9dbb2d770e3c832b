"""Settings that belong together, under a name that says how long a person will wait."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.errors import InklingError
from engine.settings.fields import FIELDS

Value = int | float | str


class Preset(NamedTuple):
    """Values for some settings. The others, such as the network and the images, stay as they are."""

    name: str
    title: str
    help: str
    values: Mapping[str, Value]


def _defaults(*names: str) -> dict[str, Value]:
    return {name: FIELDS[name].default for name in names}


SET = ("epochs", "learning_rate", "batch_size", "optimizer", "schedule", "augmentation", "outliers")
"""The settings that every preset has a value for."""

PRESETS = (
    Preset(
        "quick",
        "Quick",
        "For a lesson: two epochs of the images, varied each time. Reads tidy digits after some seconds, but guesses "
        "where Thorough doubts.",
        {**_defaults(*SET), "epochs": 2, "batch_size": 128, "augmentation": "varied", "outliers": "none"},
    ),
    Preset(
        "thorough",
        "Thorough",
        "The full training, with varied handwriting, forms that MNIST lacks, and letters to doubt. Takes minutes.",
        _defaults(*SET),
    ),
)


def preset(name: str) -> Preset:
    """Return the preset of this name. Raises InklingError when there is none."""
    for one in PRESETS:
        if one.name == name:
            return one
    raise InklingError(f"There is no preset {name}: choose {' or '.join(one.name for one in PRESETS)}.")


def preset_of(values: Mapping[str, object]) -> Preset | None:
    """Return the preset that these settings have, if any."""
    return next((one for one in PRESETS if all(values.get(name) == value for name, value in one.values.items())), None)
