"""What the tables of a run's page show: plain values for its template."""

import base64
import io
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from engine.ink import Image
from engine.settings import FIELDS, TrainSettings

STRONGEST = 0.6
"""The opacity of the deepest shade: numbers stay legible on it, light and dark."""

Mistake = tuple[Image, str, str, float]
"""Image, uint8 (28, 28); what it is, what it was read as, and how probable that seemed, 0 to 1."""


class SettingRow(NamedTuple):
    """A setting in the words of the form; `usual` is the default, "" for a setting that has it."""

    title: str
    value: str
    usual: str


class Cell(NamedTuple):
    """A count of the confusion matrix and the opacity of its shade."""

    images: int
    kind: Literal["right", "wrong"]
    share: float


class MistakeItem(NamedTuple):
    """A misread image as a data URI of a PNG file, with its texts."""

    image: str
    label: str
    answer: str
    confidence: float


def setting_rows(settings: TrainSettings) -> list[SettingRow]:
    rows = []
    for name, setting in FIELDS.items():
        value = getattr(settings, name)
        shown, usual = (setting.label(one) for one in (value, setting.default))
        rows.append(SettingRow(setting.title, shown, usual if value != setting.default else ""))
    return rows


def confusion_rows(confusion: Sequence[Sequence[int]] | NDArray[np.integer]) -> list[list[Cell]]:
    """The larger a count, the deeper its shade."""
    counts = np.asarray(confusion)
    right = np.eye(len(counts), dtype=bool)
    # Each on a scale of its own: there are a hundred times as many right answers as wrong ones.
    most = np.where(right, counts[right].max(initial=1), counts[~right].max(initial=1))
    shares = STRONGEST * counts / most
    return [
        [
            Cell(int(count), "right" if row == column else "wrong", float(shares[row, column]))
            for column, count in enumerate(row_counts)
        ]
        for row, row_counts in enumerate(counts)
    ]


def mistake_items(mistakes: Iterable[Mistake]) -> list[MistakeItem]:
    return [MistakeItem(_data_uri(image), label, answer, confidence) for image, label, answer, confidence in mistakes]


def _data_uri(image: Image) -> str:
    """Ink is dark on the page, as on paper."""
    content = io.BytesIO()
    Pillow.fromarray(255 - image).save(content, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
