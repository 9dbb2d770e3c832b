"""Help: which keys do what, and what the words on the screen mean.

The words are in resources/words.md.
"""

from gui.help.controller import HelpController
from gui.help.window import Keys

__all__ = ["HelpController", "Keys"]
