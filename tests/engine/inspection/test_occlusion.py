"""Occlusion shows the ink that an answer rests on, for the answer and against it."""

import copy
from collections.abc import Callable

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.inspection.occlusion import INK, occlusion, without_each_stroke
from engine.inspection.reasons import place, reason, reasons, stroke_reasons
from engine.models.classifier import Classifier
from tests.support.drawings import strokes_drawn

Erase = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Chooses the ink pixels to erase from those of an image, (N, 2), and its heat."""
DRAWINGS = [[np.array(stroke, np.float64) for stroke in strokes] for strokes in strokes_drawn()]
SHARE = 10
"""One pixel of so many is erased."""


def fall(trained: Classifier, digits: Splits, choose: Erase, count: int = 60) -> float:
    """The mean by which the answer's probability falls when a tenth of the ink is erased."""
    falls = []
    for image in digits.test.images[:count, 0].numpy():
        found = occlusion(trained, image)
        answer = int(found.probabilities.argmax())
        ink = np.argwhere(image > INK)
        erased = image.copy()
        erased[tuple(choose(ink, found.heat(answer)).T)] = 0
        falls.append(found.probabilities[answer] - trained.probabilities(erased[None])[0, answer])
    return float(np.mean(falls))


@pytest.mark.arithmetic
def that_the_hottest_ink_matters_three_times_as_much_as_any(trained: Classifier, digits: Splits) -> None:
    rng = np.random.default_rng(5)

    def hottest(ink: np.ndarray, heat: np.ndarray) -> np.ndarray:
        return ink[np.argsort(-heat[tuple(ink.T)])[: len(ink) // SHARE]]

    def any_ink(ink: np.ndarray, _heat: np.ndarray) -> np.ndarray:
        return rng.permutation(ink)[: len(ink) // SHARE]

    assert fall(trained, digits, hottest) > 3 * max(fall(trained, digits, any_ink), 0)


def that_another_network_has_other_reasons(trained: Classifier, digits: Splits) -> None:
    """A map that does not depend on the weights would be a picture of the ink: J. Adebayo and others, 2018."""
    strange = copy.deepcopy(trained)
    rng = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for weight in strange.network.parameters():
            weight.copy_(weight.flatten()[torch.randperm(weight.numel(), generator=rng)].view_as(weight))
    alike = []
    for image in digits.test.images[:20, 0].numpy():
        answer = int(occlusion(trained, image).probabilities.argmax())
        ours, theirs = (occlusion(one, image).heat(answer)[image > INK] for one in (trained, strange))
        alike.append(np.corrcoef(ours.argsort().argsort(), theirs.argsort().argsort())[0, 1])
    assert np.mean(alike) < 0.3


def that_there_is_heat_on_ink_alone_and_both_signs_for_a_class_that_is_not_the_answer(
    trained: Classifier, digits: Splits
) -> None:
    image = digits.test.images[0, 0].numpy()
    found = occlusion(trained, image)
    assert np.allclose(found.probabilities, trained.read_image(image).probabilities, atol=1e-6)
    every = [found.heat(digit) for digit in range(10)]
    assert all((heat[image <= INK] == 0).all() and np.isfinite(heat).all() for heat in every)
    assert min(heat.min() for heat in every) < 0 < max(heat.max() for heat in every)


def that_an_image_without_ink_has_no_reasons(trained: Classifier) -> None:
    found = occlusion(trained, np.zeros((28, 28), np.uint8))
    assert len(found.spots) == 0 and not found.heat(3).any()
    first, second = reasons(found, trained.names)
    assert "no single part of the ink decides it" in first and "no single part" in second


def that_a_class_against_which_no_ink_speaks_has_a_reason_all_the_same() -> None:
    nothing, something = np.zeros((28, 28), np.float32), np.zeros((28, 28), np.float32)
    something[2:25, 2:25], something[2:5, 2:5] = 0.01, 1
    whole = reason(nothing, "5", 0.0, answer=False)
    assert whole.endswith(
        "no single part of the ink speaks for or against it; the shape as a whole does not look like it."
    )
    assert "That at the upper left speaks for it: it is too little." in reason(something, "5", 0.0, answer=False)
    assert reason(-something, "5", 0.0, answer=False).endswith("the ink at the upper left speaks most against it.")
    assert reason(nothing, "3", 1.0, answer=True).endswith("decides it; the shape as a whole does.")


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        (slice(2, 5), slice(2, 5), "at the upper left"),
        (slice(22, 25), slice(2, 25), "at the bottom"),
        (slice(12, 15), slice(12, 15), "in the middle"),
        (slice(12, 15), slice(22, 25), "at the right"),
    ],
)
def that_a_place_is_said_by_thirds_of_the_ink(rows: slice, columns: slice, words: str) -> None:
    heat = np.zeros((28, 28), np.float32)
    heat[2:25, 2:25] = 0.01
    heat[rows, columns] = 1
    assert place(heat) == words


def that_a_drawing_is_read_without_each_of_its_strokes(trained: Classifier) -> None:
    drawing = next(drawing for drawing in DRAWINGS if len(drawing) > 1)
    whole = trained.read(drawing)
    without = without_each_stroke(trained, drawing)
    assert whole and len(without) == len(drawing)
    for number, reading in enumerate(without):
        alone = trained.read([*drawing[:number], *drawing[number + 1 :]])
        assert reading and alone and reading.digit == alone.digit
    said = list(stroke_reasons(whole, without))
    changing = [one for one in without if one and ((whole.sure and not one.sure) or one.digit != whole.digit)]
    assert len(said) <= len(changing) and all(sentence.startswith("Without stroke ") for sentence in said)


def that_a_single_stroke_leaves_nothing_to_read(trained: Classifier) -> None:
    drawing = next(drawing for drawing in DRAWINGS if len(drawing) == 1)
    assert without_each_stroke(trained, drawing) == [None]
    whole = trained.read(drawing)
    assert whole and list(stroke_reasons(whole, [None])) == []
