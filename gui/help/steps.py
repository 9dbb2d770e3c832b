"""What the guide says, and what a person does to follow it."""

from typing import Literal, NamedTuple

Happening = Literal["drawn", "begun", "ended", "why", "mistakes"]
"""A stroke was drawn, a run has begun or ended, a person has asked for the reasons or for the mistakes."""


class Step(NamedTuple):
    """One sentence of the guide."""

    text: str
    followed_by: tuple[Happening, ...]
    """Each of these leads on."""


STEPS = (
    Step("This network has never seen a digit. Draw one: it guesses.", ("drawn",)),
    Step("Now press Train.", ("begun",)),
    Step("Draw while it learns: its answer changes as it gets better.", ("drawn", "ended")),
    Step("Ask why it reads your digit as it does: page Inside, Why.", ("why",)),
    Step("See what it still gets wrong: page Mistakes.", ("mistakes",)),
)
KNOWS = "Draw a digit: the network reads it."
"""The first sentence for a network that was trained."""
TRAINED = STEPS[1].text + " A new network learns; this one is kept among the runs."
SENTENCES = KNOWS, TRAINED, *(step.text for step in STEPS)
DONE = len(STEPS)
"""The place of a guide that was followed to its end."""


class Guide:
    """Follows what a person does, and knows what to say next."""

    def __init__(self, place: int = 0) -> None:
        self._place = 0
        self.place = place

    @property
    def place(self) -> int:
        """The index of the present step, or DONE."""
        return self._place

    @place.setter
    def place(self, place: int) -> None:
        self._place = min(max(0, place), DONE)

    def words(self, *, trained: bool, learning: bool = False) -> str:
        """The sentence to show, or "" at the end, and while there is nothing to do but wait.

        `trained` says whether the network that is kept has learnt, `learning` whether one learns now.
        """
        # The network that learns is not kept yet: there would be no mistakes to look at.
        if self._place == DONE or (learning and "mistakes" in STEPS[self._place].followed_by):
            return ""
        return {0: KNOWS, 1: TRAINED}.get(self._place, STEPS[self._place].text) if trained else STEPS[self._place].text

    def happened(self, what: Happening) -> bool:
        """Whether this led on. Who trains without having drawn has seen that step as well."""
        places = range(self._place, DONE) if what == "begun" else range(self._place, min(self._place + 1, DONE))
        followed = [place for place in places if what in STEPS[place].followed_by]
        if followed:
            self._place = followed[0] + 1
        return bool(followed)
