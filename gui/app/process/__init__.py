"""The process behind the window: how it starts and ends, signals, and one window per data folder.

`startup` runs the program; `main.py` calls it.
"""
