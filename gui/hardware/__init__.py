"""The CPU, its peak rate and kernels, and which configuration is fastest on this computer.

Measurements run in a process of their own.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
