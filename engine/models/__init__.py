"""The networks and how they answer: layers, the classifier, calibration, evaluation and test-time augmentation.

A network is plain data here; how it learns belongs to `engine.training`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
