"""The CPU: its peak rate, its kernels, and the configuration that trains fastest on it.

Measurements run in a process of their own.
"""

from gui.hardware.controller import HardwareController
from gui.hardware.measure_controller import MeasureController
from gui.hardware.measure_panel import MeasurePanel
from gui.hardware.measuring import Measuring
from gui.hardware.panel import CpuPanel

__all__ = ["CpuPanel", "HardwareController", "MeasureController", "MeasurePanel", "Measuring"]
