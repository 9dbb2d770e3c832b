"""How long the map of training digits takes, how far it can be believed, and what the drawing's place costs."""

import time
from collections.abc import Callable, Iterator

from benchmarks.shared.figures import Figure
from benchmarks.shared.summary import spread
from engine import Classifier
from engine.data import splits
from engine.inspection import digit_map, map_sample

ROUNDS = 10


def map_of_digits(classifier: Classifier, images: int) -> Iterator[Figure]:
    """The map of this network, and the places of so many test images as drawings."""
    # The sample and the plane of its pixels are found once for all networks of a data set.
    begin = time.perf_counter()
    map_sample(classifier.data)
    found = digit_map(classifier)
    first = 1000 * (time.perf_counter() - begin)
    again = _milliseconds(lambda _: digit_map(classifier), ROUNDS)
    yield Figure(f"map of {len(found.points):,} digits", f"{spread(again, 0, 'ms')}; the first one {first:.0f} ms")
    drawings = splits(classifier.data).test.images[:images, 0].numpy()
    drawn = _milliseconds(lambda number: found.locate(drawings[number]), len(drawings))
    yield Figure("place of a drawing on the map, with its neighbours", spread(drawn, 2, "ms"))
    trust, shared = found.neighbours
    yield Figure(
        "what two dimensions keep",
        f"trustworthiness {trust:.3f}; of 10 neighbours {10 * shared:.1f} are true; "
        f"{found.plane.share:.0%} of the variance",
    )


def _milliseconds(do: Callable[[int], object], rounds: int) -> list[float]:
    found = []
    for number in range(rounds):
        begin = time.perf_counter()
        do(number)
        found.append(1000 * (time.perf_counter() - begin))
    return found
