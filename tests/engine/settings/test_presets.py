"""A preset is several settings under one name."""

import pytest

from engine.errors import InklingError
from engine.settings.fields import FIELDS, checked
from engine.settings.presets import PRESETS, Preset, preset, preset_of

every_preset = pytest.mark.parametrize("one", PRESETS, ids=[one.name for one in PRESETS])
DEFAULTS = {name: field.default for name, field in FIELDS.items()}


@every_preset
def that_its_values_are_allowed_and_it_is_found_by_them_and_by_its_name(one: Preset) -> None:
    values = {**DEFAULTS, "model": "simple", **one.values}
    assert checked(dict(values)).model_dump() == values
    assert preset_of(values) is one and preset(one.name) is one


def that_all_set_the_same_settings_so_that_one_takes_back_the_other() -> None:
    assert len({frozenset(one.values) for one in PRESETS}) == 1


def that_the_defaults_are_the_thorough_one_and_one_changed_value_is_none() -> None:
    found = preset_of(DEFAULTS)
    assert found and found.name == "thorough"
    assert preset_of({**DEFAULTS, "epochs": 3}) is None


def that_an_unknown_name_is_refused_by_the_names_there_are() -> None:
    with pytest.raises(InklingError, match="There is no preset slow: choose quick or thorough"):
        preset("slow")
