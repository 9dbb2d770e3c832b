import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.compression.int8 import dynamically_quantised, quantised
from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.inspection.one_number import origin, sum_in_words
from engine.inspection.stages import Stage, look_inside
from engine.models.classifier import Classifier
from engine.models.layers.common.registry import kinds, layer_of
from engine.models.layers.residual import Residual
from engine.models.networks import build
from tests.support.networks import MODELS

CLOSE = 1e-5
"""The largest difference between a number that is shown and torch's own, as a share of the largest number."""
LAYERS: dict[str, tuple[nn.Module, tuple[int, ...]]] = {
    "a convolution": (nn.Conv2d(3, 4, 5), (3, 9, 9)),
    "one with stride, padding and dilation": (nn.Conv2d(3, 4, (3, 2), stride=2, padding=(2, 1), dilation=2), (3, 9, 8)),
    "one with groups and without bias": (nn.Conv2d(4, 6, 3, groups=2, bias=False), (4, 6, 6)),
    "one that repeats its border": (nn.Conv2d(2, 2, 3, padding=1, padding_mode="circular"), (2, 4, 4)),
    "a fully connected layer": (nn.Linear(7, 5), (7,)),
    "one over the rows of an image": (nn.Linear(4, 3), (2, 3, 4)),
    "batch norm": (nn.BatchNorm2d(3), (3, 4, 4)),
    "batch norm without weights": (nn.BatchNorm2d(3, affine=False), (3, 4, 4)),
    "batch norm of units": (nn.BatchNorm1d(7), (7,)),
    "ReLU": (nn.ReLU(), (3, 2, 2)),
    "leaky ReLU": (nn.LeakyReLU(0.1), (3, 2, 2)),
    "sigmoid": (nn.Sigmoid(), (3, 2, 2)),
    "GELU": (nn.GELU(), (3, 2, 2)),
    "a residual connection": (Residual(nn.Conv2d(2, 2, 3, padding=1), nn.Tanh()), (2, 4, 4)),
    "tanh": (nn.Tanh(), (3, 2, 2)),
    "dropout": (nn.Dropout(0.5), (3, 2, 2)),
    "flattening": (nn.Flatten(), (3, 2, 4)),
    "flattening some axes": (nn.Flatten(2), (3, 2, 4)),
    "max pooling": (nn.MaxPool2d(3, stride=2, padding=1), (2, 6, 6)),
    "average pooling": (nn.AvgPool2d(2), (2, 4, 4)),
    "average pooling that counts padding": (nn.AvgPool2d(3, stride=2, padding=1), (2, 5, 5)),
    "average pooling that does not": (nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), (2, 5, 5)),
    "average pooling with another divisor": (nn.AvgPool2d(2, divisor_override=3), (2, 4, 4)),
    "a layer of no known kind": (nn.Softsign(), (3, 2, 2)),
    "one of no known kind over all numbers": (nn.Softmax(1), (5,)),
}


@torch.no_grad()
def prepared(module: nn.Module, shape: tuple[int, ...]) -> tuple[nn.Module, Tensor]:
    """The layer in evaluation mode with running figures of its own, and values of one image."""
    rng = torch.Generator().manual_seed(1)
    for name, buffer in module.named_buffers():
        if name != "num_batches_tracked":
            buffer.copy_(torch.rand(buffer.shape, generator=rng) + 0.5)
    return module.eval(), torch.randn(shape, generator=rng)


@pytest.mark.parametrize("name", LAYERS)
@torch.no_grad()
def that_the_terms_of_a_number_make_what_torch_computes(name: str) -> None:
    module, values = prepared(*LAYERS[name])
    result = module(values[None])[0]
    made = {
        "sum": lambda terms: terms.summed,
        "largest": lambda terms: float(terms.inputs.max()),
        "same": lambda terms: float(terms.inputs),
    }
    for place in np.ndindex(*result.shape):
        terms = layer_of(module).terms(values, place)
        assert torch.equal(terms.inputs, values[tuple(terms.places.T)].double())
        if terms.how in made:
            assert made[terms.how](terms) == pytest.approx(float(result[place]), abs=CLOSE)
        else:
            # What it looks at, and nothing else, changes the number.
            hidden = torch.zeros_like(values)
            hidden[tuple(terms.places.T)] = 1
            other = values + (1 - hidden)
            assert float(module(other[None])[0][place]) == pytest.approx(float(result[place]), abs=CLOSE)


def that_every_kind_of_layer_is_tried_here() -> None:
    assert {type(layer_of(module)) for module, _ in LAYERS.values()} >= set(kinds().values())


@pytest.mark.parametrize("model", MODELS)
@torch.no_grad()
def that_all_numbers_of_a_network_are_those_of_its_forward_pass(model: str, digits: Splits) -> None:
    classifier = Classifier(build(model, seed=3))
    image = digits.test.images[7, 0].numpy()
    inside = look_inside(classifier, image)
    logits = classifier.network(torch.from_numpy(inside.pixels[None]))[0].numpy()
    assert np.abs(inside.stages[-1].values[:, 0, 0] - logits).max() < CLOSE
    assert inside.probabilities == pytest.approx(torch.from_numpy(logits).softmax(0).numpy(), abs=CLOSE)
    for stage in inside.stages:
        size = float(np.abs(stage.values).max())
        for place in list(np.ndindex(stage.values.shape))[:: max(1, stage.values.size // 40)]:
            found = origin(stage, (place[0], place[1], place[2]))
            assert found.value == stage.values[place]
            assert abs(found.terms.summed - found.results[0][1]) < CLOSE * max(1, size)
            assert np.nansum(found.inputs * found.factors) + found.terms.offset == pytest.approx(
                found.terms.summed, abs=10 * CLOSE * max(1, size)
            )
            assert found.inputs[np.isfinite(found.inputs)].size == len(found.terms.inputs)
            assert isinstance(stage, Stage)
            assert np.nan_to_num(found.inputs - stage.before[found.box]).max() == 0


def that_stages_begin_with_the_layers_that_look_at_several_numbers(digits: Splits) -> None:
    inside = look_inside(Classifier(build("cnn")), digits.test.images[0, 0].numpy())
    assert [(stage.title, stage.subtitle) for stage in inside.stages] == [
        ("16 filters", "5\u00d75"),
        ("48 filters", "5\u00d75"),
        ("96 filters", "3\u00d73"),
        ("Logits", "fully connected"),
    ]
    assert inside.stages[0].layers == "Conv2d, BatchNorm2d, ReLU"
    filters = inside.stages[1].filters
    assert filters is not None and filters.shape == (48, 16, 5, 5)


def that_a_unit_of_simplenn_has_a_weight_for_each_pixel(digits: Splits) -> None:
    network = build("simple")
    inside = look_inside(Classifier(network), digits.test.images[0, 0].numpy())
    filters = inside.stages[0].filters
    assert filters is not None and filters.shape == (128, 1, 28, 28)
    assert np.array_equal(filters[5].ravel(), network.state_dict()["hidden.weight"][5].numpy())


def that_a_number_is_told_with_its_largest_products(digits: Splits) -> None:
    inside = look_inside(Classifier(build("simple", seed=2)), digits.test.images[0, 0].numpy())
    found = origin(inside.stages[0], (4, 0, 0))
    words = sum_in_words(found)
    best = int(found.terms.products.abs().argmax())
    assert words.startswith(f"{float(found.terms.inputs[best]):.2f} \u00d7 ".replace("-", "\u2212"))
    assert "781 more + bias" in words and " \u2192 ReLU " in words


@pytest.mark.parametrize("static", [True, False], ids=["static", "dynamic"])
@pytest.mark.parametrize("model", MODELS)
def that_an_int8_graph_shows_the_numbers_between_its_products(model: str, static: bool, digits: Splits) -> None:
    network = build(model, seed=1).eval()
    small = (
        quantised(network, digits.train, digits.validation)
        if static
        else dynamically_quantised(network, digits.validation)
    )
    image = digits.test.images[0, 0].numpy()
    exact, found = look_inside(Classifier(network), image), look_inside(Classifier(small.network), image)
    assert [one.values.shape for one in found.stages] == [one.values.shape for one in exact.stages]
    for one, other in zip(found.stages, exact.stages, strict=True):
        assert np.corrcoef(one.values.ravel(), other.values.ravel())[0, 1] > 0.95
    assert found.stages[-1].title == "Logits" and found.stages[0].title == exact.stages[0].title
    with pytest.raises(InklingError, match="not how they are made"):
        origin(found.stages[0], (0, 0, 0))
