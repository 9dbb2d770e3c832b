"""What the whole network costs, beside what is possible, in words."""

from engine.formats import data_size, duration
from engine.stack import MOST_LAYERS, MOST_MULTIPLY_ADDS, MOST_NUMBERS, MOST_PARAMETERS, Examined
from gui.widgets import Words

BYTES = 4
"""Of a number as float32."""
OF_A_WEIGHT = 4 * BYTES
"""While it learns: the weight, its gradient, and the two means that AdamW keeps."""
MULTIPLY_ADDS = "A multiplication with a weight and an addition: how much arithmetic one image takes"
NUMBERS = "What training must remember of each image of a batch"
MEMORY = "The numbers between layers of a batch and their gradients, and four numbers a weight"
EPOCH = "From a trial of some seconds on this computer, with the settings of the form"
NEAR = 0.5
"""The share of a limit from which on it is said beside the weights."""


def sums(examined: Examined, batch_size: int, epoch: str = "") -> list[Words]:
    """What each sum is called, its value beside its limit, and what it means. With a problem: of the layers before it.

    `epoch` says how long one takes, or "".
    """
    totals = examined.totals
    memory = BYTES * totals.numbers * batch_size * 2 + OF_A_WEIGHT * totals.parameters
    images = "an image, of at most"
    return [
        (
            "Layers",
            f"{len(examined.stack.layers)} of at most {MOST_LAYERS}",
            "How many there are, and how many a network may have",
        ),
        ("Weights", f"{totals.parameters:,} of at most {MOST_PARAMETERS:,}", "The numbers that it learns"),
        ("Multiply-adds", f"{totals.multiply_adds:,} {images} {MOST_MULTIPLY_ADDS:,}", MULTIPLY_ADDS),
        ("Numbers between layers", f"{totals.numbers:,} {images} {MOST_NUMBERS:,}", NUMBERS),
        ("File", data_size(BYTES * totals.parameters), "The size of the saved network: 4 bytes a weight"),
        ("Memory while it learns", f"about {data_size(memory)}", MEMORY),
        ("An epoch", epoch or "unknown", EPOCH),
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
