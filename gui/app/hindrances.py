"""Why work that needs all cores cannot begin: other work goes on."""

from collections.abc import Callable

MEASURING = "Wait until page Speed has measured this computer, or cancel it there."
COMPRESSING = "Wait until the network is made smaller, or cancel it on page Compression."
LEARNING = "Wait until your digits are learnt."
TRYING = "Wait until page Several has trained its networks, or cancel it there."
"""What it trained is kept, and the rest can go on later."""

AFTER_LOADING = "measured as soon as everything is loaded"
AFTER_TRAINING = "measured after the training"
AFTER_TRYING = "measured after the trainings of page Several"
AFTER_COMPRESSING = "measured after the network is made smaller"
AFTER_MEASURING = "measured after page Speed has measured this computer"
"""When page Build can say how long an epoch takes."""


def first_of(*works: tuple[Callable[[], bool], str]) -> Callable[[], str]:
    """The sentence of the first work that goes on when it is asked; "" while none does."""
    return lambda: next((sentence for going_on, sentence in works if going_on()), "")
