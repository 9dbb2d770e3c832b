from .controller import HardwareController as HardwareController
from .measure_controller import MeasureController as MeasureController
from .measure_panel import MeasurePanel as MeasurePanel
from .measuring import Measuring as Measuring
from .panel import CpuPanel as CpuPanel
