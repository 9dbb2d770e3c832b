"""How well a network reads a person's own digits, some of which it may have learnt from."""

from collections.abc import Mapping, Sequence

from torch import nn

from engine.data import image_set
from engine.ink import MyDigit
from engine.models import Classifier, logits_of, tta_logits


def classified_correctly(
    classifier: Classifier,
    digits: Sequence[MyDigit],
    learnt: Mapping[str, bool | None],
    known: dict[str, bool] | None = None,
) -> tuple[int, int]:
    """How many of these digits are classified correctly, and how many can be counted.

    A digit that the network was trained on counts as it was classified in cross-validation, and not at all if there
    was none. `known` remembers by lesson what this classifier has read already.
    """
    known = {} if known is None else known
    fresh = [digit for digit in digits if not has_learnt(learnt, digit)]
    new = [digit for digit in fresh if digit.lesson not in known]
    known.update(zip((digit.lesson for digit in new), are_right(classifier.network, new), strict=True))
    right = sum(known[digit.lesson] for digit in fresh)
    verdicts = [learnt.get(digit.lesson, learnt.get(digit.name)) for digit in digits]
    told = [verdict for verdict in verdicts if verdict is not None]
    return right + sum(told), len(fresh) + len(told)


def are_right(network: nn.Module, digits: Sequence[MyDigit]) -> list[bool]:
    """Whether the network reads the image of each digit as its label says.

    The canvas reads views, which are better by a tenth of a percent. They would take seconds for a thousand drawings,
    and all of them are counted anew when there is another network.
    """
    if not digits:
        return []
    images = image_set(digits)
    logits = logits_of(network, images, read=tta_logits)
    assert logits is not None
    right: list[bool] = (logits.argmax(1) == images.labels).tolist()
    return right


def has_learnt(learnt: Mapping[str, bool | None], digit: MyDigit) -> bool:
    """Whether a run's result lists the digit, with its present label, among those that it learnt from."""
    return digit.lesson in learnt or digit.name in learnt
