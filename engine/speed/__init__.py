"""How fast this computer trains: its peak rate, the kernels that run, and which configuration is best.

Measurements take seconds to minutes and can be stopped.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
