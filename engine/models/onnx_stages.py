"""What an ONNX graph shows between its products. Importing this file imports the onnx library."""

from collections.abc import Sequence
from functools import lru_cache

from onnx import ModelProto, NodeProto, TensorProto, helper, load_from_string
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.onnx_network import INPUT, OUTPUT, OnnxNetwork, OnnxValues

CONNECTED = ("Gemm", "MatMul", "MatMulInteger", "QLinearMatMul")
PRODUCTS = (*CONNECTED, "Conv", "ConvInteger", "QLinearConv")
ROUNDING = ("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear")
HIDDEN = (
    "The graph of this int8 network does not show what goes into its last layer, so there is no last hidden layer to "
    "look at."
)
Makers = dict[str, NodeProto]
"""The node that makes each value, by the value's name."""


def stage_values(network: OnnxNetwork, images: Tensor) -> list[Tensor]:
    """What goes into each product but the first, and the logits: (1, C, H, W) or (1, U), for images (1, 1, 28, 28).

    Values that a graph has as whole numbers only are left out. Raises InklingError when ONNX Runtime refuses.
    """
    graph, names = _shown(network)
    return graph.values(images, names)


def hidden_graph(network: OnnxNetwork) -> nn.Module:
    """Normalised images (N, 1, 28, 28) to the values before the last fully connected product, float32 (N, ...).

    Raises InklingError when the graph has no such product.
    """
    model = load_from_string(network.content)
    # The nodes of a graph are in an order in which they can be computed.
    products = [node for node in model.graph.node if node.op_type in CONNECTED]
    if not products:
        raise InklingError(HIDDEN)
    name = _as_pictures(products[-1].input[0], _makers(model))
    return nn.Identity() if name == INPUT else _showing(model, [name], name)


@lru_cache(maxsize=4)
def _shown(network: OnnxNetwork) -> tuple[OnnxValues, list[str]]:
    """The graph with all these values among its outputs, and their names."""
    model = load_from_string(network.content)
    makers = _makers(model)
    every = [_as_pictures(node.input[0], makers) for node in model.graph.node if node.op_type in PRODUCTS]
    names = list(dict.fromkeys(name for name in every if name != INPUT))
    return _showing(model, names, OUTPUT), [*names, OUTPUT]


def _makers(model: ModelProto) -> Makers:
    return {output: node for node in model.graph.node for output in node.output}


def _showing(model: ModelProto, names: Sequence[str], output: str) -> OnnxValues:
    """The graph with the values of these names among its outputs; `output` is what the module gives."""
    for name in names:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return OnnxValues(model.SerializeToString(), output)


def _as_pictures(name: str, makers: Makers) -> str:
    """The same numbers before they were put in a row, as float32: rounded where the graph rounds them."""
    before = makers.get(name)
    while before is not None and before.op_type in ROUNDING:
        before = makers.get(before.input[0])
        if before is not None and before.op_type == "Flatten":
            return _as_pictures(before.input[0], makers)
    maker = makers.get(name)
    if maker is not None and maker.op_type in ("Flatten", "DynamicQuantizeLinear"):
        return _as_pictures(maker.input[0], makers)
    return name
