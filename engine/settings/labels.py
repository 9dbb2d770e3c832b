"""What an image may be called: the classes of each data set, by their numbers."""

from string import ascii_uppercase

from engine.settings.train_settings import DataName

CLASSES = 10
"""Labels 0 to 9 are the digits, MNIST's and a person's own; other data sets have a label for each of their names."""
NOTHING = -1
"""The label of an image that is no digit; a network has no output for it, but should hold no digit probable then."""

DIGITS = tuple(map(str, range(CLASSES)))
NAMES: dict[DataName, tuple[str, ...]] = {
    "mnist": DIGITS,
    "fashion": (
        "T-shirt",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    # How the ten hiragana are read: not every font has them.
    "kmnist": ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    "emnist-digits": DIGITS,
    "emnist-letters": tuple(ascii_uppercase),
}


ONE_OF: dict[DataName, str] = {
    "mnist": "a digit",
    "fashion": "something to wear",
    "kmnist": "a kana",
    "emnist-digits": "a digit",
    "emnist-letters": "a letter",
}
"""What a person draws for a network that has learnt a data set."""


def has_digits(data: DataName) -> bool:
    """Whether its images are handwritten digits, so that a person's own and outliers can be mixed in."""
    return NAMES[data] is DIGITS
