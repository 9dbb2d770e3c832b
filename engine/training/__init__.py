"""One training run, from its first weights to its last, and whatever decides how it goes.

`run` holds its life, `step` the arithmetic of one step.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
