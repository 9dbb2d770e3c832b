"""What a run is called until a person names it."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.runs.names import MOST, WORDS, apart, described, titles, when
from engine.runs.row import RunRow
from engine.settings.fields import FIELDS, checked
from engine.settings.presets import PRESETS
from engine.settings.train_settings import TrainSettings

ROW = RunRow(Path("/runs/1"), "Quick", "completed", TrainSettings(), started="2026-07-08T14:05:10")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "Thorough"),
        ({"epochs": 3, "learning_rate": 0.05}, "3 epochs, rate 0.05"),
        ({"epochs": 1}, "1 epoch"),
        ({"model": "simple"}, "Thorough, SimpleNN"),
        ({**PRESETS[0].values, "seed": 7}, "Quick, seed 7"),
        ({"optimizer": "sgd", "schedule": "constant"}, "SGD, constant rate"),
        (
            {"augmentation": "none", "outliers": "none", "data": "fashion"},
            "Fashion-MNIST, no augmentation, no outliers",
        ),
        ({"threads": 1, "num_workers": 2}, "Thorough"),
    ],
)
def that_it_says_what_differs_from_the_defaults(values: dict[str, int | float | str], name: str) -> None:
    assert described(checked(values)) == name


def that_a_rate_that_was_changed_on_the_way_is_told() -> None:
    assert described(TrainSettings(), [(10, 0.001)]) == "Thorough, rate 0.01 then 0.001"


def that_a_name_stays_short() -> None:
    names = [name for name in WORDS if FIELDS[name].number]
    much = described(checked({name: FIELDS[name].high for name in names} | {"optimizer": "sgd", "data": "kmnist"}))
    assert much.count(", ") == MOST - 1 and much.endswith(" \u2026")


def that_every_setting_that_changes_what_is_learnt_has_a_word() -> None:
    without = {"num_workers", "threads", "tensorboard", "timeline", "my_digits", "temperature", "teacher_alpha"}
    assert set(FIELDS) - set(WORDS) == without, "these are in the table's column What is different"


def that_the_time_tells_runs_of_the_same_name_apart() -> None:
    later = replace(ROW, folder=Path("/runs/2"), started="2026-07-28T14:05:10")
    other = replace(ROW, folder=Path("/runs/3"), name="best")
    assert when(ROW) == "8 Jul 14:05"
    assert list(titles([ROW, later, other]).values()) == ["Quick, 8 Jul 14:05", "Quick, 28 Jul 14:05", "best"]
    soon = replace(ROW, folder=Path("/runs/4"), started="2026-07-08T14:05:11")
    assert list(titles([ROW, soon]).values()) == ["Quick, 8 Jul 14:05:10", "Quick, 8 Jul 14:05:11"]
    assert list(titles([replace(ROW, started="")]).values()) == ["Quick"]


def that_compared_runs_are_called_by_what_they_do_not_share() -> None:
    shared = {"model": "simple", "batch_size": 512, "augmentation": "none", "outliers": "none"}
    every = [checked({**shared, **own}) for own in ({"epochs": 2, "learning_rate": 0.02}, {"epochs": 1}, {"epochs": 1})]
    rows = [
        replace(
            ROW,
            folder=Path(f"/runs/{n}"),
            settings=settings,
            name=described(settings),
            started=f"2026-07-0{n}T09:00:00",
        )
        for n, settings in enumerate(every, 1)
    ]
    assert list(apart(rows[:2]).values()) == ["2 epochs, rate 0.02", "1 epoch"]
    assert list(apart(rows).values()) == ["2 epochs, rate 0.02", "1 epoch, 2 Jul 09:00", "1 epoch, 3 Jul 09:00"]
    named = replace(rows[1], given_name="best", name="best")
    assert apart([rows[0], named])[named.folder] == "best"
    assert apart([]) == {} and list(apart(rows[:1]).values()) == [rows[0].name]
