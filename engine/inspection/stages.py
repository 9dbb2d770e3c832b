"""A network as a person sees it: an image goes through stages, each a layer with weights and what follows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.data import normalised
from engine.formats import count
from engine.models import OnnxNetwork, layers_of

if TYPE_CHECKING:
    from engine.ink import Image
    from engine.models import Classifier, Layer

Floats = NDArray[np.float32]
NAMES = {"MaxPool2d": "Max pooling", "AvgPool2d": "Average pooling"}


@dataclass(frozen=True, eq=False)
class Step:
    """One layer and what it made of one image."""

    layer: "Layer[Any]"
    inputs: Tensor
    """float32, without an axis for the batch: (C, H, W) or (U,)."""
    result: Tensor
    """float32, in the same way."""


@dataclass(frozen=True, eq=False)
class Stage:
    """Layers in a row. The first one looks at several numbers at once; the others change each number alone."""

    steps: tuple[Step, ...]
    before: Floats
    """What it gets, as pictures (C, H, W): what the stage before gives, or the image."""
    last: bool
    """Whether it gives the logits."""

    @cached_property
    def values(self) -> Floats:
        """What it gives on as pictures: (C, H, W), or (U, 1, 1) for fully connected units."""
        shown = [step for step in self.steps if not isinstance(step.layer.module, nn.Flatten)]
        return pictures(shown[-1].result)

    @property
    def module(self) -> nn.Module:
        """The layer that it begins with."""
        module: nn.Module = self.steps[0].layer.module
        return module

    @property
    def title(self) -> str:
        """What a person calls it, as in "16 filters"."""
        units = len(self.values)
        if isinstance(self.module, nn.Conv2d):
            return count(units, "filter")
        if isinstance(self.module, nn.Linear):
            return "Logits" if self.last else count(units, "unit")
        return NAMES.get(type(self.module).__name__, type(self.module).__name__)

    @property
    def subtitle(self) -> str:
        """What each of its numbers looks at, as in "5x5"."""
        if isinstance(self.module, nn.Linear):
            return "fully connected"
        size = getattr(self.module, "kernel_size", None)
        if size is None:
            return ""
        rows, columns = (size, size) if isinstance(size, int) else size
        return f"{rows}\u00d7{columns}"

    @property
    def layers(self) -> str:
        """The names of its layers, as in "Conv2d, BatchNorm2d, ReLU"."""
        return ", ".join(step.layer.name for step in self.steps if not isinstance(step.layer.module, nn.Flatten))

    @cached_property
    def filters(self) -> Floats | None:
        """The weights of each unit as pictures, (units, C, rows, columns); None for a layer without weights.

        Those of a fully connected layer have the shape of what it gets: a weight for each number.
        """
        weight = getattr(self.module, "weight", None)
        if not isinstance(weight, Tensor) or not isinstance(self.module, nn.Conv2d | nn.Linear):
            return None
        values: Floats = weight.detach().numpy()
        return values if values.ndim == 4 else values.reshape(len(values), *self.before.shape)


@dataclass(frozen=True, eq=False)
class GraphStage:
    """What a product of an int8 graph and what follows it give on. The graph does not tell how."""

    values: Floats
    """As those of a Stage."""
    last: bool
    filters: None = None

    @property
    def title(self) -> str:
        if self.last:
            return "Logits"
        return count(len(self.values), "unit" if self.values[0].size == 1 else "filter")

    @property
    def subtitle(self) -> str:
        return "int8"

    @property
    def layers(self) -> str:
        return "int8 graph"


@dataclass(frozen=True, eq=False)
class Inside:
    """What a network makes of one image, stage by stage."""

    pixels: Floats
    """The image as the first layer gets it, normalised, (1, 28, 28)."""
    stages: tuple[Stage | GraphStage, ...]
    probabilities: Floats
    """Of this one image, with the network's temperature, (C,). The canvas has those of several views."""

    @property
    def logits(self) -> Floats:
        """(C,)."""
        return self.stages[-1].values[:, 0, 0]


@torch.inference_mode()
def look_inside(classifier: "Classifier", image: "Image") -> Inside:
    """What the network makes of an image, uint8 (28, 28); of an int8 network it has the values alone.

    Raises InklingError when an int8 graph cannot be read.
    """
    network, values = classifier.network, normalised(torch.from_numpy(image)[None, None])
    pixels = pictures(values[0])
    if isinstance(network, OnnxNetwork):
        from engine.models.onnx_stages import stage_values

        *hidden, values = stage_values(network, values)
        stages = (*(GraphStage(pictures(one[0]), last=False) for one in hidden), GraphStage(pictures(values[0]), True))
        return Inside(pixels, stages, _probabilities(classifier, values))
    steps = []
    for _, layer in layers_of(network):
        # Nothing forbids a layer to overwrite what it gets.
        result = layer.module(values.clone())
        steps.append(Step(layer, values[0], result[0]))
        values = result
    return Inside(pixels, tuple(_stages(pixels, steps)), _probabilities(classifier, values))


def _probabilities(classifier: "Classifier", logits: Tensor) -> Floats:
    found: Floats = classifier.calibration.probabilities(logits)[0].numpy()
    return found


def stages_of(layers: "Sequence[Layer[Any]]") -> Iterator[tuple[int, int]]:
    """Where each stage begins among a network's layers, and where it ends: at a layer that is not of it any more.

    What stands before the first stage changes nothing that is seen: it puts the pixels in a row.
    """
    begins = [place for place, layer in enumerate(layers) if not layer.of_each_number]
    return pairwise([*begins, len(layers)])


def _stages(pixels: Floats, steps: Sequence[Step]) -> Iterator[Stage]:
    before = pixels
    for begin, end in stages_of([step.layer for step in steps]):
        if before is pixels:
            # Layers before the first stage may have changed each pixel's number.
            before = steps[begin].inputs.reshape(pixels.shape).numpy()
        stage = Stage(tuple(steps[begin:end]), before, last=end == len(steps))
        before = stage.values
        yield stage


def pictures(values: Tensor) -> Floats:
    """The numbers of one image as pictures, one for each channel: (C, H, W) stays, (U,) becomes (U, 1, 1)."""
    several: Floats = (values if values.dim() > 1 else values[:, None, None]).numpy()
    return several
