"""Trains digit classifiers on the CPU and reads handwriting with them. Knows nothing of any window.

These names are the library; each is imported when it is first used, so `import engine` imports no torch.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
