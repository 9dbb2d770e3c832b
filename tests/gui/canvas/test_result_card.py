"""An accuracy is also a count of images that a person can picture."""

import pytest

from gui.canvas.result_card import TEST, VALIDATION, meaning


@pytest.mark.parametrize(
    ("accuracy", "words"),
    [
        (0.9798, "98 of 100 held-back images right"),
        (0.29, "29 of 100 held-back images right"),
        (0.9939, "994 of 1,000 held-back images right"),
        (0.9998, "999 of 1,000 held-back images right"),
        (1.0, "1,000 of 1,000 held-back images right"),
        (0.0, "0 of 100 held-back images right"),
    ],
)
def that_a_count_is_rounded_but_never_to_all_unless_it_is_all(accuracy: float, words: str) -> None:
    assert meaning(accuracy, VALIDATION) == words


def that_it_says_whose_images_they_are() -> None:
    assert meaning(0.9939, TEST) == "reads 994 of 1,000 strangers' digits"
    assert meaning(0.9, TEST, digits=False) == "90 of 100 unseen images right"
