"""One row of the table: a network is calibrated, measured and kept as a file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch

from engine.arithmetic import multiply_adds
from engine.calibration import calibrated, tested
from engine.compression.findings import Smaller
from engine.compression.steps import Stopped
from engine.compression.timing import microseconds
from engine.compression.zeros import not_zero
from engine.datasets import ImageSet, Splits
from engine.evaluation import accuracy, evaluate, logits_of
from engine.models import Network
from engine.my_digits import MyDigit
from engine.runs import SavedRun, save
from engine.training_images import image_set, joined
from engine.views import mean_logits

MANY = 64
DRAWN = 100
"""So many drawings are rendered at once: a Stop is answered in between."""
EVEN = 0.05
"""Times that differ by less than this share are called the same."""


class Candidate(NamedTuple):
    """A network that was made smaller, before it is measured."""

    name: str
    explanation: str
    run: SavedRun
    """Its accuracies and calibration are not known yet."""
    network: Network
    """The float32 network that it is or was made of, whose arithmetic is counted."""


class Measuring:
    """The images that all rows are measured with, and where they are kept."""

    def __init__(
        self, folder: Path, splits: Splits, strokes: Sequence[MyDigit] | None, stopping: Callable[[], bool]
    ) -> None:
        """Raises Stopped, as all that it does."""
        self._folder = folder
        self._splits = splits
        self._stopping = stopping
        self._pens = self._rendered(strokes) if strokes else None

    def row(self, candidate: Candidate, original: Smaller | None) -> Smaller:
        """Calibrate it by validation images, look at the test images once, time it and keep it.

        Raises InklingError when it cannot be written.
        """
        network = candidate.run.answering().eval()
        run, validation = self._measured(candidate.run, network)
        path = self._folder / f"{re.sub(r'[^a-z0-9]+', '-', candidate.name).strip('-')}.inkling"
        save(run, path)
        one, many = (self._splits.validation.__getitems__(torch.arange(count))[0] for count in (1, MANY))
        assert run.result.test_accuracy is not None
        row = Smaller(
            name=candidate.name,
            explanation=candidate.explanation,
            file_bytes=path.stat().st_size,
            weights=not_zero(candidate.network),
            multiply_adds=multiply_adds(candidate.network),
            microseconds=microseconds(network, one, self._stopping),
            microseconds_of_64=microseconds(network, many, self._stopping) / MANY,
            validation_accuracy=validation,
            test_accuracy=run.result.test_accuracy,
            pen_accuracy=None if self._pens is None else self._accuracy(network, self._pens),
            file=str(path),
        )
        told = f" {compared(row, original)}" if original else ""
        return row._replace(explanation=candidate.explanation + told)

    def _measured(self, run: SavedRun, network: torch.nn.Module) -> tuple[SavedRun, float]:
        """With its own calibration and figures; and the share of validation images that five looks read rightly.

        What the run says of validation images is by one look, as every run says it.
        """
        once = evaluate(network, self._splits.validation, self._stopping)
        calibration = calibrated(network, self._splits.validation, self._stopping)
        if once is None or calibration is None:
            raise Stopped
        validation = self._accuracy(network, self._splits.validation)
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
            sure_from=calibration.sure_from,
        )
        return replace(run, result=result), validation

    def _accuracy(self, network: torch.nn.Module, images: ImageSet) -> float:
        logits = logits_of(network, images, self._stopping, mean_logits)
        if logits is None:
            raise Stopped
        return accuracy(logits, images.labels)

    def _rendered(self, strokes: Sequence[MyDigit]) -> ImageSet:
        parts: list[ImageSet] = []
        for start in range(0, len(strokes), DRAWN):
            if self._stopping():
                raise Stopped
            parts.append(image_set(strokes[start : start + DRAWN]))
        return joined(*parts)


def compared(row: Smaller, original: Smaller) -> str:
    """How its speed and its file compare with the original's, as a sentence."""
    one = _times(original.microseconds / row.microseconds)
    many = _times(original.microseconds_of_64 / row.microseconds_of_64)
    size = f"the file has {row.file_bytes / original.file_bytes:.0%} of the size"
    speeds = f"One image is answered {one}" + ("" if one == many else f", each of {MANY} at once {many}")
    return f"{speeds}; {size}."


def _times(ratio: float) -> str:
    if abs(ratio - 1) < EVEN:
        return "as fast as by the original"
    return f"{ratio:.1f} times as fast" if ratio > 1 else f"more slowly: in {1 / ratio:.1f} times the time"
