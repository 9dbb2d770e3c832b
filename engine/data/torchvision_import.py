"""Importing torchvision beside a torch build that its wheel does not match.

PyPI's torchvision 0.28.0 has compiled operators for PyPI's torch. They do not load beside a build of the same version
without CUDA, and the import fails with "operator torchvision::nms does not exist". Datasets and transforms do not need
them: the import succeeds once the two schemas are declared for which torchvision registers fake kernels.
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
"""Keeps the declarations alive, which end with their library object."""


def import_torchvision() -> ModuleType:
    """Return torchvision. The first call takes about two seconds."""
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
