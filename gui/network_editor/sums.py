"""What the whole network costs, beside what is possible, in words."""

from engine.formats import data_size, duration
from engine.stack import MOST_LAYERS, MOST_MULTIPLY_ADDS, MOST_NUMBERS, MOST_PARAMETERS, Examined

BYTES = 4
"""Of a number as float32."""
OF_A_WEIGHT = 4 * BYTES
"""While it learns: the weight, its gradient, and the two means that AdamW keeps."""
NEAR = 0.5
"""The share of a limit from which on it is said beside the weights."""


def sums(examined: Examined, batch_size: int) -> list[tuple[str, str]]:
    """What each sum is called, and its value beside its limit. With a problem: of the layers before it."""
    totals = examined.totals
    memory = BYTES * totals.numbers * batch_size * 2 + OF_A_WEIGHT * totals.parameters
    return [
        ("Layers", f"{len(examined.stack.layers)} of at most {MOST_LAYERS}"),
        ("Weights", f"{totals.parameters:,} of at most {MOST_PARAMETERS:,}"),
        ("Multiply-adds", f"{totals.multiply_adds:,} an image, of at most {MOST_MULTIPLY_ADDS:,}"),
        ("Numbers between layers", f"{totals.numbers:,} an image, of at most {MOST_NUMBERS:,}"),
        ("File", data_size(BYTES * totals.parameters)),
        ("Memory while it learns", f"about {data_size(memory)}"),
    ]


def summary(examined: Examined, epoch: str, other: str = "") -> str:
    """The sums that matter most, in a line: the weights, what is near its limit, and what an epoch takes.

    `other` is the network that a training would take instead, or "".
    """
    totals = examined.totals
    near = [
        f"{number:,} of at most {limit:,} {what}"
        for number, limit, what in (
            (len(examined.stack.layers), MOST_LAYERS, "layers"),
            (totals.multiply_adds, MOST_MULTIPLY_ADDS, "multiply-adds"),
            (totals.numbers, MOST_NUMBERS, "numbers between layers"),
        )
        if number > NEAR * limit
    ]
    weights = f"{totals.parameters:,} of at most {MOST_PARAMETERS:,} weights"
    told = ", ".join([weights, *near, *([f"an epoch: {epoch}"] if epoch else [])])
    end = "" if told.endswith("\N{HORIZONTAL ELLIPSIS}") else "."
    return f"{told}{end} Train takes {other} until you use this network." if other else told


def epoch_words(seconds: float) -> str:
    """How long an epoch takes."""
    told = f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s" if seconds < 100 else duration(seconds)
    return f"about {told}"
