"""Calibrates, measures and saves a compressed network, which becomes a row of the table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.compression.answers import Answers, paired, read_beside, share
from engine.compression.findings import Compressed
from engine.compression.timing import microseconds
from engine.compression.zeros import not_zero
from engine.data import ImageSet, Splits, image_set, joined
from engine.errors import Stopped, cannot_write
from engine.formats import percent
from engine.ink import MyDigit
from engine.models import Network, calibration_by, evaluate, logits_for, logits_of, multiply_adds, right, tested
from engine.runs import SavedRun, save

MANY = 64
DRAWN = 100
"""Drawings rendered at once; a stop is noticed in between."""
EVEN = 0.1
"""Times that differ by less than this share count as the same."""


class Candidate(NamedTuple):
    """A compressed network that is not measured yet."""

    name: str
    explanation: str
    run: SavedRun
    """The run, without accuracies and calibration."""
    network: Network
    """The float32 network that it is or was made of; its multiply-adds are counted."""


class Latency(NamedTuple):
    """Microseconds for one image, without test-time augmentation."""

    of_one: float
    of_many: float
    """For each of MANY images at once."""


class Measuring:
    """Measures all rows with the same images and saves them in one folder."""

    def __init__(
        self, folder: Path, splits: Splits, strokes: Sequence[MyDigit] | None, stopping: Callable[[], bool]
    ) -> None:
        """Raises Stopped, as all methods do."""
        self._folder = folder
        self._splits = splits
        self._stopping = stopping
        self._original: nn.Module | None = None
        self._original_bytes = 0
        self._latency: Latency | None = None
        """The original's, from the time when its row was measured."""
        self._answers: Answers | None = None
        """The original's."""
        self._pens = self._rendered(strokes) if strokes else None

    def row(self, candidate: Candidate) -> Compressed:
        """Calibrate a network on validation images, evaluate it once on test images, time it and save it.

        The first one is the original, with which all others are compared on validation images. Raises InklingError if
        the network cannot be written.
        """
        network = candidate.run.answering().eval()
        run, answers = self._measured(candidate.run, network)
        path = self._folder / f"{re.sub(r'[^a-z0-9]+', '-', candidate.name).strip('-')}.inkling"
        save(run, path)
        latency, latency_of_original = self._latencies(network)
        self._latency = self._latency or latency
        # The computer may be busier minutes later, so the ratio to the original counts.
        shown = as_beside(self._latency, latency, latency_of_original)
        assert run.result.test_accuracy is not None
        row = Compressed(
            name=candidate.name,
            explanation=candidate.explanation,
            file_bytes=_size(path),
            weights=not_zero(candidate.network),
            multiply_adds=multiply_adds(candidate.network),
            microseconds=shown.of_one,
            microseconds_of_64=shown.of_many,
            validation_accuracy=share(answers.validation),
            test_accuracy=run.result.test_accuracy,
            pen_accuracy=None if answers.pens is None else share(answers.pens),
            file=str(path),
        )
        if self._original is None or self._answers is None:
            self._original, self._original_bytes, self._answers = network, row.file_bytes, answers
            return row
        size = f"The file has {percent(row.file_bytes / self._original_bytes, 0)} of the size."
        pairs = paired(self._answers.validation, answers.validation)
        explanation = f"{candidate.explanation} {compared(latency, latency_of_original)} {size} {read_beside(pairs)}"
        return row._replace(
            explanation=explanation, validation_pairs=pairs, pen_pairs=paired(self._answers.pens, answers.pens)
        )

    def _latencies(self, network: nn.Module) -> tuple[Latency, Latency]:
        """Return the latencies of a network and of the original, timed in turns; the original alone is timed once."""
        found = []
        both = [network] if self._original is None else [network, self._original]
        for count in (1, MANY):
            images = self._splits.validation.__getitems__(torch.arange(count))[0]
            times = microseconds(both, images, self._stopping)
            found.append([time / count for time in times])
        one, many = found
        return Latency(one[0], many[0]), Latency(one[-1], many[-1])

    def _measured(self, run: SavedRun, network: nn.Module) -> tuple[SavedRun, Answers]:
        """Return the run with its own calibration and figures, and the answers.

        As in every run, its validation accuracy is without test-time augmentation.
        """
        validation = self._splits.validation
        once, logits = evaluate(network, validation, self._stopping), self._logits(network, validation)
        calibration = calibration_by(network, validation, logits, self._stopping)
        if once is None or calibration is None:
            raise Stopped
        figures = tested(network, calibration.temperature, self._splits.test, self._stopping)
        if figures is None:
            raise Stopped
        result = replace(
            run.result,
            reason="completed",
            validation_accuracy=once.accuracy,
            test_accuracy=figures.accuracy,
            calibration_error=figures.calibration_error,
            temperature=calibration.temperature,
            confidence_threshold=calibration.confidence_threshold,
        )
        return replace(run, result=result), Answers(right(logits, validation.labels), self._pen_answers(network))

    def _logits(self, network: nn.Module, images: ImageSet) -> Tensor:
        """Return the logits with test-time augmentation, as for pictures."""
        logits = logits_of(network, images, self._stopping, logits_for(images.data))
        if logits is None:
            raise Stopped
        return logits

    def _pen_answers(self, network: nn.Module) -> Tensor | None:
        return None if self._pens is None else right(self._logits(network, self._pens), self._pens.labels)

    def _rendered(self, strokes: Sequence[MyDigit]) -> ImageSet:
        parts: list[ImageSet] = []
        for start in range(0, len(strokes), DRAWN):
            if self._stopping():
                raise Stopped
            parts.append(image_set(strokes[start : start + DRAWN]))
        return joined(*parts)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise cannot_write(path, error) from error


def as_beside(first: Latency, latency: Latency, original: Latency) -> Latency:
    """Return the latency scaled to the time when the original had its `first`, by the ratio of the two."""
    if latency is first:
        return first
    return Latency(first.of_one * latency.of_one / original.of_one, first.of_many * latency.of_many / original.of_many)


def compared(latency: Latency, original: Latency) -> str:
    """Return the sentence that compares a network with the original, both timed in turns."""
    one, many = _times(original.of_one / latency.of_one), _times(original.of_many / latency.of_many)
    both = f"one image takes {one}" + (f", and so does each of {MANY} at once" if one == many else "")
    apart = "" if one == many else f", each of {MANY} at once {many}"
    return f"Timed in turns with the original, {both}{apart}."


def _times(ratio: float) -> str:
    """Return a speed ratio as an amount of time, in words."""
    if abs(ratio - 1) < EVEN:
        return "as long"
    return f"1/{ratio:.1f} of the time" if ratio > 1 else f"{1 / ratio:.1f} times as long"
