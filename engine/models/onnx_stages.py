"""What each stage of an ONNX graph gives on. Importing this file imports the onnx library."""

from functools import lru_cache

from onnx import GraphProto, NodeProto, TensorProto, helper, load_from_string
from torch import Tensor

from engine.models.onnx_network import INPUT, OUTPUT, OnnxNetwork, OnnxValues

PRODUCTS = ("Conv", "Gemm", "MatMul", "MatMulInteger", "ConvInteger", "QLinearConv", "QLinearMatMul")
ROUNDING = ("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear")


def stage_values(network: OnnxNetwork, images: Tensor) -> list[Tensor]:
    """What goes into each product but the first, and the logits: (1, C, H, W) or (1, U), for images (1, 1, 28, 28).

    Values that a graph has as whole numbers only are left out. Raises InklingError when ONNX Runtime refuses.
    """
    graph, names = _shown(network)
    return graph.values(images, names)


@lru_cache(maxsize=4)
def _shown(network: OnnxNetwork) -> tuple[OnnxValues, list[str]]:
    """The graph with all these values among its outputs, and their names."""
    model = load_from_string(network.content)
    makers = {output: node for node in model.graph.node for output in node.output}
    names = [*dict.fromkeys(_before_products(model.graph, makers)), OUTPUT]
    for name in names[:-1]:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return OnnxValues(model.SerializeToString(), OUTPUT), names


def _before_products(graph: GraphProto, makers: dict[str, NodeProto]) -> list[str]:
    found = [_as_pictures(node.input[0], makers) for node in graph.node if node.op_type in PRODUCTS]
    return [name for name in found if name != INPUT]


def _as_pictures(name: str, makers: dict[str, NodeProto]) -> str:
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
