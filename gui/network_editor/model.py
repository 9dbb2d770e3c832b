"""The network that a person builds, and every edit of it, without widgets."""

from dataclasses import dataclass

from engine.stack import (
    MOST_LAYERS,
    NAMED,
    Examined,
    Stack,
    StackLayer,
    canonical,
    examined,
    parse,
    stack_of,
    stack_text,
    with_number,
)

REMEMBERED = 500
"""Edits that can be taken back."""


@dataclass(frozen=True)
class Edited:
    """The network at one moment."""

    stack: Stack
    selected: int
    """The place of the layer that is worked on, from 0."""


class NetworkModel:
    """Every method that edits can be taken back, keeps what is possible elsewhere, and says whether it did anything."""

    def __init__(self, text: str) -> None:
        """`text` is the name or the layers of a network that can be."""
        self._now = Edited(stack_of(text), 0)
        self._before: list[Edited] = []
        self._after: list[Edited] = []

    @property
    def stack(self) -> Stack:
        return self._now.stack

    @property
    def selected(self) -> int:
        return self._now.selected

    @property
    def examined(self) -> Examined:
        return examined(self.stack)

    @property
    def text(self) -> str:
        """The text form. It may describe a network that cannot be."""
        return stack_text(self.stack)

    @property
    def model(self) -> str:
        """What the setting is called: the name of one of the program's networks, or the text; "" if it cannot be."""
        return "" if self.examined.problem else canonical(self.text)

    @property
    def full(self) -> bool:
        """Whether there is room for no other layer."""
        return len(self.stack.layers) >= MOST_LAYERS

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def select(self, place: int) -> None:
        """Work on another layer. This is no edit."""
        self._now = Edited(self.stack, self._bounded(place))

    def insert(self, place: int, kind: type[StackLayer]) -> bool:
        """Put a layer of this kind before the one at `place`, or at the end."""
        return not self.full and self._edit(self.stack.replaced(place, (kind(),), 0), place)

    def remove(self, place: int) -> bool:
        """The last layer that is left stays: a network has at least one."""
        return len(self.stack.layers) > 1 and self._edit(self.stack.replaced(place, ()), place)

    def duplicate(self, place: int) -> bool:
        """Put the same layer once more after it."""
        return not self.full and self._edit(self.stack.replaced(place + 1, (self.stack.layers[place],), 0), place + 1)

    def move(self, place: int, to: int) -> bool:
        """Take a layer out, and put it in so that its place is `to`."""
        to = self._bounded(to)
        if to == place:
            return False
        rest = self.stack.replaced(place, ())
        return self._edit(rest.replaced(to, (self.stack.layers[place],), 0), to)

    def set_number(self, place: int, name: str, value: float) -> bool:
        """Change one number of a layer, brought within its bounds."""
        layer = with_number(self.stack.layers[place], name, value)
        return self._edit(self.stack.replaced(place, (layer,)), place)

    def repair(self) -> bool:
        """Make the nearest change that fits at the first problem."""
        problem = self.examined.problem
        return problem is not None and self._edit(problem.nearest, problem.place)

    def take(self, text: str) -> bool:
        """Begin from a network by name or text. Raises InklingError for a text that describes none; it may be one that
        cannot be.
        """
        stack = NAMED[text].stack if text in NAMED else parse(text)
        return self._edit(stack, min(self.selected, len(stack.layers) - 1))

    def forget_edits(self) -> None:
        """Nothing can be taken back any more."""
        self._before.clear()
        self._after.clear()

    def undo(self) -> bool:
        return self._step(self._before, self._after)

    def redo(self) -> bool:
        return self._step(self._after, self._before)

    def _step(self, source: list[Edited], target: list[Edited]) -> bool:
        if not source:
            return False
        target.append(self._now)
        self._now = source.pop()
        return True

    def _edit(self, stack: Stack, selected: int) -> bool:
        if stack == self.stack:
            return False
        self._before = [*self._before[-REMEMBERED + 1 :], self._now]
        self._after.clear()
        self._now = Edited(stack, 0)
        self.select(selected)
        return True

    def _bounded(self, place: int) -> int:
        return max(0, min(place, len(self.stack.layers) - 1))
