"""The only place that knows threads: the training thread, and jobs whose late answers are dropped.

Everything else gets signals in the window's thread.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
