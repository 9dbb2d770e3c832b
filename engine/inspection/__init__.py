"""Looking inside a trained network: its mistakes, what its answers rest on, its images, and how two networks differ.

Everything here only reads.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
