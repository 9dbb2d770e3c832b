"""A person's own digits: labelled, looked through, learnt by the network and undone.

They are kept as strokes.
"""

from gui.my_digits.controller import MyDigitsController
from gui.my_digits.counting import Counting
from gui.my_digits.dialogs import MyDigitsDialogs
from gui.my_digits.panel import MyDigitsPanel
from gui.my_digits.teach_row import TeachRow
from gui.my_digits.teaching import Teaching

__all__ = ["Counting", "MyDigitsController", "MyDigitsDialogs", "MyDigitsPanel", "TeachRow", "Teaching"]
