"""The CPU: its peak rate, its kernels, and the configuration that trains fastest on it.

Measurements run in a process of their own.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
