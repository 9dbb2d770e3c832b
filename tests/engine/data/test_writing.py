"""The program writes digits and letters in the forms that its files declare."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.data.writing.forms import SPACING, FormError, forms, parsed_forms
from engine.data.writing.writer import HAND, written
from engine.data.writing.written_sets import DIGITS, LETTERS, written_digits, written_letters
from engine.models.classifier import Classifier
from engine.models.evaluation import logits_of

SEVEN = """
[[form]]
class = "7"
name = "plain"
share = 1
drawings = ["0,0 50,0 100,0* 50,100", "10,10 50,0 80,0* 60,100"]
"""
LOOK_ALIKES = set("BDGIJLOQSYZbgijloqsyz|/()")


def that_every_digit_has_several_forms_and_every_form_several_drawings() -> None:
    count = Counter(form.character for form in forms(DIGITS))
    assert sorted(count) == list("0123456789") and min(count.values()) >= 4
    for form in (*forms(DIGITS), *forms(LETTERS)):
        assert len(form.drawings) >= 2 and form.share > 0
        assert form.path.shape == form.rounded.shape and form.path.shape[1] == form.drawings.shape[1]


def that_no_letter_is_among_the_outliers_that_people_draw_like_a_digit() -> None:
    letters = {form.character for form in forms(LETTERS)}
    assert not letters & LOOK_ALIKES and not letters & set("0123456789")
    assert set("ACEFHKMNPRTUVWXacdefhkmnprtuvwx") <= letters


def that_names_of_forms_are_unique_within_a_character() -> None:
    for file in (DIGITS, LETTERS):
        names = [(form.character, form.name) for form in forms(file)]
        assert len(set(names)) == len(names)


def that_a_path_runs_through_the_points_of_a_drawing_and_starts_and_ends_there() -> None:
    for form in forms(DIGITS):
        drawing = form.drawings.mean(0)
        path = form.path @ drawing
        gaps = np.linalg.norm(path[:, None] - drawing[None], axis=2).min(0)
        assert gaps.max() < SPACING, form.name
        assert np.allclose(path[[0, -1]], drawing[[0, -1]], atol=1e-3)


def that_the_same_seed_writes_the_same_and_another_something_else() -> None:
    first, again = written_digits(300, seed=4), written_digits(300, seed=4)
    assert torch.equal(first.images, again.images) and torch.equal(first.labels, again.labels)
    assert not torch.equal(first.images, written_digits(300, seed=5).images)


def that_each_digit_comes_about_equally_often() -> None:
    digits = written_digits(5000)
    assert digits.images.shape == (5000, 1, 28, 28) and digits.images.dtype == torch.uint8
    assert digits.labels.bincount().min() > 400 and digits.labels.bincount().max() < 600


def that_written_images_lie_as_mnists_do() -> None:
    for some in (written_digits(400), written_letters(400)):
        ink = some.images[:, 0].float()
        axis = torch.arange(28.0)
        for side in (1, 2):
            centre = ink.sum(3 - side) @ axis / ink.sum((1, 2))
            assert (centre - 14).abs().max() <= 0.5 + 1e-3
        assert ink.amax((1, 2)).min() == 255


def that_a_network_that_saw_mnist_alone_reads_most_of_the_digits(trained: Classifier) -> None:
    digits = written_digits(1000, seed=1)
    answers = logits_of(trained.network, digits)
    assert answers is not None and (answers.argmax(1) == digits.labels).float().mean() > 0.75


def that_a_free_hand_writes_less_alike_than_a_careful_one() -> None:
    form = forms(DIGITS)[0]
    careful = HAND._replace(**{name: 0.1 * value for name, value in HAND._asdict().items()})
    alike, free = (written(form, 100, np.random.default_rng(0), hand).float().std(0).mean() for hand in (careful, HAND))
    assert alike < free


def that_work_on_many_characters_can_be_cancelled() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        written_digits(100, check=stop)


def that_the_same_form_looks_the_same_whatever_stands_beside_it() -> None:
    (seven,) = parsed_forms(SEVEN)
    rng = np.random.default_rng
    renamed = replace(seven, share=5.0)
    assert torch.equal(written(seven, 3, rng(0)), written(renamed, 3, rng(0)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SEVEN.replace("100,0*", "100;0*"), 'The form "plain" of 7 has a point "100;0*" that is none'),
        (SEVEN.replace("80,0*", "80,0"), 'The form "plain" of 7 has drawings that differ'),
        (SEVEN.replace("50,100", "50,100 / 0,0 1,1", 1), 'The form "plain" of 7 has drawings that differ'),
        (SEVEN.replace("50,0 ", "/ / ", 1), "has a stroke without points"),
        (SEVEN.replace("share = 1", ""), 'The form "plain" of 7 has no share'),
        (SEVEN.replace('name = "plain"', ""), "has no name"),
        (SEVEN.replace("100,0*", "nan,0*"), "that is none"),
        ("form = 3", "no forms"),
        ("[[form", "cannot be read"),
    ],
)
def that_a_form_that_cannot_be_written_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FormError, match=re.escape(sentence)):
        parsed_forms(text)
