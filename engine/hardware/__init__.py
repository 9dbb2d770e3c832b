"""Which CPU this computer has and what torch uses of it.

`engine.speed` measures how fast it is.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
