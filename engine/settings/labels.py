"""The names of the classes of each data set."""

from string import ascii_uppercase

from engine.settings.train_settings import DataName

CLASSES = 10
"""Labels 0 to 9 are digits. Other data sets have one label for each of their names."""
NOTHING = -1
"""The label of an outlier. A network has no output for it; it should find no digit probable."""

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
    # Transcriptions of the ten hiragana, which not every font has.
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
"""What a person draws for a network that was trained on a data set."""


def has_digits(data: DataName) -> bool:
    """Whether its images are handwritten digits; only then can a person's own digits and outliers be mixed in."""
    return NAMES[data] is DIGITS
