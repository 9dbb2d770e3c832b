"""Help: the guide through the first minute, which keys do what, and what the words on the screen mean.

The words are in resources/words.md.
"""

from gui.help.guide_controller import GuideController
from gui.help.guide_line import GuideLine
from gui.help.help_controller import HelpController
from gui.help.help_window import Keys

__all__ = ["GuideController", "GuideLine", "HelpController", "Keys"]
