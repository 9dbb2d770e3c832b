"""A graph of ONNX, node by node: the layers of a network, and what the program does before and after them.

It uses onnx.helper, because torch's exporter needs another package, takes seconds and gives nodes poor names.
Importing this file imports the onnx library.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, load_from_string, numpy_helper
from torch import Tensor, nn

from engine import __version__
from engine.data import MEAN, STANDARD_DEVIATION
from engine.ink import SIZE
from engine.models.layers.common.registry import layers_of
from engine.models.test_time_augmentation import tta_grid

OPSET, IR_VERSION = 16, 8
"""The first operator set with GridSample, and its file format. ONNX Runtime reads both since 1.11 (2022)."""


def value_info(name: str, shape: tuple[int, ...], description: str) -> ValueInfoProto:
    """Of float32 values (N, *shape), for any N."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ("N", *shape), description)


class Graph:
    """Nodes in execution order. Each method takes the name of a value and returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def model(
        self, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto], description: str
    ) -> ModelProto:
        """The graph as a model with a description."""
        return helper.make_model(
            helper.make_graph(self.nodes, "inkling", inputs, outputs, self.weights),
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="Inkling",
            producer_version=__version__,
            doc_string=description,
        )

    def normalised(self, ink: str) -> str:
        """As the networks take images, from ink between 0 and 1."""
        centred = self.node("Sub", [ink, self._weight("mean", np.float32(MEAN))], "centred")
        return self.node("Div", [centred, self._weight("standard_deviation", np.float32(STANDARD_DEVIATION))], "image")

    def tta_copies(self, images: str) -> str:
        """(N, 1, 28, 28) to (5 * N, 1, 28, 28): the images, then each augmented copy of all of them.

        All images share the sampling grid of a copy, so they stand side by side as the channels of one image.
        """
        grid = tta_grid().numpy()
        channels = self.node("Transpose", [images], "channels", perm=[1, 0, 2, 3])
        copies = self.node("Expand", [channels, self._weight("copies", np.array([len(grid), 1, 1, 1]))], "copies_of")
        seen = self.node(
            "GridSample",
            [copies, self._weight("grid", grid)],
            "seen",
            mode="bilinear",
            padding_mode="border",
            align_corners=0,
        )
        every = self.node("Concat", [channels, seen], "tta_copies", axis=0)
        return self.node("Reshape", [every, self._weight("as_batch", np.array([-1, 1, SIZE, SIZE]))], "batch")

    def layers(self, network: nn.Sequential, values: str) -> str:
        """Logits (N, classes) of normalised images. Raises InklingError for a layer that has no operator in ONNX."""
        for name, layer in layers_of(network):
            values = layer.write_onnx(self, name, values)
        return values

    def inlined(self, model: bytes, values: str) -> str:
        """Add the nodes of a model with one input and one output. Its other names must not be in use here."""
        inner = load_from_string(model).graph
        logits = "logits_of_copies"
        names = {inner.input[0].name: values, inner.output[0].name: logits}
        for node in inner.node:
            node.input[:] = [names.get(name, name) for name in node.input]
            node.output[:] = [names.get(name, name) for name in node.output]
        self.nodes += inner.node
        self.weights += inner.initializer
        return logits

    def named(self, value: str, name: str) -> str:
        """Rename the last node's result, to the name of an output of the graph."""
        assert self.nodes[-1].output[0] == value
        self.nodes[-1].output[0] = name
        return name

    def tta_mean(self, logits: str, classes: int) -> str:
        """(5 * N, classes) to (N, classes): the mean over the copies of each image."""
        shape = self._weight("by_copy", np.array([len(tta_grid()) + 1, -1, classes]))
        by_copy = self.node("Reshape", [logits, shape], "logits_by_copy")
        return self.node("ReduceMean", [by_copy], "logits", axes=[0], keepdims=0)

    def probabilities(self, logits: str, temperature: float) -> str:
        """(N, classes), calibrated."""
        calibrated = self.node("Div", [logits, self._weight("temperature", np.float32(temperature))], "calibrated")
        return self.node("Softmax", [calibrated], "probabilities", axis=1)

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def tensor(self, name: str, values: Tensor) -> str:
        """Add a constant, and return its name."""
        return self._weight(name, _array(values))

    def _weight(self, name: str, values: NDArray[Any] | np.float32) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name


def _array(tensor: Tensor) -> NDArray[np.float32]:
    """In the memory layout of ONNX, whatever the layout of the network."""
    return tensor.detach().contiguous().numpy()
