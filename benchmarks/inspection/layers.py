"""How long the view Layers computes, and how far its numbers are from those of torch's own forward pass."""

import time
from collections.abc import Iterator
from itertools import islice, product

import numpy as np
import torch

from benchmarks.shared.figures import Figure
from benchmarks.shared.summary import spread
from engine import Classifier
from engine.data import splits
from engine.inspection import Inside, look_inside, origin

FOLLOWED = 20
"""Images of which every number of every layer is followed: there are thousands in each."""


def layers(classifier: Classifier, images: int) -> Iterator[Figure]:
    """So many test images on their way through the network."""
    drawings = splits(classifier.data).test.images[:images, 0].numpy()
    milliseconds, logits = [], 0.0
    for image in drawings:
        begin = time.perf_counter()
        inside = look_inside(classifier, image)
        milliseconds.append(1000 * (time.perf_counter() - begin))
        logits = max(logits, _difference(classifier, inside))
    yield Figure("an image through all layers", spread(milliseconds, 2, "ms"))
    yield Figure(f"logits of {len(drawings)} images against the network's own", f"{logits:.1e} apart at most")
    numbers, apart = 0, 0.0
    for image in islice(drawings, FOLLOWED):
        for stage in look_inside(classifier, image).stages:
            largest = max(1.0, float(np.abs(stage.values).max()))
            for place in product(*map(range, stage.values.shape)):
                found = origin(stage, (place[0], place[1], place[2]))
                made = found.terms.summed if found.terms.how == "sum" else float(found.terms.inputs.max())
                apart = max(apart, abs(made - found.results[0][1]) / largest)
                numbers += 1
    yield Figure(
        f"{numbers:,} followed numbers against torch's", f"{apart:.1e} of their layer's largest number apart at most"
    )


@torch.no_grad()
def _difference(classifier: Classifier, inside: Inside) -> float:
    own = classifier.network(torch.from_numpy(inside.pixels[None]))[0].numpy()
    return float(np.abs(own - inside.logits).max())
