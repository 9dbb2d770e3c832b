"""An image as a row of numbers."""

from typing import Any

from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.autograd import laid_out_as
from engine.models.layers.common.layer import Layer


class FlattenLayer(Layer[nn.Flatten]):
    """Pruning cuts nothing here: the fully connected layer behind it knows how many values each channel has."""

    modules = (nn.Flatten,)
    begins_line = True
    onnx_operator = "Flatten"

    def prepare(self) -> None:
        self._axes = (self.module.start_dim, self.module.end_dim)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return values.flatten(*self._axes)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return laid_out_as(self._values, grad_output.reshape(self._values.shape)), ()

    def onnx_attributes(self) -> dict[str, Any]:
        if (self.module.start_dim, self.module.end_dim) != (1, -1):
            raise InklingError("ONNX flattens all axes of an image and no others.")
        return {"axis": 1}
