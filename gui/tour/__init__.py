"""A tour through the program: it trains, draws digits and takes pictures.

`make pictures` uses it.
"""

from gui.tour.tour import Tour, digits, send_mouse

__all__ = ["Tour", "digits", "send_mouse"]
