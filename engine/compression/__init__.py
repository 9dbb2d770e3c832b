"""Compression of a trained network: int8, pruning, distillation.

Each result is measured beside the original.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
