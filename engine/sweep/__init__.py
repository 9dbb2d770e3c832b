"""Several trainings one after the other that differ in some settings, and which of them are worth their time.

Every one is an ordinary kept run. A sweep that was cut off goes on where it was.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
