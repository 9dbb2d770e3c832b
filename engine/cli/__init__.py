"""The terminal's commands, one file for each, and what they share.

`commands` chooses the command; `output` prints text without control characters.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
