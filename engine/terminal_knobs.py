"""Settings as flags of a command: one for each knob, named, explained and bounded as the knob is."""

import argparse
from collections.abc import Mapping
from typing import Any

from engine.knobs import Knob


def add_knobs(parser: argparse.ArgumentParser, knobs: Mapping[str, Knob]) -> None:
    """A flag for each of them; what is allowed is checked later, so that the refusal is the window's."""
    for knob in knobs.values():
        text = f"{knob.help} {knob.allowed.capitalize()}; {knob.default} when left out.".replace("%", "%%")
        parser.add_argument(f"--{knob.name.replace('_', '-')}", dest=knob.name, metavar="VALUE", help=text)


def given_values(chosen: argparse.Namespace, knobs: Mapping[str, Knob]) -> dict[str, Any]:
    """What was given, as it was typed, without what was left out."""
    return {name: getattr(chosen, name) for name in knobs if getattr(chosen, name) is not None}
