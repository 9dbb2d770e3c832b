"""Every knob is declared once, and bad input gets one sentence."""

import pytest

from engine.errors import InklingError
from engine.knobs import KNOBS, Knob, checked, recovered
from engine.models import MODELS
from engine.settings import CORES, TrainSettings

knobs = pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS)


@knobs
def that_every_setting_says_what_it_is_and_what_it_takes(knob: Knob) -> None:
    assert knob.title[0].isupper() and len(knob.title) < 20
    assert knob.help.endswith(".") and len(knob.help) > 30
    assert knob.labels or knob.low < knob.high


@knobs
def that_defaults_are_allowed(knob: Knob) -> None:
    assert getattr(checked({knob.name: knob.default}), knob.name) == knob.default


@knobs
def that_a_refusal_names_setting_value_and_range(knob: Knob) -> None:
    # A name may be any word; whether there is a thing called so is looked up when a run begins.
    bad: list[object] = [None] if knob.free else ["rubbish", float("nan")]
    if knob.number:
        bad += [knob.low - 1, knob.high + 1]
    for value in bad:
        with pytest.raises(InklingError) as refusal:
            checked({knob.name: value})
        sentence = str(refusal.value)
        assert sentence == f"{knob.title} must be {knob.allowed}, not {value}."
        assert "e-0" not in sentence, "ranges are written without exponents"


@knobs
def that_bounds_themselves_are_allowed(knob: Knob) -> None:
    values: list[int | float | str] = [*knob.labels]
    if knob.number:
        whole = knob.number == "integer"
        values += [int(knob.low) if whole else knob.low, int(knob.high) if whole else knob.high]
    for value in values:
        assert getattr(checked({knob.name: value}), knob.name) == value
        assert getattr(checked({knob.name: str(value)}), knob.name) == value, "as typed in a terminal"


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
    assert set(MODELS) == set(KNOBS["model"].labels)
