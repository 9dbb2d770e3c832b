"""AUROC and FPR95 are those of their definitions, also where confidences are equal."""

import numpy as np
import pytest

from benchmarks.handwriting.separation import auroc, fpr95


def by_pairs(digits: np.ndarray, others: np.ndarray) -> float:
    """The share of pairs in the right order; equal ones count half."""
    above, equal = digits[:, None] > others[None], digits[:, None] == others[None]
    return float((above + equal / 2).mean())


@pytest.mark.parametrize("steps", [2, 5, 1000])
def that_the_auroc_is_the_share_of_pairs_in_the_right_order(steps: int) -> None:
    rng = np.random.default_rng(steps)
    digits, others = rng.integers(0, steps, 83) / steps, rng.integers(0, steps, 41) / steps
    assert auroc(digits, others) == pytest.approx(by_pairs(digits, others), abs=1e-12)
    assert auroc(digits, others) + auroc(others, digits) == pytest.approx(1, abs=1e-12)


def that_the_auroc_is_the_area_under_the_curve_drawn_threshold_by_threshold() -> None:
    rng = np.random.default_rng(1)
    digits, others = np.round(rng.beta(5, 1, 200), 2), np.round(rng.beta(2, 2, 150), 2)
    thresholds = np.concatenate([[np.inf], np.unique(np.concatenate([digits, others]))[::-1]])
    true, false = ([(side >= threshold).mean() for threshold in thresholds] for side in (digits, others))
    assert auroc(digits, others) == pytest.approx(np.trapezoid(true, false), abs=1e-12)


def that_separated_equal_and_exchanged_confidences_have_the_areas_1_half_and_0() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2, 0.3]) == 1
    assert auroc([1.0, 1.0], [1.0, 1.0, 1.0]) == 0.5
    assert auroc([0.1], [0.9, 0.8]) == 0
    assert auroc([0.5, 0.9], [0.5, 0.1]) == 0.875


def that_the_threshold_of_fpr95_is_reached_by_95_of_100_digits() -> None:
    digits = np.arange(1, 101) / 100
    # The five least confident digits are given up: the threshold is 0.06.
    assert fpr95(digits, [0.05, 0.06, 0.07, 0.0]) == 0.5
    assert fpr95(digits, [0.059999]) == 0


@pytest.mark.parametrize("number", [1, 19, 20, 21, 180, 999])
def that_no_fewer_than_95_percent_of_the_digits_are_accepted_and_no_digit_more_than_needed(number: int) -> None:
    digits = np.random.default_rng(number).permutation(number) / number
    accepted = round(fpr95(digits, digits) * number)
    assert 100 * accepted >= 95 * number > 100 * (accepted - 1)


def that_what_equals_the_threshold_is_accepted() -> None:
    assert fpr95([1.0] * 20, [1.0, 0.99]) == 0.5
    assert fpr95([0.2] * 3 + [1.0] * 17, [0.2, 0.1]) == 0.5


def that_nothing_cannot_be_compared() -> None:
    for digits, others in (([], [0.5]), ([0.5], [])):
        for measure in (auroc, fpr95):
            with pytest.raises(ValueError, match="nothing"):
                measure(digits, others)
