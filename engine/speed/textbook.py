"""The training loop of tutorials, to compare Inkling's with.

torchvision decodes and transforms one image at a time, a DataLoader collects batches, autograd records every step, and
torch uses its default number of threads, as in a learner's first script.
"""

from collections.abc import Iterator
from time import perf_counter

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset

from engine.data import MEAN, SPLIT_SEED, STANDARD_DEVIATION, VALIDATION_IMAGES, import_torchvision
from engine.models import build
from engine.system import data_folder


class TextbookLoop:
    """Trains on the same 55,000 images as Inkling with plain SGD. MNIST must be unpacked first.

    `num_workers` processes start in Python's default way, as in a tutorial.
    """

    def __init__(self, model: str, batch_size: int, num_workers: int, learning_rate: float = 0.01, seed: int = 0):
        torchvision = import_torchvision()
        transforms = torchvision.transforms
        transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((MEAN,), (STANDARD_DEVIATION,))])
        order = torch.randperm(60_000, generator=torch.Generator().manual_seed(SPLIT_SEED))
        images = Subset(
            torchvision.datasets.MNIST(str(data_folder()), train=True, transform=transform),
            order[VALIDATION_IMAGES:].tolist(),
        )
        rng = torch.Generator().manual_seed(seed)
        self.loader = DataLoader(images, batch_size=batch_size, shuffle=True, num_workers=num_workers, generator=rng)
        self.model = build(model, seed).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=learning_rate)
        self.criterion = nn.CrossEntropyLoss()

    def epoch(self) -> Iterator[tuple[int, float]]:
        """Train one epoch; yields for each step its images and the seconds of waiting for them."""
        batches = iter(self.loader)
        running = 0.0
        for _ in range(len(self.loader)):
            asked = perf_counter()
            inputs, labels = next(batches)
            waited = perf_counter() - asked
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(inputs), labels)
            loss.backward()
            self.optimizer.step()
            running += loss.item()
            yield len(labels), waited
