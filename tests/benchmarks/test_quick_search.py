"""Candidates are real settings, and the shortest is chosen by validation images and seconds."""

import json

import pytest

from benchmarks.accuracy.quick_search import CANDIDATES, COMMON, finalists, shortest, suggesting
from benchmarks.shared.command import named_values
from engine.settings import checked
from tests.support.process import python


@pytest.mark.parametrize("candidate", CANDIDATES)
def that_every_candidate_is_a_training(candidate: str) -> None:
    settings = checked(named_values([*COMMON, *candidate.split()]))
    for name, value in named_values(candidate.split()).items():
        assert str(getattr(settings, name)) == value
    assert settings.my_digits == "none"


def that_one_standard_error_above_the_goal_suggests_it() -> None:
    assert suggesting(0.99) == pytest.approx(0.99 + (0.99 * 0.01 / 5000) ** 0.5)
    assert suggesting(1) == 1


def that_the_shortest_of_enough_seeds_is_chosen_and_only_near_ones_get_further_seeds() -> None:
    found = {
        "long": [[0.999, 9.0, 30.0]] * 3,
        "short": [[0.992, 9.0, 20.0], [0.990, 9.0, 20.0], [0.993, 9.0, 20.0]],
        "near": [[0.991, 9.0, 15.0]] * 3,
        "far": [[0.98, 9.0, 5.0]] * 3,
        "lucky": [[0.999, 9.0, 1.0]],
    }
    assert shortest(found, 0.99, 3) == "short"
    assert shortest(found, 0.99, 1) == "lucky"
    assert shortest({"far": found["far"]}, 0.99, 1) is None
    assert finalists(found, 0.99, 3) == ["lucky", "near", "short"]


def that_a_candidate_is_trained_and_validated() -> None:
    candidate = python("--side", "model=simple epochs=1", "--seed", "3", module="benchmarks.quick_search")
    printed, _ = candidate.communicate()
    assert candidate.returncode == 0
    accuracy, seconds, cpu_seconds = json.loads(printed.splitlines()[-1])
    assert 0.93 < accuracy < 0.99 and seconds > 0 and cpu_seconds > 0
