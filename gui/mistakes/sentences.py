"""What the page Mistakes says about the mistakes and about one image. Knows no widgets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.formats import percent, probability
from engine.settings import DIGITS

if TYPE_CHECKING:
    from engine.inspection import Mistakes

SHORT = 6
"""How many letters two names have together if they fit side by side under an image."""
NAMED = 3
"""How many pairs of classes the sentence names."""


def summary(mistakes: "Mistakes") -> str:
    """Say how many images are misclassified, and name the most frequent pairs of classes."""
    every, wrong = len(mistakes.labels), mistakes.wrong
    are = "is" if wrong == 1 else "are"
    sentence = f"Of {every:,} test images {wrong:,} {are} classified wrongly ({percent(wrong / every)})."
    names = mistakes.names
    kinds = mistakes.confusion * ~np.eye(len(names), dtype=bool)
    order = np.argsort(-kinds, axis=None, kind="stable")[:NAMED]
    often = [(*divmod(int(place), len(names)), int(kinds.flat[place])) for place in order if kinds.flat[place]]
    if not often:
        return sentence
    named = [f"{names[true]} as {names[answer]} ({times:,})" for true, answer, times in often]
    return f"{sentence} Most often: {', '.join(named)}."


def caption(mistakes: "Mistakes", number: int) -> str:
    """Say of a test image what it is, what it was read as if that differs, and with which confidence."""
    label, answer = (mistakes.names[values[number]] for values in (mistakes.labels, mistakes.answers))
    sure = probability(float(mistakes.confidence[number]), 0)
    if label == answer:
        return f"{label}\n{sure}"
    # Longer names need a line each.
    between = ", " if len(label + answer) <= SHORT else "\n"
    return f"{label}{between}read {answer}\n{sure}"


def story(mistakes: "Mistakes", number: int) -> str:
    """Name the class of a test image and its probabilities; those that round to zero are summarized."""
    names, shares = mistakes.names, mistakes.probabilities[number].tolist()
    order = sorted(range(len(names)), key=lambda place: -shares[place])
    listed = [place for place in order if shares[place] >= 0.001]
    words = ", ".join(f"{names[place]}: {probability(shares[place])}" for place in listed)
    others = "" if len(listed) == len(order) else f"; every other {_noun(names)} {probability(0)}"
    true = names[mistakes.labels[number]]
    what = f"is a {true}" if names is DIGITS else f"is labelled {true}"
    return f"Test image {number:,} {what}. Probabilities: {words}{others}."


def _noun(names: Sequence[str]) -> str:
    return "digit" if names is DIGITS else "answer"
