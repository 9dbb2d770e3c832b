"""What one Inkling gives to another: an experiment as a short text, and a run as one file.

Whoever takes one trusts nobody: what is not as it should be is refused by a sentence, and nothing is executed.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
