"""The time slider below the views: the network as it was earlier in its training.

`controller.py` finds the snapshots of the run, `view.py` has the slider.
"""
