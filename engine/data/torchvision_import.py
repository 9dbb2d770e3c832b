"""Importing torchvision beside a torch that its wheel was not built for.

PyPI's torchvision 0.28.0 has compiled operators for PyPI's torch. Beside a build of the same version without CUDA they
do not load, and then the import fails with "operator torchvision::nms does not exist". Datasets and transforms
need none of them: with the two schemas that torchvision registers fake kernels for declared, the import succeeds.
"""

import importlib
import sys
from types import ModuleType

import torch

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_kept: list[torch.library.Library] = []
"""The declarations last as long as the object that made them."""


def import_torchvision() -> ModuleType:
    """torchvision with its datasets and transforms. Takes about two seconds the first time."""
    try:
        torchvision = importlib.import_module("torchvision")
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        for schema in SCHEMAS:
            library.define(schema)
        _kept.append(library)
        torchvision = importlib.import_module("torchvision")
    return torchvision
