"""The images that networks learn from: data sets, loading them in batches, augmentation and outliers.

`sources` knows where each data set comes from and downloads it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
