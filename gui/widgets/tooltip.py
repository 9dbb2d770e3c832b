"""Tooltips in lines: Qt does not wrap a plain text, whose line may be as wide as the screen."""

from textwrap import fill

COLUMNS = 64


def tooltip(text: str) -> str:
    """Return the text in lines."""
    return fill(text, COLUMNS)
