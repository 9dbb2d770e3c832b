"""Whether an ONNX graph is a chain of layers, as Inkling makes them, and nothing that waits or reads files.

Importing this file imports the onnx library.
"""

from onnx import AttributeProto, ModelProto, TensorProto, load_from_string

from engine.models.layers.common.registry import kinds

OF_INT8 = {
    *("MatMul", "MatMulInteger", "ConvInteger", "Add", "Mul", "Cast"),
    *("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"),
}
"""Allowed beside the operators of layers. Others could loop for ever, or make gigabytes of one number."""
LARGEST_ATTRIBUTE = 64
"""For strides, paddings and axes; a padding of a million would take all memory."""


def is_plain(content: bytes, input_name: str, output_name: str) -> bool:
    """Whether a model has this one input and this one output, and contains all of its weights.

    Raises ValueError, or protobuf's own errors, when the content is no model.
    """
    model: ModelProto = load_from_string(content)
    graph = model.graph
    operators = OF_INT8.union(*((kind.onnx_operator, *kind.onnx_beside) for kind in kinds().values()))
    nodes = all(node.op_type in operators and not node.domain and _is_small(node.attribute) for node in graph.node)
    weights = all(
        tensor.data_location == TensorProto.DEFAULT and not tensor.external_data and _is_whole(tensor)
        for tensor in graph.initializer
    )
    ends = [one.name for one in graph.input] == [input_name] and [one.name for one in graph.output] == [output_name]
    return nodes and weights and ends and not model.functions and not graph.sparse_initializer


def _is_small(attributes: list[AttributeProto]) -> bool:
    plain = (AttributeProto.INT, AttributeProto.INTS, AttributeProto.FLOAT, AttributeProto.STRING)
    return all(
        attribute.type in plain and all(abs(number) <= LARGEST_ATTRIBUTE for number in (attribute.i, *attribute.ints))
        for attribute in attributes
    )


def _is_whole(tensor: TensorProto) -> bool:
    """Whether the shape has all of its values; ONNX Runtime would fill up missing ones."""
    numbers = 1
    for size in tensor.dims:
        numbers *= size
    held = len(tensor.raw_data) + 8 * (len(tensor.float_data) + len(tensor.int32_data) + len(tensor.int64_data))
    return 0 <= numbers <= held
