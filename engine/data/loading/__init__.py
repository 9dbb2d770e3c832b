"""Shuffled batches: in which order, and prepared by whom: the training thread, a thread beside it, or workers."""
