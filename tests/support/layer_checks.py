"""What must hold for every kind of layer; torch itself is asked each time."""

import copy
from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from engine.compression.int8 import bare_onnx
from engine.compression.pruning import narrowed
from engine.models.cost import by_layer
from engine.models.layers.common.context import Context
from engine.models.layers.common.registry import kinds, layer_of
from engine.models.networks import Network
from engine.models.onnx_network import OnnxNetwork
from engine.training.step.backpropagation import Backpropagation

LAYOUTS = (torch.contiguous_format, torch.channels_last)


class Around(Network):
    """Two hidden convolutions with the layer behind each of them, then an output layer."""

    def __init__(self, module: nn.Module, widths: tuple[int, ...] = (6, 5), classes: int = 10) -> None:
        first, second = self.widths = widths
        features = [
            *(nn.Conv2d(1, first, 5, stride=2, bias=False), nn.BatchNorm2d(first), copy.deepcopy(module), nn.ReLU()),
            *(nn.Conv2d(first, second, 3), copy.deepcopy(module), nn.Flatten()),
        ]
        size = nn.Sequential(*features).eval()(torch.zeros(1, 1, 28, 28)).shape[1]
        nn.Sequential.__init__(self, *features, nn.Linear(size, classes))
        # In a tuple, as a module would become a layer.
        self._around = (module,)

    def with_widths(self, widths: Sequence[int]) -> Network:
        return Around(*self._around, tuple(widths), self.classes)


def network_around(module: nn.Module) -> Around:
    """First weights and running figures that are not those of the start."""
    torch.manual_seed(0)
    network = Around(module).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    network.train()(torch.randn(16, 1, 28, 28))
    return network


def the_gradient_is_autograds(module: nn.Module, values: Tensor) -> None:
    """By the kind's own gradient, in both layouts of memory, and the result lies in memory as torch's does."""
    for layout in LAYOUTS:
        given = values.clone(memory_format=layout)
        layer = layer_of(module, Context(learning_before=True))
        assert type(layer) is kinds()[type(module)] and "forward" in vars(type(layer)) and layer.covers()
        layer.prepare()
        theirs = given.clone(memory_format=torch.preserve_format).requires_grad_()
        wanted = module.train()(theirs)
        grad_output = torch.randn_like(wanted)
        (gradient,) = torch.autograd.grad(wanted, theirs, grad_output)
        with torch.inference_mode():
            result = layer.forward(given.clone(memory_format=torch.preserve_format))
            to_input, own = layer.backward(grad_output.clone(memory_format=torch.preserve_format))
        assert to_input is not None and own == ()
        torch.testing.assert_close(result, wanted.detach())
        torch.testing.assert_close(to_input, gradient)
        assert result.stride() == wanted.stride() and to_input.stride() == given.stride()


def a_step_is_autograds(network: nn.Sequential, images: Tensor, labels: Tensor) -> None:
    """Loss, logits and the gradients of all weights of a whole network."""
    theirs = copy.deepcopy(network).train()
    found = Backpropagation(network)(images, labels)
    logits = theirs(images)
    loss = nn.functional.cross_entropy(logits, labels)
    wanted = torch.autograd.grad(loss, list(theirs.parameters()))
    assert found.loss == pytest.approx(loss.item(), rel=1e-5)
    torch.testing.assert_close(found.logits, logits.detach(), rtol=1e-4, atol=1e-5)
    for got, gradient, weight in zip(found.of_weights, wanted, network.parameters(), strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)
        assert got.stride() == weight.stride()


def it_multiplies_nothing(module: nn.Module) -> None:
    """A network with it multiplies as often as torch counts, in its convolutions and its output layer."""
    network = network_around(module).eval()
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(1, 1, 28, 28))
    counted = by_layer(network)
    assert 2 * sum(layer.multiply_adds for layer in counted) == counter.get_total_flops()
    assert [layer.name for layer in counted] == ["0", "4", "7"]


def onnx_answers_like_torch(module: nn.Module) -> None:
    """In ONNX Runtime, through the check that a saved graph has to pass."""
    network = network_around(module).eval()
    images = torch.randn(7, 1, 28, 28)
    with torch.inference_mode():
        wanted = network(images)
        torch.testing.assert_close(OnnxNetwork(bare_onnx(network))(images), wanted, rtol=1e-4, atol=1e-4)


def the_line_builds_it(module: nn.Module, line: str) -> None:
    assert layer_of(module).line() == line
    assert repr(eval(line, {"nn": nn})) == repr(module)


def pruning_goes_through_it(module: nn.Module) -> None:
    """The smaller network answers as the whole one would with zeros for what is gone."""
    network = network_around(module).eval()
    kept = [torch.tensor([0, 2, 3]), torch.tensor([1, 4])]
    smaller = narrowed(network, kept).eval()
    silenced = copy.deepcopy(network)
    for layer, units in zip((silenced[1], silenced[4]), kept, strict=True):
        _silence(layer, units)
    images = torch.randn(7, 1, 28, 28)
    with torch.inference_mode():
        torch.testing.assert_close(smaller(images), silenced(images), rtol=1e-4, atol=1e-5)
        assert not torch.allclose(smaller(images), network(images), atol=1e-3), "something was really removed"


@torch.no_grad()
def _silence(layer: nn.Module, kept: Tensor) -> None:
    assert isinstance(layer, nn.BatchNorm2d | nn.Conv2d) and layer.bias is not None
    gone: Sequence[int] = [unit for unit in range(len(layer.bias)) if unit not in kept.tolist()]
    layer.weight[gone], layer.bias[gone] = 0, 0
