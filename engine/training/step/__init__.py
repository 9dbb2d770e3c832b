"""One step of training: gradients, optimizer, schedule, threads and precision.

Only `epoch_metrics.py` knows epochs, and nothing here knows listeners.
"""
