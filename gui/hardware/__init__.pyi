from .controller import CpuWiring as CpuWiring
from .measure_panel import MeasurePanel as MeasurePanel
from .measuring import Measuring as Measuring
from .panel import CpuPanel as CpuPanel
