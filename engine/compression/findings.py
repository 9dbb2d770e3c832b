"""The findings of a compression job: plain numbers and words, row by row."""

from typing import NamedTuple

from engine.inspection import Paired


class Compressed(NamedTuple):
    """One row of the table. Accuracies are from 0 to 1, with test-time augmentation as for drawings."""

    name: str
    """"original", "int8", "pruned, int8" and so on."""
    explanation: str
    """What was done and what it means, in some sentences."""
    file_bytes: int
    """The size of the file."""
    weights: int
    """The number of weights that are not zero."""
    multiply_adds: int
    """For one image, without test-time augmentation."""
    microseconds: float
    """The time for one image with one thread, undisturbed, without test-time augmentation. For compressed networks it
    is the original's time multiplied by the ratio measured in turns, so that rows can be compared."""
    microseconds_of_64: float
    """The same time for each of 64 images at once."""
    validation_accuracy: float
    """The figure by which networks are compared."""
    test_accuracy: float
    """For the record; nothing is sorted, marked or chosen by it."""
    pen_accuracy: float | None
    """On drawings, if some were given."""
    file: str
    """The .inkling file in the job's folder."""
    validation_pairs: Paired | None = None
    """Its answers to the validation images paired with the original's; None for the original itself."""
    pen_pairs: Paired | None = None
    """The same on drawings, if some were given."""


class Doing(NamedTuple):
    """Progress of the job."""

    sentence: str
    share: float
    """The share of the whole job that is done, 0 to 1."""


Finding = Compressed | Doing
