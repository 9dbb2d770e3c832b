from .controller import MistakesController as MistakesController
from .panel import MistakesPanel as MistakesPanel
