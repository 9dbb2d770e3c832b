"""What must be the same in all processes, and what may differ."""

import pytest

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.settings.fields import FIELDS, OF_ONE_COMPUTER
from engine.settings.train_settings import TrainSettings
from engine.training.distributed import facts
from engine.training.distributed.facts import ADVICE, facts_of

DEFAULT = TrainSettings()


def that_settings_must_be_the_same_unless_they_only_say_how_fast_a_computer_is(digits: Splits) -> None:
    def differs(name: str) -> bool:
        setting = FIELDS[name]
        high = int(setting.high) if setting.number == "integer" else float(setting.high)
        other = "another" if setting.otherwise else high if setting.number else [*setting.labels][-1]
        if other == setting.default:
            other = next(iter(setting.labels))
        changed = DEFAULT.model_copy(update={name: other})
        return facts_of(DEFAULT, digits.test, [], None) != facts_of(changed, digits.test, [], None)

    assert {name for name in FIELDS if not differs(name)} == {"num_workers", "threads", "tensorboard", "timeline"}


def that_every_fact_that_differs_has_advice(digits: Splits) -> None:
    assert facts_of(DEFAULT, digits.test, [], None).keys() == ADVICE.keys() - {
        FIELDS[name].title for name in OF_ONE_COMPUTER
    }


def that_versions_and_single_pixels_count(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    before = facts_of(DEFAULT, digits.test, [], None)
    changed = ImageSet(digits.test.images.clone(), digits.test.labels)
    changed.images[-1, 0, 27, 27] += 1
    monkeypatch.setattr(facts, "__version__", "0.0.1")
    after = facts_of(DEFAULT, changed, [], None)
    assert {what for what in before if before[what] != after[what]} == {"Inkling", facts.IMAGES}
