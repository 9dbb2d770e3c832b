"""Reads a picture in the background, as `predict` does in the terminal. Knows nothing of widgets."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from engine.formats import count, probability
from engine.settings import DIGITS
from gui.background import Job
from gui.sharing.kinds import short

if TYPE_CHECKING:
    from engine import Classifier
    from engine.ink import FoundDigit, Image
    from engine.models import Reading

PASTED = "The picture from the clipboard"


class ReadPicture(NamedTuple):
    image: "Image"
    """Its first digit, uint8 (28, 28)."""
    sentence: str


def read_file(path: Path, classifier: "Classifier | None", _job: Job) -> ReadPicture:
    """Raises InklingError when the file is no picture, or shows no digit."""
    from engine.ink import read_image_file

    return _read(read_image_file(path), short(path.name), classifier)


def read_pasted(picture: QImage, classifier: "Classifier | None", _job: Job) -> ReadPicture:
    """The same for a picture that is in no file."""
    from engine.ink import read_picture

    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(content, "PNG")  # type: ignore[call-overload]
    return _read(read_picture(bytes(content.data().data()), PASTED), PASTED, classifier)


def _read(digits: "list[FoundDigit]", name: str, classifier: "Classifier | None") -> ReadPicture:
    if classifier is None:
        return ReadPicture(digits[0].image, f"{name} is on the canvas.")
    readings = [classifier.read_image(digit.image) for digit in digits]
    if len(readings) == 1:
        return ReadPicture(digits[0].image, f"{name} is read as {_answer(readings[0])}.")
    between = "" if readings[0].names is DIGITS else ", "
    answers = between.join(reading.name if reading.sure else "?" for reading in readings)
    several = count(len(readings), "digit" if readings[0].names is DIGITS else "drawing")
    return ReadPicture(digits[0].image, f"{name} is read as {answers} ({several}); the first one is on the canvas.")


def _answer(reading: "Reading") -> str:
    if reading.sure:
        return f"{reading.name} ({probability(reading.confidence)})"
    (first, share), (second, other) = reading.best_two
    return f"not sure ({first}: {probability(share)}, {second}: {probability(other)})"
