"""The text form of a network: `conv 16 5x5 stride 2, batch norm, relu, flatten, output`.

Case, blanks and other usual names of layers do not matter; lines, arrows and semicolons separate layers as commas do.
"""

import re
from functools import cache

from engine.errors import InklingError
from engine.stack.layers import KINDS, Bounds, StackLayer, fields_of
from engine.stack.limits import MOST_LAYERS
from engine.stack.stack import Stack

SEPARATOR = re.compile(r"[,;\n]|->|\N{RIGHTWARDS ARROW}")
NUMBER = r"\d+(?:\.\d+)?(?:e[-+]?\d+)?"
SQUARE = re.compile(r"(\d+)[x\N{MULTIPLICATION SIGN}](\d+)")
LONGEST = 4_000
"""Characters: more than any network within the limits needs."""


def stack_text(stack: Stack) -> str:
    """The layers, separated by commas. `parse` reads it back."""
    return ", ".join(map(layer_text, stack.layers))


def layer_text(layer: StackLayer) -> str:
    """For example "conv 16 5x5 stride 2". A number that goes without saying is left out."""
    usual = type(layer)()
    words = [layer.word]
    for name, bounds in fields_of(type(layer)).items():
        value = getattr(layer, name)
        if bounds.form == "plain":
            words.append(f"{value:g}")
        elif bounds.form == "square":
            words.append(f"{value}x{value}")
        elif value != getattr(usual, name):
            words.append(f"{name} {value:g}")
    return " ".join(words)


def parse(text: str) -> Stack:
    """The stack that a text describes.

    Raises InklingError, which names the layer, for a text that describes none. Whether the layers fit is not checked.
    """
    if len(text) > LONGEST:
        raise InklingError(f"This network has a text of {len(text):,} characters: at most {LONGEST:,} are read.")
    parts = [part.strip() for part in SEPARATOR.split(text) if part.strip()]
    if not parts:
        raise InklingError('Write the layers of a network, as in "flatten, linear 128, relu, output".')
    if len(parts) > MOST_LAYERS:
        raise InklingError(f"This network has {len(parts)} layers: at most {MOST_LAYERS} are possible.")
    return Stack(tuple(_layer(place, part) for place, part in enumerate(parts, 1)))


def _layer(place: int, part: str) -> StackLayer:
    words = " ".join(part.lower().split())
    kind, rest = _kind(words)
    where = f'Layer {place}, "{part}"'
    if kind is None:
        names = ", ".join(one.word for one in KINDS)
        raise InklingError(f"{where}, is no layer: the layers are {names}.")
    values: dict[str, float] = {}
    for name, bounds in fields_of(kind).items():
        rest = _taken(where, rest, name, bounds, values)
    if rest:
        raise InklingError(
            f'{where}: "{rest}" says nothing about this layer; write for example "{layer_text(kind())}".'
        )
    return kind(**values)


@cache
def _names() -> dict[str, type[StackLayer]]:
    return {name: kind for kind in KINDS for name in (kind.word, *kind.also)}


def _kind(words: str) -> tuple[type[StackLayer] | None, str]:
    """The kind whose name the words begin with, the longest if there are several, and the rest."""
    for name in sorted(_names(), key=len, reverse=True):
        if words == name or words.startswith(f"{name} "):
            return _names()[name], words[len(name) :].strip()
    return None, ""


def _taken(where: str, rest: str, name: str, bounds: Bounds, values: dict[str, float]) -> str:
    """Read one number of the layer into `values`, if it is given; returns what is left of the text."""
    if bounds.form == "square":
        found = SQUARE.match(rest)
        if found and found[1] != found[2]:
            raise InklingError(f"{where}: {found[0]} is no square; write for example {found[1]}x{found[1]}.")
    else:
        found = re.search(rf"\b{name} ({NUMBER})(?!\S)" if bounds.form == "word" else rf"({NUMBER})(?!\S)", rest)
        if found and bounds.form == "plain" and found.start():
            found = None
    if found is None:
        return rest
    value = float(found[1])
    if not bounds.low <= value <= bounds.high or (bounds.whole and value != int(value)):
        raise InklingError(f"{where}: {bounds.title.lower()} must be {bounds.allowed}, not {found[1]}.")
    values[name] = int(value) if bounds.whole else value
    return " ".join(f"{rest[: found.start()]} {rest[found.end() :]}".split())
