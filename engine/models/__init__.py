"""The networks and how they classify: layers, the classifier, calibration, evaluation and test-time augmentation.

`engine.training` trains them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
