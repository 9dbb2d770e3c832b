"""What an answer rests on: the maps of every class, the strokes, and the sentences about both."""

import numpy as np
import pytest

from engine.data.datasets import Splits
from engine.ink.rendering import placed, render
from engine.inspection.occlusion import occlusion
from engine.inspection.reasons import changes, without_stroke
from engine.inspection.why import FAINT, MOST_STROKES, why
from engine.models.classifier import Classifier, Reading
from engine.models.networks import build
from tests.support.drawings import strokes_drawn

DRAWINGS = [[np.array(stroke, np.float64) for stroke in strokes] for strokes in strokes_drawn()]
IMAGE = np.zeros((28, 28), np.uint8)


def reading(digit: int, share: float, *, sure: bool = True) -> Reading:
    others = (1 - share) / 9
    return Reading(IMAGE, tuple(share if one == digit else others for one in range(10)), sure)


def that_the_answer_is_that_of_the_canvas_and_the_maps_are_those_of_its_image(trained: Classifier) -> None:
    for drawing in DRAWINGS[:4]:
        image = render(drawing)
        assert image is not None
        found, plain, read = why(trained, image, drawing), occlusion(trained, image), trained.read(drawing)
        assert read and np.allclose(found.whole.probabilities, read.probabilities, atol=1e-5)
        assert all(np.allclose(found.heats[digit], plain.heat(digit), atol=1e-3) for digit in range(10))
        assert len(found.strokes) == len(found.without) == len(drawing)


def that_the_sentence_speaks_for_the_answer_and_against_any_other_digit(trained: Classifier) -> None:
    image = render(DRAWINGS[0])
    assert image is not None
    found = why(trained, image, DRAWINGS[0])
    said = {digit: found.sentence(digit) for digit in range(10)}
    answer = found.whole.digit
    assert "for it" in said[answer] or "decides it" in said[answer]
    assert all("against it" in said[digit] for digit in range(10) if digit != answer)
    assert all(text.startswith(f"{digit} (") for digit, text in said.items())
    assert all(found.scale(digit) >= np.abs(found.heats[answer]).max() for digit in range(10))


def that_ink_that_decides_nothing_does_not_look_as_if_it_did(digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    found = why(Classifier(build("simple")), image)
    assert 0 < np.abs(found.heats).max() < FAINT == found.scale(3)


def that_an_image_that_nobody_drew_has_no_strokes(trained: Classifier, digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    found = why(trained, image)
    assert found.strokes == found.without == ()
    assert np.allclose(found.whole.probabilities, trained.read_image(image).probabilities, atol=1e-6)


def that_a_scribble_is_not_read_without_each_of_its_strokes(trained: Classifier) -> None:
    lines = [np.array([(0.0, y), (1.0, y + 0.5)]) for y in range(MOST_STROKES + 1)]
    for strokes, known in ((lines, 0), (lines[:-1], MOST_STROKES)):
        image = render(strokes)
        assert image is not None
        assert len(why(trained, image, strokes).without) == known


def that_strokes_lie_where_their_ink_is() -> None:
    for drawing in DRAWINGS:
        image, lines = render(drawing), placed(drawing)
        assert image is not None and [len(line) for line in lines] == [len(stroke) for stroke in drawing]
        for line in lines:
            columns, rows = line.astype(int).T
            assert (image[rows, columns] > 200).all()


def that_no_ink_has_no_place() -> None:
    assert placed([]) == placed([np.empty((0, 2))]) == []
    (dot,) = placed([np.array([(3.0, 4.0)])])
    assert dot.tolist() == [[14.5, 14.5]]


@pytest.mark.parametrize(
    ("whole", "rest", "said"),
    [
        (reading(3, 0.9), reading(1, 0.93), "Without this stroke it reads 1 (93.0%)."),
        (reading(3, 0.9), reading(3, 0.8), "Without this stroke it still reads 3 (80.0%)."),
        (reading(3, 0.9), reading(3, 0.3, sure=False), "Without this stroke it would not be sure."),
        (reading(3, 0.3, sure=False), reading(3, 0.3, sure=False), "Without this stroke it would still not be sure."),
        (reading(3, 0.9), None, "Without this stroke there is nothing to read."),
    ],
)
def that_a_sentence_says_what_a_stroke_does(whole: Reading, rest: Reading | None, said: str) -> None:
    assert without_stroke(whole, rest, "this stroke") == said
    assert rest is None or changes(whole, rest) == ("still" not in said)
