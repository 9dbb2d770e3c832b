from .main_window import MainWindow as MainWindow
from .process.qt_import import import_qt as import_qt
from .process.startup import application as application
from .process.startup import run as run
from .process.system_check import has_display as has_display
from .process.system_check import missing_packages as missing_packages
from .remembered import Remembered as Remembered
from .window_parts import WindowParts as WindowParts
