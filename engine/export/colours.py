"""The colours of an exported curve and of the page around it, on a light and on a dark screen."""

from typing import Literal

Colour = Literal["paper", "text", "muted", "grid", "train", "validation", "accuracy", "change"]
LIGHT: dict[Colour, str] = {
    "paper": "#ffffff",
    "text": "#1b2230",
    "muted": "#596273",
    "grid": "#e3e6eb",
    "train": "#0072b2",
    "validation": "#d55e00",
    "accuracy": "#009e73",
    "change": "#8a5a83",
}
DARK: dict[Colour, str] = {
    "paper": "#1b1f26",
    "text": "#e7eaf0",
    "muted": "#a1abba",
    "grid": "#323945",
    "train": "#56b4e9",
    "validation": "#e69f00",
    "accuracy": "#2fc79a",
    "change": "#cc79a7",
}
"""Colour-blind people can tell the curves apart: blue, vermillion, bluish green and reddish purple are those of
M. Okabe and K. Ito, "Color universal design", 2008. The purple is darker on white, where numbers have its colour, and
the dark screen has lighter ones."""
