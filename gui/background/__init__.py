"""The only room that knows threads: the one that trains, the one that imports torch, and jobs.

Everything else gets signals in the window's thread.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
