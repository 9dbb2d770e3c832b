"""Escaping: the terminal and the log show names, notes and paths from anywhere as text, never as commands."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Formatting characters that scripts and emoji need, and that move nothing."""
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories: control, formatting such as bidirectional overrides, surrogates, line and paragraph breaks."""


def shown(text: str) -> str:
    """Return the text with every character escaped that a terminal would obey: ESC becomes "\\x1b"."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(one) if _obeyed(one) else one for one in text)


def short(text: str, most: int) -> str:
    """Return what `shown` does, of a longer text only the first `most` characters."""
    return shown(text if len(text) <= most else f"{text[:most]} \u2026")


def _obeyed(one: str) -> bool:
    return one not in JOINERS and unicodedata.category(one) in OBEYED


def _escaped(one: str) -> str:
    return one.encode("ascii", "backslashreplace").decode() if ord(one) > 127 else one.encode("unicode_escape").decode()
