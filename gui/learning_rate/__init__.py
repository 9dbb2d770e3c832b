"""The learning rate finder: a short sweep over learning rates, and the rate that it suggests.

The engine runs the sweep.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
