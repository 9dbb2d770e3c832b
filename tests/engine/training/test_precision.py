"""bfloat16 learns as float32 does, and a run says which one it chose and why."""

from pathlib import Path

import pytest

from engine.data.datasets import Splits
from engine.events import BatchDone, EpochDone, Started
from engine.settings.train_settings import PrecisionName, TrainSettings
from engine.training.log_lines import LogLines
from engine.training.start import train
from engine.training.step.precision import choose_precision

pytestmark = pytest.mark.arithmetic

SIMPLE = TrainSettings(model="simple", epochs=2, batch_size=100, threads=1, augmentation="none", outliers="none")


def settings(precision: PrecisionName) -> TrainSettings:
    return SIMPLE.model_copy(update={"precision": precision})


def that_float32_is_taken_as_it_is_set_and_nothing_is_said_of_it(digits: Splits, tmp_path: Path) -> None:
    assert choose_precision(settings("float32"), digits.train) == ("float32", "as set")
    started = next(iter(train(SIMPLE, splits=digits, runs=tmp_path)))
    assert isinstance(started, Started) and started.precision == "float32"
    assert not any("float" in line for line in LogLines().of(started))


def that_a_run_in_bfloat16_learns_as_well_and_says_what_it_brings(digits: Splits, tmp_path: Path) -> None:
    def run(precision: PrecisionName) -> tuple[Started, list[float], float]:
        events = list(train(settings(precision), splits=digits, runs=tmp_path))
        assert isinstance(events[0], Started)
        losses = [event.loss for event in events if isinstance(event, BatchDone)]
        return events[0], losses, [event.validation_accuracy for event in events if isinstance(event, EpochDone)][-1]

    _, exact_losses, exact = run("float32")
    started, losses, mixed = run("bfloat16")
    assert started.precision == "bfloat16"
    assert started.precision_reason.startswith("as set: a step takes ") and " times as " in started.precision_reason
    assert any(line.startswith("bfloat16 (as set: a step takes") for line in LogLines().of(started))
    assert losses != exact_losses, "it would be float32 after all"
    assert losses == pytest.approx(exact_losses, abs=0.1)
    assert mixed == pytest.approx(exact, abs=0.03)


def that_automatic_takes_the_faster_of_both_by_its_own_figures(digits: Splits) -> None:
    name, reason = choose_precision(settings("auto"), digits.train)
    words = reason.removeprefix("auto: a step takes ").split()
    exact, mixed = float(words[0]), float(words[4])
    assert words[1:4] == ["ms", "in", "float32,"] and words[5:8] == ["ms", "in", "bfloat16,"]
    assert name == ("bfloat16" if mixed < exact else "float32") or mixed == exact


def that_a_run_that_goes_on_keeps_its_precision_without_a_trial(digits: Splits) -> None:
    assert choose_precision(settings("auto"), digits.train, as_before="bfloat16") == ("bfloat16", "as before")
