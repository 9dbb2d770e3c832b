"""What all charts share: axes, a cross-hair, and curves that stay fast to draw.

They know nothing of runs.
"""
