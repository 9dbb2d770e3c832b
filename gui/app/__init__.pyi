from .main_window import MainWindow as MainWindow
from .remembered import Remembered as Remembered
from .startup import application as application
from .startup import run as run
from .system_check import has_display as has_display
from .system_check import missing_packages as missing_packages
from .window_parts import WindowParts as WindowParts
