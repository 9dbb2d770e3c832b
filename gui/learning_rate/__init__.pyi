from .controller import LearningRateController as LearningRateController
from .panel import RatePanel as RatePanel
