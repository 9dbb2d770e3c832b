"""The learning rate finder: a short sweep over learning rates, and the rate that it suggests.

The engine runs the sweep.
"""

from gui.learning_rate.controller import LearningRateController
from gui.learning_rate.panel import RatePanel

__all__ = ["LearningRateController", "RatePanel"]
