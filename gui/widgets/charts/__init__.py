"""What all charts share: axes, cross-hair and curves that stay quick to draw.

They know nothing of runs.
"""
