"""Every setting of a training run, declared once.

Forms, flags, saved runs and error texts are made from these declarations.
"""

from engine.settings.fields import FIELDS, OF_ONE_COMPUTER, SettingField, checked, checked_as, fields_of, recovered
from engine.settings.labels import CLASSES, DIGITS, NAMES, NOTHING, ONE_OF, has_digits
from engine.settings.presets import PRESETS, Preset, Value, preset, preset_of
from engine.settings.train_settings import (
    CORES,
    GROUPS,
    NO_TEACHER,
    OLD_NAMES,
    AugmentationName,
    DataName,
    OptimizerName,
    PipelineName,
    PrecisionName,
    ScheduleName,
    TrainSettings,
)

__all__ = [
    "CLASSES",
    "CORES",
    "DIGITS",
    "FIELDS",
    "GROUPS",
    "NAMES",
    "NOTHING",
    "NO_TEACHER",
    "OF_ONE_COMPUTER",
    "OLD_NAMES",
    "ONE_OF",
    "PRESETS",
    "AugmentationName",
    "DataName",
    "OptimizerName",
    "PipelineName",
    "PrecisionName",
    "Preset",
    "ScheduleName",
    "SettingField",
    "TrainSettings",
    "Value",
    "checked",
    "checked_as",
    "fields_of",
    "has_digits",
    "preset",
    "preset_of",
    "recovered",
]
