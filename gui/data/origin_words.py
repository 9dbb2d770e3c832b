"""What the page Data says: where images come from, and what a person can choose among them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from engine.data import Origin, Source, title
from engine.formats import count
from engine.settings import DIGITS, NOTHING, DataName

if TYPE_CHECKING:
    from engine.inspection import SeenPage, Tally

NONE = "none"
"""The caption of an outlier, which belongs to no class."""
EVERY_SOURCE = "All sources"


class Choice(NamedTuple):
    """An entry of the list of origins."""

    words: str
    origin: Origin | None
    """None for all images."""


def choices(tallies: "Sequence[Tally]", data: DataName, label: int | None) -> list[list[Choice]]:
    """What can be chosen among the images of a class, or among all: the sources, and the forms of each source.

    Only a single class has forms: those of all digits would be too many.
    """
    sizes: dict[Origin, int] = {}
    for tally in tallies:
        if label is None or tally.label == label:
            sizes[tally.origin] = sizes.get(tally.origin, 0) + tally.size
    names = source_names(data)
    present = [source for source in names if any(origin.source == source for origin in sizes)]
    first = [Choice(EVERY_SOURCE, None)]
    for source in present:
        size = sum(size for origin, size in sizes.items() if origin.source == source)
        first.append(Choice(f"{names[source]} ({size:,})", Origin(source)))
    forms = [] if label is None else [_forms(sizes, source) for source in present]
    return [first, *filter(None, forms)]


def source_names(data: DataName) -> dict[Source, str]:
    """The names of the sources, in the order in which they are offered."""
    return {
        "data set": title(data),
        "my digits": "My digits",
        "written": "Written",
        "outliers": "Signs, scribbles, shapes",
        "letters": "Letters",
    }


def _forms(sizes: dict[Origin, int], source: Source) -> list[Choice]:
    origins = sorted((origin for origin in sizes if origin.source == source and origin.form), key=_alphabet)
    return [Choice(f"{_form(origin)} ({sizes[origin]:,})", origin) for origin in origins]


def _alphabet(origin: Origin) -> tuple[bool, bool, str, str]:
    """Letters come first, then signs, then what has a name; the file has one letter's forms at several places."""
    character = origin.character
    return len(character) > 1, not character.isalpha(), character.lower(), character


def _form(origin: Origin) -> str:
    """The name of a form; that of a letter begins with the letter, as a list has the forms of all letters."""
    if origin.source != "letters":
        return origin.form
    return origin.form if origin.form == origin.character else f"{origin.character}: {origin.form}"


def class_name(page: "SeenPage", place: int) -> str:
    """The name of an image's class."""
    label = int(page.labels[place])
    return NONE if label == NOTHING else page.names[label]


def described(page: "SeenPage", place: int) -> str:
    """What an image is and where it comes from."""
    origin, name = page.origins[place], class_name(page, place)
    match origin.source:
        case "my digits":
            return f"{name}, one of your own digits"
        case "written":
            return f"{name} written by the program: {origin.form}"
        case "outliers":
            return f"No digit: {origin.form}"
        case "letters":
            form = "" if origin.form == origin.character else f": {origin.form}"
            return f"{origin.character} written by the program, no digit{form}"
    return f"{name}, from {_short(page.data)}"


def summary(page: "SeenPage") -> str:
    """How many images a run with these settings learns from, and where they come from."""
    sizes = dict.fromkeys(source_names(page.data), 0)
    for tally in page.tallies:
        sizes[tally.origin.source] += tally.size
    noun = "digit" if page.names is DIGITS else "image"
    parts = [f"{count(sizes['data set'], noun)} of {_short(page.data)}"]
    if sizes["my digits"]:
        parts.append(f"{sizes['my digits']:,} copies of your own")
    if sizes["written"]:
        parts.append(f"{sizes['written']:,} written by the program")
    if none := sizes["outliers"] + sizes["letters"]:
        nothing = {"digit": ("no digit", "no digits")}.get(noun, ("none", "none"))
        parts.append(f"{count(none, 'image')} that {'is' if none == 1 else 'are'} {nothing[none > 1]}")
    *before, last = parts
    return f"Each epoch goes through {', '.join(before)}{' and ' if before else ''}{last}."


def _short(data: DataName) -> str:
    """The data set's title without what its images are: "MNIST"."""
    return title(data).split()[0]
