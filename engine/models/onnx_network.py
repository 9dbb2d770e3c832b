"""A network that is a graph of ONNX, as int8 ones are: it answers like any other, and cannot learn.

Importing this file imports no ONNX Runtime: the first network does.
"""

from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError

NONE = "The saved ONNX graph is no network that reads images of 28x28 pixels."
INPUT, OUTPUT = "images", "logits"
QUIET = 4
"""ONNX Runtime's number for telling nothing that is not fatal: standard output and error are the program's."""


class OnnxNetwork(nn.Module):
    """Takes normalised images (N, 1, 28, 28), gives logits (N, classes), by ONNX Runtime with one thread.

    Raises InklingError when `content` is no such graph. Nothing in a graph is executed but ONNX's own operators.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content
        self._check()
        logits = self.forward(torch.zeros(1, 1, 28, 28))
        if logits.dim() != 2 or len(logits) != 1 or not bool(logits.isfinite().all()):
            raise InklingError(NONE)
        self.classes = logits.shape[1]
        """How many logits it gives for each image."""

    def _check(self) -> None:
        """Before ONNX Runtime reads it, which would follow paths that are in it and compute whatever it says."""
        try:
            from engine.models.onnx_check import is_plain

            plain = is_plain(self.content, INPUT, OUTPUT)
        except ImportError as error:
            raise InklingError("An int8 network needs onnx: install what requirements.txt lists.") from error
        except Exception as error:
            # protobuf's own kinds have nothing in common but this.
            raise InklingError(NONE) from error
        if not plain:
            raise InklingError(NONE)

    def forward(self, images: Tensor) -> Tensor:
        """float32 to float32."""
        try:
            (logits,) = self._session.run([OUTPUT], {INPUT: images.contiguous().numpy()})
        except ImportError as error:
            raise InklingError("An int8 network needs onnxruntime: install what requirements.txt lists.") from error
        except Exception as error:
            # ONNX Runtime's own kinds have nothing in common but this.
            raise InklingError(NONE) from error
        return torch.from_numpy(logits)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # As with torch: more threads make one image slower, and take the window's core away.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = QUIET
        return onnxruntime.InferenceSession(self.content, options, providers=["CPUExecutionProvider"])

    def __deepcopy__(self, _memo: Any) -> "OnnxNetwork":
        """A session cannot be copied, and needs not be: nothing in it changes."""
        return OnnxNetwork(self.content)
