from .panel import RatePanel as RatePanel
