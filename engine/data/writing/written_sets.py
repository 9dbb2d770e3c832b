"""Digits, letters and signs that the program writes for training."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.image_sets import ImageSet
from engine.data.origins import Group, Groups, Origin, Source
from engine.data.writing.forms import Form, forms
from engine.data.writing.writer import HAND, Hand, written
from engine.errors import unchecked
from engine.settings import NOTHING

DIGITS, LETTERS = "digits.toml", "letters.toml"


def written_digits(count: int, seed: int = 0, hand: Hand = HAND, check: Callable[[], object] = unchecked) -> ImageSet:
    """Return images of digits, each about equally often, form after form.

    They depend on the arguments alone. `check` is called now and then and may raise to cancel the work.
    """
    every = forms(DIGITS)
    counts = counts_of_forms(every, count, seed)
    images = _written(every, counts, seed, hand, check)
    labels = torch.tensor([int(form.character) for form in every]).repeat_interleave(torch.from_numpy(counts))
    return ImageSet(images, labels, origin=_groups("written", every, counts))


def written_letters(count: int, seed: int = 0, hand: Hand = HAND, check: Callable[[], object] = unchecked) -> ImageSet:
    """Return images of letters and signs that are no digits, labelled NOTHING, otherwise as `written_digits`.

    Letters that people draw like a digit are not among them.
    """
    every = forms(LETTERS)
    counts = counts_of_forms(every, count, seed)
    images = _written(every, counts, seed, hand, check)
    return ImageSet(images, torch.full((len(images),), NOTHING), origin=_groups("letters", every, counts))


def _groups(source: Source, every: Sequence[Form], counts: NDArray[np.int64]) -> Groups:
    return tuple(
        Group(Origin(source, form.character, form.name), count)
        for form, count in zip(every, counts.tolist(), strict=True)
        if count
    )


def _written(
    every: Sequence[Form], counts: NDArray[np.int64], seed: int, hand: Hand, check: Callable[[], object]
) -> Tensor:
    parts = [torch.empty(0, 28, 28, dtype=torch.uint8)]
    for form, count in zip(every, counts.tolist(), strict=True):
        check()
        if count:
            # A generator for each form: a form that somebody adds leaves the others as they are.
            parts.append(
                written(form, count, np.random.default_rng([seed, *f"{form.character} {form.name}".encode()]), hand)
            )
    return torch.cat(parts)[:, None]


def counts_of_forms(every: Sequence[Form], count: int, seed: int) -> NDArray[np.int64]:
    """Return how often each form comes: a digit's forms by their shares, and every digit alike."""
    shares = np.array([form.share for form in every])
    characters = [form.character for form in every]
    totals = {character: shares[[other == character for other in characters]].sum() for character in characters}
    wanted = shares / [totals[character] for character in characters]
    return np.random.default_rng(seed).multinomial(count, wanted / wanted.sum())
