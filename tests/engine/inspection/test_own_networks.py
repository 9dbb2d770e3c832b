"""Looking inside works for every network that a person can build."""

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.inspection.ascent import ascent
from engine.inspection.digit_map import digit_map
from engine.inspection.one_number import origin
from engine.inspection.stages import Stage, look_inside
from engine.inspection.unit_layers import Unit, unit_layers
from engine.inspection.why import why
from engine.models.classifier import Classifier
from engine.models.networks import build
from engine.stack import NAMED
from tests.support.networks import MODELS, OWN

CLOSE = 1e-5
every = pytest.mark.parametrize("model", [*OWN.values(), *(name for name in NAMED if name not in MODELS)], ids=str)


@every
@torch.no_grad()
def that_every_number_is_that_of_the_forward_pass_and_says_where_it_comes_from(model: str, digits: Splits) -> None:
    classifier = Classifier(build(model, seed=3))
    image = digits.test.images[7, 0].numpy()
    inside = look_inside(classifier, image)
    logits = classifier.network(torch.from_numpy(inside.pixels[None]))[0].numpy()
    assert np.abs(inside.logits - logits).max() < CLOSE
    for stage in inside.stages:
        assert isinstance(stage, Stage)
        size = max(1.0, float(np.abs(stage.values).max()))
        for place in list(np.ndindex(stage.values.shape))[:: max(1, stage.values.size // 12)]:
            found = origin(stage, (place[0], place[1], place[2]))
            assert found.value == stage.values[place]
            assert np.nan_to_num(found.inputs - stage.before[found.box]).max() == 0
            if found.terms.how == "sum":
                assert abs(found.terms.summed - found.results[0][1]) < CLOSE * size


@every
def that_units_grow_images_digits_have_a_map_and_ink_has_reasons(model: str, digits: Splits) -> None:
    classifier = Classifier(build(model, seed=3))
    layer = unit_layers(classifier.network)[-1]
    first, *_, last = ascent(classifier.network, Unit(layer.number, 3), steps=5)
    assert np.isfinite(last.strength) and not np.array_equal(last.image, first.image)
    made = digit_map(classifier)
    assert np.isfinite(made.points).all() and made.points.shape[1] == 2
    told = why(classifier, digits.test.images[7, 0].numpy())
    assert np.isfinite(told.heats).all()
