from .controller import LookingWiring as LookingWiring
from .panel import MistakesPanel as MistakesPanel
