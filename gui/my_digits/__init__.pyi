from .controller import MyDigitsController as MyDigitsController
from .dialogs import MyDigitsDialogs as MyDigitsDialogs
from .panel import MyDigitsPanel as MyDigitsPanel
from .teach_row import TeachRow as TeachRow
from .teaching import Teaching as Teaching
