"""A notice: a sentence, whether it stays, and how long it has to be seen if it goes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["info", "refusal", "warning", "error"]
"""A refusal says why a click did nothing. A warning and an error are about the work of a person, who may be away."""

NOTICING = 3.0
"""Seconds until somebody who does something else looks at it."""
WORD = 0.375
"""Seconds to read a word at leisure: British Broadcasting Corporation, "Subtitle Guidelines"."""


@dataclass(frozen=True, eq=False)
class Notice:
    """`action` is called when the button `offer` is clicked; `offer` is "" where the program can do nothing."""

    kind: Kind
    text: str
    offer: str = ""
    action: Callable[[], object] | None = None

    @property
    def stays(self) -> bool:
        """Whether it stays until a person answers or dismisses it."""
        return bool(self.offer) or self.kind in ("warning", "error")

    @property
    def urgent(self) -> bool:
        return self.kind == "error"

    @property
    def rank(self) -> int:
        """Which goes first, from 0: an error that something can be done about, an error, anything else."""
        return (0 if self.offer else 1) if self.urgent else 2

    @property
    def reading(self) -> int:
        """Milliseconds to read it. A refused click needs longer: what to do first has to be understood."""
        return round(1000 * WORD * len(self.text.split())) * (2 if self.kind == "refusal" else 1)

    @property
    def lasting(self) -> int:
        """Milliseconds that it is seen, unless others wait."""
        return round(1000 * NOTICING) + self.reading

    def replaces(self, other: "Notice") -> bool:
        """Whether the other one is the same, or has the same offer, which is about something older then."""
        if self.offer:
            return self.offer == other.offer
        return (self.kind, self.text, self.offer) == (other.kind, other.text, other.offer)
