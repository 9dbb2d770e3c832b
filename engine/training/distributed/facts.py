"""What has to be the same in all processes that train one network together, and what to do where it is not."""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor

from engine import __version__
from engine.data import ImageSet
from engine.ink import MyDigit
from engine.runs import SavedRun
from engine.settings import FIELDS, OF_ONE_COMPUTER, TrainSettings

IMAGES, MINE, TEACHER = "Training images", "Drawings to learn from", "Teacher's weights"
PACKAGES = ("Inkling", "PyTorch", "NumPy")
ADVICE = {
    **dict.fromkeys(PACKAGES, "Install the same version on all computers"),
    **{setting.title: "Start all processes with the same settings" for setting in FIELDS.values()},
    IMAGES: "Give all computers the same data",
    MINE: "Leave them out with --my-digits none",
    TEACHER: "Copy the teacher's run to all computers",
}
"""By the name of a fact."""


def facts_of(
    settings: TrainSettings, train: ImageSet, mine: Sequence[MyDigit], teacher: SavedRun | None
) -> dict[str, str]:
    """Each fact as a person reads it; tensors as their number and the start of their SHA-256."""
    versions = (__version__, str(torch.__version__).partition("+")[0], np.__version__)
    values = settings.model_dump()
    return {
        **dict(zip(PACKAGES, versions, strict=True)),
        **{FIELDS[name].title: str(value) for name, value in values.items() if name not in OF_ONE_COMPUTER},
        IMAGES: _told(len(train), [train.images, train.labels]),
        MINE: f"{len(mine)}, {hashlib.sha256(b''.join(one.line for one in mine)).hexdigest()[:8]}" if mine else "none",
        TEACHER: _told(1, teacher.weights.values()) if teacher else "none",
    }


def _told(count: int, tensors: Iterable[Tensor]) -> str:
    digest = hashlib.sha256()
    for values in tensors:
        digest.update(values.detach().contiguous().numpy().data)
    return f"{count:,} ({digest.hexdigest()[:8]})"
