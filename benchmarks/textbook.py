"""Inkling against the loop of the tutorials: `python -m benchmarks.textbook [--rounds 5] [--workers 0]`.

Both train SimpleNN for one epoch on the same 55,000 images: batch 64, SGD with learning rate 0.01. The tutorials' loop
decodes and transforms each image by itself, in torchvision's MNIST, and lets a DataLoader collect batches. The two take
turns, so that a noisy machine disturbs both alike; medians are printed, and test accuracies as a check.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset

from engine.data_folder import data_folder
from engine.datasets import SPLIT_SEED, VALIDATION_IMAGES, mnist
from engine.evaluation import evaluate
from engine.events import EpochDone, Finished, Started
from engine.models import build
from engine.settings import TrainSettings
from engine.torchvision_import import import_torchvision
from engine.training import train

Timed = tuple[float, float]
"""Seconds of the epoch, test accuracy."""


def textbook(workers: int, seed: int) -> Timed:
    """The loop as it stands in tutorials, with all of this machine's threads, which is what it gets there."""
    torchvision = import_torchvision()
    transforms = torchvision.transforms
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    order = torch.randperm(60_000, generator=torch.Generator().manual_seed(SPLIT_SEED))
    images = Subset(
        torchvision.datasets.MNIST(str(data_folder()), train=True, transform=transform),
        order[VALIDATION_IMAGES:].tolist(),
    )
    loader = DataLoader(images, batch_size=64, shuffle=True, num_workers=workers)
    model = build("simple", seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    begin = time.perf_counter()
    running = 0.0
    for inputs, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()
        running += loss.item()
    seconds = time.perf_counter() - begin
    score = evaluate(model, mnist().test)
    assert score
    return seconds, score.accuracy


def inkling(workers: int, seed: int) -> Timed:
    """The same epoch through train(), all its events read, validation included."""
    settings = TrainSettings(
        model="simple",
        epochs=1,
        batch_size=64,
        optimizer="sgd",
        schedule="constant",
        learning_rate=0.01,
        num_workers=workers,
        seed=seed,
    )
    begin = seconds = accuracy = 0.0
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, runs=Path(runs)):
            match event:
                case Started():
                    begin = time.perf_counter()
                case EpochDone():
                    seconds = time.perf_counter() - begin
                case Finished():
                    accuracy = event.test_accuracy or 0.0
    return seconds, accuracy


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=0)
    arguments = parser.parse_args()
    threads = torch.get_num_threads()
    sides: dict[str, Callable[[int, int], Timed]] = {"textbook": textbook, "Inkling": inkling}
    times: dict[str, list[Timed]] = {name: [] for name in sides}
    for seed in range(-1, arguments.rounds):
        for name, side in sides.items():
            torch.set_num_threads(threads)
            timed = side(arguments.workers, max(seed, 0))
            # The first round warms up imports, caches and the processor.
            times[name] += [timed] if seed >= 0 else []
    print(f"SimpleNN, one epoch, batch 64, SGD 0.01, {arguments.workers} workers, medians of {arguments.rounds}")
    for name, timed_rounds in times.items():
        seconds = [row[0] for row in timed_rounds]
        accuracy = statistics.median(row[1] for row in timed_rounds)
        spread = f"({min(seconds):.2f} to {max(seconds):.2f})"
        print(f"{name:10s}{statistics.median(seconds):7.2f} s {spread:18s} test accuracy {accuracy:.2%}")
    ratios = [a[0] / b[0] for a, b in zip(times["textbook"], times["Inkling"], strict=True)]
    print(f"Inkling is {statistics.median(ratios):.1f} times as fast ({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
