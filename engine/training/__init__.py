"""Trains networks: runs, fine-tuning, the learning-rate finder and the diagnosis of a run.

`run` holds the course of one run, `step` the arithmetic of one step.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
