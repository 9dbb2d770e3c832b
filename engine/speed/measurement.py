"""Measures how fast each configuration trains on this computer, and advises which one to take."""

import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from itertools import product
from pathlib import Path
from time import perf_counter

import torch

from engine.data import ShuffledBatches, load, mnist, training_images
from engine.events import EpochDone, Finished
from engine.hardware import cpu_facts, use_threads
from engine.settings import CORES, AugmentationName, TrainSettings
from engine.speed.advice import advice
from engine.speed.findings import (
    AUGMENTATION,
    GOAL,
    SECONDS,
    Configuration,
    Finding,
    Machine,
    Measured,
    Memory,
    Trained,
)
from engine.speed.textbook import TextbookLoop
from engine.system import keep_freed_memory, largest_child_megabytes, peak_megabytes
from engine.training import Learner, candidates, train

WORKERS = (0, 1, 2, 4)
WARM_UP_SECONDS = 0.3
NO_END = 1_000_000
"""Epochs. A measurement ends long before."""
USUAL_THREADS = torch.get_num_threads()
"""torch's default, which is not the number of cores on every machine."""


def measure(
    batch_sizes: Mapping[str, int],
    seconds: float = SECONDS,
    spare_cores: int = 0,
    *,
    augmentation: AugmentationName = AUGMENTATION,
    textbook: bool = True,
    training: bool = True,
) -> Generator[Finding]:
    """Train each of these models with every configuration for some seconds and yield each finding at once.

    `augmentation` does not hold for the tutorials' loop, which has none. The first finding is a Machine; the last ones
    are an Advice for each model, which leaves `spare_cores` free. `textbook` adds the tutorials' loop, `training` a
    training with the default settings. Closing the iterator ends the measurement.
    """
    keep_freed_memory()
    mnist()
    configurations = [
        configuration for model in batch_sizes for configuration in configurations_for(model, textbook=textbook)
    ]
    yield Machine(cpu_facts(), len(configurations))
    found = []
    for configuration in configurations:
        found.append(_measured(configuration, batch_sizes[configuration.model], seconds, augmentation))
        yield found[-1]
    if training:
        yield _trained()
    yield Memory(peak_megabytes(), max(row.worker_megabytes for row in found))
    for model in batch_sizes:
        yield advice([row for row in found if row.model == model], max(1, CORES - spare_cores))


def configurations_for(model: str, *, textbook: bool) -> list[Configuration]:
    """All numbers of loader workers with all numbers of threads; the textbook loop uses torch's default of threads.

    The pipeline of single images has one thread and at most as many workers as cores: threads do not prepare images.
    """
    threads = sorted(candidates(CORES))
    configurations = [Configuration("textbook", model, count, USUAL_THREADS) for count in WORKERS if textbook]
    configurations += [Configuration("Inkling", model, count, number) for number, count in product(threads, WORKERS)]
    return configurations + [Configuration("Inkling", model, count, 1, "image") for count in WORKERS if count <= CORES]


def _measured(
    configuration: Configuration, batch_size: int, seconds: float, augmentation: AugmentationName
) -> Measured:
    use_threads(configuration.threads)
    loop = (
        _textbook(configuration, batch_size)
        if configuration.loop == "textbook"
        else _inkling(configuration, batch_size, augmentation)
    )
    with closing(loop) as steps:
        begin = perf_counter()
        next(steps)
        first_batch = perf_counter() - begin
        _go_on(steps, WARM_UP_SECONDS)
        images, waited, taken = _go_on(steps, seconds)
        worker = largest_child_megabytes() if configuration.num_workers else 0.0
    return Measured(*configuration[:4], images / taken, waited / taken, first_batch, worker, configuration.pipeline)


def _go_on(steps: Iterator[tuple[int, float]], seconds: float) -> tuple[int, float, float]:
    """Take steps for about `seconds`; returns images, seconds of waiting and seconds in all."""
    begin, images, waited = perf_counter(), 0, 0.0
    while (taken := perf_counter() - begin) < seconds or images == 0:
        more, longer = next(steps)
        images, waited = images + more, waited + longer
    return images, waited, taken


def _textbook(configuration: Configuration, batch_size: int) -> Generator[tuple[int, float]]:
    loop = TextbookLoop(configuration.model, batch_size, configuration.num_workers)
    while True:
        yield from loop.epoch()


def _inkling(
    configuration: Configuration, batch_size: int, augmentation: AugmentationName
) -> Generator[tuple[int, float]]:
    settings = TrainSettings(
        model=configuration.model,
        batch_size=batch_size,
        num_workers=configuration.num_workers,
        augmentation=augmentation,
        pipeline=configuration.pipeline,
        outliers="none",
    )
    images = training_images(settings, mnist().train)
    batch_sampler = ShuffledBatches(len(images), batch_size, NO_END, settings.seed)
    learner = Learner(settings, len(batch_sampler))
    with closing(load(images, batch_sampler, configuration.num_workers, lambda: False)) as batches:
        while True:
            asked = perf_counter()
            batch = next(batches)
            waited = perf_counter() - asked
            learner.learn(batch)
            yield len(batch[1]), waited


def _trained() -> Trained:
    reached = None
    with tempfile.TemporaryDirectory() as runs:
        for event in train(TrainSettings(), runs=Path(runs)):
            if isinstance(event, EpochDone) and event.validation_accuracy >= GOAL and reached is None:
                reached = event.seconds
    assert isinstance(event, Finished)
    return Trained(reached, event.seconds, event.test_accuracy)
