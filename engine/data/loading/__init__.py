"""Shuffled batches of a run, in an order that the seed decides. The training thread, a thread beside it, or worker
processes prepare them."""
