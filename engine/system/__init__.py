"""Services of the operating system: files that are never half written, logs, signals, processes and memory.

Nothing here knows what a network is.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
