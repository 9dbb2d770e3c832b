"""Every setting is declared once, and bad input gets one sentence."""

import pytest

from engine.errors import InklingError
from engine.settings.fields import FIELDS, SettingField, checked, recovered
from engine.settings.train_settings import CORES, TrainSettings
from engine.stack import NAMED
from tests.support.networks import MODELS

fields = pytest.mark.parametrize("setting", FIELDS.values(), ids=FIELDS)


@fields
def that_every_setting_says_what_it_is_and_what_it_takes(setting: SettingField) -> None:
    assert setting.title[0].isupper() and len(setting.title) < 20
    assert setting.help.endswith(".") and len(setting.help) > 30
    assert setting.labels or setting.low < setting.high


@fields
def that_defaults_are_allowed(setting: SettingField) -> None:
    assert getattr(checked({setting.name: setting.default}), setting.name) == setting.default


@fields
def that_a_refusal_names_setting_value_and_range(setting: SettingField) -> None:
    # A name may be any word; whether there is a thing called so is looked up when a run begins.
    bad: list[object] = [None] if setting.otherwise else ["rubbish", float("nan")]
    if setting.number:
        bad += [setting.low - 1, setting.high + 1]
    for value in bad:
        with pytest.raises(InklingError) as refusal:
            checked({setting.name: value})
        sentence = str(refusal.value)
        assert sentence == f"{setting.title} must be {setting.allowed}, not {value}."
        assert "e-0" not in sentence, "ranges are written without exponents"


@fields
def that_bounds_themselves_are_allowed(setting: SettingField) -> None:
    values: list[int | float | str] = [*setting.labels]
    if setting.number:
        whole = setting.number == "integer"
        values += [int(setting.low) if whole else setting.low, int(setting.high) if whole else setting.high]
    for value in values:
        assert getattr(checked({setting.name: value}), setting.name) == value
        assert getattr(checked({setting.name: str(value)}), setting.name) == value, "as typed in a terminal"


def that_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(InklingError, match="no setting called momentum"):
        checked({"momentum": 0.9})


def that_settings_saved_on_a_larger_machine_still_open() -> None:
    saved = TrainSettings(epochs=7).model_dump() | {
        "num_workers": CORES + 6,
        "threads": CORES + 6,
        "from_the_future": 1,
    }
    assert recovered(saved) == TrainSettings(epochs=7)
    assert recovered("not a dict") == TrainSettings()


def that_every_network_can_be_chosen() -> None:
    assert set(MODELS) <= set(NAMED) == set(FIELDS["model"].labels)
