"""The examples of augmentation show what training gets."""

import numpy as np

from engine.data.datasets import Splits
from engine.data.examples import EXAMPLES, augmented_examples
from engine.models.classifier import Classifier


def that_there_are_sixteen_for_each_augmentation_and_they_are_the_same_every_time(digits: Splits) -> None:
    examples = augmented_examples(digits.train)
    assert list(examples) == ["varied", "written"]
    for name, images in examples.items():
        assert images.shape == (16, 28, 28) and images.dtype == np.uint8 and images.max() > 200
        assert np.array_equal(images, augmented_examples(digits.train)[name])
    assert not np.array_equal(examples["varied"], examples["written"])


def that_they_are_the_digits_that_they_should_be(digits: Splits, doubting: Classifier) -> None:
    for images in augmented_examples(digits.train).values():
        answers = [doubting.read_image(image).digit for image in images]
        # A network that has learnt for seconds misreads some.
        assert sum(answer == digit for answer, digit in zip(answers, EXAMPLES, strict=True)) >= 11
