"""Names, notes and paths come from anywhere: on the terminal and in the log they are text, and never commands."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Formatting characters that scripts and emoji are written with, and that move nothing."""
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of Unicode: control, formatting such as bidirectional overrides, half a character, and breaks of lines."""


def shown(text: str) -> str:
    """The text with everything visible that a terminal would obey: an escape character becomes the four of "\\x1b"."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(one) if _obeyed(one) else one for one in text)


def _obeyed(one: str) -> bool:
    return one not in JOINERS and unicodedata.category(one) in OBEYED


def _escaped(one: str) -> str:
    return one.encode("ascii", "backslashreplace").decode() if ord(one) > 127 else one.encode("unicode_escape").decode()
