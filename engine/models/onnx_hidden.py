"""Finds in an ONNX graph what goes into its last product. Importing this file imports the onnx library."""

from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, load_from_string
from torch import nn

from engine.errors import InklingError
from engine.models.onnx_network import INPUT, OUTPUT, OnnxNetwork, OnnxValues

PRODUCTS = ("Gemm", "MatMul", "MatMulInteger")
HIDDEN = (
    "The graph of this int8 network does not show what goes into its last layer, so there is no last hidden layer to "
    "look at."
)


def hidden_graph(network: OnnxNetwork) -> nn.Module:
    """Normalised images (N, 1, 28, 28) to the values before the last product, float32 (N, D).

    With scales found for each batch these are the values before they are scaled. Raises InklingError when no product
    leads to the logits.
    """
    model: ModelProto = load_from_string(network.content)
    makers = {output: node for node in model.graph.node for output in node.output}
    product = _last_product(model.graph, makers)
    before = makers.get(product.input[0])
    while before is not None and before.op_type == "DynamicQuantizeLinear":
        product, before = before, makers.get(before.input[0])
    name = product.input[0]
    if name == INPUT:
        raise InklingError(HIDDEN)
    model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return OnnxValues(model.SerializeToString(), name)


def _last_product(graph: GraphProto, makers: dict[str, NodeProto]) -> NodeProto:
    """The product with the fewest nodes between it and the logits."""
    names, seen = [OUTPUT], set[str]()
    for _ in graph.node:
        nodes = [makers[name] for name in names if name in makers]
        if found := [node for node in nodes if node.op_type in PRODUCTS]:
            return found[0]
        seen |= set(names)
        names = [name for node in nodes for name in node.input if name not in seen]
    raise InklingError(HIDDEN)
