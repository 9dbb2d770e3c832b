"""A page has every layer of the network, in order, with what JavaScript needs to compute it."""

import re

import pytest

from engine.export.playable.layers import modules_of, page_layers
from engine.export.playable.page import FOLDER
from engine.models.layers.common.registry import layer_of
from engine.models.networks import Network
from engine.stack.layers import KINDS, Add, Linear, Output
from engine.stack.text import parse
from tests.support.networks import OWN


def that_every_kind_of_layer_has_its_forward_in_javascript() -> None:
    source = (FOLDER / "layers.js").read_text(encoding="utf-8")
    table = source.split("const KINDS = {")[1].split("\n};")[0]
    named = re.findall(r'^  "?([a-z ]+)"?:', table, re.M)
    assert sorted(named) == sorted(kind.word for kind in KINDS)


@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def that_each_layer_of_the_stack_gets_its_own_module(text: str) -> None:
    network = Network(parse(text))
    for layer, module in zip(network.stack.layers, modules_of(network), strict=True):
        wanted = {Add: None, Output: Linear}.get(type(layer), type(layer))
        assert layer_of(module).declared is wanted
    layers = page_layers(network, "float32")
    assert [one["kind"] for one in layers] == [layer.word for layer in network.stack.layers]
    assert layers[0]["before"] == (1, 28, 28) and layers[-1]["after"] == (10,)


def that_a_layer_before_a_batch_norm_has_no_bias_and_the_others_have() -> None:
    conv, norm, *_, output = page_layers(Network(parse("conv 2 3x3 stride 4, batch norm, flatten, output")), "float16")
    assert "bias" not in conv and {"factor", "offset"} <= norm.keys() and "bias" in output
    assert conv["stride"] == 4 and conv["size"] == 3
