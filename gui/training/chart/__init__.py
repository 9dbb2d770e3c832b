"""The loss curve, and the bar that shows where the time goes.

Mouse and arrow keys read both.
"""
