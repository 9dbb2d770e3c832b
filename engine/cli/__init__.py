"""The terminal: one file for each command, and what they share.

`commands` chooses the command; `output` writes text that no terminal obeys.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
