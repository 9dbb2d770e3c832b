"""Reads the words from resources/words.md: a heading for each, other labels for it in brackets, and its sentence."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

RESOURCES = Path(__file__).parent.parent.parent.parent / "resources"
ENTRY = re.compile(r"^## (?P<term>[^(\n]+?)(?: \((?P<also>.+)\))?\n(?P<sentence>.+)$", re.MULTILINE)


class Word(NamedTuple):
    """A word on the screen."""

    term: str
    also: tuple[str, ...]
    """Other labels that are explained by it."""
    sentence: str

    @property
    def picture(self) -> Path:
        """Its drawing, an SVG with twice as much width as height."""
        return RESOURCES / "words" / f"{self.term.lower().replace(' ', '-')}.svg"


@cache
def all_words() -> tuple[Word, ...]:
    """In the order of the file."""
    text = (RESOURCES / "words.md").read_text(encoding="utf-8")
    return tuple(
        Word(one["term"], tuple((one["also"] or "").split(", ")), one["sentence"]) for one in ENTRY.finditer(text)
    )


def word_for(label: str) -> Word | None:
    """The word that a label on the screen stands for, if it is one of them."""
    return next((word for word in all_words() if label in (word.term, *word.also)), None)
