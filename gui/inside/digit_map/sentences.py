"""What the view "Map" says."""

from collections.abc import Sequence

from engine.formats import percent

NO_NETWORK = "The map appears once there is a network."
MAKING = "The network looks at 2,000 training digits \N{HORIZONTAL ELLIPSIS}"
ANOTHER = "The map of {} is being made \N{HORIZONTAL ELLIPSIS}"
ONE = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "all ten")


def what_is_lost(share: float, shared: float, trustworthiness: float) -> str:
    """How much of the network's view two dimensions keep; all three are shares from 0 to 1."""
    few = ONE[round(10 * shared)]
    verb = "is" if few == "one" else "are"
    return (
        f"Two dimensions keep {percent(share, 0)} of the differences: of ten neighbours here about {few} {verb} among "
        f"the ten nearest in the network (trustworthiness {trustworthiness:.2f} of 1)."
    )


def about_point(name: str, own: Sequence[str]) -> str:
    """What a screen reader says of the point that is looked at, and of the names nearest to the drawing."""
    nearest = f" Nearest to the drawing: {', '.join(own)}." if own else ""
    return f"A training digit: {name}. Enter puts it on the canvas.{nearest}"
