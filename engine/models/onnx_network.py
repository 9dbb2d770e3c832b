"""A network that is an ONNX graph, as int8 networks are: it classifies like any other and cannot be trained.

Importing this file does not import ONNX Runtime; the first network does.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError

NONE = "The saved ONNX graph is not a network for images of 28x28 pixels."
INPUT, OUTPUT = "images", "logits"
QUIET = 4
"""ONNX Runtime's log level for fatal errors only: standard output and error belong to the program."""


class OnnxValues(nn.Module):
    """Takes normalised images (N, 1, 28, 28) and gives the values called `output` in a graph, by ONNX Runtime with one
    thread. Only for graphs that were checked.
    """

    def __init__(self, content: bytes, output: str) -> None:
        super().__init__()
        self.content = content
        self._output = output

    def forward(self, images: Tensor) -> Tensor:
        """float32 images (N, 1, 28, 28) to float32 values (N, ...). Raises InklingError when the graph has none."""
        return self.values(images, [self._output])[0]

    def values(self, images: Tensor, names: Sequence[str]) -> list[Tensor]:
        """Several values of the graph at once, by their names. Raises InklingError when it has none of them."""
        try:
            every = self._session.run(list(names), {INPUT: images.contiguous().numpy()})
        except ImportError as error:
            raise InklingError("An int8 network needs onnxruntime: install what requirements.txt lists.") from error
        except Exception as error:
            # The exceptions of ONNX Runtime have no other base class in common.
            raise InklingError(NONE) from error
        return [torch.from_numpy(values) for values in every]

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # As with torch, more threads make one image slower and take the core of the window.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = QUIET
        return onnxruntime.InferenceSession(self.content, options, providers=["CPUExecutionProvider"])


class OnnxNetwork(OnnxValues):
    """Takes normalised images (N, 1, 28, 28) and gives logits (N, classes).

    Raises InklingError when `content` is no such graph. Only ONNX's own operators are executed.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content, OUTPUT)
        self._check()
        logits = self.forward(torch.zeros(1, 1, 28, 28))
        if logits.dim() != 2 or len(logits) != 1 or not bool(logits.isfinite().all()):
            raise InklingError(NONE)
        self.classes = logits.shape[1]
        """The number of logits for each image."""

    def _check(self) -> None:
        """Comes before ONNX Runtime reads the graph, which would follow its paths and compute whatever it says."""
        try:
            from engine.models.onnx_check import is_plain

            plain = is_plain(self.content, INPUT, OUTPUT)
        except ImportError as error:
            raise InklingError("An int8 network needs onnx: install what requirements.txt lists.") from error
        except Exception as error:
            # The exceptions of protobuf have no other base class in common.
            raise InklingError(NONE) from error
        if not plain:
            raise InklingError(NONE)

    def __deepcopy__(self, _memo: Any) -> "OnnxNetwork":
        """A new session, because a session cannot be copied."""
        return OnnxNetwork(self.content)
