"""The mistakes of a network: which test images it classifies wrongly, and which classes it confuses.

A click on a cell of the confusion matrix shows its images.
"""

from gui.mistakes.controller import MistakesController
from gui.mistakes.panel import MistakesPanel

__all__ = ["MistakesController", "MistakesPanel"]
