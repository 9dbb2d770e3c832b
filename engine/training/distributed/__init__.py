"""Training by several processes, on one computer or on more: each computes a part of every batch.

`learner` sums the gradients between the backward pass and the optimizer. `peers` is the connection, `meeting` compares
what the processes bring along.
"""
