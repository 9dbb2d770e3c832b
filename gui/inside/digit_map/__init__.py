"""The view "Map": training digits as the network sees them, with the drawing among them.

`controller.py` has the map made, `plot.py` shows it, and `nearest.py` shows the images beside it.
"""
