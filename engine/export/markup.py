"""Names and other texts in HTML and SVG: they are shown, whatever they are, and mean nothing."""

import re
from html import escape

from engine.system import encodable

ILLEGAL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to write, or advises against."""


def markup(text: str) -> str:
    """Escaped, and with U+FFFD for control characters and halves of surrogate pairs."""
    return escape(ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", encodable(text)))
