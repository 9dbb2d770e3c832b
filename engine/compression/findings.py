"""What a job that makes a network smaller finds out: plain numbers and words, one row of the table after the other."""

from typing import NamedTuple

from engine.inspection import Paired


class Compressed(NamedTuple):
    """One row of the table. Accuracies are shares from 0 to 1, by the mean of five looks, as drawings are read."""

    name: str
    """"original", "int8", "pruned, int8" and so on."""
    explanation: str
    """What was done, and what to think of it, in one or two sentences."""
    file_bytes: int
    """Of the file on the disk."""
    weights: int
    """Numbers that are there; of a network with zeros only those that are not zero."""
    multiply_adds: int
    """To look once at one image."""
    microseconds: float
    """One look at one image, one thread: while nothing else gets in between. Of all rows but the original it is the
    original's time by the ratio of the two that was measured in turns, so that rows can be compared."""
    microseconds_of_64: float
    """The same for each of 64 images at once."""
    validation_accuracy: float
    """Networks are compared by this one."""
    test_accuracy: float
    """For the record: nothing is sorted, marked or chosen by it."""
    pen_accuracy: float | None
    """On strokes, where they were given."""
    file: str
    """The .inkling file in the job's folder."""
    validation_pairs: Paired | None = None
    """Its answers to the validation images beside the original's; None for the original itself."""
    pen_pairs: Paired | None = None
    """The same on strokes, where they were given."""


class Doing(NamedTuple):
    """What goes on at this moment."""

    sentence: str
    share: float
    """How much of the whole job is done, 0 to 1."""


Finding = Compressed | Doing
