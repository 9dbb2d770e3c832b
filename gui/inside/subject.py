"""What the page looks into: a network, and the drawing that goes through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

LOADING = "PyTorch is being loaded \u2026"
"""What every view says until there is a network."""
if TYPE_CHECKING:
    from engine import Classifier
    from engine.ink import Image, Stroke


@dataclass(frozen=True, eq=False)
class Subject:
    """The network and the drawing of the moment."""

    classifier: "Classifier | None"
    """A snapshot while it learns; None until torch is loaded."""
    name: str
    """What a person calls the network."""
    earlier: bool
    """Whether it is that of an earlier moment, at which the time slider stands: the canvas shows another answer."""
    strokes: "Sequence[Stroke]"
    """() when an image is on the canvas that nobody drew."""
    image: "Image | None"
    """What the network gets, uint8 (28, 28); None while the canvas is empty."""
    learning: bool
    """Whether this network learns at this moment."""
    beside: "tuple[str, Classifier] | None"
    """Another network whose answers stand beside those of the first, and its name."""


class Part(Protocol):
    """The controller of one view of the page."""

    @property
    def view(self) -> QWidget: ...

    def look(self, subject: Subject) -> None:
        """The drawing or the network is another one now. It is called only while the view is in sight."""
