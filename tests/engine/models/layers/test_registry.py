"""Kinds of layer are found by their files, and what has no file is a layer all the same."""

from pathlib import Path

import pytest
import torch
from torch import nn

from engine.errors import InklingError
from engine.models.cost import by_layer
from engine.models.layers.common.layer import Layer, Units
from engine.models.layers.common.registry import kinds, layer_of, layers_of
from engine.models.networks import build
from tests.support.networks import MODELS
from tests.support.process import python

ROOT = Path(__file__).parents[4]
NEW = """
from torch import nn
from engine.models.layers.common.layer import Layer


class SoftsignLayer(Layer[nn.Softsign]):
    modules = (nn.Softsign,)
    onnx_operator = "Softsign"
"""
ASKED = "from torch import nn; from engine.models import layer_of; print(layer_of(nn.Softsign()).onnx_operator)"


def that_every_layer_of_the_networks_is_of_a_known_kind_that_onnx_and_scripts_have() -> None:
    for name in MODELS:
        for _, layer in layers_of(build(name)):
            assert type(layer) is not Layer and layer.covers()
            assert layer.onnx_operator and layer.line().startswith("nn.")


def that_no_two_files_claim_the_same_module() -> None:
    claimed = [module for kind in set(kinds().values()) for module in kind.modules]
    assert len(claimed) == len(set(claimed)) == len(kinds())


def that_one_new_file_is_one_new_kind(tmp_path: Path) -> None:
    """As another program finds it: the file lies in a second folder of the same package."""
    code = f"import engine.models.layers as layers; layers.__path__.append({str(tmp_path)!r}); {ASKED}"
    (tmp_path / "softsign.py").write_text(NEW, encoding="utf-8")
    assert python(code=code).communicate() == ("Softsign\n", "")


def that_describing_layers_imports_nothing_heavy() -> None:
    code = f"import sys; {ASKED}; print(sorted({{'onnx', 'onnxruntime', 'scipy', 'torch._dynamo'}} & set(sys.modules)))"
    printed, _ = python(code=code).communicate()
    assert printed.split() == ["[]"]


def that_names_are_those_of_named_modules_and_a_layer_in_two_places_comes_twice() -> None:
    relu = nn.ReLU()
    network = nn.Sequential(nn.Sequential(nn.Linear(2, 2), relu), relu)
    assert [name for name, _ in layers_of(network)] == ["0.0", "0.1", "1"]
    assert [name for name, _ in layers_of(build("cnn"))][-2:] == ["flatten", "output"]


def that_a_subclass_with_another_forward_is_of_no_known_kind() -> None:
    class Doubled(nn.ReLU):
        def forward(self, values: torch.Tensor) -> torch.Tensor:
            return 2 * super().forward(values)

    assert type(layer_of(Doubled())) is Layer


@pytest.mark.parametrize(
    ("module", "line"),
    [
        (nn.Linear(4, 2, bias=False), "nn.Linear(4, 2, bias=False)"),
        (nn.Conv2d(2, 4, (3, 5), padding=1), "nn.Conv2d(2, 4, (3, 5), padding=1)"),
        (nn.Conv2d(2, 4, 3, groups=2, bias=False), "nn.Conv2d(2, 4, 3, groups=2, bias=False)"),
        (nn.BatchNorm2d(3, eps=0.1), "nn.BatchNorm2d(3, eps=0.1)"),
        (nn.Flatten(0, 1), "nn.Flatten(start_dim=0, end_dim=1)"),
        (nn.Sigmoid(), "nn.Sigmoid()"),
        (nn.GELU("tanh"), 'nn.GELU(approximate="tanh")'),
        (nn.Unflatten(1, (2, 2)), "nn.Unflatten(1, (2, 2))"),
        (nn.LayerNorm(4), "nn.LayerNorm((4,))"),
    ],
)
def that_a_line_builds_the_same_layer_with_all_its_options(module: nn.Module, line: str) -> None:
    assert layer_of(module).line() == line
    assert repr(eval(line, {"nn": nn})) == repr(module)


@pytest.mark.parametrize("module", [nn.LSTM(4, 2), nn.Sequential(nn.ReLU()), nn.TransformerEncoderLayer(4, 2)])
def that_a_layer_that_no_line_builds_is_refused(module: nn.Module) -> None:
    with pytest.raises(InklingError, match=type(module).__name__):
        layer_of(module).line()


@pytest.mark.parametrize("module", [nn.PixelShuffle(2), nn.LayerNorm(4), nn.Conv2d(4, 4, 3, groups=2)])
def that_pruning_refuses_what_it_cannot_cut(module: nn.Module) -> None:
    units = Units(torch.arange(2), 4)
    with pytest.raises(InklingError, match="cannot cut"):
        layer_of(module).cut(units, units)


def that_torch_counts_for_a_kind_that_has_no_file() -> None:
    class Branches(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.other = nn.Linear(784, 10), nn.Linear(784, 10)

        def forward(self, values: torch.Tensor) -> torch.Tensor:
            return self.one(values) + self.other(values)

    network = nn.Sequential(nn.Flatten(), Branches(), nn.GELU(), nn.Linear(10, 10))
    assert [(layer.name, layer.multiply_adds) for layer in by_layer(network)] == [("1", 2 * 7840), ("3", 100)]
