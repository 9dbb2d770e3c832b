"""An image as a row of numbers."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.autograd import laid_out_as
from engine.models.layers.common.layer import Layer
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack.layers import Flatten


class FlattenLayer(Layer[nn.Flatten]):
    """Pruning cuts nothing here: the fully connected layer behind it knows how many values each channel has."""

    modules = (nn.Flatten,)
    declared = Flatten
    of_each_number = True
    begins_line = True
    onnx_operator = "Flatten"

    def prepare(self) -> None:
        self._axes = (self.module.start_dim, self.module.end_dim)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return values.flatten(*self._axes)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return laid_out_as(self._values, grad_output.reshape(self._values.shape)), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The same number at its place in the image."""
        if (self.module.start_dim, self.module.end_dim) != (1, -1):
            return super().terms(values, place)
        there = torch.unravel_index(torch.tensor(place[0]), values.shape)
        return one_input("same", values, tuple(map(int, there)))

    def onnx_attributes(self) -> dict[str, Any]:
        if (self.module.start_dim, self.module.end_dim) != (1, -1):
            raise InklingError("ONNX flattens all axes of an image and no others.")
        return {"axis": 1}
