"""Try several: settings that vary, trained one after the other in the background, and which runs are worth their time.

The engine runs the sweep.
"""

from gui.sweep.controller import SweepController
from gui.sweep.panel import SweepPanel

__all__ = ["SweepController", "SweepPanel"]
