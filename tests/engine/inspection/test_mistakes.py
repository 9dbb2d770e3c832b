"""Which digits are taken for which, against a plain count of one image at a time."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.inspection.mistakes import Mistakes, mistakes_of
from engine.models.calibration import tested
from engine.models.classifier import Calibration, Classifier
from engine.models.evaluation import CHUNK
from engine.models.networks import build
from tests.support.project import ROOT


@pytest.fixture(scope="module")
def mistakes(trained: Classifier, digits: Splits) -> Mistakes:
    found = mistakes_of(trained, digits.test)
    assert found
    return found


def some_mistakes() -> Mistakes:
    """3,000 answers of which most are right, and no 7 is ever answered."""
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 10, 3000)
    scores = rng.random((3000, 10)) + 0.6 * np.eye(10)[labels]
    scores[:, 7] = 0
    return Mistakes(labels, (scores / scores.sum(1, keepdims=True)).astype(np.float32))


def that_every_answer_is_the_one_that_the_window_gives(mistakes: Mistakes, trained: Classifier, digits: Splits) -> None:
    for number in (0, 8, 123, 499):
        reading = trained.read_image(digits.test.images[number, 0].numpy())
        assert reading.digit == mistakes.answers[number]
        assert reading.probabilities == pytest.approx(mistakes.probabilities[number].tolist(), abs=1e-4)
    assert mistakes.probabilities.dtype == np.float32 and mistakes.labels.tolist() == digits.test.labels.tolist()


def that_the_temperature_changes_how_sure_answers_are_and_not_the_answers(
    mistakes: Mistakes, trained: Classifier, digits: Splits
) -> None:
    hot = mistakes_of(Classifier(trained.network, Calibration(temperature=5.0)), digits.test)
    assert hot and (hot.answers == mistakes.answers).all()
    assert hot.confidence.mean() < mistakes.confidence.mean() - 0.1


def that_the_wrong_ones_are_those_that_cost_test_accuracy(
    mistakes: Mistakes, trained: Classifier, digits: Splits
) -> None:
    figures = tested(trained.network, trained.calibration.temperature, digits.test)
    assert figures and figures.accuracy == pytest.approx(1 - mistakes.wrong / len(digits.test))


def that_counts_and_shares_are_those_of_counting_one_by_one() -> None:
    some = some_mistakes()
    counts = [[0] * 10 for _ in range(10)]
    for label, probabilities in zip(some.labels, some.probabilities, strict=True):
        counts[label][max(range(10), key=lambda digit: probabilities[digit])] += 1
    assert some.confusion.tolist() == counts
    for digit in range(10):
        row, column = counts[digit], [counts[true][digit] for true in range(10)]
        assert some.shares[digit].tolist() == pytest.approx([count / sum(row) for count in row])
        assert some.recall[digit] == pytest.approx(row[digit] / sum(row))
        if sum(column):
            assert some.precision[digit] == pytest.approx(column[digit] / sum(column))
    assert some.wrong == sum(map(sum, counts)) - sum(counts[digit][digit] for digit in range(10))


def that_there_is_no_precision_of_an_answer_never_given_and_no_recall_of_a_digit_that_does_not_occur() -> None:
    some = some_mistakes()
    assert np.isnan(some.precision).tolist() == [digit == 7 for digit in range(10)]
    without = some.labels != 4
    fewer = Mistakes(some.labels[without], some.probabilities[without])
    assert np.isnan(fewer.recall[4]) and np.isnan(fewer.shares[4]).all() and not np.isnan(fewer.recall[3])


def that_a_cell_has_the_images_that_it_counts_and_the_surest_come_first() -> None:
    some = some_mistakes()
    for true, answer in ((3, 3), (5, 8), (7, 7)):
        numbers = some.cell(true, answer)
        assert len(numbers) == some.confusion[true, answer]
        assert (some.labels[numbers] == true).all() and (some.answers[numbers] == answer).all()
        assert (np.diff(some.confidence[numbers]) <= 0).all()


def that_the_most_confidently_wrong_are_wrong_and_no_other_mistake_is_surer() -> None:
    some = some_mistakes()
    first = some.most_confidently_wrong(20)
    assert len(first) == 20 and (some.labels[first] != some.answers[first]).all()
    others = np.setdiff1d((some.labels != some.answers).nonzero()[0], first)
    assert some.confidence[first].min() >= some.confidence[others].max()
    assert len(some.most_confidently_wrong(100_000)) == some.wrong


def that_a_stop_ends_it_within_one_part_of_the_images(trained: Classifier, digits: Splits) -> None:
    asked: list[bool] = []

    def stopping() -> bool:
        asked.append(True)
        return len(asked) > 1

    assert len(digits.train) > 2 * CHUNK and mistakes_of(trained, digits.train, stopping) is None
    assert len(asked) == 2


def that_a_network_that_exploded_holds_every_digit_equally_probable(digits: Splits) -> None:
    broken = build("simple", seed=0)
    for weights in broken.parameters():
        torch.nn.init.constant_(weights, float("nan"))
    found = mistakes_of(Classifier(broken), digits.test)
    assert found and np.allclose(found.probabilities, 0.1)


def that_the_window_can_name_mistakes_before_torch_has_loaded() -> None:
    code = "import sys, engine.inspection.mistakes, engine.inspection.seen_images; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
