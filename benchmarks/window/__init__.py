"""How soon the window is there, and how smooth it stays. `python -m benchmarks.window` measures its smoothness."""
