"""A person's own digits: labelled, looked through, learnt by the network and undone.

They are kept as strokes.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
