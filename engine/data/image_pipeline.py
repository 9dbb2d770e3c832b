"""The pipeline of tutorials: one image after the other through PIL and torchvision, then stacked to a batch.

It is a hundred times slower than whole batches, so loader workers speed it up. They import this file, so torchvision
is imported only where it is used.
"""

from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from typing import Any

import torch
from torch import Generator, Tensor

from engine.data.augmentation.augment import augment
from engine.data.augmentation.deformation import ALL
from engine.data.image_sets import ImageSet, Indices, Timed, seeds
from engine.data.normalisation import MEAN, STANDARD_DEVIATION
from engine.errors import InklingError
from engine.ink import SIZE
from engine.settings import AugmentationName

ImageSteps = tuple[Callable[[Any], Any], Callable[[Any], Tensor], Callable[[Tensor], Tensor]]
"""uint8 array (28, 28) to PIL image; PIL image to float32 (1, 28, 28) from 0 to 1; normalisation."""


class PerImageSet(ImageSet):
    """The same images, each transformed, and augmented if so set, by itself.

    Without augmentation its batches equal those of ImageSet up to float32 rounding.
    """

    whole_batches_only = True

    def __init__(self, images: ImageSet, augmentation: AugmentationName, seed: int) -> None:
        super().__init__(images.images, images.labels, images.data, images.groups)
        self._augmented = augmentation != "none"
        self._seed = seed

    def prepare(self) -> None:
        _steps()

    def timed(self, indices: Indices, place: tuple[int, int] | None = None, part: slice = ALL) -> Timed:
        """Return a batch, or a part of it: images fetched and transformed one by one as in tutorials, then collated.

        Augmentation depends on the seed, the batch's place in the run and the image's place in the batch, so it is the
        same in a worker and in this process and differs in each epoch.
        """
        to_picture, to_tensor, normalise = _steps()
        chosen = torch.as_tensor(indices)
        luck = seeds(self._seed, chosen, place, len(chosen) if self._augmented else 0)
        images, fetch, begin = [], 0.0, perf_counter()
        for position, number in list(enumerate(chosen.tolist()))[part]:
            asked = perf_counter()
            picture, label = to_picture(self.images[number, 0].numpy()), self.labels[number]
            fetch += perf_counter() - asked
            ink = to_tensor(picture)
            if self._augmented:
                ink = augment(ink[None], label[None], Generator().manual_seed(luck[position]), self.data)[0]
            images.append(normalise(ink))
        batch = torch.stack(images) if images else torch.empty(0, 1, SIZE, SIZE), self.labels[chosen[part]]
        return Timed(batch, fetch, perf_counter() - begin - fetch)


@lru_cache(maxsize=1)
def _steps() -> ImageSteps:
    """Return the steps, created once in each process: importing torchvision takes two seconds.

    Raises InklingError if torchvision is missing.
    """
    from engine.data.torchvision_import import import_torchvision

    try:
        transforms = import_torchvision().transforms
        from PIL import Image
    except ImportError as error:
        raise InklingError(
            f"The pipeline per image needs torchvision and Pillow ({error}): install requirements.txt again, "
            "or take whole batches."
        ) from error
    return Image.fromarray, transforms.ToTensor(), transforms.Normalize((MEAN,), (STANDARD_DEVIATION,))
