"""Compressing the present network, and comparing the results with it.

The engine does the work, one job at a time.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
