"""Every setting of a training run, declared once.

Forms, flags, saved runs and error texts are made from these declarations.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
