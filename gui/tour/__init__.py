"""A tour through the program: it trains, draws digits and takes pictures.

`make pictures` uses it.
"""

from gui.tour.tour import Tour, send_mouse

__all__ = ["Tour", "send_mouse"]
